"""A run that begins at another one's checkpoint, from the request to its stored result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import ConfigError, StoreError
from promptstudio.core.events import CheckpointSaved, RunEnded, RunStarted, Status
from promptstudio.core.preferences import Preferences, Work, save_preferences
from promptstudio.core.spec import EvaluationSpec, MethodSpec
from promptstudio.planning import prepare
from tests.integration.conftest import QUICK, Bench, quick_study

Open = Callable[..., Bench]


def submit(bench: Bench, *keys: str, **changes: Any) -> str:
    """Queue a study of one target; return its last run."""
    study = quick_study(*keys, target_tasks=("hotel_sentiment",), **changes)
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


def test_what_only_a_stage_before_the_checkpoint_reads_is_refused(open_bench: Open) -> None:
    """The prompt to begin from was chosen already; another choice would change nothing."""
    bench = open_bench()
    few = {"steps": 4, "source_steps": 2, "probe_steps": 2, "batch_size": 4}
    config = few | {"source_batch_size": 2, "retrieval": "mean_token"}
    run = submit(bench, methods=(MethodSpec(key="spot", config=config),))
    bench.finish()
    stage, step = bench.supervisor.reader.fork_place(run) or ("", 0)
    assert stage == "target"
    changes = {"learning_rate": 0.5, "retrieval": "euclidean", "steps": 2 * step}
    with pytest.raises(ConfigError, match="can not change 'retrieval': the stages before its"):
        bench.supervisor.fork(run, changes, study_id="study-x")
    del changes["retrieval"]
    made = fork(bench, run, **changes)
    assert bench.supervisor.reader.run(made).status is Status.FINISHED


def test_a_finished_run_goes_on_with_more_steps(open_bench: Open) -> None:
    """A run of as many steps from the beginning is the known answer."""
    bench = open_bench()
    reader = bench.supervisor.reader
    config = QUICK["prompt_tuning"] | {"schedule": "constant"}
    short = (MethodSpec(key="prompt_tuning", config=config),)
    long = (MethodSpec(key="prompt_tuning", config=config | {"steps": 8}),)
    origin, whole = submit(bench, methods=short), submit(bench, methods=long)
    bench.finish()
    assert reader.run(origin).status is Status.FINISHED
    assert reader.fork_place(origin) == ("target", 6)
    made = fork(bench, origin, steps=8)
    assert reader.run(made).forked_from == (origin, "target", 6)
    assert reader.metrics(made) == reader.metrics(whole)
    assert reader.prompts(made)[0].sha256 == reader.prompts(whole)[0].sha256
    again = fork(bench, made, steps=10)
    assert reader.metrics(again)["target/loss"][0][-1] == 10
    studies = [reader.run(name).study_id for name in (origin, made, again)]
    for study_id in studies:
        found = {study_id, *reader.related_studies(study_id)}
        assert found == set(studies)
    assert reader.related_studies(reader.run(whole).study_id) == ()


def test_a_fork_that_would_do_nothing_is_refused(open_bench: Open) -> None:
    bench = open_bench()
    run = submit(bench, "prompt_tuning")
    bench.finish()
    wanted = "stands after step 6, and the fork would end at step 6. Give 'steps' a larger value"
    with pytest.raises(ConfigError, match=wanted):
        bench.supervisor.fork(run, {"learning_rate": 0.5}, study_id="study-x")
    spent = submit(bench, "prompt_tuning", budget_rows=16)
    bench.finish()
    with pytest.raises(ConfigError, match="budget of 16 rows is spent at the checkpoint"):
        bench.supervisor.fork(spent, {"steps": 9}, study_id="study-x")
    assert "study-x" not in {study.study_id for study in bench.supervisor.reader.studies()}


def test_a_run_that_lost_its_patience_gets_it_anew_in_a_fork(open_bench: Open) -> None:
    bench = open_bench()
    scoring = EvaluationSpec(every=1, validation_rows=16, test_rows=32, patience=1)
    config = QUICK["prompt_tuning"] | {"steps": 40, "learning_rate": 1e-8}
    methods = (MethodSpec(key="prompt_tuning", config=config),)
    origin = submit(bench, methods=methods, evaluation=scoring)
    bench.finish()
    ended = bench.supervisor.reader.run(origin)
    assert ended.status is Status.FINISHED
    assert ended.step < 40
    made = fork(bench, origin, learning_rate=2e-8)
    assert bench.supervisor.reader.run(made).step > ended.step


def test_a_run_without_checkpoint_and_a_stage_can_not_be_forked(
    open_bench: Open, tmp_path: Path
) -> None:
    save_preferences(tmp_path / "workspace", Preferences(work=Work(checkpoints=0)))
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
