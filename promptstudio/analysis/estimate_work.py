"""How many tokens a study will send through the model, before anything runs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from promptstudio.analysis.estimate_memory import Asked
from promptstudio.backbones.shape import BackboneShape
from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.settings import MethodConfig, validated
from promptstudio.core.spec import JobSpec

GRADIENT: Final = 2.0
"""Cost of a gradient in forward passes: weights are frozen, so going back costs one more."""
PRODUCT: Final = 5.0
"""Cost of a Hessian-vector product in forward passes (measured: 2.2 to 2.8 gradients)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """Rows and lengths of a task as a backbone reads it.

    ``inputs`` and ``outputs`` are mean tokens, ``longest`` and ``longest_output`` the largest.
    ``candidates`` counts label words, 1 stands for free text. ``guessed`` names what is not
    known of the task but assumed.
    """

    inputs: float
    longest: int
    outputs: float
    longest_output: int
    candidates: int
    validation: int
    test: int
    guessed: tuple[str, ...] = ()


class Tokens(NamedTuple):
    """Tokens in units of forward passes: those that are read and those that are written."""

    read: float = 0.0
    written: float = 0.0

    @property
    def total(self) -> float:
        """All of them."""
        return self.read + self.written

    def flops(self, shape: BackboneShape) -> float:
        """Return the floating-point operations, two for each number of a matrix and token.

        Attention scores are left out; they count where inputs are many times the width.
        """
        head = shape.embedding
        if shape.kind == "decoder-only":
            layers = shape.decoder_layers * shape.layer_matrices(cross=False)
            return 2.0 * (self.total * layers + self.written * head)
        encoder = shape.encoder_layers * shape.layer_matrices(cross=False)
        decoder = shape.decoder_layers * shape.layer_matrices(cross=True)
        return 2.0 * (self.read * encoder + self.written * (decoder + head))


def total_work(
    jobs: Iterable[JobSpec],
    methods: Mapping[str, MethodInfo],
    facts: Mapping[str, TaskFacts],
    *,
    causal: bool,
) -> Tokens:
    """Add up what all jobs send through the model, scoring counted in.

    ``causal`` is True of a decoder-only model, which reads a row anew for every label word.
    """
    found = [_Job.of(spec, methods[spec.method], facts, causal=causal).tokens() for spec in jobs]
    return Tokens(sum(each.read for each in found), sum(each.written for each in found))


def largest_question(
    jobs: Iterable[JobSpec],
    methods: Mapping[str, MethodInfo],
    facts: Mapping[str, TaskFacts],
    *,
    runs: int,
) -> Asked:
    """Return the sizes that decide how much memory jobs take."""
    found = [_Job.of(spec, methods[spec.method], facts, causal=False) for spec in jobs]
    read = [facts[task] for task in {task for job in found for task in job.spec.tasks}]
    return Asked(
        virtual=max((job.virtual for job in found), default=0),
        inputs=max((task.longest for task in read), default=1),
        outputs=max((task.longest_output for task in read), default=1),
        candidates=max((task.candidates for task in read), default=1),
        prompts=max((job.prompts for job in found), default=1),
        runs=runs,
        products=any(job.has_products for job in found),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    spec: JobSpec
    info: MethodInfo
    config: MethodConfig
    facts: Mapping[str, TaskFacts]
    causal: bool

    @staticmethod
    def of(
        spec: JobSpec, info: MethodInfo, facts: Mapping[str, TaskFacts], *, causal: bool
    ) -> "_Job":
        config = validated(info.config_type, spec.config, f"Method '{spec.method}'")
        return _Job(spec, info, config, facts, causal)

    @property
    def virtual(self) -> int:
        return self.info.prompt_size(self.config).virtual_tokens

    @property
    def prompts(self) -> int:
        """Prompts that the job holds at most: sources, particles, and one of every target."""
        particles = int(getattr(self.config, "particles", 0))
        return len(self.spec.source_tasks) + particles + max(1, len(self._scored))

    @property
    def has_products(self) -> bool:
        return any(self._work(stage).products > 0 for stage in self._stages)

    def tokens(self) -> Tokens:
        """Return what training and scoring send through the model."""
        read = written = 0.0
        for stage in self._stages:
            steps = self._steps(stage)
            passes = steps * _passes(self._work(stage))
            tasks = [self.facts[task] for task in self._served(stage)]
            read += passes * (self.virtual + _mean([task.inputs for task in tasks]))
            written += passes * _mean([task.outputs for task in tasks])
            if stage.scope != "source":
                looks = max(1, math.ceil(steps / self.spec.evaluation.every))
                read, written = self._scored_rows(read, written, looks, "validation")
        if self.spec.kind == "run":
            read, written = self._scored_rows(read, written, 1, "test")
        return Tokens(read, written)

    def _scored_rows(
        self, read: float, written: float, times: int, split: str
    ) -> tuple[float, float]:
        limits = self.spec.evaluation
        limit = limits.test_rows if split == "test" else limits.validation_rows
        size = self.info.prompt_size(self.config)
        for task in (self.facts[name] for name in self._scored):
            rows = task.test if split == "test" else task.validation
            pairs = times * size.prompts * min(rows, limit or rows)
            again = task.candidates if self.causal else 1
            read += pairs * again * (size.virtual_tokens + task.inputs)
            written += pairs * task.candidates * task.outputs
        return read, written

    @property
    def _stages(self) -> list[StageInfo]:
        return [stage for stage in self.info.stages if stage.key in self.spec.stages]

    @property
    def _scored(self) -> tuple[str, ...]:
        return (self.spec.target_task,) if self.spec.target_task else self.spec.joint_tasks

    def _served(self, stage: StageInfo) -> tuple[str, ...]:
        return self.spec.source_tasks if stage.scope == "source" else self._scored

    def _work(self, stage: StageInfo) -> Work:
        if stage.work is None:
            return Work()
        return stage.work(self.config, len(self._served(stage)))

    def _steps(self, stage: StageInfo) -> int:
        """Return the steps, less where the budget of rows ends them."""
        steps = int(getattr(self.config, stage.steps)) if stage.steps else 0
        work, budget = self._work(stage), self.spec.budget_rows
        rows = work.gradients + work.products
        return min(steps, math.ceil(budget / rows)) if budget and rows else steps


def _passes(work: Work) -> float:
    """Return the work of a step in forward passes."""
    return GRADIENT * work.gradients + PRODUCT * work.products + work.losses


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
