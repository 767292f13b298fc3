"""Curves of several runs, and their tables."""

from math import inf, nan

from promptstudio.analysis.overlay import (
    curve_names,
    curves_of,
    looks_of,
    overlay_table,
    points_table,
)
from tests.gui.stored import line

CURVES = {
    "run-a": {"target/loss": ([1, 2, 3], [3.0, 1.0, 2.0]), "target/lr": ([1], [0.1])},
    "run-b": {"target/loss": ([1, 2], [nan, nan])},
    "run-c": {"source/gap": ([5], [inf])},
}
TITLES = {"run-a": "A", "run-b": "B", "run-c": "C"}


def test_names_of_most_runs_come_first() -> None:
    assert curve_names(CURVES) == ("target/loss", "source/gap", "target/lr")
    assert curve_names({"run-a": {}}) == ()


def test_only_runs_with_the_curve_are_drawn() -> None:
    found = curves_of("target/loss", CURVES, TITLES)
    assert [curve.title for curve in found] == ["A", "B"]
    assert found[0].x.tolist() == [1, 2, 3]
    assert found[0].y.dtype == float


def test_seeds_share_a_colour_and_differ_in_dashes() -> None:
    runs = [line(0), line(1), line(6), line(12)]  # line(0), (6) and (12) are seeds of one
    assert looks_of(runs) == {"run-0": (0, 0), "run-1": (1, 0), "run-6": (0, 1), "run-12": (0, 2)}


def test_seeds_alone_have_colours_of_their_own() -> None:
    assert looks_of([line(0), line(6)]) == {"run-0": (0, 0), "run-6": (1, 0)}
    assert looks_of([]) == {}


def test_a_line_for_every_curve_with_a_number() -> None:
    table = overlay_table("target/loss", curves_of("target/loss", CURVES, TITLES))
    assert table.rows == (("A", "3", "3", "3", "2", "1", "3"),)


def test_every_point_is_written_exactly() -> None:
    curves = {"run-a": {"l": ([1, 2], [0.1, 1 / 3])}}
    table = points_table("l", curves_of("l", curves, TITLES))
    assert [float(row[3]) for row in table.rows] == [0.1, 1 / 3]
    assert table.rows[0][:3] == ("run-a", "A", "1")
