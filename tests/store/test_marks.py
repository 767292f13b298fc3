"""Tags, notes, favourites and what is put away."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from promptstudio.core.errors import StoreError
from promptstudio.core.marks import MarkChange
from promptstudio.core.spec import Job, StudySpec
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter


@pytest.fixture
def runs(writer: RunWriter, study: StudySpec, run_job: Callable[..., Job]) -> RunWriter:
    writer.add_study("study-2", study, [run_job("run-2", "study-2")])
    return writer


def test_a_run_without_marks_has_empty_ones(reader: RunReader) -> None:
    record = reader.run("run-1")
    assert (record.tags, record.note) == ((), "")
    assert (record.is_favourite, record.is_archived) == (False, False)


def test_marks_change_one_by_one_and_stay(runs: RunWriter, reader: RunReader) -> None:
    runs.mark(["run-1"], MarkChange(add_tags=("good", "Ärger"), note="First.\nSecond."))
    runs.mark(["run-1", "run-2"], MarkChange(add_tags=("paper",), is_favourite=True))
    runs.mark(["run-1"], MarkChange(remove_tags=("good", "never"), is_archived=True))
    one, two = reader.run("run-1"), reader.run("run-2")
    assert one.tags == ("paper", "Ärger")
    assert two.tags == ("paper",)
    assert (one.note, two.note) == ("First.\nSecond.", "")
    assert (one.is_favourite, two.is_favourite) == (True, True)
    assert (one.is_archived, two.is_archived) == (True, False)
    runs.mark(["run-1"], MarkChange(note="", is_favourite=False))
    again = reader.run("run-1")
    assert (again.note, again.is_favourite, again.is_archived) == ("", False, True)


def test_marks_are_changed_for_all_or_for_none(runs: RunWriter, reader: RunReader) -> None:
    with pytest.raises(StoreError, match=r"'run-7' can not be marked: it is not in the store\.$"):
        runs.mark(["run-1", "run-7"], MarkChange(add_tags=("good",)))
    assert reader.run("run-1").tags == ()


def test_a_resumed_run_keeps_its_marks(
    writer: RunWriter, reader: RunReader, path: Path, worker: object
) -> None:
    del worker
    writer.mark(["run-1"], MarkChange(note="Keep me."))
    writer.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE run SET status = 'failed'")
        db.commit()
    with RunWriter(path, path.parent / "spool") as again:
        again.requeue("run-1", afresh=True)
    assert reader.run("run-1").note == "Keep me."


@pytest.mark.parametrize("tag", ["", "  ", "x" * 41])
def test_a_tag_is_a_short_word(tag: str) -> None:
    with pytest.raises(ValidationError):
        MarkChange(add_tags=(tag,))
    assert MarkChange(add_tags=(" good ",)).add_tags == ("good",)
