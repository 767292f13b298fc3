"""Where shipped resources and the user's workspace lie."""

from pathlib import Path

import platformdirs

from promptstudio.core.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder, for example ``"tasks/sandbox"``.

    Looks into the installed package first, then into the checkout.

    Raises
    ------
    ConfigError
        If the installation lacks it.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise ConfigError(
        f"The installation is incomplete: the resource '{name}' is missing. "
        "Install PromptStudio again."
    )


def default_workspace() -> Path:
    """Return the folder that holds the store, unless the user names another."""
    return Path(platformdirs.user_data_dir("PromptStudio", appauthor=False))
