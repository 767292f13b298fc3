"""Keeps encoded tasks on disk, so that the next worker neither reads nor tokenises them again.

A file holds all rows of a task as one worker encoded them, under a name that stands for
everything they depend on. Files are written aside and moved into place; one that is broken is
as good as missing. The oldest go where all together grow beyond a bound.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from promptstudio import __version__
from promptstudio.core.ids import digest
from promptstudio.methods.contract import Row
from promptstudio.tasks.cards import HubSource, TaskCard
from promptstudio.tasks.encoding import TaskData
from promptstudio.tasks.files import SPLITS

LEAST_ROWS: Final = 5000
"""Smaller tasks are read and encoded in less time than a file is worth."""

MOST_BYTES: Final = 2 * 2**30
_FORMAT: Final = 1
"""To be raised when splits, templates or encoding change between versions of the program."""

_COUNTS: Final = ("truncated", "cut_beyond", "truncated_targets", "dropped", "left_out")
_ENDING: Final = ".rows.safetensors"

Arrays = dict[str, NDArray[Any]]


def tokenizer_mark(tokenizer: object) -> str:
    """Return what changes with a tokenizer's words and rules; empty where that is not known."""
    rust = getattr(tokenizer, "backend_tokenizer", None)
    return hashlib.sha256(rust.to_str().encode()).hexdigest() if rust is not None else ""


def name_of(*parts: object) -> str:
    """Return a name that stands for everything that the rows of a task depend on."""
    return digest([_FORMAT, __version__, *parts])


def is_lasting(card: TaskCard) -> bool:
    """Tell whether a card's fingerprint stands for its rows: those of the hub need a commit."""
    own = not isinstance(card.source, HubSource) or card.source.revision is not None
    return own and (card.training is None or is_lasting(card.training))


class EncodedTasks:
    """Encoded tasks in a folder, by a name that stands for all they depend on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str, card: TaskCard) -> TaskData | None:
        """Return a task, or None where it is not there or its file is broken."""
        path = self._folder / f"{name}{_ENDING}"
        try:
            with safe_open(path, framework="numpy") as file:
                arrays: Arrays = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
                is_whole = file.metadata()["sha256"] == _sha256(arrays)
            data = _task(card, arrays) if is_whole else None
            os.utime(path)  # the oldest are those not used for the longest time
        except (OSError, SafetensorError, ValueError, LookupError, TypeError):
            return None
        return data

    def write(self, name: str, data: TaskData) -> None:
        """Keep a task, unless it is small; where the disk is full, it is just not kept."""
        if sum(len(getattr(data, split)) for split in SPLITS) < LEAST_ROWS:
            return
        arrays: Arrays = {}
        for split in SPLITS:
            arrays |= _arrays(split, getattr(data, split))
        facts = {
            "candidates": data.candidates,
            "counts": {count: getattr(data, count) for count in _COUNTS},
            "answers": {split: [row.answers for row in getattr(data, split)] for split in SPLITS},
        }
        arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
        with contextlib.suppress(OSError, SafetensorError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".writing-", dir=self._folder) as aside:
                half = Path(aside) / "half"
                save_file(arrays, half, metadata={"sha256": _sha256(arrays)})
                half.replace(self._folder / f"{name}{_ENDING}")
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        found = [(path.stat(), path) for path in self._folder.glob(f"*{_ENDING}")]
        total = sum(facts.st_size for facts, _ in found)
        for facts, path in sorted(found, key=lambda one: one[0].st_mtime_ns):
            if total <= MOST_BYTES:
                return
            path.unlink(missing_ok=True)
            total -= facts.st_size


def _arrays(split: str, rows: Sequence[Row]) -> Arrays:
    return {
        **_ragged(f"{split}.input", [row.input_ids for row in rows]),
        **_ragged(f"{split}.target", [row.target_ids for row in rows]),
        f"{split}.label": np.asarray([row.label for row in rows], np.int32),
    }


def _ragged(name: str, lists: Sequence[Sequence[int]]) -> Arrays:
    """Return lists of numbers as one, with the place where each ends."""
    flat = np.fromiter((i for ids in lists for i in ids), np.int32)
    return {name: flat, f"{name}.ends": np.cumsum([len(ids) for ids in lists], dtype=np.int64)}


def _lists(name: str, arrays: Arrays) -> list[tuple[int, ...]]:
    flat, ends = arrays[name].tolist(), arrays[f"{name}.ends"].tolist()
    return [tuple(flat[begin:end]) for begin, end in pairwise([0, *ends])]


def _task(card: TaskCard, arrays: Arrays) -> TaskData:
    facts = json.loads(arrays["facts"].tobytes())
    train, validation, test = (
        _rows(card.key, split, arrays, facts["answers"][split]) for split in SPLITS
    )
    return TaskData(
        card=card,
        train=train,
        validation=validation,
        test=test,
        candidates=tuple(tuple(ids) for ids in facts["candidates"]),
        **facts["counts"],
    )


def _rows(
    key: str, split: str, arrays: Arrays, answers: Sequence[Sequence[str]]
) -> tuple[Row, ...]:
    parts = zip(
        _lists(f"{split}.input", arrays),
        _lists(f"{split}.target", arrays),
        arrays[f"{split}.label"].tolist(),
        answers,
        strict=True,
    )
    return tuple(
        Row(task=key, input_ids=given, target_ids=said, label=label, answers=tuple(accepted))
        for given, said, label, accepted in parts
    )


def _sha256(arrays: Arrays) -> str:
    content = hashlib.sha256()
    for name in sorted(arrays):
        content.update(name.encode())
        content.update(np.ascontiguousarray(arrays[name]).data)
    return content.hexdigest()
