"""A task whose answers are numbers, from a person's own file, goes the whole way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated
from promptstudio.comparison import tables_of
from promptstudio.core.events import Status
from promptstudio.core.spec import EvaluationSpec, MethodSpec, StudySpec
from promptstudio.planning import prepare
from tests.integration.conftest import QUICK, Bench, quick_study

CARD = """
key = "stars"
title = "Stars"
kind = "regression"
metric = "pearson"
template = "review: {text}"
[source]
type = "file"
path = "stars.csv"
answer_field = "stars"
"""
WORDS = ("bad", "poor", "fair", "good", "great")
THINGS = (
    "room",
    "soup",
    "view",
    "staff",
    "bed",
    "bath",
    "price",
    "music",
    "pool",
    "tea",
    "bar",
    "art",
)
METHODS = ("prompt_tuning", "svgd_transfer")


def write_task(folder: Path) -> None:
    """60 rows: the word in a review tells its stars."""
    folder.mkdir(parents=True)
    rows = [f"the {thing} was {word} .,{n}.5" for n, word in enumerate(WORDS) for thing in THINGS]
    (folder / "stars.csv").write_text("\n".join(["text,stars", *rows]))
    (folder / "stars.toml").write_text(CARD)


def study() -> StudySpec:
    return quick_study(
        source_tasks=("film_sentiment",),
        target_tasks=("stars",),
        methods=tuple(MethodSpec(key=key, config=QUICK[key]) for key in METHODS),
        evaluation=EvaluationSpec(every=4, validation_rows=4),
    )


def run(bench: Bench) -> dict[str, Any]:
    write_task(bench.workspace / "tasks")
    bench.supervisor.submit(prepare(study(), bench.workspace))
    bench.finish()
    assert bench.failures == []
    return {run.method: run for run in bench.supervisor.reader.runs()}


def test_a_regression_finishes_with_a_classification_as_its_source(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    runs = run(bench)
    assert runs.keys() == set(METHODS)
    for found in runs.values():
        assert found.status is Status.FINISHED, found.reason
        assert found.metric == "pearson"
        assert found.test_rows == 12
        assert found.test.keys() >= {"pearson", "spearman", "invalid_rate"}
        assert -1.0 <= found.test["pearson"] <= 1.0


def test_a_model_that_says_the_opposite_correlates_with_minus_one(
    open_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sandbox model writes no numbers after a few steps, so others are put in its mouth."""
    wanted: dict[Any, list[str]] = {}
    submit, work = Oracle.submit, Oracle.work

    def listen(self: Oracle, request: Any, owner: str) -> Any:
        ticket = submit(self, request, owner)
        if isinstance(request, Generate):
            gold = [float(request.rows[place].answers[0]) for place in request.row.tolist()]
            wanted[ticket] = [f"{5 - number:.1f}" for number in gold]
        return ticket

    def speak(self: Oracle, *stop: Any) -> list[tuple[Any, Any]]:
        encode = self.backbone.tokenizer.encode
        return [
            (ticket, reply)
            if ticket not in wanted
            else (ticket, Generated(token_ids=tuple(map(tuple, map(encode, wanted[ticket])))))
            for ticket, reply in work(self, *stop)
        ]

    monkeypatch.setattr(Oracle, "submit", listen)
    monkeypatch.setattr(Oracle, "work", speak)
    bench = open_bench()
    for found in run(bench).values():
        assert found.test["pearson"] == pytest.approx(-1.0)
        assert found.test["spearman"] == pytest.approx(-1.0)
        assert found.test["invalid_rate"] == 0.0
    reader = bench.supervisor.reader
    board = tables_of(reader, reader.studies()[-1].study_id)[0]
    assert {row[1] for row in board.rows} == {"-1.000"}
    assert any("12 test rows (pearson)" in note for note in board.notes)
