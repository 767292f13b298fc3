"""The worker process: it can be killed, and nothing but its running jobs is lost."""

from collections.abc import Callable
from pathlib import Path

from promptstudio.core.events import RunEnded, Status, StepDone
from promptstudio.core.spec import MethodSpec
from promptstudio.engine.runner import ProcessRunner
from promptstudio.planning import prepare
from promptstudio.store.database import integrity_problems
from promptstudio.supervisor import LOG_NAME, SPOOL_NAME, STORE_NAME
from tests.integration.conftest import Bench, quick_study


def process_bench(open_bench: Callable[..., Bench], workspace: Path) -> tuple[Bench, ProcessRunner]:
    runner = ProcessRunner(workspace / SPOOL_NAME, workspace / LOG_NAME)
    return open_bench(workspace, runner), runner


def test_a_killed_worker_leaves_one_interrupted_run_and_the_queue_goes_on(
    open_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench, runner = process_bench(open_bench, tmp_path / "w")
    config = MethodSpec(key="prompt_tuning", config={"steps": 60, "batch_size": 4})
    prepared = prepare(quick_study("prompt_tuning", methods=(config,)), bench.workspace)
    bench.supervisor.submit(prepared)
    first, second = (job.job_id for job in prepared.jobs)
    bench.pump_until(lambda: any(isinstance(e, StepDone) and e.step >= 5 for e in bench.heard))
    runner.kill()
    bench.finish()

    reader = bench.supervisor.reader
    assert reader.run(first).status == Status.INTERRUPTED
    assert "ended unexpectedly (signal 9)" in reader.run(first).reason
    assert reader.run(second).status == Status.FINISHED
    assert any("ended unexpectedly" in text for text in bench.failures)
    assert integrity_problems(bench.workspace / STORE_NAME) == ()

    bench.supervisor.resume(first)
    bench.finish()
    assert reader.run(first).status == Status.FINISHED
    ends = [e for e in bench.heard if isinstance(e, RunEnded) and e.job_id == first]
    assert [(e.attempt, e.status) for e in ends] == [
        (0, Status.INTERRUPTED),
        (1, Status.FINISHED),
    ]


def test_closing_leaves_runs_interrupted_with_a_checkpoint(
    open_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    bench, _ = process_bench(open_bench, tmp_path / "w")
    config = MethodSpec(key="prompt_tuning", config={"steps": 5000, "batch_size": 4})
    prepared = prepare(quick_study("prompt_tuning", methods=(config,)), bench.workspace)
    bench.supervisor.submit(prepared)
    first, second = (job.job_id for job in prepared.jobs)
    bench.pump_until(lambda: any(isinstance(e, StepDone) and e.step >= 5 for e in bench.heard))
    bench.supervisor.close()
    again, _ = process_bench(open_bench, tmp_path / "w")
    assert again.supervisor.reader.run(first).status == Status.INTERRUPTED
    assert again.supervisor.reader.run(second).status in (Status.QUEUED, Status.INTERRUPTED)
    assert again.supervisor.reader.checkpoint(first) is not None
