"""One attempt of one job as a generator: yields requests for the oracle, receives replies.

Many sessions interleave in one thread without locks. A session only reports its way; whoever
drives it ends the attempt (see `promptstudio.engine.engine`).
"""

import math
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from promptstudio.backbones.loader import Backbone
from promptstudio.backbones.requests import Reply, Request
from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError, DivergedError
from promptstudio.core.events import (
    CheckpointSaved,
    Cost,
    Message,
    PredictionsSaved,
    PromptSaved,
    StageEnded,
    StageStarted,
    StepDone,
)
from promptstudio.core.predictions import pack
from promptstudio.core.settings import MethodConfig
from promptstudio.core.spec import JobSpec
from promptstudio.engine.emitter import Emitter
from promptstudio.engine.env import JobEnv
from promptstudio.engine.meter import (
    changed_numbers,
    counted,
    counted_evaluation,
    peak_memory,
    stored_numbers,
)
from promptstudio.engine.progress import Progress, to_tensors
from promptstudio.engine.scoring import Scorer
from promptstudio.engine.spool import Spool
from promptstudio.methods.contract import Answer, Ask, Method, Metrics, Row, StageAlgorithm, State
from promptstudio.tasks.encoding import TaskData
from promptstudio.tasks.feeds import batch_at

Asking = Generator[Request, Reply, None]
ValueT = TypeVar("ValueT")


class StopRequestedError(Exception):
    """Thrown into a session that shall end at once and keep its best prompt."""


