"""The store for the page of results: a list of runs, and what a person asks of some of them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.predictions import Prediction
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.store.queries import RunReader, Series
from promptstudio.store.records import EvaluationRecord, RunRecord

if TYPE_CHECKING:  # they load numpy
    from promptstudio.analysis.ablation import Effect
    from promptstudio.analysis.shots import ShotCurve


class StoredResults:
    """Reads over a connection of its own at every call, so that any thread may ask.

    Where statistics are needed they are loaded at the first call, not with the window.
    """

    def __init__(self, store: Path) -> None:
        self._store = store

    def runs(self) -> list[RunLine]:
        """Return all runs, oldest first."""
        with RunReader(self._store) as reader:
            return [line_of(run) for run in reader.runs()]

    def curves(self, job_ids: Iterable[str]) -> dict[str, dict[str, Series]]:
        """Return the curves of some runs by run and ``stage/name``."""
        with RunReader(self._store) as reader:
            return {job_id: reader.metrics(job_id) for job_id in job_ids}

    def history(self, job_id: str) -> tuple[dict[str, Series], list[EvaluationRecord]]:
        """Return the curves of a job by ``stage/name``, and its scores."""
        with RunReader(self._store) as reader:
            return reader.metrics(job_id), reader.evaluations(job_id)

    def differences(self, titles: Mapping[str, str]) -> Table:
        """Return the settings in which some runs differ; ``titles`` are by identity."""
        from promptstudio.analysis.differences import differences

        with RunReader(self._store) as reader:
            return differences({title: reader.params(name) for name, title in titles.items()})

    def details(self, job_id: str) -> Table:
        """Return all facts of a run."""
        from promptstudio.comparison.details import details

        with RunReader(self._store) as reader:
            return details(reader, job_id)

    def predictions(self, job_id: str) -> Sequence[Prediction]:
        """Return what a run predicted; empty where nothing is stored."""
        with RunReader(self._store) as reader:
            return reader.predictions(job_id)

    def shots(self, study_id: str) -> "tuple[Sequence[ShotCurve], Table]":
        """Return scores over the number of rows, as curves and as a table."""
        from promptstudio.comparison.swept import shots_of, shots_table

        with RunReader(self._store) as reader:
            curves = shots_of(reader, study_id)
        return curves, shots_table(curves)

    def effects(self, study_id: str) -> "tuple[Sequence[Effect], Table]":
        """Return what single settings of a study do, as numbers and as a table."""
        from promptstudio.comparison.swept import effects_of, effects_table

        with RunReader(self._store) as reader:
            found = effects_of(reader, study_id)
        return found, effects_table(found)

    def study(self, study_id: str) -> StudySpec:
        """Return a study as it was set up."""
        with RunReader(self._store) as reader:
            return reader.study(study_id)

    def study_of(self, job_id: str) -> StudySpec:
        """Return a study of one run alone."""
        with RunReader(self._store) as reader:
            return reader.study_of(job_id)


def line_of(run: RunRecord) -> RunLine:
    """Return what a list tells of a run."""
    sources = run.source_tasks
    return RunLine(
        job_id=run.job_id,
        study_id=run.study_id,
        study=run.study,
        title=run.title,
        label=run.label,
        method=run.method,
        target=run.target_task or "",
        sources=sources,
        seed=run.seed,
        split_seed=run.split_seed,
        status=run.status,
        metric=run.metric,
        validation=run.validation,
        test=run.test.get(run.metric),
        seconds=run.seconds,
        created=run.created,
        device=run.device,
        backbone=run.backbone,
        reason=run.reason,
        tags=run.tags,
        note=run.note,
        is_favourite=run.is_favourite,
        is_archived=run.is_archived,
    )
