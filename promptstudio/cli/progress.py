"""Progress bars for a terminal: one per job in flight, one for the whole."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from promptstudio.core.events import Evaluated, Event, Message, RunEnded, StageStarted, StepDone


class Bars:
    """An event sink that draws on standard error."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
        )
        self._titles: dict[str, str] = {}
        self._bars: dict[str, TaskID] = {}
        self._whole: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def expect(self, titles: dict[str, str]) -> None:
        """Tell the jobs to come, by identity."""
        self._titles = titles
        self._whole = self._progress.add_task("All jobs", total=len(titles), note="")

    def say(self, text: str) -> None:
        """Print a line above the bars."""
        self._console.print(text, highlight=False, markup=False)

    def __call__(self, event: Event) -> None:
        """Draw one event."""
        match event:
            case StageStarted():
                self._begin(event)
            case StepDone():
                self._progress.update(self._bars[event.job_id], completed=event.step)
            case Evaluated(split="validation"):
                note = ", ".join(f"{name} {value:.3f}" for name, value in event.metrics.items())
                self._note(event.job_id, note)
            case Message():
                self.say(f"{self._titles.get(event.job_id, event.job_id)}: {event.text}")
            case RunEnded():
                self._end(event)
            case _:
                pass

    def _begin(self, event: StageStarted) -> None:
        if event.job_id in self._bars:
            self._progress.remove_task(self._bars[event.job_id])
        self._bars[event.job_id] = self._progress.add_task(
            self._titles.get(event.job_id, event.job_id),
            total=event.steps,
            completed=event.first_step,
            note="",
        )

    def _note(self, job_id: str, note: str) -> None:
        if job_id in self._bars:
            self._progress.update(self._bars[job_id], note=note)

    def _end(self, event: RunEnded) -> None:
        if event.job_id in self._bars:
            self._progress.remove_task(self._bars.pop(event.job_id))
        title = self._titles.get(event.job_id, event.job_id)
        tail = f": {event.reason}" if event.reason else ""
        self.say(f"{event.status:<11} {title} ({event.seconds:.1f} s){tail}")
        if self._whole is not None:
            self._progress.advance(self._whole)
