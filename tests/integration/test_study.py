"""A study from its file to stored scores and prompts, through every layer below the window."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load

from promptstudio.backbones.oracle import Oracle
from promptstudio.comparison import tables_of
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Event, PromptSaved, RunEnded, RunStarted, Status, StepDone
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.methods.contract import Answer
from promptstudio.methods.registry import methods
from promptstudio.planning import prepare
from tests.integration.conftest import QUICK, Bench, quick_study

ALL = ("prompt_tuning", "svgd_transfer", "meta_init", "crosspt")


def run(bench: Bench, study: StudySpec) -> list[str]:
    """Run a study to its end and return the identities of its runs."""
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    return [job.job_id for job in prepared.jobs if job.spec.kind == "run"]


def prompt_bytes(bench: Bench, run_id: str) -> bytes:
    return bench.supervisor.reader.prompts(run_id)[-1].data


def few_steps(info: MethodInfo) -> MethodSpec:
    return MethodSpec(key=info.key, config={s.steps: 2 for s in info.stages if s.steps})


def test_every_method_runs_to_stored_scores_and_prompts_and_a_leaderboard(
    open_bench: Callable[..., Bench],
) -> None:
    bench, infos = open_bench(), methods().values()
    study = quick_study(methods=tuple(few_steps(info) for info in infos))
    run_ids = run(bench, study)
    assert len(run_ids) == len(infos) * len(study.target_tasks)
    reader = bench.supervisor.reader
    for run_id in run_ids:
        record = reader.run(run_id)
        assert record.status == Status.FINISHED, record.reason
        assert 0.0 <= record.test[record.metric] <= 1.0
        prompt = load(prompt_bytes(bench, run_id))["prompt_embeddings"]
        assert prompt.shape == (record_tokens(bench, run_id), 128)
        assert prompt.isfinite().all()
    assert bench.failures == []
    board = tables_of(reader, reader.studies()[-1].study_id)[0]
    assert board.key == "leaderboard"
    means = {row[0].removesuffix(" (control)"): row[1] for row in board.rows}
    assert means.keys() == {info.title for info in infos}
    assert all(0.0 <= float(mean) <= 1.0 for mean in means.values())


def record_tokens(bench: Bench, run_id: str) -> int:
    return bench.supervisor.reader.prompts(run_id)[-1].num_virtual_tokens


def test_every_attempt_has_gapless_events_and_one_end(open_bench: Callable[..., Bench]) -> None:
    bench = open_bench()
    run(bench, quick_study(*ALL))
    by_attempt: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in bench.heard:
        by_attempt[event.job_id, event.attempt].append(event)
    for events in by_attempt.values():
        assert [event.seq for event in events] == list(range(len(events)))
        assert [type(event) for event in events].count(RunEnded) == 1
        assert isinstance(events[0], RunStarted)
        assert isinstance(events[-1], RunEnded)


def test_an_equal_shared_stage_is_computed_once(open_bench: Callable[..., Bench]) -> None:
    bench = open_bench()
    run(bench, quick_study("svgd_transfer"))
    first = {e.job_id for e in bench.heard if e.job_id.startswith("stage-")}
    bench.heard.clear()
    changed = MethodSpec(key="svgd_transfer", config=QUICK["svgd_transfer"] | {"steps": 2})
    run(bench, quick_study("svgd_transfer", methods=(changed,)))
    assert len(first) == 1
    assert not [e for e in bench.heard if e.job_id.startswith("stage-")]
    assert [e for e in bench.heard if isinstance(e, RunEnded)][-1].status is Status.FINISHED


def test_equal_studies_give_equal_prompts_and_another_seed_does_not(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    first = run(bench, quick_study("prompt_tuning"))
    second = run(bench, quick_study("prompt_tuning"))
    other = run(bench, quick_study("prompt_tuning", seeds=(1,)))
    assert prompt_bytes(bench, first[0]) == prompt_bytes(bench, second[0])
    assert prompt_bytes(bench, first[0]) != prompt_bytes(bench, other[0])


def test_sharing_batches_changes_results_only_within_tolerance(
    open_bench: Callable[..., Bench],
) -> None:
    """Sums are taken in another order: the answers differ by rounding, which steps carry on."""
    bench = open_bench()
    alone = run(bench, quick_study("prompt_tuning", seeds=(0, 1)))
    packed = run(bench, quick_study("prompt_tuning", seeds=(0, 1), sharing="packed", in_flight=4))
    modes = {e.job_id: e.sharing for e in bench.heard if isinstance(e, RunStarted)}
    assert {modes[run_id] for run_id in alone} == {"in_turn"}
    assert {modes[run_id] for run_id in packed} == {"packed"}
    for one, other in zip(alone, packed, strict=True):
        first = load(prompt_bytes(bench, one))["prompt_embeddings"]
        second = load(prompt_bytes(bench, other))["prompt_embeddings"]
        assert (first - second).abs().max() < 1e-2 * first.abs().max()


@pytest.mark.parametrize("method", ALL)
def test_a_resumed_run_ends_with_the_same_prompt_bit_for_bit(
    open_bench: Callable[..., Bench], tmp_path: Path, method: str
) -> None:
    study = quick_study(method, target_tasks=("hotel_sentiment",))
    whole = open_bench(tmp_path / "whole")
    expected = prompt_bytes(whole, run(whole, study)[0])

    broken = open_bench(tmp_path / "broken")
    prepared = prepare(study, broken.workspace)
    broken.supervisor.submit(prepared)
    last = prepared.jobs[-1].job_id
    shared = [job.job_id for job in prepared.jobs if job.spec.kind == "stage"]
    victim = last if prepared.jobs[-1].spec.stages else shared[-1]
    broken.pump_until(lambda: steps_of(broken, victim) >= 3)
    broken.supervisor.close()
    ends = [e for e in broken.heard if isinstance(e, RunEnded) and e.job_id == victim]
    assert [e.status for e in ends] == [Status.INTERRUPTED]

    again = open_bench(tmp_path / "broken")
    again.supervisor.resume(last)
    again.finish()
    started = [e for e in again.heard if isinstance(e, RunStarted) and e.job_id == victim]
    assert [(e.attempt, e.resumed_at is not None) for e in started] == [(1, True)]
    assert again.supervisor.reader.run(last).status == Status.FINISHED
    assert prompt_bytes(again, last) == expected


def steps_of(bench: Bench, job_id: str) -> int:
    return max(
        (e.step for e in bench.heard if isinstance(e, StepDone) and e.job_id == job_id), default=0
    )


def test_stop_and_keep_ends_at_once_and_keeps_the_best_prompt(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    long = MethodSpec(key="prompt_tuning", config={"steps": 5000, "batch_size": 4})
    prepared = prepare(quick_study("prompt_tuning", methods=(long,)), bench.workspace)
    bench.supervisor.submit(prepared)
    running, waiting = (job.job_id for job in prepared.jobs)
    bench.pump_until(lambda: steps_of(bench, running) >= 3)
    bench.supervisor.stop([running, waiting], keep=True)
    bench.finish()
    kept = bench.supervisor.reader.run(running)
    assert kept.status == Status.FINISHED
    assert "Stopped early" in kept.reason
    assert [e for e in bench.heard if isinstance(e, PromptSaved)]
    assert steps_of(bench, running) < 20
    assert bench.supervisor.reader.run(waiting).status == Status.CANCELLED


def test_cancel_ends_without_a_prompt_and_without_harm_to_others(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    prepared = prepare(quick_study("svgd_transfer"), bench.workspace)
    bench.supervisor.submit(prepared)
    _, first, second = (job.job_id for job in prepared.jobs)
    bench.supervisor.stop([first], keep=False)
    bench.finish()
    assert bench.supervisor.reader.run(first).status == Status.CANCELLED
    assert bench.supervisor.reader.prompts(first) == []
    assert bench.supervisor.reader.run(second).status == Status.FINISHED


def test_cancelling_every_run_cancels_their_shared_stage(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    prepared = prepare(quick_study("svgd_transfer"), bench.workspace)
    bench.supervisor.submit(prepared)
    stage, *runs = (job.job_id for job in prepared.jobs)
    bench.supervisor.stop(runs, keep=False)
    bench.finish()
    assert bench.supervisor.reader.run(stage).status == Status.CANCELLED


def test_a_paused_run_stands_still_until_it_is_continued(
    open_bench: Callable[..., Bench],
) -> None:
    bench = open_bench()
    prepared = prepare(
        quick_study("prompt_tuning", target_tasks=("hotel_sentiment",)), bench.workspace
    )
    bench.supervisor.submit(prepared)
    job = prepared.jobs[0].job_id
    bench.pump_until(lambda: steps_of(bench, job) >= 1)
    bench.supervisor.pause([job], paused=True)
    for _ in range(5):
        bench.supervisor.pump(0.0)
    held = steps_of(bench, job)
    for _ in range(5):
        bench.supervisor.pump(0.0)
    assert steps_of(bench, job) == held
    assert bench.supervisor.reader.run(job).status == Status.PAUSED
    bench.supervisor.pause([job], paused=False)
    bench.finish()
    assert bench.supervisor.reader.run(job).status == Status.FINISHED


def test_a_diverging_run_fails_with_advice_and_its_neighbour_does_not(
    open_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = open_bench()
    study = quick_study("prompt_tuning", sharing="packed", in_flight=2)
    prepared = prepare(study, bench.workspace)
    bad, good = (job.job_id for job in prepared.jobs)
    honest = Oracle.work

    def spoiled(self: Oracle, *asked: Callable[[], bool]) -> list[tuple[Any, Any]]:
        return [
            (ticket, replace(reply, losses=reply.losses * float("nan")))
            if ticket.owner == bad and isinstance(reply, Answer)
            else (ticket, reply)
            for ticket, reply in honest(self, *asked)
        ]

    monkeypatch.setattr(Oracle, "work", spoiled)
    bench.supervisor.submit(prepared)
    bench.finish()
    failed = bench.supervisor.reader.run(bad)
    assert failed.status == Status.FAILED
    assert "not finite at step 1" in failed.reason
    assert "Lower the learning rate" in failed.reason
    assert failed.report == ""
    assert bench.supervisor.reader.run(good).status == Status.FINISHED
