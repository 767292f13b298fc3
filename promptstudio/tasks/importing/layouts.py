"""Finds out what a path or a name stands for, and how to read its rows."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase
from promptstudio.tasks.files import SPLITS, Split, format_of
from promptstudio.tasks.importing import arrow, documents
from promptstudio.tasks.tables import Fields, strict_rows
from promptstudio.tasks.texts import guessed_lines

Reader = Callable[[], Iterator[Fields]]

_HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SPLIT_NAME: Final = re.compile(
    r"(train|training|validation|valid|val|dev|test)(-\d+-of-\d+)?", re.IGNORECASE
)
_SPLIT_OF: Final[Mapping[str, Split]] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
}
_CROSSFIT: Final = re.compile(r"(.+)_(\d+)_(\d+)_(train|dev|test)\.tsv")
_TABLES: Final = {
    "csv": Phrase("a CSV file"),
    "tsv": Phrase("a TSV file"),
    "jsonl": Phrase("a JSON Lines file"),
}
_ENDINGS: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was understood: where the rows of every split come from.

    ``kind`` says in words what it is. ``label_names`` are names of numbered classes by column,
    where the data bring them; ``instruction`` is the task in words; ``notes`` are sentences for
    the person. ``revision`` is the commit of a data set of the hub. ``expected`` is how many rows
    there will be, as far as that is known or can be guessed from the size of the files.
    """

    kind: str
    source: str
    name: str
    splits: Mapping[Split, Reader]
    label_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instruction: str = ""
    revision: str = ""
    notes: tuple[str, ...] = ()
    expected: Mapping[Split, int] = field(default_factory=dict)


def find_layout(what: str) -> Layout:
    """Return what a path or an ``owner/name`` of the hub stands for, without reading all of it.

    Raises
    ------
    TaskError
        If there is no such file or folder, it may not be read, its kind is not known, or it
        lacks training rows.
    """
    try:
        path = Path(what).expanduser()
        if path.is_dir():
            return _folder(path.resolve())
        if path.is_file():
            return _file(path.resolve())
    except (OSError, RuntimeError) as error:  # of a home folder that nobody has
        why = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise TaskError(f"'{what}' can not be read: {why}.") from error
    is_path = path.suffix.lower() in _ENDINGS or what.startswith((".", "/", "~"))
    if is_path or not _HUB_ID.fullmatch(what) or (path.parent.is_dir() and str(path.parent) != "."):
        raise TaskError(
            f"There is no file or folder '{what}'. A data set of the hub is written owner/name."
        )
    from promptstudio.tasks.importing.hub import hub_layout  # loads datasets

    try:
        return hub_layout(what)
    except TaskError as error:
        raise TaskError(f"There is no file or folder '{what}' here. {error}") from error


def _file(path: Path) -> Layout:
    layout = Layout(kind="", source=str(path), name=path.stem, splits={})
    ending = path.suffix.lower()
    if ending in (".parquet", ".arrow"):
        words = Phrase("a Parquet file") if ending == ".parquet" else Phrase("an Arrow file")
        return _of_arrow(layout, words, {"train": [path]})
    if ending == ".json" or (ending in (".jsonl", ".ndjson") and not documents.is_lines(path)):
        return _document(layout, path)
    form = format_of(path)
    words = _TABLES[form]
    return _of_text(layout, words, {"train": [path]})


def _document(layout: Layout, path: Path) -> Layout:
    if documents.is_lines(path):
        return replace(layout, kind=_TABLES["jsonl"], splits={"train": _text_reader([path])})
    found = documents.read_document(path)
    return replace(
        layout,
        kind=found.kind,
        splits={split: _list_reader(rows) for split, rows in found.splits.items()},
        instruction=found.instruction,
        expected={split: len(rows) for split, rows in found.splits.items()},
    )


def _folder(path: Path) -> Layout:
    layout = Layout(kind="", source=str(path), name=path.name, splits={})
    if (path / "dataset_dict.json").is_file() or (path / "state.json").is_file():
        return _of_arrow(layout, Phrase("a data set saved by `datasets`"), _saved_files(path))
    crossfit = [m for file in sorted(path.iterdir()) if (m := _CROSSFIT.fullmatch(file.name))]
    if crossfit:
        return _crossfit(layout, path, crossfit)
    files = _by_split(path) or _by_split(path / "data")
    if not files:
        return _only_file(layout, path)
    if "train" not in files:
        raise TaskError(
            f"The folder '{path}' holds no training rows: there are {', '.join(files)}, but no "
            "train file (train.jsonl, train.csv, ...)."
        )
    endings = {file.suffix.lower() for group in files.values() for file in group}
    if len(endings) > 1:
        raise TaskError(
            f"The folder '{path}' mixes files of several kinds: {', '.join(sorted(endings))}. "
            "Keep one of them."
        )
    words = Phrase("a folder of {0} files", endings.pop().removeprefix("."))
    first = files["train"][0]
    if first.suffix.lower() in (".parquet", ".arrow"):
        return _of_arrow(layout, words, files)
    if not documents.is_lines(first) and first.suffix.lower().startswith(".json"):
        found = {split: documents.read_document(group[0]) for split, group in files.items()}
        rows = {split: [*found[split].splits["train"]] for split in found}
        splits = {split: _list_reader(part) for split, part in rows.items()}
        instruction, counts = found["train"].instruction, {s: len(part) for s, part in rows.items()}
        return replace(layout, kind=words, splits=splits, instruction=instruction, expected=counts)
    return _of_text(layout, words, files)


