"""What a person prefers, whatever the study: looks, the worker, keys. One TOML file."""

import tomllib
from pathlib import Path
from typing import Final, Literal

import tomli_w
from pydantic import Field, ValidationError

from promptstudio.core.errors import ConfigError
from promptstudio.core.offline import OFFLINE_VARIABLES
from promptstudio.core.settings import Frozen, explain, setting

FILE_NAME: Final = "preferences.toml"
THREADS: Final = "PROMPTSTUDIO_THREADS"
"""Variable that tells the worker how many CPU threads it may use."""

ThemeChoice = Literal["system", "light", "dark", "contrast"]
Language = Literal["system", "en", "de"]


class Look(Frozen):
    """How the window looks."""

    theme: ThemeChoice = setting(
        "system",
        title="Theme",
        help="Colours: as the system has them, light, dark, or of high contrast.",
        stage="look",
    )
    text_scale: int = setting(
        100,
        title="Text size",
        help="Size of all texts, in percent of the system's.",
        stage="look",
        ge=100,
        le=200,
        unit="%",
    )
    language: Language = setting(
        "system",
        title="Language",
        help="Language of the window, from the next start on.",
        stage="look",
    )


class Work(Frozen):
    """How the worker is started, and what a new study begins with."""

    device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto", title="Device", help="Device that a new study begins with.", stage="work"
    )
    dtype: Literal["float32", "bfloat16"] = setting(
        "float32",
        title="Number format",
        help="Number format of the backbone that a new study begins with.",
        stage="work",
    )
    threads: int = setting(
        1,
        title="Threads",
        help="CPU threads of the worker, from the next start on. For small models one is fastest.",
        stage="work",
        ge=1,
        le=256,
    )
    offline: bool = setting(
        False,
        title="Stay offline",
        help="Never open a connection, not even for a hub id, from the next start on.",
        stage="work",
    )
    checkpoints: int = setting(
        50,
        title="Checkpoints kept",
        help="How many finished runs, the newest first, keep their last checkpoint, from the next "
        "start on. Such a run can be forked. A checkpoint takes six times as much space as its "
        "prompt, more with methods that train several prompts.",
        stage="work",
        ge=0,
        le=10_000,
    )
    in_process: bool = setting(
        False,
        title="Train in the window's process",
        help="For debugging: no process of its own for the worker, from the next start on.",
        stage="work",
    )


class Preferences(Frozen):
    """All preferences; ``shortcuts`` maps an action's name to keys such as ``Ctrl+R``.

    ``prompt_backbone`` is asked of prompts whose own model is not known; empty for the sandbox.
    """

    look: Look = Look()
    work: Work = Work()
    shortcuts: dict[str, str] = Field(default_factory=dict)
    seen_tour: bool = False
    prompt_backbone: str = ""

    def noted_in(self, other: "Preferences") -> "Preferences":
        """Return these with what another one notes beside what is set on the page of settings."""
        noted = {"seen_tour": other.seen_tour, "prompt_backbone": other.prompt_backbone}
        return self.model_copy(update=noted)


def environment_of(work: Work) -> dict[str, str]:
    """Return the variables that a worker is started with."""
    threads = {THREADS: str(work.threads), "OMP_NUM_THREADS": str(work.threads)}
    return threads | (dict.fromkeys(OFFLINE_VARIABLES, "1") if work.offline else {})


def load_preferences(folder: Path) -> Preferences:
    """Read the preferences of a workspace; without a file these are the defaults.

    Raises
    ------
    ConfigError
        If the file can not be read or holds what is no preference.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return Preferences.model_validate(values)
    except FileNotFoundError:
        return Preferences()
    except ValidationError as error:
        raise ConfigError(explain(error, f"Preferences in '{path}'")) from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The preferences in '{path}' can not be read: {error}. The defaults are used; "
            "mend the file or delete it."
        ) from error


def preferred(folder: Path) -> Preferences:
    """Return the preferences of a workspace, or the defaults where they can not be read."""
    try:
        return load_preferences(folder)
    except ConfigError:  # whoever shows the preferences tells what is wrong with them
        return Preferences()


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the preferences of a workspace, whole or not at all.

    Raises
    ------
    ConfigError
        If the file can not be written.
    """
    path = folder / FILE_NAME
    text = tomli_w.dumps(preferences.model_dump(mode="json", exclude_defaults=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise ConfigError(
            f"The preferences can not be written to '{path}': {error.strerror}."
        ) from error
