"""A fake of what the store tells of runs."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from promptstudio.analysis.ablation import Effect
from promptstudio.analysis.intervals import Interval
from promptstudio.analysis.overlay import Series
from promptstudio.analysis.run_lines import RunLine
from promptstudio.analysis.shots import ShotCurve, ShotPoint
from promptstudio.core.errors import StoreError
from promptstudio.core.events import Status
from promptstudio.core.predictions import Prediction
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.core.tables import Table

_METHODS = ("Prompt tuning", "SPoT", "CrossPT")
_TARGETS = ("film_sentiment", "gadget_sentiment")


def line(number: int = 0, **changes: Any) -> RunLine:
    """A run of the old study; its method, target and seed follow from its number."""
    label, target = _METHODS[number % 3], _TARGETS[number // 3 % 2]
    seed = number // 6
    values: dict[str, Any] = {
        "job_id": f"run-{number}",
        "study_id": "study-old",
        "study": "Old",
        "title": f"{label}: {target}, seed {seed}",
        "label": label,
        "method": ("plain", "particles", "router")[number % 3],
        "target": target,
        "sources": ("hotel_sentiment",),
        "seed": seed,
        "split_seed": seed,
        "status": Status.FINISHED,
        "metric": "accuracy",
        "validation": 0.7,
        "test": 0.5 + number / 100,
        "seconds": 60.0 + number,
        "created": datetime.fromtimestamp(1_700_000_000 + number, UTC),
        "device": "cpu",
        "backbone": "sandbox",
        "reason": "",
    }
    return RunLine(**(values | changes))


class FakeResults:
    """Runs in memory; remembers what was asked for, and in which threads."""

    def __init__(self, count: int = 0) -> None:
        self.lines = [line(number) for number in range(count)]
        self.asked: list[tuple[Any, ...]] = []
        self.reader: Any = None
        self.threads: set[int] = set()
        self.told: dict[str, list[Prediction]] = {}
        self.curves_of: dict[str, dict[str, Series]] = {}
        self.shot_curves: tuple[ShotCurve, ...] = (
            ShotCurve("SPoT", None, (ShotPoint(4, 0.6, None, 2), ShotPoint(16, 0.7, None, 2))),
            ShotCurve(
                "SPoT",
                "film_sentiment",
                (ShotPoint(4, 0.5, Interval(0.4, 0.6), 5), ShotPoint(16, 0.8, None, 1)),
            ),
            ShotCurve("Prompt tuning", "film_sentiment", (ShotPoint(4, 0.4, None, 1),)),
        )
        self.found_effects: tuple[Effect, ...] = tuple(
            Effect(
                method="SPoT",
                setting="learning_rate",
                value=value,
                reference=0.1,
                difference=value - 0.1,
                interval=Interval(value - 0.2, value) if value != 0.1 else None,
                pairs=4,
            )
            for value in (0.1, 0.3)
        )

    def runs(self) -> Sequence[RunLine]:
        self._note("runs")
        return list(self.lines)

    def curves(self, job_ids: Sequence[str]) -> Mapping[str, Mapping[str, Series]]:
        self._note("curves", *job_ids)
        return {job_id: self.curves_of.get(job_id, {}) for job_id in job_ids}

    def history(self, job_id: str) -> tuple[Mapping[str, Series], Sequence[Any]]:
        self._note("history", job_id)
        return self.reader.metrics(job_id), self.reader.evaluations(job_id)

    def differences(self, titles: Mapping[str, str]) -> Table:
        self._note("differences", *titles)
        return Table(
            key="differences",
            title="Settings that differ",
            columns=("Setting", *titles.values()),
            rows=(("lr", *(str(at) for at in range(len(titles)))),),
            notes=("Equal in all runs: 9 more.",),
        )

    def details(self, job_id: str) -> Table:
        self._note("details", job_id)
        if job_id not in {run.job_id for run in self.lines}:
            raise StoreError(f"There is no run '{job_id}' in the store.")
        return Table(
            key="details",
            title=job_id,
            columns=("part", "fact", "value"),
            rows=(("Run", "identity", job_id), ("Provenance", "device", "cpu")),
        )

    def predictions(self, job_id: str) -> Sequence[Prediction]:
        self._note("predictions", job_id)
        return self.told.get(job_id, [])

    def shots(self, study_id: str) -> tuple[Sequence[ShotCurve], Table]:
        self._note("shots", study_id)
        rows = tuple((curve.method, curve.target or "all") for curve in self.shot_curves)
        return self.shot_curves, Table(
            key="shots", title="Score over training rows", columns=("method", "target"), rows=rows
        )

    def effects(self, study_id: str) -> tuple[Sequence[Effect], Table]:
        self._note("effects", study_id)
        rows = tuple((effect.method, str(effect.value)) for effect in self.found_effects)
        return self.found_effects, Table(
            key="ablation",
            title="Effect of single settings",
            columns=("method", "value"),
            rows=rows,
        )

    def study(self, study_id: str) -> StudySpec:
        self._note("study", study_id)
        return self._spec(f"whole {study_id}")

    def study_of(self, job_id: str) -> StudySpec:
        self._note("study_of", job_id)
        return self._spec(f"only {job_id}")

    def _spec(self, name: str) -> StudySpec:
        return StudySpec(
            name=name, target_tasks=("film_sentiment",), methods=(MethodSpec(key="plain"),)
        )

    def _note(self, *what: Any) -> None:
        self.asked.append(what)
        self.threads.add(threading.get_ident())
