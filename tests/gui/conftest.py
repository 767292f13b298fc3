"""Fakes of everything around the window: methods, cards, store and engine's bridge."""

import dataclasses
import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, Signal
from PySide6.QtWidgets import QApplication

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.events import (
    Blob,
    Evaluated,
    Event,
    Message,
    PromptSaved,
    RunEnded,
    RunStarted,
    StageStarted,
    Status,
    StepDone,
)
from promptstudio.core.expansion import expand
from promptstudio.core.questions import Question
from promptstudio.core.settings import MethodConfig, setting
from promptstudio.core.spec import Job, MethodSpec, StudySpec
from promptstudio.gui.preferences import PreferenceKeeper
from promptstudio.gui.services import Services
from promptstudio.gui.shell.main_window import MainWindow
from tests.gui.comparisons import FakeComparisons
from tests.gui.facts import FakeFacts, FakeOutlook
from tests.gui.imports import FakeImporter
from tests.gui.library import FakeLibrary
from tests.gui.stored import FakeResults


class PlainConfig(MethodConfig):
    steps: int = setting(
        400, title="Steps", help="Updates of the prompt.", stage="tune", ge=1, le=100_000
    )
    lr: float = setting(
        0.1, title="Learning rate", help="Step size of AdamW.", stage="tune", ge=1e-8, le=10
    )
    init: Literal["random", "sampled_vocabulary", "text"] = setting(
        "random", title="Initialisation", help="Where the prompt starts.", stage="tune"
    )
    text: str = setting(
        "", title="Text", help="Words to start from.", stage="tune", when={"init": ("text",)}
    )


class ParticleConfig(MethodConfig):
    source_steps: int = setting(
        300, title="Source steps", help="SVGD updates.", stage="source", ge=1, le=100_000
    )
    particles: int = setting(
        8, title="Particles", help="Prompts that move together.", stage="source", ge=1, le=64
    )
    bandwidth: float | None = setting(
        None,
        title="Bandwidth",
        help="Width of the kernel; none uses the median.",
        stage="source",
        ge=1e-6,
        le=1e6,
    )
    adapt: bool = setting(True, title="Adapt", help="Train on the target too.", stage="target")
    target_steps: int = setting(
        200,
        title="Target steps",
        help="Updates of the target prompt.",
        stage="target",
        ge=1,
        le=10**5,
    )
    lr: float = setting(
        0.3,
        title="Learning rate",
        help="Step size on the target.",
        stage="target",
        ge=1e-8,
        le=10,
        when={"adapt": (True,)},
    )


class RouterConfig(MethodConfig):
    source_steps: int = setting(
        200, title="Source steps", help="Updates per source prompt.", stage="source", ge=1, le=10**5
    )
    joint_steps: int = setting(
        300, title="Joint steps", help="Updates over all targets.", stage="joint", ge=1, le=10**5
    )
    temperature: float = setting(
        1.0, title="Temperature", help="Sharpness of the router.", stage="joint", ge=0.01, le=100
    )
    adapt_steps: int = setting(
        50, title="Adaptation steps", help="Updates on the target.", stage="target", ge=1, le=10**5
    )


