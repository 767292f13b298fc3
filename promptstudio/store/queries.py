"""Questions that the store answers. Lists read the run table alone, never the metrics."""

import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any, Final, Literal

from promptstudio.core.commands import JobStart
from promptstudio.core.errors import StoreError
from promptstudio.core.predictions import Prediction, unpack
from promptstudio.core.single import study_of
from promptstudio.core.spec import Job, StudySpec, parse_study
from promptstudio.store.costs import recent_costs, stage_costs, total_costs
from promptstudio.store.failures import told_as_store_error
from promptstudio.store.forking import fork_place, related_studies
from promptstudio.store.reading import StoreReader
from promptstudio.store.records import (
    EvaluationRecord,
    MessageRecord,
    RecordedCost,
    RunRecord,
    StageCost,
    StoredCheckpoint,
    StoredPrompt,
    StudyRecord,
    TotalCost,
)
from promptstudio.store.rows import PROMPTS, RUNS, STUDIES, to_prompt, to_start
from promptstudio.store.values import Setting, to_number, to_setting, to_time

_MOST_NAMED: Final = 3

Series = tuple[list[int], list[float]]
"""Steps and values of a curve."""


class RunReader(StoreReader):
    """Answers questions about the store. One per thread, opened in the thread that uses it."""

    # -- studies and runs ------------------------------------------------------------------

    def studies(self) -> list[StudyRecord]:
        """Return all studies, oldest first."""
        return [
            StudyRecord(
                study_id=study_id,
                name=name,
                spec=spec,
                created=to_time(created),
                runs=runs,
                finished=finished,
            )
            for study_id, name, spec, created, runs, finished in self._rows(STUDIES)
        ]

    def study(self, study_id: str) -> StudySpec:
        """Return a study as it was set up.

        Raises
        ------
        StoreError
            If there is no such study.
        """
        rows = self._rows("SELECT name, spec FROM study WHERE study_id = ?", [study_id])
        if not rows:
            raise StoreError(f"There is no study '{study_id}' in the store '{self._path}'.")
        return parse_study(rows[0][1], f"Study '{rows[0][0]}' of the store")

    def study_of(self, job_id: str) -> StudySpec:
        """Return a study of one run alone: its method, target and seed.

        Raises
        ------
        StoreError
            If there is no such run.
        """
        job = self.job(job_id)
        return study_of(job, self.study(job.study_id))

    def runs(
        self, study_id: str | None = None, kind: Literal["run", "stage"] = "run"
    ) -> list[RunRecord]:
        """Return the runs (or shared stages) of a study, or of all, oldest first."""
        where = "WHERE +run.kind = ?"  # the plus keeps SQLite from reading all runs of a kind
        values: list[object] = [kind]
        if study_id is not None:
            where += " AND run.job_id IN (SELECT job_id FROM study_run WHERE study_id = ?)"
            values.append(study_id)
        return self._runs(f"{where} ORDER BY run.rowid", values)

    def studies_of(self, job_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the studies that some jobs were first submitted with."""
        rows = self._rows(
            "SELECT DISTINCT study_id FROM run WHERE job_id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(job_ids))],
        )
        return tuple(row[0] for row in rows)

    def run(self, job_id: str) -> RunRecord:
        """Return one run or shared stage by its identity, or by a beginning that only it has.

        Raises
        ------
        StoreError
            If there is none, or more than one.
        """
        exact = self._runs("WHERE run.job_id = ?", [job_id])
        if exact:
            return exact[0]
        found = self._runs(
            "WHERE substr(run.job_id, 1, ?) = ? ORDER BY run.rowid", [len(job_id), job_id]
        )
        if not found or not job_id:
            raise StoreError(
                f"There is no run '{job_id}' in the store '{self._path}'. "
                "`promptstudio runs` lists the runs."
            )
        if len(found) > 1:
            named = ", ".join(record.job_id for record in found[:_MOST_NAMED])
            more = ", ..." if len(found) > _MOST_NAMED else ""
            raise StoreError(
                f"'{job_id}' stands for {len(found)} runs: {named}{more}. Type more of the name."
            )
        return found[0]

    def job(self, job_id: str) -> Job:
        """Return a job as it was submitted.

        Raises
        ------
        StoreError
            If there is no such job.
        """
        return self.start(job_id).job

    def start(self, job_id: str) -> JobStart:
        """Return a job with its attempt, ready to be submitted.

        Raises
        ------
        StoreError
            If there is no such job.
        """
        starts = self._starts("WHERE job_id = ?", [job_id])
        if not starts:
            raise StoreError(f"There is no run '{job_id}' in the store '{self._path}'.")
        return starts[0]

    def pending_jobs(self) -> list[JobStart]:
        """Return the queued jobs in the order of the queue."""
        return self._starts("WHERE status = 'queued' ORDER BY position", [])

    def dependencies(self, job_id: str) -> tuple[str, ...]:
        """Return the shared stages that a job builds on, in the order in which they run."""
        rows = self._rows(
            "WITH RECURSIVE chain (job_id, depth) AS ("
            " SELECT needs, 1 FROM run WHERE job_id = ? AND needs IS NOT NULL"
            " UNION ALL SELECT run.needs, depth + 1 FROM chain JOIN run USING (job_id)"
            " WHERE run.needs IS NOT NULL) SELECT job_id FROM chain ORDER BY depth DESC",
            [job_id],
        )
        return tuple(row[0] for row in rows)

    # -- costs -----------------------------------------------------------------------------

    def costs(self, job_ids: Iterable[str]) -> dict[str, list[StageCost]]:
        """Return what every ended stage of some jobs spent, in the order of the stages."""
        return stage_costs(self._rows, job_ids)

    def total_costs(self, job_ids: Iterable[str]) -> dict[str, TotalCost]:
        """Return what some jobs cost alone, and with the shared stages that they need."""
        return total_costs(self._rows, job_ids)

    def recent_costs(
        self, *, backbone: str, dtype: str, device: str, most: int = 200
    ) -> list[RecordedCost]:
        """Return what finished jobs with a backbone on a device cost, newest first."""
        return recent_costs(self._rows, backbone=backbone, dtype=dtype, device=device, most=most)

    # -- one run ---------------------------------------------------------------------------

    def params(self, job_id: str) -> dict[str, Setting]:
        """Return every setting of a job by name."""
        rows = self._rows(
            "SELECT name, type, text FROM run_param WHERE job_id = ? ORDER BY name", [job_id]
        )
        return {name: to_setting(kind, text) for name, kind, text in rows}

    def metrics(self, job_id: str) -> dict[str, Series]:
        """Return the curves of a job by ``stage/name``, each in the order of its steps."""
        rows = self._rows(
            "SELECT stage, name, step, value, non_finite FROM metric WHERE job_id = ? "
            "ORDER BY stage, name, step",
            [job_id],
        )
        series: dict[str, Series] = {}
        for stage, name, step, value, non_finite in rows:
            steps, values = series.setdefault(f"{stage}/{name}", ([], []))
            steps.append(step)
            values.append(to_number(value, non_finite))
        return series

    def latest(self, job_id: str) -> dict[str, float]:
        """Return the last value of every curve of a job, by ``stage/name``."""
        rows = self._rows(
            "SELECT stage, name, value, non_finite FROM metric_latest WHERE job_id = ?", [job_id]
        )
        return {f"{row[0]}/{row[1]}": to_number(row[2], row[3]) for row in rows}

    def evaluations(self, job_id: str) -> list[EvaluationRecord]:
        """Return what was scored, by split, task, stage and step."""
        rows = self._rows(
            "SELECT split, task, stage, step, rows, is_best, spent, name, value, non_finite "
            "FROM evaluation WHERE job_id = ? ORDER BY split, task, stage, step, name",
            [job_id],
        )
        return [
            EvaluationRecord(
                split=split,
                task=task,
                stage=stage,
                step=step,
                rows=size,
                is_best=bool(is_best),
                spent=spent,
                metrics={row[7]: to_number(row[8], row[9]) for row in group},
            )
            for (split, task, stage, step, size, is_best, spent), group in groupby(
                rows, key=lambda row: row[:7]
            )
        ]

    def messages(self, job_id: str) -> list[MessageRecord]:
        """Return the log of a job, all attempts, oldest first."""
        rows = self._rows(
            "SELECT attempt, time, level, text FROM message WHERE job_id = ? ORDER BY attempt, seq",
            [job_id],
        )
        return [
            MessageRecord(attempt=row[0], time=to_time(row[1]), level=row[2], text=row[3])
            for row in rows
        ]

    def predictions(self, job_id: str) -> list[Prediction]:
        """Return what a finished run predicted for the first rows of its test split.

        Empty where nothing is stored, as for runs of earlier versions.

        Raises
        ------
        StoreError
            If what is stored is damaged.
        """
        rows = self._rows("SELECT data FROM prediction_set WHERE job_id = ?", [job_id])
        return unpack(rows[0][0]) if rows else []

    # -- prompts and checkpoints -----------------------------------------------------------

    def prompts(self, job_id: str) -> list[StoredPrompt]:
        """Return the prompts of a job, by task."""
        rows = self._rows(f"{PROMPTS} WHERE job_id = ? ORDER BY task", [job_id])
        return [to_prompt(row) for row in rows]

    def prompt(self, prompt_id: str) -> StoredPrompt:
        """Return a prompt by its identity.

        Raises
        ------
        StoreError
            If there is no such prompt.
        """
        rows = self._rows(f"{PROMPTS} WHERE prompt_id = ?", [prompt_id])
        if not rows:
            raise StoreError(f"There is no prompt '{prompt_id}' in the store '{self._path}'.")
        return to_prompt(rows[0])

    def checkpoint(self, job_id: str) -> StoredCheckpoint | None:
        """Return the last checkpoint of a job, the final one first."""
        rows = self._rows(
            "SELECT stage, step, is_final, data FROM checkpoint WHERE job_id = ? "
            "ORDER BY is_final DESC LIMIT 1",
            [job_id],
        )
        for stage, step, is_final, data in rows:
            return StoredCheckpoint(stage=stage, step=step, is_final=bool(is_final), data=data)
        return None

    def finished_stage(self, job_id: str) -> bytes | None:
        """Return the final state of a shared stage that is finished."""
        rows = self._rows(
            "SELECT data FROM checkpoint JOIN run USING (job_id) "
            "WHERE job_id = ? AND is_final AND status = 'finished'",
            [job_id],
        )
        return bytes(rows[0][0]) if rows else None

    def fork_point(self, job_id: str) -> StoredCheckpoint | None:
        """Return the checkpoint from which a fork began; None for a run of its own."""
        rows = self._rows("SELECT stage, step, data FROM fork WHERE job_id = ?", [job_id])
        for stage, step, data in rows:
            return StoredCheckpoint(stage=stage, step=step, is_final=False, data=data)
        return None

    def fork_place(self, job_id: str) -> tuple[str, int] | None:
        """Return stage and step at which a fork of a run would begin, None if it can not be."""
        return fork_place(self._rows, job_id)

    def related_studies(self, study_id: str) -> tuple[str, ...]:
        """Return the other studies with runs that a study's were forked from, or the reverse."""
        return related_studies(self._rows, study_id)

    # -- reading ---------------------------------------------------------------------------

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with told_as_store_error(self._path), closing(self._db.conn.cursor()) as cursor:
            return cursor.execute(statement, values).fetchall()

    def _runs(self, where: str, values: Sequence[object]) -> list[RunRecord]:
        with told_as_store_error(self._path), closing(self._db.conn.cursor()) as cursor:
            return list(map(RunRecord._make, cursor.execute(f"{RUNS} {where}", values)))

    def _starts(self, where: str, values: Sequence[object]) -> list[JobStart]:
        rows = self._rows(
            f"SELECT job_id, study_id, title, label, spec, attempt FROM run {where}",  # noqa: S608
            values,
        )
        return [to_start(row) for row in rows]
