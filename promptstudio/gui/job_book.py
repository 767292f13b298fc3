"""The jobs that the window knows: rows from the store, curves from events or the store."""

from collections.abc import Iterable, Mapping, Sequence

from promptstudio.analysis.lines import LineBook
from promptstudio.analysis.live import JobState, LiveJobs, restored
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Event, RunStarted
from promptstudio.gui.ports import Curves, Reader, RunRow, Score


class JobBook:
    """Joins what is stored with what is heard. Holds no widget."""

    def __init__(self, reader: Reader, methods: Mapping[str, MethodInfo]) -> None:
        self._reader = reader
        self._methods = methods
        self._members: dict[str, tuple[RunRow, ...]] = {}
        self._held: dict[str, list[Event]] = {}
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

    @property
    def awaited(self) -> tuple[RunRow, ...]:
        """The runs that continue and whose earlier curves are not read yet."""
        return tuple(self.jobs[job_id] for job_id in self._held if job_id in self.jobs)

    def apply(self, event: Event) -> None:
        """Take in an event; those of a run that continues wait for its earlier curves."""
        held = self._held.get(event.job_id)
        if held is not None:
            held.append(event)
        elif self._goes_on(event):
            self._held[event.job_id] = [event]
        else:
            self.live.apply(event)

    def _goes_on(self, event: Event) -> bool:
        """Tell whether an event begins what goes on from curves that are stored alone."""
        is_stored = event.job_id in self.jobs and event.job_id not in self.live.jobs
        return is_stored and isinstance(event, RunStarted) and event.resumed_at is not None

    def restored(self, row: RunRow, curves: Curves, scores: Sequence[Score]) -> JobState:
        """Rebuild what is known of a job from its stored curves. Any thread may call it."""
        info = self._methods.get(row.method)
        marks = [s for s in scores if s.split == "validation"]
        job = restored(
            row.job_id,
            row.status,
            [stage.key for stage in info.stages] if info else [],
            curves,
            [(s.stage, s.step, s.metrics) for s in marks],
        )
        job.validation_rows = max((s.rows for s in marks), default=0)
        return job

    def take(self, job: JobState) -> None:
        """Take in a rebuilt job, then what waited for it.

        A job of which something was heard meanwhile stays as it is. What waited may be in the
        rebuilt curves already: a point at a step replaces those from there on.
        """
        if job.job_id not in self.live.jobs:
            self.live.jobs[job.job_id] = job
            self.live.version += 1
        for event in self._held.pop(job.job_id, ()):
            self.live.apply(event)

    def title(self, job_id: str) -> str:
        """Return the title of a job, or its identity while the row is not read yet."""
        return self.jobs[job_id].title if job_id in self.jobs else job_id

    def with_origins(self, rows: Sequence[RunRow]) -> tuple[str, ...]:
        """Return the identities of jobs, then of all stages and runs that they begin from."""
        found: dict[str, None] = {}
        todo = list(rows)
        for row in todo:
            found[row.job_id] = None
            before = (row.needs, row.forked_from.job_id if row.forked_from else None)
            todo += self._named(*(name for name in before if name not in found))
        return tuple(found)

    def with_forks(self, rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
        """Return jobs, the runs that they were forked from, and those forked from them."""
        forks: dict[str, list[RunRow]] = {}
        for row in self.jobs.values():
            if row.forked_from is not None:
                forks.setdefault(row.forked_from.job_id, []).append(row)
        older, younger = list(rows), list(rows)
        for row in older:
            older += self._named(row.forked_from.job_id if row.forked_from else None)
        for row in younger:
            younger += forks.get(row.job_id, ())
        return tuple({row.job_id: row for row in (*older, *younger)}.values())

    def _named(self, *names: str | None) -> list[RunRow]:
        return [self.jobs[name] for name in names if name is not None and name in self.jobs]

    def active(self, rows: Iterable[RunRow]) -> tuple[str, ...]:
        """Return those jobs that have not ended."""
        return tuple(row.job_id for row in rows if not row.status.is_final)