@dataclass(slots=True, kw_only=True)
class Session:
    """A job at work.

    ``state`` is where it starts from: a shared stage's result, or nothing; after the end it
    is what a shared stage hands on. ``progress`` is where a resumed job continues, or a fork
    of a run with other settings begins (``is_forked``).
    `StopRequestedError` may be thrown in only while ``in_stage``.
    """

    info: MethodInfo
    config: MethodConfig
    method: Method
    spec: JobSpec
    backbone: Backbone
    tasks: Mapping[str, TaskData]
    emit: Emitter
    spool: Spool
    state: State
    progress: Progress | None = None
    is_forked: bool = False
    rows: int = field(default=0, init=False)
    cost: Cost = field(default=Cost(), init=False)
    stopped: bool = field(default=False, init=False)
    in_stage: bool = field(default=False, init=False)
    _since: float = field(default=0.0, init=False)

    @property
    def seconds(self) -> float:
        """Wall time of this job, earlier attempts that it continues counted in."""
        return time.monotonic() - self._since

    def run(self) -> Asking:
        """Execute the stages, then hand on the state (shared stage) or score it (run)."""
        self._since = time.monotonic()
        todo = list(self.spec.stages)
        if self.progress is not None:
            self.rows = self.progress.rows
            self._since -= self.progress.seconds
            todo = todo[todo.index(self.progress.stage) :]
        self._warn_of_data()
        now = Progress(stage="", step=0, state=self.state)
        for key in todo:
            now = yield from self._stage(key)
            if self.stopped:
                break
        if self.spec.kind == "stage":
            self._save_checkpoint(replace(now, state=now.kept, best=None), is_final=True)
        else:
            yield from self._finish(replace(now, state=self.state))

    def _stage(self, key: str) -> Generator[Request, Reply, Progress]:
        """Run one stage to its end, and leave its best state in ``self.state``."""
        stage = next(s for s in self.method.stages() if s.key == key)
        declared = next(s for s in self.info.stages if s.key == key)
        steps = int(getattr(self.config, declared.steps)) if declared.steps else 0
        env = self._env(key)
        now = self.progress or Progress(stage=key, step=0, state=self.state, rows=self.rows)
        is_new, self.progress = self.progress is None, None
        self.cost, began = now.cost, time.monotonic() - now.cost.seconds
        self.emit(StageStarted, stage=key, title=declared.title, steps=steps, first_step=now.step)
        if self.is_forked and not is_new:
            yield from self._check_fork(stage, env, now)
            now = replace(now, stale=0)  # other settings get the whole patience anew
        self.in_stage = True
        try:
            if is_new:
                state = yield from self._counted(stage.begin(env, self.state))
                now = replace(now, state=state)
            if steps == 0:
                now = yield from self._pause_for_evaluation(declared, env, now)
            while now.step < steps and not self._is_over(now):
                now = yield from self._step(stage, env, now, began)
                if now.step % self.spec.evaluation.every == 0 or now.step == steps:
                    now = yield from self._pause_for_evaluation(declared, env, now)
        except StopRequestedError:
            self.stopped = True
            self._say("info", f"Stopped after step {now.step}; the best prompt so far is kept.")
        self.in_stage = False
        self.state = now.kept
        self._end_stage(now, began)
        return now

    def _check_fork(
        self, stage: StageAlgorithm, env: JobEnv, now: Progress
    ) -> Generator[Request, Reply, None]:
        """Refuse to go on from a state of another shape than the settings ask for.

        What a stage behind the run's first one begins with is not in the checkpoint, so a
        fork in such a stage is not checked.
        """
        if now.stage != self.spec.stages[0]:
            return
        fresh = yield from self._counted(stage.begin(env, self.state))
        self.rows, self.cost = now.rows, now.cost
        for name in sorted({*fresh, *now.state}):
            shapes = [tuple(s[name].shape) if name in s else None for s in (fresh, now.state)]
            if shapes[0] != shapes[1]:
                raise ConfigError(
                    f"The checkpoint does not fit the changed settings: '{name}' is "
                    f"{_shape(shapes[1])} in it and {_shape(shapes[0])} under them. "
                    "Start a new run instead."
                )

    def _end_stage(self, now: Progress, began: float) -> None:
        cost = self.cost.model_copy(
            update={
                "seconds": time.monotonic() - began,
                "peak_memory": peak_memory(self.backbone.device),
                "stored": stored_numbers(self.state),
            }
        )
        self.emit(StageEnded, stage=now.stage, step=now.step, cost=cost)

    def _step(
        self, stage: StageAlgorithm, env: JobEnv, now: Progress, began: float
    ) -> Generator[Request, Reply, Progress]:
        batch = batch_at(
            stage.feed, self._fed(stage.feed.tasks), seed=env.number("feed"), index=now.step
        )
        state, metrics = yield from self._counted(stage.step(env, now.state, batch))
        _check_finite(metrics, state, now.step + 1)
        trainable = max(self.cost.trainable, changed_numbers(now.state, state))
        self.cost = self.cost.model_copy(update={"trainable": trainable})
        after = replace(
            now,
            state=state,
            step=now.step + 1,
            rows=self.rows,
            seconds=self.seconds,
            cost=self.cost.model_copy(update={"seconds": time.monotonic() - began}),
        )
        self.emit(
            StepDone,
            stage=now.stage,
            step=after.step,
            metrics=dict(metrics),
            rows=after.rows,
            seconds=after.seconds,
            tokens=after.cost.tokens,
        )
        return after

    def _pause_for_evaluation(
        self, declared: StageInfo, env: JobEnv, now: Progress
    ) -> Generator[Request, Reply, Progress]:
        if declared.scope != "source":
            scored = self._scorer().validate(env, now, self._scored_tasks())
            now = yield from self._counted_scoring(scored)
            now = replace(now, cost=self.cost)
        self._save_checkpoint(now, is_final=False)
        return now

    def _finish(self, now: Progress) -> Asking:
        """Score the kept state once on the test split and save the prompt."""
        env = self._env(now.stage)
        scorer = self._scorer()
        for task in self._scored_tasks():
            if not self.spec.stages:
                yield from scorer.validate(env, now, [task])
            predictions = yield from scorer.test(env, now, task)
            if task == self.spec.target_task:
                self.emit(
                    PredictionsSaved,
                    task=task,
                    rows=len(predictions),
                    blob=self.spool.put_bytes(pack(predictions), "json.gz"),
                )
            artifact = self.method.artifact(env, now.state, task)
            tensors = {"prompt_embeddings": artifact.prompt}
            if artifact.members is not None:
                tensors["members"] = artifact.members
            tensors |= artifact.more
            self.emit(
                PromptSaved,
                task=task,
                kind=artifact.kind,
                num_virtual_tokens=artifact.prompt.shape[0],
                token_dim=artifact.prompt.shape[1],
                blob=self.spool.put(tensors),
            )

    def _counted(self, asking: Generator[Ask, Answer, ValueT]) -> Generator[Request, Reply, ValueT]:
        """Drive a method's generator, counting the gradient rows that it asks for."""
        try:
            ask = next(asking)
            while True:
                self.rows += len(ask.row) if ask.need_grads else 0
                self.cost = counted(self.cost, ask)
                answer = yield ask
                if not isinstance(answer, Answer):
                    raise TypeError("the oracle answered a question of another kind")
                ask = asking.send(answer)
        except StopIteration as stop:
            value: ValueT = stop.value
            return value
        finally:
            asking.close()

    def _counted_scoring(
        self, asking: Generator[Request, Reply, ValueT]
    ) -> Generator[Request, Reply, ValueT]:
        """Drive a scoring, counting its passes."""
        try:
            request = next(asking)
            while True:
                self.cost = counted_evaluation(self.cost, request)
                request = asking.send((yield request))
        except StopIteration as stop:
            value: ValueT = stop.value
            return value
        finally:
            asking.close()

    def _env(self, stage: str) -> JobEnv:
        return JobEnv(backbone=self.backbone, spec=self.spec, stage=stage, tasks=self.tasks)

    def _scorer(self) -> Scorer:
        return Scorer(
            method=self.method,
            spec=self.spec,
            backbone=self.backbone,
            tasks=self.tasks,
            emit=self.emit,
        )

    def _fed(self, kind: str) -> dict[str, tuple[Row, ...]]:
        names = {"sources": self.spec.source_tasks, "targets": self.spec.joint_tasks}
        return {task: self.tasks[task].train for task in names.get(kind, self._scored_tasks())}

    def _scored_tasks(self) -> tuple[str, ...]:
        return (self.spec.target_task,) if self.spec.target_task else self.spec.joint_tasks

    def _is_over(self, now: Progress) -> bool:
        patience, budget = self.spec.evaluation.patience, self.spec.budget_rows
        if patience is not None and now.stale >= patience:
            return True
        return budget is not None and now.rows >= budget

    def _save_checkpoint(self, now: Progress, *, is_final: bool) -> None:
        tensors, metadata = to_tensors(now)
        self.emit(
            CheckpointSaved,
            stage=now.stage,
            step=now.step,
            is_final=is_final,
            blob=self.spool.put(tensors, metadata),
        )

    def _warn_of_data(self) -> None:
        limits = self.spec.backbone
        for key, data in self.tasks.items():
            warnings = (
                (data.truncated, f"inputs were cut at {limits.max_input_tokens} tokens"),
                (data.cut_beyond, "inputs are too long even without the fields that may be cut"),
                (data.truncated_targets, f"answers were cut at {limits.max_target_tokens} tokens"),
                (data.dropped, "rows were left out because they stand twice or in two splits"),
                (data.left_out, "rows were left out for their label, as the card says"),
            )
            for count, text in warnings:
                if count:
                    self._say("warning", f"Task '{key}': {count} {text}.")

    def _say(self, level: str, text: str) -> None:
        self.emit(Message, level=level, text=text)


def _shape(sizes: tuple[int, ...] | None) -> str:
    if sizes is None:
        return "absent"
    return " x ".join(map(str, sizes)) or "a number"


def _check_finite(metrics: Metrics, state: State, step: int) -> None:
    """Refuse a step that left the numbers: a sum is finite only if every term is."""
    if not math.isfinite(metrics["loss"]):
        raise DivergedError(
            f"The loss is not finite at step {step}. Lower the learning rate or raise warm-up."
        )
    for name, value in state.items():
        if value.is_floating_point() and not math.isfinite(float(value.sum())):
            raise DivergedError(
                f"The tensor '{name}' is not finite at step {step}. "
                "Lower the learning rate or raise warm-up."
            )