METHODS: dict[str, MethodInfo] = {
    "plain": MethodInfo(
        key="plain",
        title="Prompt tuning",
        summary="Learns one soft prompt per target from scratch, without any source task.",
        paper="Lester et al. 2021, arXiv:2104.08691",
        config_type=PlainConfig,
        build="algorithm:Plain",
        stages=(StageInfo(key="tune", title="Tuning", scope="target", steps="steps"),),
        uses_sources=False,
    ),
    "particles": MethodInfo(
        key="particles",
        title="SVGD transfer",
        summary="Moves a cloud of prompts over all source tasks, then starts the target from it.",
        paper="Lee et al. 2023, arXiv:2402.08594",
        config_type=ParticleConfig,
        build="algorithm:Particles",
        stages=(
            StageInfo(key="source", title="Source particles", scope="source", steps="source_steps"),
            StageInfo(key="target", title="Adaptation", scope="target", steps="target_steps"),
        ),
        series={
            "pairwise_distance": "Mean pairwise distance",
            "bandwidth": "Kernel bandwidth",
            "force_ratio": "Driving over repulsive force",
        },
    ),
    "router": MethodInfo(
        key="router",
        title="CrossPT",
        summary="Shares source prompts between targets; a router weighs them for each target.",
        paper="Pouramini and Faili 2025",
        config_type=RouterConfig,
        build="algorithm:Router",
        stages=(
            StageInfo(key="source", title="Source prompts", scope="source", steps="source_steps"),
            StageInfo(key="joint", title="Joint training", scope="joint", steps="joint_steps"),
            StageInfo(key="target", title="Adaptation", scope="target", steps="adapt_steps"),
        ),
        series={"router": "Router weights"},
    ),
}


@dataclass(frozen=True)
class FakeCard:
    key: str
    title: str
    family: str
    summary: str = "Is the text positive or negative?"
    held_out: bool = False
    labels: Mapping[str, str] | None = None
    origin: str = "sandbox"
    related: Mapping[str, str] = field(default_factory=dict)


CARDS = {
    card.key: card
    for card in (
        FakeCard("film_sentiment", "Film sentiment", "sentiment"),
        FakeCard("hotel_sentiment", "Hotel sentiment", "sentiment"),
        FakeCard("gadget_sentiment", "Gadget sentiment", "sentiment", held_out=True),
        FakeCard("topic_home", "Topic at home", "topic", "Which domain is it about?"),
        FakeCard("work_entailment", "Entailment at work", "entailment", "Does it follow?"),
        FakeCard("travel_question", "Questions on travel", "question type", "What is asked?"),
        FakeCard("work_boolean", "Yes or no at work", "boolean", "Yes or no?"),
        FakeCard("music_paraphrase", "Paraphrases of music", "paraphrase", "The same?"),
    )
}

STUDY = StudySpec(
    name="Sandbox",
    source_tasks=("hotel_sentiment", "topic_home", "work_entailment"),
    target_tasks=("film_sentiment", "gadget_sentiment"),
    methods=(
        MethodSpec(key="plain"),
        MethodSpec(key="particles", config={"particles": 5}),
        MethodSpec(key="router"),
    ),
    seeds=(0, 1),
)


def preview_rows(key: str) -> list[tuple[str, str]]:
    return [
        (f"text: the {key} <film> was not dull at all .", "positive"),
        ("text: the old actor sang badly , and nobody laughed .", "negative"),
        ("text: she had expected much and was let down again .", "negative"),
    ]


@dataclass(frozen=True, kw_only=True)
class FakeRun:
    job_id: str
    study_id: str
    kind: str
    title: str
    label: str
    method: str
    target_task: str | None
    seed: int
    needs: str | None
    status: Status = Status.QUEUED
    metric: str = "accuracy"
    validation: float | None = None
    test: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""
    report: str = ""
    position: int = 0
    forked_from: SimpleNamespace | None = None


def row_of(job: Job, study: StudySpec) -> FakeRun:
    spec = job.spec
    return FakeRun(
        job_id=job.job_id,
        study_id=job.study_id,
        kind=spec.kind,
        title=job.title,
        label=METHODS[spec.method].title,
        method=spec.method,
        target_task=spec.target_task,
        seed=spec.seed,
        needs=spec.needs_id,
    )


