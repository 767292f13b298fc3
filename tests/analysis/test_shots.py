"""Scores over the number of training rows."""

import pytest
from scipy import stats

from promptstudio.analysis.shots import (
    ShotOutcome,
    in_order,
    rows_text,
    shot_curves,
    without_shots,
)
from tests.analysis.builders import outcome, outcomes


def scored(shots: int | None, method: str, **scores: list[float]) -> list[ShotOutcome]:
    return [ShotOutcome(shots, each) for each in outcomes(method, scores)]


def test_points_are_means_with_intervals_over_splits() -> None:
    found = shot_curves(
        [
            *scored(16, "A, shots 16", film=[0.5, 0.7, 0.9]),
            *scored(4, "A, shots 4", film=[0.4, 0.5, 0.6]),
        ]
    )
    (curve,) = [curve for curve in found if curve.target == "film"]
    assert [point.shots for point in curve.points] == [4, 16]
    assert [point.mean for point in curve.points] == pytest.approx([0.5, 0.7])
    half = float(stats.t.ppf(0.975, 2)) * 0.2 / 3**0.5
    interval = curve.points[1].interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.7 - half, 0.7 + half))


def test_seeds_of_one_split_are_one_observation() -> None:
    several = [
        ShotOutcome(shots, outcome("A", "film", score, seed=seed, split_seed=split))
        for shots in (4, 8)
        for split, scores in enumerate(((0.4, 0.6), (0.7, 0.9)))
        for seed, score in enumerate(scores)
    ]
    point = shot_curves(several)[-1].points[0]
    half = float(stats.t.ppf(0.975, 1)) * stats.sem([0.5, 0.8])
    assert point.runs == 4
    assert point.interval is not None
    assert point.interval.high == pytest.approx(0.65 + half)


def test_over_all_targets_only_those_with_every_number_of_rows_count() -> None:
    found = shot_curves(
        [
            *scored(4, "A", film=[0.4, 0.6], book=[0.0, 0.2]),
            *scored(None, "A", film=[0.6, 0.8]),
        ]
    )
    assert [(curve.method, curve.target) for curve in found] == [
        ("A", None),
        ("A", "film"),
        ("A", "book"),
    ]
    assert [point.mean for point in found[0].points] == pytest.approx([0.5, 0.7])
    assert [point.shots for point in found[0].points] == [4, None]


def test_targets_are_averaged_within_a_split_first() -> None:
    found = shot_curves(
        [
            *scored(4, "A", film=[0.2, 0.4], book=[0.8, 0.6]),
            *scored(8, "A", film=[0.2, 0.4], book=[0.8, 0.6]),
        ]
    )
    interval = found[0].points[0].interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.5, 0.5))


def test_one_number_of_rows_makes_no_curve() -> None:
    assert shot_curves(scored(4, "A", film=[0.4, 0.6])) == ()


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("SPoT, shots 4", "SPoT"),
        ("SPoT, shots None, lr 0.1", "SPoT, lr 0.1"),
        ("SPoT, lr 0.1, shots all", "SPoT, lr 0.1"),
        ("SPoT, source_shots 4", "SPoT, source_shots 4"),
        ("SPoT, shots 4 and more", "SPoT, shots 4 and more"),
    ],
)
def test_labels_lose_their_number_of_rows(label: str, plain: str) -> None:
    assert without_shots(label) == plain


def test_the_whole_split_comes_last() -> None:
    assert in_order([None, 64, 4, 64]) == [4, 64, None]
    assert [rows_text(shots) for shots in (4, None)] == ["4", "all"]
