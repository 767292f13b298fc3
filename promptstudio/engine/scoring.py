"""Scores a job's states and reports what was found."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from promptstudio.backbones.loader import Backbone
from promptstudio.backbones.requests import Reply, Request
from promptstudio.core.events import Evaluated
from promptstudio.core.predictions import MOST_ROWS, cut
from promptstudio.core.predictions import Prediction as RowPrediction
from promptstudio.core.spec import JobSpec
from promptstudio.engine.emitter import Emitter
from promptstudio.engine.env import JobEnv
from promptstudio.engine.evaluate import Answered, Scores, evaluate, evaluate_free_text
from promptstudio.engine.progress import Progress
from promptstudio.methods.contract import Companions, Method, Prediction, Row, State
from promptstudio.tasks.encoding import TaskData

Split = Literal["validation", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Evaluates states of one job on validation or test rows, emitting `Evaluated`."""

    method: Method
    spec: JobSpec
    backbone: Backbone
    tasks: Mapping[str, TaskData]
    emit: Emitter

    def validate(
        self, env: JobEnv, now: Progress, tasks: Sequence[str]
    ) -> Generator[Request, Reply, Progress]:
        """Score the present state on validation and keep it if the tasks' mean is the best."""
        found: list[Scores] = []
        for task in tasks:
            scores = yield from self._score(env, now.state, task, "validation")
            found.append(scores)
        mains, losses = zip(*(scores.order for scores in found), strict=True)
        after = now.scored((sum(mains) / len(mains), sum(losses) / len(losses)))
        for task, scores in zip(tasks, found, strict=True):
            norm = float(self.method.artifact(env, now.state, task).prompt.norm())
            scores = replace(scores, metrics={**scores.metrics, "prompt_norm": norm})
            self._report(now, task, "validation", scores, is_best=after.stale == 0)
        return after

    def test(
        self, env: JobEnv, now: Progress, task: str
    ) -> Generator[Request, Reply, list[RowPrediction]]:
        """Score the kept state once on the test split, with what is reported beside it.

        Returns the predictions for the first rows.
        """
        scores = yield from self._score(env, now.state, task, "test")
        metrics = dict(scores.metrics)
        if self.spec.evaluation.free_text and self.tasks[task].candidates:
            metrics |= yield from self._free_text(env, now.state, task)
        if isinstance(self.method, Companions):
            metrics |= yield from self._companions(self.method, env, now.state, task)
        self._report(now, task, "test", replace(scores, metrics=metrics), is_best=False)
        return self._predictions(task, scores.answers[:MOST_ROWS])

    def _predictions(self, task: str, answers: Sequence[Answered]) -> list[RowPrediction]:
        """Put answers beside their rows of the test split."""
        data = self.tasks[task]
        words = list((data.card.labels or {}).values())
        return [
            RowPrediction(
                row=place,
                text=cut(self._decode(row.input_ids)),
                gold=tuple(map(cut, (words[row.label],) if data.candidates else row.answers)),
                predicted=cut(answer.text),
                probability=answer.probability,
                loss=answer.loss,
            )
            for place, (row, answer) in enumerate(
                zip(self._rows(task, "test"), answers, strict=False)
            )
        ]

    def _free_text(
        self, env: JobEnv, state: State, task: str
    ) -> Generator[Request, Reply, dict[str, float]]:
        rows = self._rows(task, "test")
        return (
            yield from evaluate_free_text(
                lambda part: self.method.mixture(env, state, task, part),
                self.tasks[task],
                rows,
                decode=self._decode,
                max_new_tokens=self.spec.backbone.max_target_tokens,
            )
        )

    def _companions(
        self, method: Companions, env: JobEnv, state: State, task: str
    ) -> Generator[Request, Reply, dict[str, float]]:
        """Score the method's further predictions; their names stand before the metrics'."""
        rows = self._rows(task, "test")
        found: dict[str, float] = {}

        def predict(name: str, part: Sequence[Row]) -> Prediction:
            return method.companions(env, state, task, part)[name]

        for name in method.companions(env, state, task, rows[:1]):
            scores = yield from evaluate(
                partial(predict, name),
                self.tasks[task],
                rows,
                decode=self._decode,
                max_new_tokens=self.spec.backbone.max_target_tokens,
            )
            found |= {f"{name}/{metric}": value for metric, value in scores.metrics.items()}
        return found

    def _decode(self, ids: Sequence[int]) -> str:
        return self.backbone.tokenizer.decode(list(ids), skip_special_tokens=True)

    def _rows(self, task: str, split: Split) -> tuple[Row, ...]:
        limits = self.spec.evaluation
        if split == "test":
            return self.tasks[task].test[: limits.test_rows]
        return self.tasks[task].validation[: limits.validation_rows]

    def _score(
        self, env: JobEnv, state: State, task: str, split: Split
    ) -> Generator[Request, Reply, Scores]:
        scores = yield from evaluate(
            lambda rows: self.method.mixture(env, state, task, rows),
            self.tasks[task],
            self._rows(task, split),
            decode=self._decode,
            max_new_tokens=self.spec.backbone.max_target_tokens,
        )
        return scores

    def _report(
        self, now: Progress, task: str, split: Split, scores: Scores, *, is_best: bool
    ) -> None:
        self.emit(
            Evaluated,
            stage=now.stage,
            step=now.step,
            task=task,
            split=split,
            metrics=scores.metrics,
            main=self.tasks[task].card.metric,
            rows=len(self._rows(task, split)),
            is_best=is_best,
            spent=now.rows,
        )
