"""The library's rows: prompts of finished runs, imported ones, and what may be changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.spec import BackboneSpec, StudySpec
from promptstudio.store.prompt_library import NewPrompt, PromptReader, PromptShelf
from promptstudio.store.writer import RunWriter

PROMPT = np.arange(6, dtype=np.float32).reshape(2, 3)


def new(name: str = "mnli", data: bytes = b"bytes", **changes: Any) -> NewPrompt:
    values: dict[str, Any] = {
        "origin": "imported from mnli.safetensors",
        "num_virtual_tokens": 2,
        "token_dim": 3,
        "norm": 1.5,
    }
    return NewPrompt(name=name, data=data, **(values | changes))


@pytest.fixture
def shelf(writer: RunWriter) -> PromptShelf:
    return PromptShelf(writer)


def test_prompts_of_finished_runs_tell_where_they_come_from(
    path: Path, spool: Path, study: StudySpec, run_job: Any, stage_job: Any, new_worker: Any
) -> None:
    first = stage_job()
    second = stage_job(stages=("joint",), needs=first.spec.digest)
    jobs = [
        first,
        second,
        run_job("run-1", needs=second.spec.digest),
        run_job("run-2"),
        run_job("run-3"),
        run_job("run-4"),
    ]
    with RunWriter(path, spool, clock=lambda: 0.0) as writer:
        writer.add_study("study-1", study, jobs)
        for name, prompt, status in (
            ("run-1", PROMPT, Status.FINISHED),
            ("run-2", PROMPT, Status.FAILED),
            ("run-3", PROMPT[:0], Status.FINISHED),
        ):
            worker = new_worker(spool, name)
            for event in (worker.started(), worker.prompt(prompt), worker.ended(status)):
                writer(event)
        with PromptReader(path) as reader:
            (entry,) = reader.entries()
            assert np.frombuffer(reader.data(entry.prompt_id)[-24:], "<f4").sum() == PROMPT.sum()
    assert (entry.name, entry.task, entry.method) == (
        "Prompt tuning: food, seed 3",
        "food",
        "prompt_tuning",
    )
    assert (entry.kind, entry.num_virtual_tokens, entry.token_dim) == ("plain", 2, 3)
    assert entry.norm == pytest.approx(np.sqrt(55))
    assert entry.origin == "run run-1"
    assert entry.provenance == (
        "Prompt of the run 'Prompt tuning: food, seed 3' (run-1) of the study 'film to food'.",
        f"It builds on the shared stage 'Sources' ({second.job_id}).",
        f"It builds on the shared stage 'Sources' ({first.job_id}).",
        "Source tasks: film, book.",
    )
    assert entry.backbone is not None
    assert entry.backbone.source == "sandbox"
    assert not entry.can_change


def test_imported_prompts_are_kept_renamed_and_removed(path: Path, shelf: PromptShelf) -> None:
    model = BackboneSpec(source="owner/name", revision="abc", prompt_position="append")
    first, second = shelf.add(
        [new("a", b"one", note="Two rows.\nOf four.", backbone=model), new("b", b"two")]
    )
    shelf.rename(first, " c ")
    with PromptReader(path) as reader:
        found = {entry.prompt_id: entry for entry in reader.entries()}
        assert list(found) == [first, second]
        assert reader.data(second) == b"two"
    entry = found[first]
    assert (entry.name, entry.kind, entry.task) == ("c", "imported", "")
    assert (entry.backbone, entry.position) == (model, "append")
    assert (found[second].backbone, found[second].position) == (None, "prepend")
    assert entry.sha256 == hashlib.sha256(b"one").hexdigest()
    assert entry.provenance == ("Imported from mnli.safetensors.", "Two rows.", "Of four.")
    assert entry.can_change
    removed = shelf.remove([first])
    with PromptReader(path) as reader:
        assert [entry.prompt_id for entry in reader.entries()] == [second]
        with pytest.raises(StoreError, match=f"There is no prompt '{first}'"):
            reader.data(first)
    shelf.put_back(removed)
    with PromptReader(path) as reader:
        assert {entry.prompt_id: entry for entry in reader.entries()} == found
        assert reader.data(first) == b"one"


def test_all_prompts_are_removed_or_none(path: Path, shelf: PromptShelf) -> None:
    (known,) = shelf.add([new()])
    with pytest.raises(StoreError, match="no imported prompt 'other'"):
        shelf.remove([known, "other"])
    with PromptReader(path) as reader:
        assert [entry.prompt_id for entry in reader.entries()] == [known]


def test_all_prompts_are_taken_in_or_none(path: Path, shelf: PromptShelf) -> None:
    with pytest.raises(Exception, match="NOT NULL"):
        shelf.add([new("a"), new("b", norm=None)])
    with PromptReader(path) as reader:
        assert reader.entries() == []


@pytest.mark.parametrize("change", ["rename", "remove"])
def test_the_prompt_of_a_run_can_not_be_changed(
    path: Path, writer: RunWriter, shelf: PromptShelf, worker: Any, change: str
) -> None:
    for event in (worker.started(), worker.prompt(PROMPT), worker.ended()):
        writer(event)
    with PromptReader(path) as reader:
        (before,) = reader.entries()
    calls: dict[str, Callable[[str], object]] = {
        "rename": lambda one: shelf.rename(one, "x"),
        "remove": lambda one: shelf.remove([one]),
    }
    for name in (before.prompt_id, "nothing"):
        with pytest.raises(StoreError, match=f"no imported prompt '{name}'. Only imported"):
            calls[change](name)
    with PromptReader(path) as reader:
        assert reader.entries() == [before]


def test_a_prompt_keeps_a_name(shelf: PromptShelf) -> None:
    (name,) = shelf.add([new()])
    with pytest.raises(StoreError, match="needs a name"):
        shelf.rename(name, "  ")


def test_a_transaction_writes_what_waits_first(
    path: Path, writer: RunWriter, reader: Any, worker: Any
) -> None:
    writer(worker.started())
    writer(worker.step(1))
    assert reader.metrics("run-1") == {}
    with writer.transaction():
        assert reader.metrics("run-1") == {"tune/loss": ([1], [1.0])}
