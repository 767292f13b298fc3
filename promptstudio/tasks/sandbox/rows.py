"""Rows of a task: split by a checksum of their input, balanced, the same on every machine."""

import hashlib
import zlib
from collections.abc import Iterable
from random import Random
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.tasks.sandbox.cards import sandbox_task
from promptstudio.tasks.sandbox.skills import classes, make

WORLD_VERSION: Final = 1
SIZES: Final = {"train": 2000, "validation": 300, "test": 500}
_BUCKETS: Final = ("train", "train", "validation", "test")


def split_of(fields: dict[str, str]) -> str:
    """Return the split that an input belongs to, for every task and every seed."""
    parts = (value for name, value in fields.items() if name not in ("label", "answer"))
    return _BUCKETS[zlib.crc32("\n".join(parts).encode()) >> 8 & 3]


def stream(*parts: object) -> Random:
    """Return a random stream that is named by its parts."""
    name = ":".join(str(part) for part in (WORLD_VERSION, *parts))
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return Random(seed)  # noqa: S311


def sandbox_rows(
    task: str, split: str, *, seed: int = 0, count: int | None = None
) -> list[dict[str, str]]:
    """Return the rows of one split.

    Parameters
    ----------
    task, split : str
        A task's key, and "train", "validation" or "test".
    seed : int
        Other seeds give other rows; no input ever stands in two splits, whatever the seeds.
    count : int, optional
        How many rows; by default 2,000, 300 or 500.

    Returns
    -------
    list of dict
        The template's fields and "label", the name of the class, or "answer".

    Raises
    ------
    TaskError
        If the task or the split is unknown.
    """
    card = sandbox_task(task)
    if split not in SIZES:
        raise TaskError(f"The sandbox has no split '{split}'. It has: {', '.join(SIZES)}.")
    rng = stream(task, split, seed)
    wanted = SIZES[split] if count is None else count
    labels = classes(card.skill, card.domain)
    seen: set[tuple[str, ...]] = set()
    rows: list[dict[str, str]] = []
    while len(rows) < wanted:
        label = labels[len(rows) % len(labels)] if labels else ""
        fields = make(rng, card.skill, card.domain, label)
        key = tuple(fields.values())
        if key in seen or split_of(fields) != split:
            continue
        seen.add(key)
        rows.append(fields | {"label": label} if label else fields)
    rng.shuffle(rows)
    return rows


def rendered(template: str, rows: Iterable[dict[str, str]]) -> list[str]:
    """Return the inputs that the rows make in a template."""
    return [template.format(**row) for row in rows]