def _by_split(path: Path) -> dict[Split, list[Path]]:
    """Return the data files of a folder by split; shards of one split in their order."""
    found: dict[Split, list[Path]] = {}
    for file in sorted(path.iterdir()) if path.is_dir() else ():
        match = _SPLIT_NAME.fullmatch(file.stem)
        if match and file.suffix.lower() in _ENDINGS and file.is_file():
            found.setdefault(_SPLIT_OF[match[1].lower()], []).append(file)
    for split, files in found.items():
        if len(files) > 1 and not all("-of-" in file.stem for file in files):
            names = "' and '".join(file.name for file in files[:2])
            raise TaskError(
                f"The folder '{path}' holds two files for {split}: '{names}'. Keep one of them."
            )
    return {split: found[split] for split in SPLITS if split in found}


def _only_file(layout: Layout, path: Path) -> Layout:
    inside = [file for file in sorted(path.iterdir()) if file.suffix.lower() in _ENDINGS]
    if len(inside) != 1:
        there = f" It has: {', '.join(file.name for file in inside[:8])}." if inside else ""
        raise TaskError(
            f"The folder '{path}' holds no train file (train.jsonl, train.csv, ...).{there}"
        )
    return replace(_file(inside[0]), source=layout.source, name=layout.name)


def _crossfit(layout: Layout, path: Path, matches: list[re.Match[str]]) -> Layout:
    """Take the first sample of a CrossFit folder: two columns without names, tabs between."""
    samples = sorted({(m[1], int(m[2]), int(m[3])) for m in matches})
    task, shots, seed = samples[0]
    parts = {m[4]: path / m[0] for m in matches if (m[1], int(m[2]), int(m[3])) == samples[0]}
    if "train" not in parts:
        raise TaskError(f"The folder '{path}' holds no train file of the sample {shots}_{seed}.")
    names: dict[str, Split] = {"train": "train", "dev": "validation", "test": "test"}
    note = (
        Phrase(
            "It has {0} samples; the one of {1} rows and seed {2} is taken.",
            len(samples),
            shots,
            seed,
        )
        if len(samples) > 1
        else ""
    )
    return replace(
        layout,
        kind=Phrase("a CrossFit folder"),
        name=task,
        splits={
            names[part]: lambda file=file: documents.tab_pairs(file)  # type: ignore[misc]
            for part, file in parts.items()
        },
        notes=(note,) if note else (),
    )


def _saved_files(path: Path) -> dict[Split, list[Path]]:
    """Return the Arrow files of a data set that `save_to_disk` wrote."""
    if (path / "state.json").is_file():
        return {"train": _state_files(path)}
    with _whole(path / "dataset_dict.json"):
        names = json.loads((path / "dataset_dict.json").read_text(encoding="utf-8"))["splits"]
    known = {name: _SPLIT_OF.get(name.lower()) for name in names}
    found = {split: _state_files(path / name) for name, split in known.items() if split}
    if "train" not in found:
        raise TaskError(f"The data set '{path}' has no training split. It has: {', '.join(names)}.")
    return found


def _state_files(path: Path) -> list[Path]:
    with _whole(path / "state.json"):
        state = json.loads((path / "state.json").read_text(encoding="utf-8"))
        return [path / entry["filename"] for entry in state["_data_files"]]


@contextmanager
def _whole(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise TaskError(
            f"The file '{file}' is missing or broken, so this data set of `datasets` can not be "
            "read. Save it again."
        ) from error


def _of_arrow(layout: Layout, words: str, files: Mapping[Split, list[Path]]) -> Layout:
    readers: dict[Split, Reader] = {
        split: lambda group=group: arrow.rows_of(group)  # type: ignore[misc]
        for split, group in files.items()
    }
    names = arrow.label_names(files["train"][0])
    counts = {split: arrow.count_rows(group) for split, group in files.items()}
    return replace(layout, kind=words, splits=readers, label_names=names, expected=counts)


def _of_text(layout: Layout, words: str, files: Mapping[Split, list[Path]]) -> Layout:
    return replace(
        layout,
        kind=words,
        splits={split: _text_reader(group) for split, group in files.items()},
        expected={split: sum(map(guessed_lines, group)) for split, group in files.items()},
    )


def _text_reader(files: list[Path]) -> Reader:
    def read() -> Iterator[Fields]:
        for file in files:
            yield from strict_rows(file, format_of(file))

    return read


def _list_reader(rows: list[Any]) -> Reader:
    return lambda: iter(rows)
