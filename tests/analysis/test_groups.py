import pytest

from promptstudio.analysis.groups import score_text, seed_groups


def test_seeds_of_a_method_and_target_are_one_group() -> None:
    groups = seed_groups(
        [("A", "film", 0.8), ("A", "hotel", 0.5), ("A", "film", 0.9), ("B", "film", None)]
    )
    assert [(g.method, g.target_task, g.runs, g.scored) for g in groups] == [
        ("A", "film", 2, 2),
        ("A", "hotel", 1, 1),
        ("B", "film", 1, 0),
    ]
    assert groups[0].mean == pytest.approx(0.85)
    assert groups[0].spread == pytest.approx(0.0707106, abs=1e-6)
    assert groups[0].best == 0.9
    assert groups[1].spread is None
    assert groups[2].mean is None


def test_scores_that_are_not_finite_do_not_count() -> None:
    (group,) = seed_groups([("A", "film", float("nan")), ("A", "film", 0.5)])
    assert (group.runs, group.scored, group.mean) == (2, 1, 0.5)


def test_scores_as_text() -> None:
    assert score_text(None) == "—"
    assert score_text(0.81249) == "0.812"
    assert score_text(0.8, 0.0141) == "0.800 ± 0.014"
