"""Predictions of single rows: taken in with their run, given back, forgotten with it."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Blob, PredictionsSaved, Status
from promptstudio.core.predictions import Prediction, cut, pack, unpack
from promptstudio.store.queries import RunReader
from promptstudio.store.writer import RunWriter

FOUND = [
    Prediction(0, "Köstlich!", ("good",), "good", 0.9, 0.105),
    Prediction(1, "What is 2 + 2?", ("4", "four"), "five"),
]


def saved(worker: Any, data: bytes) -> Any:
    blob: Blob = worker.blob(data)
    return worker.make(PredictionsSaved, task="food", rows=2, blob=blob)


def test_predictions_come_back_equal(writer: RunWriter, reader: RunReader, worker: Any) -> None:
    assert reader.predictions("run-1") == []
    for event in (worker.started(), saved(worker, pack(FOUND)), worker.ended()):
        writer(event)
    assert reader.predictions("run-1") == FOUND
    assert [each.is_right for each in FOUND] == [True, False]


def test_predictions_of_an_earlier_attempt_are_forgotten(
    writer: RunWriter, reader: RunReader, worker: Any, new_worker: Any, spool: Path
) -> None:
    for event in (worker.started(), saved(worker, pack(FOUND)), worker.ended(Status.FAILED)):
        writer(event)
    writer.requeue("run-1")
    writer(new_worker(spool, attempt=1).started())
    assert reader.predictions("run-1") == []


def test_predictions_that_arrive_damaged_are_refused(writer: RunWriter, worker: Any) -> None:
    writer(worker.started())
    event = saved(worker, pack(FOUND))
    broken = event.model_copy(update={"blob": event.blob.model_copy(update={"sha256": "0" * 64})})
    with pytest.raises(StoreError, match="arrived damaged"):
        writer(broken)


@pytest.mark.parametrize("data", [b"", b"no gzip", pack(FOUND)[:-9], gzip.compress(b"[[1]]")])
def test_damaged_bytes_are_told(data: bytes) -> None:
    with pytest.raises(StoreError, match="predictions of a run are damaged"):
        unpack(data)


def test_long_texts_are_cut() -> None:
    assert cut("x" * 300) == "x" * 300
    assert cut("x" * 301) == "x" * 299 + "…"


def test_equal_predictions_are_equal_bytes() -> None:
    assert pack(FOUND) == pack(FOUND)
