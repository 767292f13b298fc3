"""The small parts of the engine: events in order, progress, tensors on their way, the mailbox."""

from pathlib import Path

import pytest
import torch

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Event, Message, RunEnded, Status
from promptstudio.engine.emitter import Emitter
from promptstudio.engine.mailbox import Mailbox
from promptstudio.engine.progress import Progress, from_tensors, to_tensors
from promptstudio.engine.spool import Spool, read_tensors

STATE = {"prompt": torch.arange(6.0).reshape(2, 3), "prompt.m": torch.ones(2, 3)}


def test_events_are_numbered_from_zero_and_nothing_follows_the_end() -> None:
    heard: list[Event] = []
    emit = Emitter("run-1", 2, heard.append, clock=lambda: 7.0)
    emit(Message, level="info", text="a")
    emit.end(Status.FINISHED)
    assert [(e.job_id, e.attempt, e.seq, e.time) for e in heard] == [
        ("run-1", 2, 0, 7.0),
        ("run-1", 2, 1, 7.0),
    ]
    assert isinstance(heard[-1], RunEnded)
    with pytest.raises(RuntimeError, match="after the end"):
        emit(Message, level="info", text="b")


def test_the_best_state_is_the_first_of_the_highest_score() -> None:
    now = Progress(stage="target", step=1, state={"prompt": torch.zeros(1)})
    now = now.scored((0.5, -1.0))
    better = Progress(**{**as_dict(now), "state": {"prompt": torch.ones(1)}}).scored((0.5, -0.9))
    assert better.kept["prompt"] == 1
    assert better.stale == 0
    worse = Progress(**{**as_dict(better), "state": {"prompt": torch.zeros(1)}})
    worse = worse.scored((0.5, -0.9))
    assert worse.kept["prompt"] == 1
    assert worse.stale == 1


def as_dict(progress: Progress) -> dict:
    return {name: getattr(progress, name) for name in progress.__slots__}


def test_an_unscored_progress_keeps_the_present_state() -> None:
    assert Progress(stage="source", step=3, state=STATE).kept is STATE


@pytest.mark.parametrize("scored", [False, True])
def test_a_checkpoint_gives_back_the_same_progress(tmp_path: Path, *, scored: bool) -> None:
    now = Progress(stage="target", step=4, state=STATE, rows=12, seconds=1.5)
    if scored:
        now = now.scored((0.75, -0.1 - 0.2))
    spool = Spool(tmp_path / "spool")
    blob = spool.put(*to_tensors(now))
    back = from_tensors(*read_tensors(spool.folder / blob.name))
    assert (back.stage, back.step, back.score, back.rows) == ("target", 4, now.score, 12)
    assert all(torch.equal(back.state[name], STATE[name]) for name in STATE)
    assert (back.best is None) == (not scored)


def test_tensors_read_back_are_aligned_as_fresh_ones_are(tmp_path: Path) -> None:
    """Sums over memory that is not aligned may differ in the last bit."""
    blob = Spool(tmp_path).put({"a": torch.ones(3), "b": torch.ones(5), "c": torch.ones(7)})
    tensors, _ = read_tensors(tmp_path / blob.name)
    assert all(value.data_ptr() % 64 == 0 for value in tensors.values())


def test_a_damaged_checkpoint_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(StoreError, match="can not be read"):
        read_tensors(path)


def test_a_spool_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can not take a result"):
        Spool(tmp_path / "file").put(STATE)


def test_the_mailbox_wakes_once_for_many_events() -> None:
    woken: list[int] = []
    box = Mailbox(lambda: woken.append(1))
    event = Message(job_id="a", attempt=0, seq=0, time=0.0, level="info", text="x")
    box(event)
    box(event)
    assert len(woken) == 1
    assert box.take() == [event, event]
    assert box.take() == []
    box(event)
    assert len(woken) == 2
