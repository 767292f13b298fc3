"""Data are taken in by a process that can be ended at any instant."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from promptstudio.core.errors import TaskError, WorkerError
from promptstudio.core.phrases import Phrase
from promptstudio.core.tables import Table
from promptstudio.tasks.cards import load_card
from promptstudio.tasks.importing.leftovers import aside_prefix, sweep
from promptstudio.tasks.importing.messages import (
    TOLD,
    Doing,
    Failed,
    Kept,
    Look,
    Told,
    Unclear,
    Understood,
    packed_table,
    unpacked_table,
)
from promptstudio.tasks.importing.process import ImportProcess, Watch
from promptstudio.tasks.importing.serving import ImportServer
from promptstudio.tasks.importing.writing import MANIFEST

MANY = 150_000


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ImportProcess]:
    process = ImportProcess(tmp_path / "work")
    yield process
    process.end()


def write(path: Path, rows: int, columns: str = "text,label") -> Path:
    lines = "".join(f"some words of row {n},{n % 2}\n" for n in range(rows))
    path.write_text(f"{columns}\n{lines}")
    return path


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., list[Told]]:
    """The server, without a process; what it says goes through JSON."""

    def ask(*lines: str) -> list[Told]:
        said: list[Told] = []
        server = ImportServer(
            tmp_path / "work",
            lambda words: said.append(TOLD.validate_json(words.model_dump_json())),
        )
        server.serve(lines)
        return [words for words in said if not isinstance(words, Doing)]

    return ask


def test_tables_arrive_as_they_were_with_their_phrases() -> None:
    note = Phrase("{0:,} rows of {1}", 1200, Phrase("train"))
    table = Table(
        key="k",
        title=Phrase("Rows {x}"),
        columns=("a", Phrase("b")),
        rows=(("1", "2"),),
        notes=(note,),
        numeric=frozenset({1}),
        values=((1.0, None),),
    )
    again = unpacked_table(json.loads(json.dumps(packed_table(table))))
    assert again == table
    (told,) = again.notes
    assert isinstance(told, Phrase)
    assert (told.template, told.values) == (note.template, note.values)
    assert isinstance(told.values[1], Phrase)
    assert isinstance(again.title, Phrase)
    assert not isinstance(again.columns[0], Phrase)


def test_what_is_looked_at_is_kept(tmp_path: Path, process: ImportProcess) -> None:
    told: list[tuple[str, int, int]] = []
    watch = Watch(lambda *progress: told.append(progress))
    found = process.look(Look(what=str(write(tmp_path / "a.csv", 40))), watch)
    assert isinstance(found, Understood)
    assert found.card.key == "a"
    assert not (tmp_path / "work").exists()
    card = load_card(process.keep(found, watch))
    assert card.title == "a"
    assert (tmp_path / "work/tasks/a" / MANIFEST).is_file()
    assert [doing for doing, rows, of in told if rows == of == 40] == [
        "reading train",
        "checking train",
        "writing train",
    ]


def test_after_the_process_ended_the_same_data_are_looked_at_again(
    tmp_path: Path, process: ImportProcess
) -> None:
    found = process.look(Look(what=str(write(tmp_path / "a.csv", 40)), name="mine"), Watch())
    process.look(Look(what=str(write(tmp_path / "b.csv", 40))), Watch())
    process.end()
    assert isinstance(found, Understood)
    assert process.keep(found, Watch()) == tmp_path / "work/tasks/mine.toml"


@pytest.mark.parametrize("doing", ["reading", "checking", "writing"])
def test_it_ends_within_a_second_and_leaves_nothing(
    tmp_path: Path, process: ImportProcess, doing: str
) -> None:
    path = write(tmp_path / "many.csv", MANY)
    reached = threading.Event()

    def tell(text: str, rows: int, of: int) -> None:
        if text.startswith(doing) and 0 < rows < of:
            reached.set()

    watch = Watch(tell)
    errors: list[TaskError] = []

    def work() -> None:
        try:
            found = process.look(Look(what=str(path)), watch)
            assert isinstance(found, Understood)
            process.keep(found, watch)
        except TaskError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert reached.wait(60)
    before = time.monotonic()
    watch.stop()
    process.end()
    thread.join()
    assert time.monotonic() - before < 1
    assert [str(error) for error in errors] == ["Cancelled. Nothing was written."]
    assert not [*(tmp_path / "work").rglob("*.*")]


def test_what_was_stopped_before_it_began_does_not_begin(process: ImportProcess) -> None:
    watch = Watch()
    watch.stop()
    with pytest.raises(TaskError, match=r"^Cancelled\. Nothing was written\.$"):
        process.look(Look(what="a.csv"), watch)
    assert process._process is None


def test_a_process_that_dies_is_told_and_replaced(tmp_path: Path, process: ImportProcess) -> None:
    path = write(tmp_path / "many.csv", MANY)

    def die(*_: object) -> None:
        assert process._process is not None
        process._process.kill()

    with pytest.raises(WorkerError, match=r"ended early \(code -9\), perhaps because the memory"):
        process.look(Look(what=str(path)), Watch(die))
    found = process.look(Look(what=str(write(tmp_path / "a.csv", 40))), Watch())
    assert isinstance(found, Understood)


def test_columns_come_where_no_task_can_be_made(
    tmp_path: Path, ask: Callable[..., list[Told]]
) -> None:
    path = write(tmp_path / "a.csv", 40, columns="words,mark")
    look = Look(what=str(path))
    again = look.model_copy(update={"changes": {"kind": "classification", "label_field": "mark"}})
    unclear, found = ask(look.model_dump_json(), again.model_dump_json())
    assert isinstance(unclear, Unclear)
    assert unclear.reason.startswith("It is not clear which column")
    assert [column[0] for column in unclear.columns] == ["words", "mark"]
    assert unclear.columns[1] == ("mark", "text, 40 filled", "0")
    assert isinstance(found, Understood)
    assert (found.answer, found.template) == ("mark", "words: {words}")


def test_a_name_that_is_taken_is_not_made_and_not_accepted(
    tmp_path: Path, ask: Callable[..., list[Told]]
) -> None:
    look = Look(what=str(write(tmp_path / "a.csv", 40))).model_dump_json()
    named = Look(what=str(tmp_path / "a.csv"), name="a").model_dump_json()
    first, kept, second, failed = ask(look, '{"type": "keep"}', look, named)
    assert isinstance(first, Understood)
    assert isinstance(second, Understood)
    assert (first.card.key, second.card.key) == ("a", "a_2")
    assert kept == Kept(path=str(tmp_path / "work/tasks/a.toml"))
    assert failed == Failed(reason="There is a task 'a' already. Give yours another name.")


def test_what_can_not_be_done_is_answered(ask: Callable[..., list[Told]]) -> None:
    early, gone, labels, bug = ask(
        '{"type": "keep"}',
        Look(what="/nowhere/a.csv").model_dump_json(),
        Look(what="a.csv", changes={"labels": "good"}).model_dump_json(),
        '{"type": "lock"}',
    )
    assert early == Failed(reason="Nothing was looked at yet.")
    assert isinstance(gone, Failed)
    assert gone.reason.startswith("There is no file or folder '/nowhere/a.csv'")
    assert isinstance(labels, Failed)
    assert "such as 0=bad,1=good" in labels.reason
    assert isinstance(bug, Failed)
    assert "Traceback" in bug.report


def test_only_what_the_ended_process_left_is_swept(tmp_path: Path) -> None:
    mine, other = tmp_path / f"{aside_prefix(7)}x", tmp_path / f"{aside_prefix(77)}x"
    for folder in (mine, other, tmp_path / "whole", tmp_path / "half"):
        folder.mkdir()
        (folder / "train.parquet").touch()
    for name in ("whole.toml", "half.toml.part"):
        (tmp_path / name).touch()
    sweep(tmp_path, "half", 7)
    sweep(tmp_path, "whole", 7)
    assert {path.name for path in tmp_path.iterdir()} == {other.name, "whole", "whole.toml"}
