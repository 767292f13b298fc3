"""Multitask prompt tuning: one prompt for all sources, scaled for each task by two factors."""

from dataclasses import replace
from typing import ClassVar, Final

from pydantic import field_validator

from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.settings import Idle, MethodConfig, setting
from promptstudio.methods import fields
from promptstudio.methods.fields import (
    SOURCE_PROMPTS,
    SOURCE_TRAINING,
    OptimizerKind,
    ScheduleKind,
    SourcePrompts,
    TargetTuning,
    rank_within_prompt,
    rows_of_tasks,
)

_DISTILS: Final = {"distillation": (True,)}


class SharedPrompt(MethodConfig):
    """How the shared prompt and the sources' factors are learnt."""

    rank: int = setting(
        1,
        title="Rank",
        help="Rank of the matrix by which a task scales the shared prompt; 1 in PEFT too.",
        stage="distill",
        ge=1,
        le=1024,
    )
    factor_noise: float = setting(
        0.02,
        title="Factor noise",
        help=(
            "Normal noise on the factors' start, where their product is one. With a rank above "
            "1 it is what makes the ranks differ."
        ),
        stage="distill",
        ge=0.0,
        le=1.0,
    )
    distillation: bool = setting(
        True,
        title="Distillation",
        help=(
            "Train one prompt on each source task first, and teach the shared prompt to make the "
            "model answer as it does with them."
        ),
        stage="distill",
    )
    logits_weight: float = setting(
        0.9,
        title="Weight of the answers",
        help="How much it counts that token probabilities differ from the teacher's, in nats.",
        stage="distill",
        ge=0.0,
        le=1000.0,
        when=_DISTILS,
    )
    hidden_weight: float = setting(
        0.9,
        title="Weight of the hidden states",
        help="How much it counts that the decoder's last hidden states differ, squared.",
        stage="distill",
        ge=0.0,
        le=1000.0,
        when=_DISTILS,
    )
    distill_tasks_per_step: int | None = setting(
        None,
        title="Tasks per step",
        help="Source tasks drawn for each step; empty takes all of them.",
        stage="distill",
        ge=1,
        le=1000,
        unit="tasks",
    )
    distill_steps: int = fields.steps("distill", 300)
    distill_batch_size: int = fields.batch_size(
        "distill", 8, "Rows of every drawn source task in each step."
    )
    distill_optimizer: OptimizerKind = fields.optimizer("distill")
    distill_learning_rate: float = fields.learning_rate(
        "distill", 0.1, "Learning rate of the shared prompt"
    )
    distill_factor_lr: float = fields.learning_rate(
        "distill", 0.05, "Learning rate of the factors", "Factors start at one."
    )
    distill_weight_decay: float = fields.weight_decay("distill")
    distill_schedule: ScheduleKind = fields.schedule("distill")
    distill_warmup_steps: int = fields.warmup_steps("distill")

    _fits_the_prompt = field_validator("rank")(rank_within_prompt)


class MultitaskPromptConfig(TargetTuning, SharedPrompt, SourcePrompts):
    """Settings of multitask prompt tuning. ``learning_rate`` is the shared prompt's."""

    idle: ClassVar[tuple[Idle, ...]] = (
        Idle(SOURCE_TRAINING, {"distillation": (False,)}),
        Idle(("learning_rate", "weight_decay"), {"train_shared": (False,)}),
    )

    factor_lr: float = fields.learning_rate(
        "target", 0.05, "Learning rate of the factors", "Factors start at the sources' mean."
    )
    train_shared: bool = setting(
        True,
        title="Train the shared prompt",
        help="Let the shared prompt move on the target too; if not, its factors alone learn.",
        stage="target",
    )


def _needs_no_teachers(config: MultitaskPromptConfig) -> bool:
    return not config.distillation


def _distill_work(config: MultitaskPromptConfig, tasks: int) -> Work:
    rows = min(config.distill_tasks_per_step or tasks, tasks) * config.distill_batch_size
    return Work(gradients=rows, losses=rows if config.distillation else 0)


METHOD: Final = MethodInfo(
    key="multitask_prompt",
    title="Multitask prompt tuning (MPT)",
    summary=(
        "Distils the source prompts into one shared prompt, which each task scales by two small "
        "factors; the target starts from it and the mean factors."
    ),
    paper="Wang et al. 2023, arXiv:2303.02861",
    config_type=MultitaskPromptConfig,
    build="algorithm:MultitaskPrompt",
    stages=(
        replace(SOURCE_PROMPTS, skip=_needs_no_teachers),
        StageInfo(
            key="distill",
            title="Shared prompt",
            scope="source",
            steps="distill_steps",
            work=_distill_work,
        ),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=rows_of_tasks("batch_size"),
        ),
    ),
    series={"source_loss": "Loss of the source tasks"},
)
