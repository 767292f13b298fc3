"""Guesses a card for a person's own data, so that a file can be used as it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard, build_card, dump_card, load_catalogue
from promptstudio.tasks.sources import available_splits, place_of, read_rows
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import as_text

MAX_CLASSES: Final = 50
_LABEL_NAMES: Final = ("label", "labels", "class", "category", "sentiment", "gold", "target")
_ANSWER_NAMES: Final = ("answer", "answers", "output", "response", "target")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def guess_card(path: Path, *, key: str | None = None) -> TaskCard:
    """Return a card for a file or folder of rows.

    Labels stand in the column called label, class or the like, if it has few different
    values; else answers stand in the column called answer, output or the like. The input is
    every other column that mostly holds several words.

    Raises
    ------
    TaskError
        If the data can not be read, or the columns can not be told apart.
    """
    values: dict[str, Any] = {
        "key": key or re.sub(r"[^a-z0-9_.-]+", "_", path.stem.lower()).lstrip("_.-") or "own_data",
        "title": path.stem,
        "source": {"type": "file", "path": str(path.expanduser().resolve())},
        "kind": "generation",
        "metric": "exact_match",
        "template": "{text}",
    }
    rows = _all_rows(_built(values))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    label = next((name for name in _called(_LABEL_NAMES, columns) if _classes(rows, name)), None)
    answer = next(iter(_called(_ANSWER_NAMES, columns)), None)
    if label is not None:
        values |= {"kind": "classification", "metric": "accuracy"}
        values["labels"] = {value: value.replace("_", " ") for value in _classes(rows, label)}
        values["source"]["label_field"] = label
    elif answer is not None:
        values["source"]["answer_field"] = answer
    else:
        raise TaskError(
            f"It is not clear which column of '{path}' holds the labels. Call it 'label' (few "
            "classes) or 'answer' (free text), or write a task card. "
            f"Columns: {', '.join(columns)}."
        )
    inputs = [name for name in columns if name != (label or answer)]
    return _built(values | {"template": _template(rows, inputs, path)})


def import_task(
    path: Path, *, workspace: Path, key: str | None = None, changes: Mapping[str, Any] | None = None
) -> Path:
    """Write a card for own data into the workspace and return its path.

    Parameters
    ----------
    path : Path
        A data file or a folder of them; it stays where it is.
    changes : mapping, optional
        Fields of the card that shall differ from the guess, such as ``labels``.

    Raises
    ------
    TaskError
        If the data can not be used, a change does not fit, or the key is taken.
    """
    guessed = guess_card(path, key=key)
    card = _built({**guessed.model_dump(), **(changes or {})})
    folder = workspace / "tasks"
    file = folder / f"{card.key}.toml"
    if card.key in load_catalogue(folder).cards or file.exists():
        raise TaskError(f"There is a task '{card.key}' already. Give yours another key.")
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(dump_card(card), encoding="utf-8")
    return file


def _built(values: Mapping[str, Any]) -> TaskCard:
    return build_card(values, f"Task '{values['key']}'")


def _all_rows(card: TaskCard) -> list[Fields]:
    rows: list[Fields] = []
    for split in available_splits(card):
        found = read_rows(card, split)
        _check_labels(found, place_of(card, split))
        rows += found
    return rows


def _called(names: Iterable[str], columns: Sequence[str]) -> list[str]:
    """Return the columns with one of the names, or ending with it, the best name first."""
    exact = [c for name in names for c in columns if c.lower() == name]
    return exact + [c for name in names for c in columns if c.lower().endswith(f"_{name}")]


def _classes(rows: Sequence[Fields], name: str) -> list[str]:
    """Return the values of a column in order, if they look like classes, else nothing."""
    texts = (as_text(row.get(name)) for row in rows)
    values = {text.strip() for text in texts if text is not None}
    if not 2 <= len(values) <= min(MAX_CLASSES, len(rows) // 2):
        return []
    return sorted(values, key=float if all(map(_NUMBER.fullmatch, values)) else str)


def _check_labels(rows: Sequence[Fields], place: str) -> None:
    """Refuse a column of labels that begins with numbers and goes on with words."""
    for name in _called(_LABEL_NAMES, list(rows[0])):
        texts = [as_text(row.get(name)) for row in rows]
        if not _classes(rows, name) or not _NUMBER.fullmatch(texts[0] or ""):
            continue
        for number, text in enumerate(texts, 1):
            if text is not None and not _NUMBER.fullmatch(text.strip()):
                raise TaskError(
                    f"{place}, row {number}, column '{name}': the label '{text}' is a word, but "
                    f"row 1 has the number {texts[0]}. Write all labels in one way."
                )


def _template(rows: Sequence[Fields], columns: Sequence[str], path: Path) -> str:
    """Name every column of several words; else every column of text."""
    lengths = {name: _words_in(rows, name) for name in columns if not set("{}") & set(name)}
    texts = [name for name, words in lengths.items() if words > 1]
    texts = texts or [name for name, words in lengths.items() if words]
    if not texts:
        raise TaskError(f"No column of '{path}' holds text to read. Columns: {', '.join(columns)}.")
    return " ".join(f"{name}: {{{name}}}" for name in texts)


def _words_in(rows: Sequence[Fields], name: str) -> int:
    """Return the median number of words of a column, 0 where it is not text."""
    texts = [value for row in rows if isinstance(value := row.get(name), str)]
    return int(median(len(text.split()) for text in texts)) if 2 * len(texts) > len(rows) else 0
