"""A study from start to end: every method's scores, gains, costs, and the time of the whole."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from promptstudio.bench.studies import finished
from promptstudio.comparison import tables_of
from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import StudySpec
from promptstudio.core.tables import Table
from promptstudio.export.tables import as_markdown
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME

_LONG: Final = ("failures", "published")
"""Tables with a line for every run or figure, told only if asked for."""


def measure(study: StudySpec, *, stored: Path | None = None, keys: Sequence[str] = ()) -> list[str]:
    """Run a study, or read it from the store of a folder, and return its tables.

    ``keys`` names the tables to tell; none stands for all.

    Raises
    ------
    StoreError
        If the folder has no such study, or not all of its runs have finished.
    """
    with _store(study, stored) as (reader, study_id):
        every = tables_of(reader, study_id)
        tables = [t for t in every if (t.key in keys if keys else t.key not in _LONG)]
        return [*_markdown(tables), *_facts(reader, study_id)]


@contextmanager
def _store(study: StudySpec, stored: Path | None) -> Iterator[tuple[RunReader, str]]:
    if stored is None:
        with finished(study) as (reader, _):
            yield reader, reader.studies()[-1].study_id
        return
    with RunReader(stored / STORE_NAME) as reader:
        known = [record for record in reader.studies() if record.name == study.name]
        if not known:
            raise StoreError(f"The store in '{stored}' has no study '{study.name}'.")
        yield reader, known[-1].study_id


def _markdown(tables: Sequence[Table]) -> list[str]:
    return as_markdown(tables, heading="###").splitlines()


def _facts(reader: RunReader, study_id: str) -> list[str]:
    runs = reader.runs(study_id)
    unfinished = sum(run.status is not Status.FINISHED for run in runs)
    if unfinished:
        raise StoreError(f"{unfinished} of {len(runs)} runs of the study have not finished.")
    jobs = [*runs, *reader.runs(study_id, "stage")]
    began = min(job.started for job in jobs if job.started is not None)
    ended = max(job.ended for job in jobs if job.ended is not None)
    seconds = (ended - began).total_seconds()
    shared = len(jobs) - len(runs)
    return ["", f"{len(runs)} runs and {shared} shared stages, all finished, {seconds:.0f} s."]
