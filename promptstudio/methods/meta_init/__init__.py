"""Meta prompt tuning: a start from which a few gradient steps adapt the prompt to a task."""

from typing import Final, Literal

from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.settings import setting
from promptstudio.methods import fields
from promptstudio.methods.fields import (
    OptimizerKind,
    ScheduleKind,
    SourceStart,
    TargetTuning,
    rows_of_tasks,
)


class MetaLearning(SourceStart):
    """Settings of the source stage."""

    algorithm: Literal["maml", "fomaml", "reptile", "multitask"] = setting(
        "maml",
        title="Algorithm",
        help=(
            "MAML differentiates through the adaptation (exactly, by Hessian-vector products); "
            "FoMAML leaves the second derivatives out; Reptile follows where adaptation leads; "
            "multitask trains one prompt on all sources, as their control."
        ),
        stage="source",
    )
    source_steps: int = fields.steps("source", 200, "Outer steps")
    meta_batch: int = setting(
        2,
        title="Tasks per step",
        help="Source tasks (episodes) in each outer step. The paper uses 2.",
        stage="source",
        ge=1,
        le=256,
        unit="tasks",
    )
    source_batch_size: int = fields.batch_size(
        "source", 8, "Rows of a task in each inner step (the support); 2 to 4 in the paper."
    )
    query_size: int = setting(
        8,
        title="Query rows",
        help="Rows of each task on which the adapted prompt is judged; none is in the support.",
        stage="source",
        ge=1,
        le=4096,
        unit="rows",
        when={"algorithm": ("maml", "fomaml")},
    )
    inner_steps: int = setting(
        1,
        title="Inner steps",
        help="Gradient steps that adapt the prompt to a task; 1 in the paper, 10 for Reptile.",
        stage="source",
        ge=1,
        le=100,
        unit="steps",
        when={"algorithm": ("maml", "fomaml", "reptile")},
    )
    inner_lr: float = setting(
        1.0,
        title="Inner learning rate",
        help=(
            "Step size of the adaptation, plain SGD. The paper's 3e-5 moves a prompt by nothing "
            "that counts, so that MAML and FoMAML become training on the query rows; watch "
            "'movement', and the query loss before and after."
        ),
        stage="source",
        ge=1e-6,
        le=1e4,
        when={"algorithm": ("maml", "fomaml", "reptile")},
    )
    outer_optimizer: OptimizerKind = fields.optimizer("source", "Outer optimizer")
    outer_lr: float = fields.learning_rate(
        "source", 0.1, "Outer learning rate", "The paper uses 0.5 with Adafactor."
    )
    outer_weight_decay: float = fields.weight_decay("source")
    outer_schedule: ScheduleKind = fields.schedule("source")
    outer_warmup_steps: int = fields.warmup_steps("source")
    report_every: int = setting(
        10,
        title="Report every",
        help=(
            "The query loss before adaptation is asked for "
            "every so many steps; it costs forward passes only."
        ),
        stage="source",
        ge=1,
        le=100_000,
        unit="steps",
        when={"algorithm": ("maml", "fomaml")},
    )


class MetaInitConfig(TargetTuning, MetaLearning):
    """Settings of meta prompt tuning."""


def _outer_work(config: MetaInitConfig, tasks: int) -> Work:
    """Inner steps on the support, one look at the query, and products back along the path."""
    drawn = min(config.meta_batch, tasks)
    if config.algorithm == "multitask":
        return Work(gradients=drawn * config.source_batch_size)
    adapting = drawn * config.inner_steps * config.source_batch_size
    if config.algorithm == "reptile":
        return Work(gradients=adapting)
    query = drawn * config.query_size
    return Work(
        gradients=adapting + query,
        products=adapting if config.algorithm == "maml" else 0,
        losses=query / config.report_every,
    )


METHOD: Final = MethodInfo(
    key="meta_init",
    title="Meta prompt tuning",
    summary="Learns from many source tasks a start from which a prompt adapts to a new one fast.",
    paper="Qin et al. 2023, arXiv:2302.08143",
    config_type=MetaInitConfig,
    build="algorithm:MetaInit",
    stages=(
        StageInfo(
            key="source",
            title="Meta-learning",
            scope="source",
            steps="source_steps",
            work=_outer_work,
        ),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=rows_of_tasks("batch_size"),
        ),
    ),
    series={
        "query": "Query loss before and after adaptation",
        "movement": "Relative movement of the prompt by adaptation",
    },
)
