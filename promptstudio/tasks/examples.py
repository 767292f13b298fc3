"""Examples: rows put into words by their card, with the class or the answers checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.files import Split
from promptstudio.tasks.sources import place_of, read_rows
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import as_text, plain_text, render


@dataclass(frozen=True, slots=True)
class Example:
    """One row as text. ``label`` is the class index or -1; ``target`` is what to say."""

    text: str
    target: str
    label: int = -1
    answers: tuple[str, ...] = ()


def read_examples(card: TaskCard, split: Split) -> tuple[Example, ...]:
    """Read one split of a task and put every row into words.

    Raises
    ------
    TaskError
        As `read_rows` and `to_examples` do.
    """
    return to_examples(card, read_rows(card, split), place_of(card, split))


def to_examples(card: TaskCard, rows: Sequence[Fields], place: str) -> tuple[Example, ...]:
    """Put rows into words.

    Raises
    ------
    TaskError
        Naming place and row (from 1) if a column is missing or empty, a label is unknown, or
        labels are of different types.
    """
    if card.kind == "classification":
        _check_one_type(rows, card.source.label_field, place)
    return tuple(example_of(card, row, f"{place}, row {n}") for n, row in enumerate(rows, 1))


def example_of(card: TaskCard, row: Fields, where: str) -> Example:
    """Put one row into words.

    Raises
    ------
    TaskError
        Beginning with ``where``, if a column is missing or empty, or a label is unknown.
    """
    if card.kind == "regression":
        return _numbered(card, row, where)
    if card.kind == "generation":
        return _answered(card, row, where)
    labels = tuple(card.labels or {})
    value = plain_text(row, card.source.label_field, where).strip()
    if value not in labels:
        raise TaskError(
            f"{where}, column '{card.source.label_field}': the label '{value}' is unknown. "
            f"Known labels: {', '.join(labels)}."
        )
    label = labels.index(value)
    word = tuple((card.labels or {}).values())[label]
    return Example(render(card.template, row, where), word, label)


def _answered(card: TaskCard, row: Fields, where: str) -> Example:
    name = card.source.answer_field
    answers = answers_of(row.get(name))
    if not answers:
        plain_text(row, name, where)
        raise TaskError(f"{where}: the column '{name}' holds no answer.")
    return Example(render(card.template, row, where), answers[0], answers=answers)


def _numbered(card: TaskCard, row: Fields, where: str) -> Example:
    """Write a number with one digit behind the point, as text-to-text models are taught."""
    name = card.source.answer_field
    text = plain_text(row, name, where)
    try:
        answer = f"{float(text):.1f}"
    except ValueError as error:
        raise TaskError(f"{where}, column '{name}': '{text}' is not a number.") from error
    return Example(render(card.template, row, where), answer, answers=(text,))


def answers_of(value: object) -> tuple[str, ...]:
    """Return the gold answers in a value: text, a list of texts, or {"text": [...]} (SQuAD)."""
    if isinstance(value, dict):
        value = value.get("text")
    texts = (as_text(item) for item in (value if isinstance(value, list) else [value]))
    return tuple(dict.fromkeys(text for text in texts if text and text.strip()))


def _check_one_type(rows: Sequence[Fields], name: str, place: str) -> None:
    first = next(
        ((n, row[name]) for n, row in enumerate(rows, 1) if row.get(name) is not None), None
    )
    if first is None:
        return
    for number, row in enumerate(rows, 1):
        value = row.get(name)
        if value is not None and _type_of(value) != _type_of(first[1]):
            raise TaskError(
                f"{place}, row {number}, column '{name}': the label {value!r} is "
                f"{_type_of(value)}, but row {first[0]} has {_type_of(first[1])} ({first[1]!r}). "
                "Write all labels in one way."
            )


def _type_of(value: object) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, int | float) else "neither text nor a number"
