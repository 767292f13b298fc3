import random

import numpy as np
import pytest

from promptstudio.analysis.gains import FLOOR, Gains, gains
from promptstudio.analysis.outcomes import by_method, pairs_of
from promptstudio.analysis.published import published
from tests.analysis.builders import outcome, pairs

ROUNDED = 0.06
"""Percent: the table's scores are rounded to 0.1 and its figures again."""


def meta_prompt_tuning(method: str) -> Gains:
    tables: dict[str, dict[str, float]] = {}
    for figures in published()["meta-prompt-tuning"].figures:
        tables.setdefault(figures.method, {}).update(figures.scores)
    found = {
        name: {task: [score / 100] for task, score in tables[name].items()}
        for name in (method, "Prompt tuning")
    }
    return gains(pairs(found[method], found["Prompt tuning"], metric="macro_f1"))


@pytest.mark.parametrize(
    ("method", "average"),
    [
        ("Fine-tuning", 11.1),
        ("Multi-task", -13.0),
        ("MAML", 12.8),
        ("FoMAML", 11.5),
        ("Reptile", -7.9),
    ],
)
def test_average_relative_gain_of_the_authors_table(method: str, average: float) -> None:
    found = meta_prompt_tuning(method)
    assert found.average_relative == pytest.approx(average / 100, abs=2 * ROUNDED / 100)
    assert found.left_out == {}


def test_one_task_makes_most_of_the_gain_of_maml() -> None:
    found = meta_prompt_tuning("MAML")
    assert found.contribution("anli") == pytest.approx(0.098, abs=2 * ROUNDED / 100)
    assert found.median_relative == pytest.approx(0.020, abs=2 * ROUNDED / 100)
    assert (found.wins, found.ties, found.losses) == (5, 0, 5)
    assert found.mean_absolute == pytest.approx(0.043, abs=ROUNDED / 100)
    assert found.average_relative is not None
    assert sum(map(found.contribution, found.relative)) == pytest.approx(found.average_relative)
    most = found.most_influential()
    assert most is not None
    assert most[0] == "anli"
    without = np.mean([gain for task, gain in found.relative.items() if task != "anli"])
    assert most[1] == pytest.approx(found.average_relative - without)


def test_companions_of_fomaml() -> None:
    found = meta_prompt_tuning("FoMAML")
    assert found.median_relative == pytest.approx(0.099, abs=2 * ROUNDED / 100)
    assert found.wins == 8


def test_gains_by_hand() -> None:
    found = gains(
        pairs(
            {"a": [0.6, 0.8], "b": [0.2], "c": [0.5], "d": [0.3]},
            {"a": [0.5, 0.5], "b": [0.4], "c": [0.5], "d": [0.2]},
        )
    )
    assert found.relative == pytest.approx({"a": 0.4, "b": -0.5, "c": 0.0, "d": 0.5})
    assert found.absolute == pytest.approx({"a": 0.2, "b": -0.2, "c": 0.0, "d": 0.1})
    assert found.average_relative == pytest.approx(0.1)
    assert found.median_relative == pytest.approx(0.2)
    assert found.mean_absolute == pytest.approx(0.025)
    assert (found.wins, found.ties, found.losses) == (2, 1, 1)
    assert found.influence()["b"] == pytest.approx(0.1 - 0.3)
    assert found.interval is None  # four targets


def test_what_can_not_be_divided_is_left_out_of_relative_gains_alone() -> None:
    table = by_method(
        [
            *(outcome(m, "cola", s, metric="matthews") for m, s in (("A", 0.4), ("B", 0.2))),
            *(outcome(m, "zero", s) for m, s in (("A", 0.5), ("B", FLOOR))),
            *(outcome(m, "film", s) for m, s in (("A", 0.6), ("B", 0.4))),
        ]
    )
    found = gains(pairs_of(table["A"], table["B"]))
    assert found.relative == pytest.approx({"film": 0.5})
    assert found.wins == 3
    assert found.left_out == {
        "cola": "scored by matthews, which can be negative",
        "zero": "the baseline scores 0.010, too little to divide by",
    }
    assert found.most_influential() is None  # of one target


def test_nothing_shared_gives_no_figures() -> None:
    found = gains([])
    assert (found.average_relative, found.median_relative, found.mean_absolute) == (None,) * 3


def test_seeds_of_a_split_count_as_one_repetition() -> None:
    scores = {(0, 0): 0.2, (0, 1): 0.4, (1, 0): 0.9}
    table = by_method(
        [
            outcome(method, "film", value, split_seed=split, seed=seed)
            for (split, seed), score in scores.items()
            for method, value in (("A", score), ("B", 0.5))
        ]
    )
    assert gains(pairs_of(table["A"], table["B"])).absolute == {"film": 0.1}


def wide(count: int = 8) -> dict[str, list[float]]:
    draw = np.random.default_rng(5)
    return {f"t{n}": draw.uniform(0.4, 0.9, 3).tolist() for n in range(count)}


def test_the_interval_is_that_of_a_bootstrap_written_as_loops() -> None:
    method, base = wide(), {target: [0.5, 0.55, 0.6] for target in wide()}
    found = gains(pairs(method, base)).interval
    draw = random.Random(11)
    averages = []
    for _ in range(4000):
        total = 0.0
        for target in draw.choices(list(method), k=len(method)):
            runs = draw.choices(range(3), k=3)
            m, b = (sum(scores[target][run] for run in runs) for scores in (method, base))
            total += (m - b) / b
        averages.append(total / len(method))
    low, high = np.quantile(averages, [0.025, 0.975])
    assert found is not None
    # both sides are drawn: about 4 % of the width is three standard errors of a quantile
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.06 * (high - low))


def test_the_order_of_runs_does_not_matter() -> None:
    found = pairs(wide(), {target: [0.5] * 3 for target in wide()})
    assert gains(found) == gains(found[::-1])


def test_a_draw_of_an_empty_baseline_does_not_break_the_interval() -> None:
    base = {target: [0.0, 0.0, 0.3] for target in wide()}
    found = gains(pairs(wide(), base)).interval
    assert found is not None
    assert np.isfinite([found.low, found.high]).all()
