"""Nested columns, lists in words, and labels as places."""

from typing import Any

import pytest

from promptstudio.tasks.columns import declared, part_of, place_among

ROW: dict[str, Any] = {
    "q": "why",
    "a.b": "own name",
    "a": {"b": "inner"},
    "choices": {"text": ["x", "y"], "label": ["A", "B"]},
    "output": [{"answer": "one", "meta": {"n": 1}}, {"answer": "two", "meta": {"n": 2}}],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "why"),
        ("a.b", "own name"),
        ("choices.text", ["x", "y"]),
        ("output.answer", ["one", "two"]),
        ("output.1.answer", "two"),
        ("output.meta.n", [1, 2]),
    ],
)
def test_dots_lead_into_columns(name: str, value: object) -> None:
    assert part_of(ROW, name) == value


@pytest.mark.parametrize("name", ["z", "q.z", "choices.z", "output.2", "output.z", "q.0"])
def test_a_way_that_leads_nowhere_is_told(name: str) -> None:
    with pytest.raises(LookupError):
        part_of(ROW, name)


def test_lists_are_put_in_words_by_their_kind() -> None:
    row: dict[str, Any] = {"t": ["a", "b"], "n": [1, 2.0], "mixed": ["a", None], "plain": "p"}
    kinds: dict[str, Any] = {"t": "choices", "n": "turns", "mixed": "texts", "plain": "texts"}
    found = declared(row, ("t", "n", "mixed", "plain", "gone"), kinds)
    assert found["t"] == "choice1: a choice2: b"
    assert found["n"] == "1 2"
    assert found["mixed"] == ["a", None]
    assert found["plain"] == "p"
    assert "gone" not in found
    assert declared(row, ("t",), {"t": "texts"})["t"] == "a, b"
    assert row["t"] == ["a", "b"]


def test_a_row_of_plain_columns_is_not_copied() -> None:
    assert declared(ROW, ("q", "choices"), {"q": "text"}) is ROW


def test_the_place_of_a_label_among_names() -> None:
    assert place_among(ROW, "B", "choices.label") == "1"
    assert place_among({"names": [1, 2, 3]}, "2", "names") == "1"
    assert place_among(ROW, "C", "choices.label") is None
    assert place_among(ROW, None, "choices.label") is None
    assert place_among(ROW, "B", "nowhere") is None
    assert place_among(ROW, "B", "q") is None
