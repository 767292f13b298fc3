from typing import Any

import pytest
from pydantic import ValidationError

from promptstudio.core.commands import (
    COMMANDS,
    SAID,
    Idle,
    Pause,
    Ready,
    Refused,
    Shutdown,
    Stop,
    Submit,
)
from promptstudio.core.events import (
    EVENTS,
    Blob,
    CheckpointSaved,
    Cost,
    Evaluated,
    Event,
    Message,
    PredictionsSaved,
    PromptSaved,
    RunEnded,
    RunStarted,
    StageEnded,
    StageStarted,
    Status,
    StatusChanged,
    StepDone,
)

HEAD: dict[str, Any] = {"job_id": "run-1", "attempt": 1, "seq": 4, "time": 1.7e9}
BLOB = Blob(name="a.safetensors", size=3, sha256="ab" * 32)

EXAMPLES: list[Event] = [
    RunStarted(
        **HEAD,
        device="cpu",
        backbone="sandbox",
        backbone_sha256="cd" * 32,
        sharing="packed",
        versions={"torch": "2"},
        resumed_at=("tune", 20),
    ),
    StageStarted(**HEAD, stage="tune", title="Tune", steps=100, first_step=20),
    StageEnded(**HEAD, stage="tune", step=100, cost=Cost(rows=1600, tokens=70_000, seconds=2.5)),
    StepDone(**HEAD, stage="tune", step=21, metrics={"loss": 0.1 + 0.2}, rows=168, seconds=1.5),
    Evaluated(
        **HEAD,
        stage="tune",
        step=50,
        task="food",
        split="validation",
        metrics={"accuracy": 0.75},
        rows=200,
        is_best=True,
        main="accuracy",
    ),
    PromptSaved(
        **HEAD, task="food", kind="ensemble", num_virtual_tokens=10, token_dim=64, blob=BLOB
    ),
    PredictionsSaved(**HEAD, task="food", rows=100, blob=BLOB),
    CheckpointSaved(**HEAD, stage="tune", step=50, is_final=False, blob=BLOB),
    Message(**HEAD, level="warning", text="Two lines,\none of them with a “quote”."),
    StatusChanged(**HEAD, status=Status.PAUSED),
    RunEnded(**HEAD, status=Status.FAILED, reason="It diverged.", report="Trace", rows=3),
]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type)
def test_an_event_is_one_line_and_comes_back_equal(event: Event) -> None:
    line = event.model_dump_json()
    assert "\n" not in line
    assert EVENTS.validate_json(line) == event
    assert SAID.validate_json(line) == event


def test_every_kind_of_event_has_an_example() -> None:
    kinds = EVENTS.json_schema()["discriminator"]["mapping"]
    assert {event.type for event in EXAMPLES} == set(kinds)


@pytest.mark.parametrize("value", ["Infinity", "-Infinity", "NaN"])
def test_a_metric_that_is_not_finite_crosses_the_pipe(value: str) -> None:
    event = StepDone(
        **HEAD, stage="tune", step=1, metrics={"loss": float(value)}, rows=1, seconds=0
    )
    line = event.model_dump_json()
    back = EVENTS.validate_json(line)
    assert isinstance(back, StepDone)
    assert str(back.metrics["loss"]) == str(float(value))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"type": "step_gone"}', "does not match any of the expected tags"),
        (b'{"type": "idle", "extra": 1}', "Extra inputs are not permitted"),
        (b"{", "Invalid JSON"),
    ],
)
def test_what_is_no_event_and_no_reply_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        SAID.validate_json(line)


@pytest.mark.parametrize(
    "said",
    [
        Ready(pid=7, devices=("cpu", "cuda:0"), versions={}),
        Refused(request_id="r-1", reason="No."),
        Idle(),
    ],
    ids=lambda said: said.type,
)
def test_replies_come_back_equal(said: Ready | Refused | Idle) -> None:
    assert SAID.validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "command",
    [
        Submit(request_id="r-1", starts=(), cards={"food": {"key": "food"}}, results={}),
        Stop(job_ids=("run-1",), keep=True),
        Pause(job_ids=(), paused=False),
        Shutdown(),
    ],
    ids=lambda command: command.type,
)
def test_commands_come_back_equal(command: Submit | Stop | Pause | Shutdown) -> None:
    assert COMMANDS.validate_json(command.model_dump_json()) == command


def test_the_states_that_end_an_attempt() -> None:
    assert {status for status in Status if status.is_final} == {
        Status.FINISHED,
        Status.FAILED,
        Status.CANCELLED,
        Status.INTERRUPTED,
    }
