"""How half-written tasks are called, and how they are taken away."""

import shutil
from pathlib import Path


def aside_prefix(pid: int) -> str:
    """Return how the folder is called in which a process makes files, up to a random end."""
    return f".importing-{pid}-"


def half_card(card: Path) -> Path:
    """Return where a card is written before it takes its place."""
    return card.with_suffix(".toml.part")


def sweep(folder: Path, key: str, pid: int) -> None:
    """Take away what a process left that was ended while it wrote a task; a whole task stays.

    It must be known that there was no task of that key before.
    """
    for aside in folder.glob(f"{aside_prefix(pid)}*"):
        shutil.rmtree(aside, ignore_errors=True)
    card = folder / f"{key}.toml"
    half_card(card).unlink(missing_ok=True)
    if not card.exists():
        shutil.rmtree(folder / key, ignore_errors=True)
