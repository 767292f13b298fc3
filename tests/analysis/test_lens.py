"""Tables of the prompt lens against answers written by hand."""

from datetime import UTC, datetime

from promptstudio.analysis.lens import Lineup, lineup, map_table, neighbour_table, norm_sentence
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import Neighbour, NeighboursFound, NormRange

FOUND = NeighboursFound(
    request_id="q",
    tokens=(
        (Neighbour(token="▁good", similarity=0.5), Neighbour(token="▁bad", similarity=0.25)),
        (Neighbour(token="▁film", similarity=1.0),),
    ),
    norms=(1.5, 12.0),
    vocabulary=NormRange(low=1.0, median=2.0, high=3.0),
)


def test_neighbours_are_a_row_for_each_virtual_token() -> None:
    table = neighbour_table(FOUND)
    assert table.columns == ("slot", "norm", "nearest 1", "nearest 2")
    assert table.rows == (
        ("P1", "1.5", "▁good  0.50", "▁bad  0.25"),
        ("P2", "12", "▁film  1.00", ""),
    )
    assert table.values == ((1.5,), (12.0,))


def test_norms_are_told_beside_those_of_the_vocabulary() -> None:
    assert norm_sentence(FOUND).endswith("from 1 to 3; 1 of 2 virtual tokens lie outside.")
    inside = FOUND.model_copy(update={"norms": (1.0, 3.0)})
    assert norm_sentence(inside).endswith("so have all 2 virtual tokens.")


def test_a_map_as_a_table() -> None:
    assert map_table(["a", "b"], [[1, 2], [-0.5, 0]]).rows == (("a", "1", "2"), ("b", "-0.5", "0"))


def entry(name: str, width: int = 4) -> PromptEntry:
    return PromptEntry(
        prompt_id=name,
        name=name,
        task="",
        method="",
        kind="imported",
        num_virtual_tokens=2,
        token_dim=width,
        norm=1.0,
        sha256="",
        created=datetime(2026, 1, 2, tzinfo=UTC),
        origin="",
        provenance=(),
        backbone=None,
    )


def test_one_prompt_is_compared_with_all_that_are_shown_itself_before_them() -> None:
    a, b, c, wide = entry("a"), entry("b"), entry("c"), entry("wide", 8)
    shown = (a, b, wide, c)
    assert lineup((), shown, 9) == Lineup((a, b, c), 0, 1)
    assert lineup((c,), shown, 9) == Lineup((c, a, b), 0, 1)
    assert lineup((c,), shown, 2) == Lineup((c, a), 1, 1)
    assert lineup((wide,), shown, 9) == Lineup((wide,), 0, 3)


def test_several_chosen_prompts_are_compared_with_each_other_alone() -> None:
    a, b, c = entry("a"), entry("b"), entry("c")
    assert lineup((b, a), (a, b, c), 9) == Lineup((b, a), 0, 0)
    assert lineup((), (), 9) == Lineup((), 0, 0)
