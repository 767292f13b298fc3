"""The jobs that the window knows: rows from the store, curves from events or the store."""

from collections.abc import Iterable, Mapping, Sequence

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import LiveJobs, restored
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Event, RunStarted
from promptstudio.gui.ports import Reader, RunRow


class JobBook:
    """Joins what is stored with what is heard. Holds no widget."""

    def __init__(self, reader: Reader, methods: Mapping[str, MethodInfo]) -> None:
        self._reader = reader
        self._methods = methods
        self._members: dict[str, tuple[RunRow, ...]] = {}
        self.live = LiveJobs()
        self.lines = LineBook()
        self.jobs: dict[str, RunRow] = {}

    @property
    def runs(self) -> tuple[RunRow, ...]:
        """All runs that are known, without shared stages."""
        return tuple(row for row in self.jobs.values() if row.kind == "run")

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies that were read."""
        return tuple(self._members)

    def refresh(self, study_ids: Iterable[str]) -> None:
        """Read the rows of studies anew; those of other studies stay as they were.

        Raises
        ------
        StoreError
            If the store can not be read.
        """
        for study_id in study_ids:
            runs = self._reader.runs(study_id)
            stages = self._reader.runs(study_id, kind="stage")
            self._members[study_id] = (*stages, *runs)
            for row in (*runs, *stages):
                self.lines.add(row.job_id, row.label or row.method, row.target_task, row.seed)
        self.jobs = {row.job_id: row for rows in self._members.values() for row in rows}

    def of_study(self, study_id: str) -> tuple[RunRow, ...]:
        """Return the jobs of a study, shared stages first; none if it was not read."""
        return tuple(self.jobs[row.job_id] for row in self._members.get(study_id, ()))

    def apply(self, event: Event) -> None:
        """Take in an event; a run that continues gets its earlier curves from the store."""
        unknown = event.job_id not in self.live.jobs
        if unknown and isinstance(event, RunStarted) and event.resumed_at is not None:
            self.recall([event.job_id])
        self.live.apply(event)

    def recall(self, job_ids: Iterable[str]) -> None:
        """Read the curves of jobs that nothing was heard of from the store.

        Raises
        ------
        StoreError
            If the store can not be read.
        """
        for job_id in job_ids:
            row = self.jobs.get(job_id)
            if row is None or job_id in self.live.jobs:
                continue
            info = self._methods.get(row.method)
            scores = [s for s in self._reader.evaluations(job_id) if s.split == "validation"]
            job = restored(
                job_id,
                row.status,
                [stage.key for stage in info.stages] if info else [],
                self._reader.metrics(job_id),
                [(s.stage, s.step, s.metrics) for s in scores],
            )
            job.validation_rows = max((s.rows for s in scores), default=0)
            self.live.jobs[job_id] = job
            self.live.version += 1

    def title(self, job_id: str) -> str:
        """Return the title of a job, or its identity while the row is not read yet."""
        return self.jobs[job_id].title if job_id in self.jobs else job_id

    def with_stages(self, rows: Sequence[RunRow]) -> tuple[str, ...]:
        """Return the identities of runs and of all shared stages they start from."""
        found: dict[str, None] = {}
        for row in rows:
            at: RunRow | None = row
            while at is not None and at.job_id not in found:
                found[at.job_id] = None
                at = self.jobs.get(at.needs) if at.needs else None
        return tuple(found)

    def active(self, rows: Iterable[RunRow]) -> tuple[str, ...]:
        """Return those jobs that have not ended."""
        return tuple(row.job_id for row in rows if not row.status.is_final)
