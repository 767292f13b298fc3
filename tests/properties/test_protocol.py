"""Laws of statistics, splits and sweeps."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptstudio.analysis.intervals import accuracy_interval
from promptstudio.analysis.leaderboard import leaderboard
from promptstudio.analysis.outcomes import Outcome, by_method, pairs_of
from promptstudio.analysis.paired import compare
from promptstudio.analysis.verdicts import holm
from promptstudio.core.expansion import expand
from promptstudio.core.spec import SplitRule, StudySpec
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.splits import Splits, make_splits
from tests.core.test_expansion import FINGERPRINTS, METHODS
from tests.properties.draws import seeds

BASE, OTHER, CONTROL = "Prompt tuning", "SPoT", "Unchanged"


def study(seed: int) -> list[Outcome]:
    """Scores of three methods on three targets and three splits."""
    draw = random.Random(seed)
    return [
        Outcome(
            method=method,
            target=target,
            split_seed=split,
            seed=0,
            score=draw.randrange(20, 70) / 100,
            test_rows=100,
            metric="accuracy",
            is_control=method == CONTROL,
        )
        for method in (BASE, OTHER, CONTROL)
        for target in ("film", "food", "home")
        for split in range(3)
    ]


@settings(max_examples=15)
@given(seeds, seeds)
def test_the_order_of_runs_changes_no_leaderboard(seed: int, order: int) -> None:
    runs = study(seed)
    expected = leaderboard(runs)
    random.Random(order).shuffle(runs)
    assert leaderboard(runs) == expected


@settings(max_examples=15)
@given(seeds, st.integers(-20, 30))
def test_a_comparison_has_a_sign_and_no_origin(seed: int, points: int) -> None:
    runs = study(seed)
    lifted = [replace(run, score=run.score + points / 100) for run in runs]
    table, higher = by_method(runs), by_method(lifted)
    forth = compare(pairs_of(table[OTHER], table[BASE]))
    back = compare(pairs_of(table[BASE], table[OTHER]))
    same = compare(pairs_of(higher[OTHER], higher[BASE]))
    assert forth.difference is not None
    assert back.difference == pytest.approx(-forth.difference)
    assert back.rank_biserial == pytest.approx(-(forth.rank_biserial or 0.0))
    assert (back.p_value, same.p_value) == (forth.p_value, forth.p_value)
    assert same.difference == pytest.approx(forth.difference)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_lowers_no_p_and_keeps_their_order(values: list[float]) -> None:
    corrected = holm(values)
    assert all(new >= old for new, old in zip(corrected, values, strict=True))
    assert all(value <= 1 for value in corrected)
    by_size = sorted(range(len(values)), key=values.__getitem__)
    in_order = [corrected[place] for place in by_size]
    assert in_order == sorted(in_order)
    assert corrected[by_size[0]] == pytest.approx(min(1.0, len(values) * min(values)))


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_an_accuracy_holds_it(right_of: tuple[int, int]) -> None:
    right, rows = right_of
    found = accuracy_interval(right / rows, rows)
    assert 0 <= found.low <= right / rows <= found.high <= 1
    more = accuracy_interval(right / rows, 4 * rows)
    assert more.high - more.low < found.high - found.low


rules: st.SearchStrategy[SplitRule] = st.sampled_from(get_args(SplitRule))


@cache
def card() -> TaskCard:
    """A shipped task with two classes."""
    return load_catalogue().cards["hotel_sentiment"]


def drawn(shots: int, seed: int, rule: SplitRule) -> Splits:
    """A sample of it; ``total`` asks for two rows at least."""
    shots = shots + 1 if rule == "total" else shots
    return make_splits(card(), shots=shots, split_seed=seed, split_rule=rule)


@settings(max_examples=18)
@given(seeds, st.integers(1, 24), rules)
def test_samples_are_of_their_size_and_apart(seed: int, shots: int, rule: SplitRule) -> None:
    found = drawn(shots, seed, rule)
    texts = [{row.text for row in part} for part in (found.train, found.validation, found.test)]
    assert [len(part) for part in texts] == [
        len(part) for part in (found.train, found.validation, found.test)
    ]
    assert not texts[0] & texts[1]
    assert not (texts[0] | texts[1]) & texts[2]
    classes = Counter(row.label for row in found.train)
    if rule == "total":
        assert sum(classes.values()) == shots + 1
        assert max(classes[0], classes[1]) - min(classes[0], classes[1]) == (shots + 1) % 2
    else:
        assert classes == {0: shots, 1: shots}
    if rule != "train_derived":
        assert Counter(row.label for row in found.validation) == classes


@settings(max_examples=18)
@given(seeds, st.integers(1, 8), st.integers(1, 8), rules)
def test_a_sample_contains_the_smaller_ones_of_its_seed(
    seed: int, few: int, more: int, rule: SplitRule
) -> None:
    small, large = drawn(few, seed, rule), drawn(few + more, seed, rule)
    assert {row.text for row in small.train} < {row.text for row in large.train}
    assert {row.text for row in small.validation} <= {row.text for row in large.validation}
    assert {row.text for row in small.test} == {row.text for row in large.test}


swept = st.fixed_dictionaries(
    {},
    optional={
        "shots": st.lists(st.sampled_from([4, 8, 16]), min_size=1, unique=True),
        "text.label_words": st.lists(
            st.sampled_from(["natural", "numeric", "shared"]), min_size=1, unique=True
        ),
    },
)
rates = st.lists(st.sampled_from([0.1, 0.2, 0.3]), min_size=1, unique=True)
step_counts = st.lists(st.sampled_from([5, 6]), min_size=1, unique=True)


@given(swept, rates, step_counts)
def test_sweeps_make_every_combination_once(
    sweep: dict[str, list[object]], learning: list[float], counts: list[int]
) -> None:
    spec = StudySpec.model_validate(
        {
            "name": "sweep",
            "source_tasks": ("film", "book"),
            "target_tasks": ("food", "hotel"),
            "methods": (
                {"key": "chain", "config": {"target_lr": learning, "joint_steps": counts}},
            ),
            "seeds": (0, 1),
            "sweep": sweep,
        }
    )
    jobs = expand(spec, study_id="s", methods=METHODS, fingerprints=FINGERPRINTS)
    digests = [job.spec.digest for job in jobs]
    assert len(set(digests)) == len(jobs)
    runs = [job for job in jobs if job.spec.kind == "run"]
    variants = len(learning) * len(counts)
    for values in sweep.values():
        variants *= len(values)
    assert len(runs) == variants * 2 * 2
    known: set[str] = set()
    for job in jobs:
        assert job.spec.needs_id is None or job.spec.needs_id in known
        known.add(job.job_id)
