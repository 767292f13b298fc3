"""Fakes of what is told of tasks, backbones and studies before anything runs."""

from collections.abc import Collection, Sequence
from types import SimpleNamespace
from typing import Any

from promptstudio.core.advice import Advice
from promptstudio.core.errors import TaskError
from promptstudio.core.spec import BackboneSpec, StudySpec, TextSpec
from promptstudio.core.tables import Table


class FakeFacts:
    """Knows every task but those that ``lost`` names, and remembers what it was asked."""

    def __init__(self) -> None:
        self.lost: set[str] = set()
        self.asked: list[tuple[object, ...]] = []

    def rows(self, task: str, text: TextSpec) -> Sequence[tuple[str, str]]:
        self._look("rows", task)
        word = "positive" if text.label_words == "natural" else text.label_words
        return [
            (f"text: the {task} <film> was not dull at all .", word),
            ("text: the old actor sang badly , and nobody laughed .", "negative"),
        ]

    def tokens(
        self, task: str, row: int, slots: int, backbone: BackboneSpec, text: TextSpec
    ) -> SimpleNamespace:
        self._look("tokens", task, row, slots)
        if row > 3:
            raise TaskError(f"Task '{task}' has 3 rows, so there is no row {row}.")
        tokens = ("Ġtext", ":", "Ġthe", "Ġ<film>", "</s>")
        prompt = tuple(f"[P{place}]" for place in range(1, slots + 1))
        in_front = backbone.prompt_position == "prepend"
        return SimpleNamespace(
            text="text: the <film>",
            target="positive",
            tokens=tokens,
            slots=prompt + tokens if in_front else tokens + prompt,
            lost=2 if row == 3 else 0,
        )

    def overview(self, task: str, backbone: BackboneSpec, text: TextSpec) -> SimpleNamespace:
        self._look("overview", task, backbone.max_input_tokens)
        return SimpleNamespace(
            labels={"negative": {"train": 30, "test": 10}, "positive": {"train": 10, "test": 10}},
            lengths={"up to 16": 40, "up to 32": 20},
            label_table=Table(
                key="labels",
                title="Rows by label",
                columns=("label", "train", "test"),
                rows=(("negative", "30", "10"), ("positive", "10", "10")),
                numeric=frozenset({1, 2}),
            ),
            length_table=Table(
                key="lengths",
                title="Tokens of the inputs",
                columns=("tokens", "rows"),
                rows=(("up to 16", "40"), ("up to 32", "20")),
                notes=("Median 12, longest 30 tokens.",),
                numeric=frozenset({1}),
            ),
            warnings=("The class 'positive' is rare: 10 of 40 training rows.",),
        )

    def _look(self, what: str, task: str, *more: object) -> None:
        self.asked.append((what, task, *more))
        if task in self.lost:
            raise TaskError(f"The task '{task}' has no file.")


class FakeOutlook:
    """Says of every study what a test wants it to say."""

    def __init__(self) -> None:
        self.asked: list[StudySpec] = []
        self.says: tuple[Advice, ...] = ()
        self.devices: Collection[str] | None = None
        self.fits: bool | None = None
        self.bug: Exception | None = None
        self.known: dict[str, Any] = {}

    def cards(self, study: StudySpec) -> dict[str, Any]:
        tasks = (*study.source_tasks, *study.target_tasks)
        return {task: self.known[task] for task in tasks if task in self.known}

    def advice(self, study: StudySpec, devices: Collection[str] | None) -> Sequence[Advice]:
        self.asked.append(study)
        self.devices = devices
        return self.says

    def forecast(self, study: StudySpec) -> SimpleNamespace:
        if self.bug:
            raise self.bug
        table = Table(key="memory", title="Memory", columns=("part", "MB"), rows=(("all", "1"),))
        notes = ("Nothing was measured yet.",)
        sentence = f"{len(study.seeds)} seeds; about 2 min."
        return SimpleNamespace(sentence=sentence, fits=self.fits, notes=notes, tables=(table,))

    def backbone(self, spec: BackboneSpec) -> str:
        return f"understood: {spec.source}"
