"""Makes a card of data that were looked at, and says what each guess rests on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase, joined
from promptstudio.tasks.cards import COLUMN_FIELDS, TaskCard, build_card
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.importing.profile import MOST_VALUES, Column, Profile
from promptstudio.tasks.syntax import written
from promptstudio.tasks.templates import field_names, needed_names

MAX_CLASSES: Final = 50
_LABEL_NAMES: Final = ("label", "labels", "class", "category", "sentiment", "gold", "target")
_ANSWER_NAMES: Final = ("answers", "answer", "output", "outputs", "response", "target", "summary")
_SCORE_NAMES: Final = ("score", "similarity", "similarity_score", "rating", "label")
_SHORT_WORDS: Final = 4
_LONGEST_KEY: Final = 100
_UNLABELLED: Final = "-1"
"""Stands for no label in data sets of the hub."""
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_WORDS_OF_TEXT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Guess:
    """A card, and sentences that say why it is as it is."""

    card: TaskCard
    reasons: tuple[str, ...]


def guess(
    layout: Layout,
    profile: Profile,
    catalogue: Mapping[str, TaskCard],
    *,
    key: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Guess:
    """Return a card for data.

    A card of the catalogue with the same name whose columns are all there, and whose classes
    hold all labels, is taken as it stands. Else labels stand in the column called label, class
    or the like if it has few different values, numbers in the column called score or the like
    if it has many, and answers in the column called answer, output or the like; the input is
    every other column of text. ``changes`` are fields of a card that a person sets.

    Raises
    ------
    TaskError
        If the columns can not be told apart, or a change does not fit.
    """
    wanted = key or plain_key(layout.name)
    kind = (changes or {}).get("kind")
    if kind is not None and kind not in _DESCRIBED:
        raise TaskError(f"There is no kind of task '{kind}'. Kinds: {', '.join(_DESCRIBED)}.")
    known = _named_like(wanted, layout, profile, catalogue)
    if known is not None and not _columns_of(changes or {}):
        values, reasons = _of_card(known, wanted), [_reason_of(known)]
    else:
        values, reasons = _generic(layout, profile, catalogue, wanted, changes or {})
    values["source"] |= {"type": "file", "path": wanted}
    given = {name: value for name, value in (changes or {}).items() if name not in _COLUMNS}
    card = build_card(values | given, f"Task '{wanted}'")
    return Guess(card, tuple(reasons))


_COLUMNS: Final = ("label_field", "answer_field")


def _columns_of(changes: Mapping[str, Any]) -> dict[str, str]:
    return {name: changes[name] for name in _COLUMNS if changes.get(name)}


def plain_key(name: str) -> str:
    """Return a name as the key of a task may be written; marks on letters are left out."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_.-]+", "_", letters)[:_LONGEST_KEY].strip("_.-") or "own_data"


def _named_like(
    key: str, layout: Layout, profile: Profile, catalogue: Mapping[str, TaskCard]
) -> TaskCard | None:
    """Return the catalogue's card of this name, or of its id on the hub, if the data fit it."""
    names = {_letters(key), _letters(layout.name), _letters(layout.source)}
    for card in catalogue.values():
        if card.source.type != "hub" or not _fits(card, profile):
            continue
        if names & {_letters(card.key), _letters(card.source.id)}:
            return card
    return None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _fits(card: TaskCard, profile: Profile) -> bool:
    source = card.source
    said = source.label_field if card.kind == "classification" else source.answer_field
    if not {*needed_names(card.template), said} <= set(profile.columns):
        return False
    if card.kind != "classification":
        return True
    labels = profile.columns[said].values
    return labels is not None and set(labels) - {_UNLABELLED} <= set(card.labels or {})


def _of_card(card: TaskCard, key: str) -> dict[str, Any]:
    values = card.model_dump(exclude={"source", "splits", "held_out"})
    columns = card.source.model_dump(include={*_COLUMNS, *COLUMN_FIELDS}, exclude_defaults=True)
    return values | {"key": key, "source": columns}


def _reason_of(card: TaskCard) -> str:
    return Phrase(
        "The columns and labels are those of the catalogue's task '{0}': its card is taken.",
        card.key,
    )


def _generic(
    layout: Layout,
    profile: Profile,
    catalogue: Mapping[str, TaskCard],
    key: str,
    changes: Mapping[str, Any],
) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {"key": key, "title": layout.name, "instruction": layout.instruction}
    said, kind = _said(profile, _columns_of(changes), changes.get("kind"), layout.source)
    column = profile.columns[said]
    reasons: list[str] = [Phrase("Column '{0}' holds {1}.", said, _DESCRIBED[kind])]
    if kind == "classification":
        values |= {"kind": kind, "metric": "accuracy", "source": {"label_field": said}}
        values["labels"], reason = _label_words(column, layout.label_names.get(said, ()))
        reasons += [reason] if reason else []
    elif kind == "regression":
        values |= {"kind": kind, "metric": "pearson", "source": {"answer_field": said}}
    else:
        values |= {"kind": kind, "source": {"answer_field": said}}
        alike = _same_columns(said, profile, catalogue)
        if alike is not None and "template" not in changes:
            reasons.append(
                Phrase("The columns are those of the task '{0}': its template is taken.", alike.key)
            )
            return values | {"template": alike.template, "metric": alike.metric}, reasons
        short = column.mean_words <= _SHORT_WORDS
        values["metric"] = "exact_match" if short else "rouge_l"
        reasons.append(Phrase("Answers have {0:.1f} words on average.", column.mean_words))
    values["template"] = changes.get("template") or _template(profile, said, layout.source)
    return values, reasons


