"""What a person is told of a template whose marks are gone."""

from collections.abc import Callable

from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.explaining import explained

MakeCard = Callable[..., TaskCard]
FILE = {"path": "rows.jsonl"}


def test_a_plain_template_says_only_what_is_cut(make_card: MakeCard) -> None:
    assert explained(make_card(FILE), 64) == (
        "Inputs longer than 64 tokens were shortened: their end was cut.",
    )


def test_every_mark_is_told(make_card: MakeCard) -> None:
    template = "{[on {a} and {b|cut} {c?}: ]}{text|cut} {d?} {{x}}"
    assert explained(make_card(FILE, template=template), 128) == (
        "`{d}` may be missing or empty; then nothing stands in its place.",
        "`on {a} and {b} {c}: ` is left out as a whole where `{a}` or `{b}` is missing or empty.",
        "`{c}` may be missing or empty; then nothing stands in its place.",
        (
            "Inputs longer than 128 tokens were shortened: `{b}`, `{text}` lost words from the "
            "end, and the rest stayed whole where it fitted."
        ),
    )


def test_lists_are_told_as_they_are_written(make_card: MakeCard) -> None:
    source = FILE | {"columns": {"o": "choices", "t": "texts", "u": "turns", "text": "text"}}
    notes = explained(make_card(source, template="{text} {o} {t} {u}"), 9)
    assert notes[:3] == (
        "`{o}` is a list, written `choice1: first choice2: second`.",
        "`{t}` is a list, written `first, second`.",
        "`{u}` is a list, written `first second`.",
    )
    assert len(notes) == 4
