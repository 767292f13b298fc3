"""Runs studies without a window: progress on standard error, results on standard output."""

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final, Self

from pydantic import ValidationError

from promptstudio.cli.progress import Bars
from promptstudio.cli.tables import print_json_line, runs_table, show_table
from promptstudio.core.errors import ConfigError, StoreError
from promptstudio.core.events import Status
from promptstudio.core.settings import explain
from promptstudio.core.spec import StudySpec, parse_study
from promptstudio.planning import find_study, prepare
from promptstudio.running import drive
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord
from promptstudio.supervisor import STORE_NAME, Supervisor

STANDARD_INPUT: Final = "-"


def run_study(
    name: str,
    workspace: Path,
    *,
    device: str | None,
    seed: int | None,
    in_process: bool,
    as_json: bool,
) -> int:
    """Run a study to its end. Returns 0 only if every run finished."""
    study = _adjusted(_read_study(name), device=device, seed=seed)
    prepared = prepare(study, workspace)
    run_ids = [job.job_id for job in prepared.jobs if job.spec.kind == "run"]
    return _drive(
        workspace,
        lambda supervisor: supervisor.submit(prepared),
        run_ids,
        study=study.name,
        study_id=prepared.study_id,
        in_process=in_process,
        as_json=as_json,
    )


def resume(name: str, workspace: Path, *, in_process: bool, as_json: bool) -> int:
    """Continue one run. Returns 0 only if it finished."""
    record = read_run(workspace, name)
    return _drive(
        workspace,
        lambda supervisor: supervisor.resume(record.job_id),
        [record.job_id],
        study=record.study,
        study_id=record.study_id,
        in_process=in_process,
        as_json=as_json,
    )


def read_run(workspace: Path, name: str) -> RunRecord:
    """Return a run of the store by its identity or its beginning."""
    with open_store(workspace) as reader:
        return reader.run(name)


def open_store(workspace: Path) -> RunReader:
    """Open the workspace's store for reading.

    Raises
    ------
    StoreError
        If there is none.
    """
    path = workspace / STORE_NAME
    if not path.exists():
        raise StoreError(
            f"There is no store '{path}' yet. `promptstudio run sandbox` makes one, "
            "or name another folder with --workspace."
        )
    return RunReader(path)


def _read_study(name: str) -> StudySpec:
    if name == STANDARD_INPUT:
        return parse_study(sys.stdin.read(), "The study on standard input")
    return find_study(name)


def _adjusted(study: StudySpec, *, device: str | None, seed: int | None) -> StudySpec:
    values: dict[str, Any] = study.model_dump()
    if device is not None:
        values["backbone"]["device"] = device
    if seed is not None:
        values["seeds"] = (seed,)
    try:
        return StudySpec.model_validate(values)
    except ValidationError as error:
        raise ConfigError(explain(error, "Command line")) from error


def _drive(
    workspace: Path,
    begin: Callable[[Supervisor], None],
    run_ids: Sequence[str],
    *,
    study: str,
    study_id: str,
    in_process: bool,
    as_json: bool,
) -> int:
    failures: list[str] = []

    def begin_and_expect(supervisor: Supervisor) -> None:
        begin(supervisor)
        bars.expect(supervisor.titles())

    with Bars() as bars, _StopSignal() as stop:
        drive(
            workspace,
            begin_and_expect,
            in_process=in_process,
            sinks=[bars],
            on_failed=lambda sentence, report: failures.append(sentence),
            is_stopped=lambda: stop.is_set,
        )
    for sentence in failures:
        bars.say(sentence)
    return _conclude(workspace, run_ids, study=study, study_id=study_id, as_json=as_json)


def _conclude(
    workspace: Path, run_ids: Sequence[str], *, study: str, study_id: str, as_json: bool
) -> int:
    from promptstudio.comparison import boards_of, records_of  # loads the statistics

    with open_store(workspace) as reader:
        records = [reader.run(run_id) for run_id in run_ids]
        if as_json:
            rows = [run_facts(record) for record in records]
            facts = {"study": study, "workspace": str(workspace), "runs": rows}
            print_json_line({**facts, "leaderboard": records_of(reader, study_id)})
        else:
            stages = {name for record in records for name in reader.dependencies(record.job_id)}
            runs_table([*(reader.run(name) for name in sorted(stages)), *records])
            for table in boards_of(reader, study_id):
                show_table(table)
        return _exit_code(reader, records)


def _exit_code(reader: RunReader, records: Sequence[RunRecord]) -> int:
    """Return 0 if all finished, 2 if what was given could not even begin, else 1."""
    failed = [record for record in records if record.status is Status.FAILED]
    unusable = [record for record in failed if not _began(reader, record)]
    for reason in dict.fromkeys(record.reason for record in unusable):
        sys.stderr.write(f"promptstudio: {reason}\n")
    if unusable:
        return 2
    return 0 if all(record.status is Status.FINISHED for record in records) else 1


def _began(reader: RunReader, record: RunRecord) -> bool:
    """Tell whether a run or a shared stage that it needs has started."""
    stages = [reader.run(name) for name in reader.dependencies(record.job_id)]
    return any(job.started is not None for job in (record, *stages))


def run_facts(record: RunRecord) -> dict[str, Any]:
    """Return one run as the JSON that ``run`` and ``runs`` print."""
    return {
        "run_id": record.job_id,
        "title": record.title,
        "method": record.method,
        "target": record.target_task,
        "sources": list(record.source_tasks),
        "seed": record.seed,
        "status": record.status,
        "reason": record.reason,
        "test": record.test,
        "steps": record.step,
        "rows": record.rows,
        "seconds": round(record.seconds, 3),
        "prompt_id": record.prompt_id,
    }


class _StopSignal:
    """Ctrl+C asks once for an orderly end: runs are left interrupted, to be resumed."""

    def __init__(self) -> None:
        self.is_set = False
        self._before = signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.is_set = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ending: object) -> None:
        signal.signal(signal.SIGINT, self._before)
