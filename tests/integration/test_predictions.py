"""Predictions of single rows agree with the scores of their run."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from promptstudio.planning import prepare
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.splits import make_splits
from tests.integration.conftest import Bench, quick_study

Open = Callable[..., Bench]


def finished(bench: Bench, *methods: str, **changes: Any) -> list[str]:
    study = quick_study(*methods, target_tasks=("hotel_sentiment",), **changes)
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    return [job.job_id for job in prepared.jobs]


@pytest.mark.parametrize("method", ["prompt_tuning", "svgd_transfer"])
def test_accuracy_and_loss_follow_from_the_rows(open_bench: Open, method: str) -> None:
    bench = open_bench()
    *stages, run = finished(bench, method)
    reader = bench.supervisor.reader
    found = reader.predictions(run)
    test = reader.run(run).test
    assert [each.row for each in found] == list(range(32))
    right = [each.is_right for each in found]
    assert sum(right) / 32 == pytest.approx(test["accuracy"])
    losses = [each.loss for each in found]
    assert math.fsum(loss for loss in losses if loss is not None) / 32 == pytest.approx(
        test["loss"], rel=1e-9
    )
    for each in found:
        assert each.probability is not None
        assert each.loss is not None
        assert 0.5 <= each.probability <= 1
        gold = math.exp(-each.loss)
        assert gold == pytest.approx(each.probability if each.is_right else 1 - each.probability)
    assert [reader.predictions(stage) for stage in stages] == [[] for _ in stages]
    assert list((bench.workspace / "spool").glob("*.json.gz")) == []


def test_rows_are_those_of_the_test_split_in_order(open_bench: Open) -> None:
    bench = open_bench()
    (run,) = finished(bench, "prompt_tuning")
    card = load_catalogue().cards["hotel_sentiment"]
    rows = make_splits(card, shots=8, split_seed=0, split_rule="per_class").test[:32]
    found = bench.supervisor.reader.predictions(run)
    words = list((card.labels or {}).values())
    assert [each.gold for each in found] == [(words[row.label],) for row in rows]
    assert all(row.text.split()[-1] in each.text for row, each in zip(rows, found, strict=True))


def test_no_more_rows_are_kept_than_allowed(
    open_bench: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptstudio.engine.scoring.MOST_ROWS", 5)
    bench = open_bench()
    (run,) = finished(bench, "prompt_tuning")
    assert [each.row for each in bench.supervisor.reader.predictions(run)] == [0, 1, 2, 3, 4]
    assert bench.supervisor.reader.run(run).test_rows == 32
