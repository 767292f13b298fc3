"""How long a full queue makes one wait: for the first result, and for Stop."""

import tempfile
import time
from pathlib import Path

from promptstudio.core.events import Event, RunEnded, Status, StepDone
from promptstudio.core.spec import EvaluationSpec, MethodSpec, StudySpec
from promptstudio.planning import prepare
from promptstudio.supervisor import Supervisor, make_runner


def measure(*, runs: int, steps: int) -> list[str]:
    """Return the time to the first result, alone and with a queue, and the time of Stop."""
    with tempfile.TemporaryDirectory(prefix="promptstudio-") as name:
        folder = Path(name)
        heard: list[Event] = []
        runner = make_runner(folder, in_process=False)
        with Supervisor(folder, runner, sinks=[heard.append]) as supervisor:
            _until_first_result(supervisor, heard, folder, 1, steps)  # loads the model
            alone = _until_first_result(supervisor, heard, folder, 1, steps)
            queued = _until_first_result(supervisor, heard, folder, runs, steps)
            stop = _stop(supervisor, heard)
    return [
        "| what | seconds |",
        "|---|---|",
        f"| one run alone, to its result in the store | {alone:.2f} |",
        f"| first result with {runs} runs queued | {queued:.2f} |",
        f"| ratio | {queued / alone:.2f} |",
        f"| Cancel of everything, until the last end is in the store | {stop:.3f} |",
    ]


def _until_first_result(
    supervisor: Supervisor, heard: list[Event], folder: Path, runs: int, steps: int
) -> float:
    study = StudySpec(
        name="waiting",
        target_tasks=("hotel_sentiment",),
        methods=(MethodSpec(key="prompt_tuning", config={"steps": steps}),),
        seeds=tuple(range(runs)),
        evaluation=EvaluationSpec(every=steps, validation_rows=32, test_rows=100),
    )
    heard.clear()
    began = time.perf_counter()
    supervisor.submit(prepare(study, folder))
    while not any(isinstance(e, RunEnded) and e.status is Status.FINISHED for e in heard):
        supervisor.pump(0.05)
    return time.perf_counter() - began


def _stop(supervisor: Supervisor, heard: list[Event]) -> float:
    count = len(heard)
    while not any(isinstance(event, StepDone) for event in heard[count:]):
        supervisor.pump(0.05)
    began = time.perf_counter()
    supervisor.stop(tuple(supervisor.titles()), keep=False)
    supervisor.finish()
    return time.perf_counter() - began
