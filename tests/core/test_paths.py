from pathlib import Path

import pytest

from promptstudio.core import paths
from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import default_workspace, resource


def test_a_checkout_has_its_resources(checkout: Path) -> None:
    assert resource("tasks") == checkout / "resources" / "tasks"


def test_an_installed_package_is_asked_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "promptstudio"
    for folder in (package / "_resources" / "theme", package.parent / "resources" / "theme"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert resource("theme") == package / "_resources" / "theme"


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(ConfigError) as caught:
        resource("tasks/of_nobody.toml")
    assert str(caught.value) == (
        "The installation is incomplete: the resource 'tasks/of_nobody.toml' is missing. "
        "Install PromptStudio again."
    )


def test_the_default_workspace_is_the_users_data_folder() -> None:
    assert default_workspace().is_absolute()
    assert default_workspace().name == "PromptStudio"
    assert not default_workspace().exists(), "tests must not use a person's own workspace"
