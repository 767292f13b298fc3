"""What stages spend on the sandbox model: reported once, stored, and kept through a resume."""

from collections.abc import Callable
from pathlib import Path

import pytest

from promptstudio.backbones.requests import Request, Score
from promptstudio.core.events import Cost, Evaluated, StageEnded, StepDone
from promptstudio.methods.contract import Ask
from promptstudio.planning import Prepared, prepare
from tests.integration.conftest import QUICK, Bench, quick_study

COUNTS = ("rows", "tokens", "forwards", "backwards", "evaluation_forwards", "trainable", "stored")


def one_target(bench: Bench, method: str) -> Prepared:
    return prepare(quick_study(method, target_tasks=("hotel_sentiment",)), bench.workspace)


def run(bench: Bench, method: str) -> Prepared:
    prepared = one_target(bench, method)
    bench.supervisor.submit(prepared)
    bench.finish()
    return prepared


def stage_ends(bench: Bench) -> list[StageEnded]:
    return [event for event in bench.heard if isinstance(event, StageEnded)]


def counts(cost: Cost) -> dict[str, int]:
    return {name: getattr(cost, name) for name in COUNTS}


def tokens_of(ask: Ask) -> int:
    """Tokens of a question, pair by pair."""
    total = 0
    for index in ask.row.tolist():
        row = ask.rows[index]
        total += len(row.input_ids) + len(row.target_ids) + ask.prompts.shape[1]
    return total


def test_a_stage_reports_once_what_the_model_was_asked(
    open_bench: Callable[..., Bench], asked: list[Request]
) -> None:
    bench = open_bench()
    (job,) = run(bench, "prompt_tuning").jobs
    (end,) = stage_ends(bench)
    config = QUICK["prompt_tuning"]
    asks = [request for request in asked if isinstance(request, Ask)]
    pairs = config["steps"] * config["batch_size"]
    assert sum(len(ask.row) for ask in asks) == pairs
    (prompt,) = bench.supervisor.reader.prompts(job.job_id)
    numbers = prompt.num_virtual_tokens * prompt.token_dim
    assert (end.stage, end.step) == (job.spec.stages[0], config["steps"])
    assert counts(end.cost) == {
        "rows": pairs,
        "tokens": sum(tokens_of(ask) for ask in asks),
        "forwards": pairs,
        "backwards": pairs,
        "evaluation_forwards": 3 * 16,  # every 2 of 6 steps, on 16 validation rows
        "trainable": numbers,
        "stored": numbers,
    }
    scored = sum(len(request.row) for request in asked if isinstance(request, Score))
    assert scored == 3 * 16 + 32  # the 32 test rows are no part of the stage
    assert end.cost.seconds > 0
    (stored,) = bench.supervisor.reader.costs([job.job_id])[job.job_id]
    assert (stored.stage, stored.step, stored.cost) == (end.stage, end.step, end.cost)


@pytest.mark.parametrize("method", ["svgd_transfer", "meta_init"])
def test_every_stage_of_every_job_reports_once(
    open_bench: Callable[..., Bench], method: str
) -> None:
    bench = open_bench()
    prepared = run(bench, method)
    due = [(job.job_id, stage) for job in prepared.jobs for stage in job.spec.stages]
    assert [(end.job_id, end.stage) for end in stage_ends(bench)] == due
    last = prepared.jobs[-1].job_id
    total = bench.supervisor.reader.total_costs([last])[last]
    spent = sum(end.cost.rows for end in stage_ends(bench))
    assert total.whole.rows == total.share.rows == spent  # one run used the stages
    assert total.own.rows == sum(end.cost.rows for end in stage_ends(bench) if end.job_id == last)
    asked = {event.job_id: event.rows for event in bench.heard if isinstance(event, StepDone)}
    assert spent == sum(asked.values())


def test_scores_say_how_many_gradient_rows_came_before(open_bench: Callable[..., Bench]) -> None:
    bench = open_bench()
    (job,) = run(bench, "prompt_tuning").jobs
    heard = [event for event in bench.heard if isinstance(event, Evaluated)]
    curve = [(event.step, event.spent) for event in heard if event.split == "validation"]
    assert curve == [(2, 8), (4, 16), (6, 24)]
    found = bench.supervisor.reader.evaluations(job.job_id)
    assert [(e.step, e.spent) for e in found if e.split == "validation"] == curve


@pytest.mark.parametrize("method", ["prompt_tuning", "svgd_transfer"])
def test_the_counts_go_on_after_a_resume(
    open_bench: Callable[..., Bench], tmp_path: Path, method: str
) -> None:
    whole = open_bench(tmp_path / "whole")
    run(whole, method)
    expected = [(end.stage, end.step, counts(end.cost)) for end in stage_ends(whole)]

    broken = open_bench(tmp_path / "broken")
    prepared = one_target(broken, method)
    broken.supervisor.submit(prepared)
    last = prepared.jobs[-1].job_id

    def is_under_way() -> bool:
        steps = [e.step for e in broken.heard if isinstance(e, StepDone) and e.job_id == last]
        return max(steps, default=0) >= 3

    broken.pump_until(is_under_way)
    broken.supervisor.close()
    again = open_bench(tmp_path / "broken")
    again.supervisor.resume(last)
    again.finish()
    found = [*stage_ends(broken), *stage_ends(again)]
    assert [(end.stage, end.step, counts(end.cost)) for end in found] == expected
    assert [end.job_id for end in stage_ends(again)] == [last]
    stored = again.supervisor.reader.costs([last])[last]
    assert [(s.stage, s.step, counts(s.cost)) for s in stored] == expected[-1:]
