"""A run that begins at another one's checkpoint, from the request to its stored result."""

from collections.abc import Callable
from typing import Any

import pytest

from promptstudio.core.errors import ConfigError, StoreError
from promptstudio.core.events import CheckpointSaved, RunEnded, RunStarted, Status
from promptstudio.planning import prepare
from tests.integration.conftest import Bench, quick_study

Open = Callable[..., Bench]


def submit(bench: Bench, *methods: str, **changes: Any) -> str:
    """Queue a study of one target; return its last run."""
    study = quick_study(*methods, target_tasks=("hotel_sentiment",), **changes)
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    return prepared.jobs[-1].job_id


def stopped_after(bench: Bench, step: int, run: str) -> str:
    """Cancel a run when it has left a checkpoint after a step."""

    def is_reached() -> bool:
        return any(
            isinstance(event, CheckpointSaved) and (event.job_id, event.step) == (run, step)
            for event in bench.heard
        )

    bench.pump_until(is_reached)
    bench.supervisor.stop([run], keep=False)
    bench.finish()
    return run


def fork(bench: Bench, run: str, **changes: object) -> str:
    changes = {name.replace("__", "."): value for name, value in changes.items()}
    study_id = f"study-{len(bench.supervisor.reader.studies())}"
    bench.supervisor.fork(run, changes, study_id=study_id)
    bench.finish()
    (record,) = bench.supervisor.reader.runs(study_id)
    return record.job_id


def test_a_fork_that_changes_no_step_ends_where_its_origin_would_have(open_bench: Open) -> None:
    """The whole run is the known answer: equal prompts, curves, and costs."""
    bench = open_bench()
    reader = bench.supervisor.reader
    whole = submit(bench, "prompt_tuning")
    bench.finish()
    origin = stopped_after(bench, 2, submit(bench, "prompt_tuning"))
    made = fork(bench, origin, evaluation__test_rows=16)
    record = reader.run(made)
    assert record.status is Status.FINISHED
    assert record.forked_from == (origin, "target", 2)
    assert record.test_rows == 16
    assert record.study == f"{reader.run(origin).title}, evaluation.test_rows = 16"
    assert reader.metrics(made) == reader.metrics(whole)
    assert reader.prompts(made)[0].sha256 == reader.prompts(whole)[0].sha256
    assert record.validation == reader.run(whole).validation
    assert record.rows == reader.run(whole).rows
    costs = reader.costs([made, whole])
    assert costs[made][0].cost.rows == costs[whole][0].cost.rows
    (begun,) = [e for e in bench.heard if isinstance(e, RunStarted) and e.job_id == made]
    assert begun.resumed_at == ("target", 2)


def test_a_fork_takes_its_own_way_from_there(open_bench: Open) -> None:
    bench = open_bench()
    reader = bench.supervisor.reader
    origin = stopped_after(bench, 4, submit(bench, "prompt_tuning"))
    made = fork(bench, origin, learning_rate=0.9, steps=8)
    ours, theirs = (reader.metrics(name)["target/loss"] for name in (made, origin))
    assert ours[0] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert ours[1][:4] == theirs[1][:4]
    assert reader.run(made).config["learning_rate"] == 0.9
    assert reader.run(origin).status is Status.CANCELLED
    assert reader.checkpoint(origin) is not None
    again = stopped_after(bench, 4, submit(bench, "prompt_tuning", seeds=(1,)))
    assert fork(bench, again, learning_rate=0.9) != made


def test_a_state_of_another_shape_is_told(open_bench: Open) -> None:
    bench = open_bench()
    origin = stopped_after(bench, 2, submit(bench, "prompt_tuning"))
    made = fork(bench, origin, num_virtual_tokens=5)
    record = bench.supervisor.reader.run(made)
    assert record.status is Status.FAILED
    assert record.reason.startswith(
        "The checkpoint does not fit the changed settings: 'prompt' is 10 x "
    )
    assert " in it and 5 x " in record.reason
    other = fork(bench, origin, optimizer="sgd")
    assert "in it and absent under them" in bench.supervisor.reader.run(other).reason
    assert bench.supervisor.reader.run(other).report == ""


def test_what_a_shared_stage_depends_on_is_refused_before_anything_is_stored(
    open_bench: Open,
) -> None:
    bench = open_bench()
    run = stopped_after(bench, 2, submit(bench, "svgd_transfer"))
    before = len(bench.supervisor.reader.studies())
    for changes in ({"num_virtual_tokens": 5}, {"source_learning_rate": 0.5}):
        (name,) = changes
        with pytest.raises(ConfigError, match=f"can not change '{name}': the stages before its"):
            bench.supervisor.fork(run, changes, study_id="study-x")
    with pytest.raises(ConfigError, match="there is no setting 'odd'"):
        bench.supervisor.fork(run, {"odd": 5}, study_id="study-x")
    assert len(bench.supervisor.reader.studies()) == before
    made = fork(bench, run, learning_rate=0.5)
    assert bench.supervisor.reader.run(made).status is Status.FINISHED
    assert bench.supervisor.reader.dependencies(made) == bench.supervisor.reader.dependencies(run)


def test_a_run_without_checkpoint_and_a_stage_can_not_be_forked(open_bench: Open) -> None:
    bench = open_bench()
    run = submit(bench, "svgd_transfer")
    bench.finish()
    with pytest.raises(StoreError, match="has no checkpoint to fork from: it has not been"):
        bench.supervisor.fork(run, {"steps": 9}, study_id="study-x")
    (stage,) = bench.supervisor.reader.dependencies(run)
    with pytest.raises(StoreError, match="is a shared stage; only runs can be forked"):
        bench.supervisor.fork(stage, {"steps": 9}, study_id="study-x")


def test_retrying_a_fork_begins_at_its_fork_point(open_bench: Open) -> None:
    bench = open_bench()
    origin = stopped_after(bench, 2, submit(bench, "prompt_tuning"))
    bench.supervisor.fork(origin, {"learning_rate": 0.9}, study_id="study-f")
    (made,) = [record.job_id for record in bench.supervisor.reader.runs("study-f")]
    stopped_after(bench, 4, made)
    bench.heard.clear()
    bench.supervisor.resume(made, afresh=True)
    bench.finish()
    (begun,) = [event for event in bench.heard if isinstance(event, RunStarted)]
    assert begun.resumed_at == ("target", 2)
    (end,) = [event for event in bench.heard if isinstance(event, RunEnded)]
    assert end.status is Status.FINISHED
