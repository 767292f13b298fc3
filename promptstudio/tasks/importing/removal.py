"""Takes imported tasks out of a workspace, so that they can be brought back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.core.paths import resource
from promptstudio.tasks.cards import TaskCard, load_catalogue

TRASH: Final = "trash"


def remove_task(workspace: Path, key: str) -> None:
    """Move a task's card and rows into the trash of the workspace; what lay there is replaced.

    Raises
    ------
    TaskError
        If there is no such task in the workspace, or it can not be moved.
    """
    tasks, trash = workspace / "tasks", workspace / TRASH
    if not (tasks / f"{key}.toml").is_file():
        raise TaskError(f"There is no task '{key}' in '{tasks}'; shipped tasks stay.")
    _move(key, tasks, trash)


def restore_task(workspace: Path, key: str) -> Path:
    """Bring a task back from the trash; return its card's path.

    Raises
    ------
    TaskError
        If it is not there, its place is taken, or it can not be moved.
    """
    tasks, trash = workspace / "tasks", workspace / TRASH
    if not (trash / f"{key}.toml").is_file():
        raise TaskError(f"There is no task '{key}' in '{trash}'.")
    if (tasks / f"{key}.toml").exists():
        raise TaskError(f"The task '{key}' can not be brought back: there is one of that name.")
    _move(key, trash, tasks)
    return tasks / f"{key}.toml"


def shipped_card(key: str) -> TaskCard | None:
    """Return the shipped card of a key, which a task of the workspace hides; None if none is.

    Raises
    ------
    TaskError
        If a shipped card is broken.
    """
    names = {path.stem for path in resource("tasks").rglob("*.toml")}
    return load_catalogue().cards.get(key) if key in names else None


def _move(key: str, here: Path, there: Path) -> None:
    try:
        there.mkdir(parents=True, exist_ok=True)
        for path in _parts(here, key):
            to = there / path.name
            if to.is_dir():
                _empty(to)
            path.replace(to)
    except OSError as error:
        raise TaskError(f"The task '{key}' can not be moved to '{there}': {error.strerror}.") from (
            error
        )


def _parts(folder: Path, key: str) -> Iterator[Path]:
    """Return the rows before the card: a card without rows would be broken."""
    for path in (folder / key, folder / f"{key}.toml"):
        if path.exists():
            yield path


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
