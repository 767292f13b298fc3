"""Runs studies to their end while the caller waits, for scripts and the command line."""

from collections.abc import Callable, Sequence
from pathlib import Path

from promptstudio.core.errors import StoreError
from promptstudio.core.ports import EventSink
from promptstudio.core.spec import StudySpec
from promptstudio.planning import prepare
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord
from promptstudio.supervisor import STORE_NAME, Supervisor, make_runner

_PUMP_S = 0.2


def run_study(
    study: StudySpec, workspace: Path, *, in_process: bool = False
) -> tuple[RunRecord, ...]:
    """Run a study to its end and return its runs as the store has them.

    Parameters
    ----------
    workspace
        Folder of the store; it is made where there is none.
    in_process
        Train in this process rather than in one of its own.

    Raises
    ------
    ConfigError
        If the study does not fit the methods and tasks that are there.
    TaskError
        If the data of a task are missing or broken.
    StoreError
        If another program writes to the store, or it can not be written.
    WorkerError
        If the worker can not be started.
    """
    prepared = prepare(study, workspace)
    drive(workspace, lambda supervisor: supervisor.submit(prepared), in_process=in_process)
    with RunReader(workspace / STORE_NAME) as reader:
        return tuple(reader.run(job.job_id) for job in prepared.jobs if job.spec.kind == "run")


def drive(
    workspace: Path,
    begin: Callable[[Supervisor], None],
    *,
    in_process: bool,
    sinks: Sequence[EventSink] = (),
    on_failed: Callable[[str, str], None] = lambda sentence, report: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Begin something with a supervisor and wait until it has ended or is stopped.

    Raises
    ------
    StoreError
        If the store can not be written.
    """
    supervisor = Supervisor(
        workspace,
        make_runner(workspace, in_process=in_process),
        sinks=sinks,
        on_failed=on_failed,
    )
    supervisor.open()
    try:
        begin(supervisor)
        while not (supervisor.is_idle or is_stopped() or supervisor.store_error):
            supervisor.pump(_PUMP_S)
    finally:
        supervisor.close()
    if supervisor.store_error:
        raise StoreError(supervisor.store_error)