_DESCRIBED: Final = {
    "classification": Phrase("the labels"),
    "regression": Phrase("numbers to predict"),
    "generation": Phrase("the answers"),
}


def _said(
    profile: Profile, given: Mapping[str, str], kind: str | None, source: str
) -> tuple[str, str]:
    """Return the column of what is to be said, and the kind of the task."""
    columns = profile.columns
    for name in given.values():
        if name not in columns:
            raise TaskError(f"There is no column '{name}'. Columns: {', '.join(columns)}.")
    if given:
        usual = "classification" if "label_field" in given else "generation"
        name, kind = next(iter(given.values())), kind or usual
        if kind == "classification":
            _check_classes(columns[name], profile.total, source)
        return name, kind
    found = next(_candidates(profile, kind), None)
    if found is None:
        for name in _called(_LABEL_NAMES, columns) if kind in (None, "classification") else ():
            _check_classes(columns[name], profile.total, source)
        raise TaskError(
            f"It is not clear which column of '{source}' holds the labels. Call it 'label' (few "
            "classes) or 'answer' (free text), or name it (options --label-column and "
            f"--answer-column). Columns: {', '.join(columns)}."
        )
    return found


def _check_classes(column: Column, rows: int, source: str) -> None:
    """Refuse labels that are all alike, or of which every row has its own."""
    if column.values is not None and len(column.values) < 2:
        labels = f"the label '{next(iter(column.values))}'" if column.values else "no label"
        raise TaskError(
            f"All rows of '{source}' have {labels} in their column '{column.name}'. There is "
            "nothing to learn; two classes at least are needed."
        )
    if column.values is None or len(column.values) > max(2, rows // 2):
        count = f"over {MOST_VALUES:,}" if column.values is None else f"{len(column.values):,}"
        raise TaskError(
            f"The column '{column.name}' of '{source}' has {count} different values in {rows:,} "
            "rows: these are no classes. Name another column (option --label-column), or the "
            "column of free answers (option --answer-column)."
        )


def _candidates(profile: Profile, kind: str | None) -> Iterator[tuple[str, str]]:
    """Yield columns that may hold what is to be said, with the kind of task, the best first."""
    columns = profile.columns
    for name in _called(_LABEL_NAMES, columns):
        if kind in (None, "classification") and _is_classes(columns[name], profile.total):
            yield name, "classification"
    for name in _called(_SCORE_NAMES, columns):
        if kind in (None, "regression") and columns[name].kind in ("number", "whole number"):
            yield name, "regression"
    for name in _called(_ANSWER_NAMES, columns):
        few = columns[name].kind == "text" and _is_classes(columns[name], profile.total)
        yield name, kind or ("classification" if few else "generation")


def _called(names: Iterable[str], columns: Iterable[str]) -> list[str]:
    """Return the columns with one of the names, or ending with it, the best name first."""
    there = list(columns)
    exact = [c for name in names for c in there if c.lower() == name]
    return exact + [c for name in names for c in there if c.lower().endswith(f"_{name}")]


def _is_classes(column: Column, rows: int) -> bool:
    values = column.values
    if values is None or column.kind in ("texts", "answers", "nested"):
        return False
    if column.kind == "number" and any("." in value for value in values):
        return False
    return 2 <= len(values) <= min(MAX_CLASSES, rows // 2)


def _label_words(column: Column, names: Sequence[str]) -> tuple[dict[str, str], str]:
    values = list(column.values or {})
    are_numbers = all(map(_NUMBER.fullmatch, values))
    values.sort(key=float if are_numbers else str)
    if names and are_numbers and all(float(v) < len(names) for v in values):
        words = {str(i): name.replace("_", " ") for i, name in enumerate(names)}
        return words, Phrase("The names of the labels come with the data.")
    words = {value.strip(): value.strip().replace("_", " ") for value in values}
    if not are_numbers:
        return words, ""
    reason = Phrase(
        "The labels are numbers: give them words, such as 0=bad,1=good (option --labels)."
    )
    if _UNLABELLED not in words:
        return words, reason
    left_out = Phrase("Is -1 no label? Leave it out there, and its rows are left out.")
    return words, joined(" ", (reason, left_out))


def _same_columns(
    said: str, profile: Profile, catalogue: Mapping[str, TaskCard]
) -> TaskCard | None:
    """Return the first card of free text that reads the same columns, several of them."""
    for card in catalogue.values():
        names = field_names(card.template)
        if (
            card.kind == "generation"
            and card.source.type == "hub"
            and card.source.answer_field == said
            and len(names) > 1
            and set(names) <= set(profile.columns)
        ):
            return card
    return None


def _template(profile: Profile, said: str, source: str) -> str:
    """Name every column of several words; else every column of text."""
    texts = [c for c in profile.columns.values() if c.kind == "text" and c.name != said]
    chosen = [c.name for c in texts if c.mean_words >= _WORDS_OF_TEXT and c.filled]
    chosen = chosen or [c.name for c in texts if c.filled]
    if not chosen:
        raise TaskError(
            f"No column of '{source}' holds text to read. Columns: {', '.join(profile.columns)}."
        )
    if chosen == ["input"]:
        return "{input}"  # data that call it so have put it in words themselves
    return " ".join(f"{_bare(name)}: {written(name)}" for name in chosen)


def _bare(name: str) -> str:
    return name.replace("{", "").replace("}", "").replace("_", " ")