class FakeReader:
    """A store of rows and curves in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, FakeRun] = {}
        self.curves: dict[str, dict[str, tuple[list[int], list[float]]]] = {}
        self.scores: dict[str, list[SimpleNamespace]] = {}
        self.logs: dict[str, list[SimpleNamespace]] = {}
        self.kept: list[SimpleNamespace] = []
        self.related: dict[str, list[str]] = {}
        self.places: dict[str, tuple[str, int]] = {}

    def studies_of(self, job_ids: Iterable[str]) -> list[str]:
        return [self.rows[job_id].study_id for job_id in job_ids if job_id in self.rows]

    def related_studies(self, study_id: str) -> list[str]:
        return self.related.get(study_id, [])

    def fork_place(self, job_id: str) -> tuple[str, int] | None:
        return self.places.get(job_id)

    def studies(self) -> list[SimpleNamespace]:
        return list(self.kept)

    def params(self, job_id: str) -> Mapping[str, Any]:
        return {}

    def runs(self, study_id: str | None = None, kind: str = "run") -> list[FakeRun]:
        return [
            row
            for row in self.rows.values()
            if row.kind == kind and study_id in (None, row.study_id)
        ]

    def metrics(self, job_id: str) -> Mapping[str, tuple[list[int], list[float]]]:
        return self.curves.get(job_id, {})

    def evaluations(self, job_id: str) -> Sequence[SimpleNamespace]:
        return self.scores.get(job_id, [])

    def messages(self, job_id: str) -> Sequence[SimpleNamespace]:
        return self.logs.get(job_id, [])

    def take(self, event: Event) -> None:
        row = self.rows.get(event.job_id)
        if row is None:
            return
        changes: dict[str, Any] = {}
        if isinstance(event, RunStarted):
            changes = {"status": Status.RUNNING}
        elif isinstance(event, Evaluated) and event.split == "validation":
            changes = {"validation": event.metrics["accuracy"]}
        elif isinstance(event, Evaluated):
            changes = {"test": event.metrics}
        elif isinstance(event, RunEnded):
            changes = {
                "status": event.status,
                "seconds": event.seconds,
                "reason": event.reason,
                "report": event.report,
            }
        self.rows[event.job_id] = dataclasses.replace(row, **changes)


class FakeController(QObject):
    """Stores before it tells, as the real one does."""

    events = Signal(list)
    worker_state = Signal(str)
    devices_known = Signal(object)
    failed = Signal(str, str)
    exported = Signal(str, str)
    export_done = Signal(str, object, object)
    answered = Signal(object)
    prompts_changed = Signal(list)
    jobs_changed = Signal(list)

    def __init__(self, reader: FakeReader) -> None:
        super().__init__()
        self.reader = reader
        self.studies: list[StudySpec] = []
        self.jobs: list[Job] = []
        self.calls: list[tuple[Any, ...]] = []

    def submit(self, study: StudySpec) -> str:
        self.studies.append(study)
        study_id = f"study-{len(self.studies)}"
        names = {*study.source_tasks, *study.target_tasks}
        self.jobs = list(
            expand(
                study, study_id=study_id, methods=METHODS, fingerprints=dict.fromkeys(names, "x")
            )
        )
        for job in self.jobs:
            row = row_of(job, study)
            place = len(self.reader.rows)
            self.reader.rows[job.job_id] = dataclasses.replace(row, position=place)
        return study_id

    def tell(self, *events: Event) -> None:
        for event in events:
            self.reader.take(event)
        self.events.emit(list(events))

    def stop_and_keep(self, job_ids: Sequence[str]) -> None:
        self.calls.append(("keep", *job_ids))

    def cancel(self, job_ids: Sequence[str]) -> None:
        self.calls.append(("cancel", *job_ids))

    def resume(self, job_id: str) -> None:
        self.calls.append(("resume", job_id))

    def retry(self, job_id: str) -> None:
        self.calls.append(("retry", job_id))

    def pause(self, job_ids: Sequence[str]) -> None:
        self.calls.append(("pause", *job_ids))

    def proceed(self, job_ids: Sequence[str]) -> None:
        self.calls.append(("proceed", *job_ids))

    def reorder(self, job_ids: Sequence[str]) -> None:
        self.calls.append(("reorder", *job_ids))

    def fork(self, job_id: str, changes: Mapping[str, object]) -> str:
        self.calls.append(("fork", job_id, dict(changes)))
        return "study-fork"

    def mark(self, job_ids: Sequence[str], change: object) -> None:
        self.calls.append(("mark", tuple(job_ids), change))

    def ask(self, question: Question) -> str:
        self.calls.append(("ask", question))
        return question.request_id

    def import_prompts(self, path: Path) -> None:
        self.calls.append(("import_prompts", path))

    def rename_prompt(self, prompt_id: str, name: str) -> None:
        self.calls.append(("rename_prompt", prompt_id, name))

    def remove_prompts(self, prompt_ids: Sequence[str]) -> None:
        self.calls.append(("remove_prompts", *prompt_ids))

    def restore_prompts(self, prompt_ids: Sequence[str]) -> None:
        self.calls.append(("restore_prompts", *prompt_ids))

    def combine_prompts(self, name: str, weights: Mapping[str, float], *, rescale: bool) -> None:
        self.calls.append(("combine_prompts", name, dict(weights), rescale))

    def export_prompt(
        self, prompt_id: str, form: str, to: Path, *, model: str = "", overwrite: bool = False
    ) -> None:
        self.calls.append(("export_prompt", prompt_id, form, to, model, overwrite))

    def export(self, run_id: str, form: str, to: Path, *, overwrite: bool = False) -> None:
        self.calls.append(("export", run_id, form, to, *(["overwrite"] if overwrite else [])))
        self.exported.emit(run_id, str(to / "prompt"))

    def shutdown(self, timeout_ms: int = 10_000) -> bool:
        self.calls.append(("shutdown",))
        return True


def story(job: Job, share: float = 1.0, start: float = 1_700_000_000.0) -> list[Event]:
    """The events of a job, cut after a share of its steps (1.0: to its end)."""
    noise = random.Random(job.job_id)
    info = METHODS[job.spec.method]
    events: list[Event] = []

    def add(make: Callable[..., Event], after: float, **values: Any) -> None:
        events.append(
            make(job_id=job.job_id, attempt=0, seq=len(events), time=start + after, **values)
        )

    add(
        RunStarted,
        0,
        device="cpu",
        backbone="sandbox",
        backbone_sha256="0" * 64,
        sharing="packed",
        versions={},
    )
    at = 0.0
    for stage in (s for s in info.stages if s.key in job.spec.stages):
        steps = int(job.spec.config[stage.steps])
        add(StageStarted, at, stage=stage.key, title=stage.title, steps=steps, first_step=0)
        level, ease = noise.uniform(0.15, 0.6), noise.uniform(30, 90)
        for step in range(1, int(steps * share) + 1):
            at += 0.05
            loss = level + 1.6 * math.exp(-step / ease) + noise.gauss(0, 0.08)
            numbers = {"loss": max(0.01, loss)} | _extra(job, stage.key, step, steps, noise)
            add(
                StepDone,
                at,
                stage=stage.key,
                step=step,
                metrics=numbers,
                rows=16 * step,
                seconds=at,
            )
            if job.spec.kind == "run" and step % 25 == 0:
                accuracy = 0.5 + (0.45 - level / 3) * (1 - math.exp(-step / ease / 1.3))
                add(
                    Evaluated,
                    at,
                    stage=stage.key,
                    step=step,
                    task=job.spec.target_task,
                    split="validation",
                    metrics={"accuracy": accuracy + noise.gauss(0, 0.008), "loss": loss},
                    rows=200,
                )
    if share >= 1.0:
        _finish(job, add, at, noise)
    return events


def _extra(job: Job, stage: str, step: int, steps: int, noise: random.Random) -> dict[str, float]:
    if job.spec.method == "particles" and stage == "source":
        return {
            "pairwise_distance": 4 + 3 * math.exp(-step / 80) + noise.gauss(0, 0.05),
            "bandwidth": 2 + math.exp(-step / 60),
            "force_ratio": 1 + 6 * math.exp(-step / 40) + noise.gauss(0, 0.1),
        }
    if job.spec.method == "router" and stage == "joint":
        sources = job.spec.source_tasks
        cells = {}
        for row, target in enumerate(job.spec.joint_tasks):
            weights = [
                math.exp(2 * step / steps * math.cos(row + 2 * c)) for c in range(len(sources))
            ]
            for source, weight in zip(sources, weights, strict=True):
                cells[f"router/{target}/{source}"] = weight / sum(weights)
        return cells
    return {}


def _finish(job: Job, add: Callable[..., None], at: float, noise: random.Random) -> None:
    if job.spec.kind == "run":
        add(
            Evaluated,
            at,
            stage=job.spec.stages[-1] if job.spec.stages else "",
            step=1,
            task=job.spec.target_task,
            split="test",
            metrics={"accuracy": noise.uniform(0.7, 0.93)},
            rows=500,
        )
        add(
            PromptSaved,
            at,
            task=job.spec.target_task,
            kind="plain",
            num_virtual_tokens=10,
            token_dim=128,
            blob=Blob(name="p", size=1, sha256="0" * 64),
        )
    add(Message, at, level="info", text="Token budget 1,024 on this device.")
    add(RunEnded, at, status=Status.FINISHED, rows=6400, seconds=at)


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def importer() -> FakeImporter:
    return FakeImporter(FakeCard("reviews", "Reviews", "own data"))


@pytest.fixture
def comparisons() -> FakeComparisons:
    return FakeComparisons()


@pytest.fixture
def controller(reader: FakeReader) -> FakeController:
    return FakeController(reader)


@pytest.fixture
def tell_story(controller: FakeController) -> Callable[[Job, float], None]:
    def tell(job: Job, share: float = 1.0) -> None:
        controller.tell(*story(job, share))

    return tell


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def facts() -> FakeFacts:
    return FakeFacts()


@pytest.fixture
def results(reader: FakeReader) -> FakeResults:
    results = FakeResults()
    results.reader = reader
    return results


@pytest.fixture
def outlook() -> FakeOutlook:
    return FakeOutlook()


@pytest.fixture
def services(
    controller: FakeController,
    reader: FakeReader,
    comparisons: FakeComparisons,
    results: FakeResults,
    importer: FakeImporter,
    library: FakeLibrary,
    facts: FakeFacts,
    outlook: FakeOutlook,
    tmp_path: Path,
) -> Services:
    return Services(
        controller=controller,
        reader=reader,
        comparisons=comparisons,
        results=results,
        importer=importer,
        previews=preview_rows,
        facts=facts,
        outlook=outlook,
        prompts=library,
        methods=METHODS,
        catalogue=dict(CARDS),
        preferences=PreferenceKeeper(tmp_path / "workspace"),
    )


@pytest.fixture
def window(qtbot: Any, services: Services) -> MainWindow:
    window = MainWindow(services, STUDY)
    qtbot.addWidget(window, before_close_func=lambda w: w.close_now())
    window.show()
    qtbot.waitUntil(lambda: window.live.panel.chart is not None, timeout=10_000)
    return window


@pytest.fixture
def fakes() -> SimpleNamespace:
    """What tests need of this module by name."""
    return SimpleNamespace(methods=METHODS, cards=CARDS, study=STUDY, previews=preview_rows)


@pytest.fixture(autouse=True)
def _nothing_left_over(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a running thread, an active timer or an open window behind."""
    yield
    objects = [*qapp.topLevelWidgets(), *qapp.children()]
    open_windows = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    timers = [t for o in objects for t in o.findChildren(QTimer) if t.isActive()]
    threads = [t for o in objects for t in o.findChildren(QThread) if t.isRunning()]
    assert not open_windows
    assert not [f"{t.objectName() or type(t.parent()).__name__}: {t.interval()} ms" for t in timers]
    assert not threads
