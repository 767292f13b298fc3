"""Examples: rows put into words by their card, with the class or the answers checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import SandboxSource, TaskCard
from promptstudio.tasks.columns import declared, place_among
from promptstudio.tasks.files import Split
from promptstudio.tasks.sources import place_of, read_rows
from promptstudio.tasks.tables import Fields
from promptstudio.tasks.templates import Span, as_text, field_names, plain_text, render
from promptstudio.tasks.texts import fault_of


@dataclass(frozen=True, slots=True)
class Example:
    """One row as text. ``label`` is the class index or -1; ``target`` is what to say.

    ``cuttable`` are the spans of the text that are shortened where it is too long; without
    any its end is cut.
    """

    text: str
    target: str
    label: int = -1
    answers: tuple[str, ...] = ()
    cuttable: tuple[Span, ...] = ()

    def behind(self, words: str) -> "Example":
        """Return the same row with words and a space in front of its text."""
        shift = len(words) + 1
        spans = tuple((begin + shift, end + shift) for begin, end in self.cuttable)
        return replace(self, text=f"{words} {self.text}", cuttable=spans)


def read_examples(card: TaskCard, split: Split) -> tuple[Example, ...]:
    """Read one split of a task and put every row into words.

    Raises
    ------
    TaskError
        As `read_counted` does.
    """
    return read_counted(card, split)[0]


def read_counted(card: TaskCard, split: Split) -> tuple[tuple[Example, ...], int]:
    """Read one split of a task; return its examples, and how many rows the card leaves out.

    Raises
    ------
    TaskError
        As `read_rows` and `to_examples` do, and if no row is left or all read alike.
    """
    card = card.of(split)
    rows, place = read_rows(card, split), place_of(card, split)
    examples = to_examples(card, rows, place)
    if not examples:
        raise TaskError(
            f"{place} has no row to use: the card leaves out all {len(rows)} for their "
            f"column '{_said(card)}'."
        )
    if len({e.text for e in examples}) == 1 < len({e.target for e in examples}):
        raise TaskError(read_alike(card, place, len(examples)))
    return examples, len(rows) - len(examples)


def read_alike(card: TaskCard, place: str, rows: int) -> str:
    """Return what to say where a template gives every row the same text."""
    return (
        f"{place}: all {rows:,} rows read alike but differ in what is to be said. The template "
        f"'{card.template}' does not show them; name the column of the text in it."
    )


def to_examples(card: TaskCard, rows: Sequence[Fields], place: str) -> tuple[Example, ...]:
    """Put rows into words, without those that the card leaves out.

    Raises
    ------
    TaskError
        Naming place and row (from 1) if a column is missing or empty, a label is unknown, or
        labels are of different types.
    """
    whole = enumerate((_declared(card, row) for row in rows), 1)
    used = [(number, row) for number, row in whole if not _is_left_out(card, row)]
    if card.kind == "classification":
        _check_one_type(used, card.source.label_field, place)
    return tuple(_example(card, row, f"{place}, row {number}") for number, row in used)


def example_of(card: TaskCard, row: Fields, where: str) -> Example:
    """Put one row into words.

    Raises
    ------
    TaskError
        Beginning with ``where``, if a column is missing or empty, or a label is unknown.
    """
    return _example(card, _declared(card, row), where)


def leaves_out(card: TaskCard, row: Fields) -> bool:
    """Tell whether a card does not use a row, for its label."""
    return _is_left_out(card, _declared(card, row))


def _example(card: TaskCard, row: Fields, where: str) -> Example:
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
    text, spans = render(card.template, row, where)
    return Example(text, word, label, cuttable=spans)


def _said(card: TaskCard) -> str:
    """Return the column of what is to be said."""
    source = card.source
    return source.label_field if card.kind == "classification" else source.answer_field


def _declared(card: TaskCard, row: Fields) -> Fields:
    """Return a row with every column that the card names, a label among names as its place."""
    source, said = card.source, _said(card)
    if isinstance(source, SandboxSource):
        return row
    whole = declared(row, (*field_names(card.template), said), source.columns)
    if source.label_among:
        place = place_among(row, whole.get(said), source.label_among)
        return whole if place is None else {**whole, said: place}
    return whole


def _is_left_out(card: TaskCard, row: Fields) -> bool:
    if isinstance(card.source, SandboxSource) or not card.source.left_out:
        return False
    value = row.get(_said(card))
    text = as_text(value)
    if text is None and answers_of(value):
        return False
    return (text or "").strip() in card.source.left_out


def _answered(card: TaskCard, row: Fields, where: str) -> Example:
    name = card.source.answer_field
    answers = answers_of(row.get(name))
    if not answers and name in row and not isinstance(card.source, SandboxSource):
        answers = answers_of(card.source.no_answer)
    if not answers:
        plain_text(row, name, where)
        raise TaskError(f"{where}: the column '{name}' holds no answer.")
    fault = next(filter(None, map(fault_of, answers)), "")
    if fault:
        raise TaskError(f"{where}: the column '{name}' holds {fault}.")
    text, spans = render(card.template, row, where)
    return Example(text, answers[0], answers=answers, cuttable=spans)


def _numbered(card: TaskCard, row: Fields, where: str) -> Example:
    """Write a number with one digit behind the point, as text-to-text models are taught."""
    name = card.source.answer_field
    number = plain_text(row, name, where)
    try:
        answer = f"{float(number):.1f}"
    except ValueError as error:
        raise TaskError(f"{where}, column '{name}': '{number}' is not a number.") from error
    text, spans = render(card.template, row, where)
    return Example(text, answer, answers=(number,), cuttable=spans)


def answers_of(value: object) -> tuple[str, ...]:
    """Return the gold answers in a value: text, a list of texts, or {"text": [...]} (SQuAD)."""
    if isinstance(value, dict):
        value = value.get("text")
    texts = (as_text(item) for item in (value if isinstance(value, list) else [value]))
    return tuple(dict.fromkeys(text for text in texts if text and text.strip()))


def _check_one_type(rows: Sequence[tuple[int, Fields]], name: str, place: str) -> None:
    first = next(((n, row[name]) for n, row in rows if row.get(name) is not None), None)
    if first is None:
        return
    for number, row in rows:
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
