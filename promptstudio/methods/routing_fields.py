"""Declarations of settings of a joint stage that routes shared prompts to targets. No torch."""

from typing import Final, Literal

from promptstudio.core.declaration import PromptSize, StageInfo
from promptstudio.core.settings import setting
from promptstudio.methods import fields
from promptstudio.methods.fields import OptimizerKind, ScheduleKind, SourceStart

_ROUTED: Final = {"parts": ("both", "shared")}
_BOTH: Final = {"parts": ("both",)}


class JointRouting(SourceStart):
    """How target prompts are composed of shared prompts and private ones."""

    parts: Literal["both", "shared", "private"] = setting(
        "both",
        title="Parts",
        help="What a target's prompt is made of: shared source prompts, a private one, or both.",
        stage="joint",
    )
    composition: Literal["sum", "product", "concat"] = setting(
        "sum",
        title="Composition",
        help=(
            "How the mixed source prompts and the private prompt join: added, multiplied, or one "
            "after the other (which doubles the prompt's length)."
        ),
        stage="joint",
        when=_BOTH,
    )
    train_sources: bool = setting(
        True,
        title="Train source prompts",
        help="Let the shared source prompts move in the joint stage; if not, they stay frozen.",
        stage="joint",
        when=_ROUTED,
    )
    private_init: Literal["sources", "vocabulary", "zeros", "ones"] = setting(
        "sources",
        title="Private prompts",
        help=(
            "Start of the private prompts: the mean of the source prompts, sampled vocabulary, "
            "zeros (neutral for a sum) or ones (neutral for a product)."
        ),
        stage="joint",
        when={"parts": ("both", "private")},
    )
    route_private: bool = setting(
        True,
        title="Route private prompts",
        help="Weigh the private prompt by the router too; if not, its weight is always 1.",
        stage="joint",
        when=_BOTH,
    )
    normalizer: Literal["none", "softmax", "sigmoid"] = setting(
        "none",
        title="Router normaliser",
        help=(
            "Function from gates to weights. Gates lie between 0 and 1, so softmax and sigmoid "
            "make weights nearly equal."
        ),
        stage="joint",
        when=_ROUTED,
    )
    sum_to_one: bool = setting(
        True,
        title="Weights sum to one",
        help="Divide each target's gates by their sum before the normaliser.",
        stage="joint",
        when=_ROUTED,
    )
    top_k: int = setting(
        0,
        title="Sources per target",
        help="Only so many of a target's largest gates count, the others are 0; 0 takes all.",
        stage="joint",
        ge=0,
        le=1000,
        unit="sources",
        when=_ROUTED,
    )
    temperature: float = setting(
        1.0,
        title="Router temperature",
        help="Randomness of the gates in training; the paper's code uses 5 for very few rows.",
        stage="joint",
        ge=1e-3,
        le=100.0,
        when=_ROUTED,
    )
    annealing: float = setting(
        0.002,
        title="Annealing",
        help="How much the temperature falls with each step; 0.02 in the paper's code.",
        stage="joint",
        ge=0.0,
        le=10.0,
        unit="per step",
        when=_ROUTED,
    )
    temperature_floor: float = setting(
        0.1,
        title="Lowest temperature",
        help="Where annealing ends. Near 0 gates are 0 or 1; 0.001 in the paper's code.",
        stage="joint",
        ge=1e-3,
        le=100.0,
        when=_ROUTED,
    )
    joint_steps: int = fields.steps("joint", 400)
    joint_batch_size: int = fields.batch_size("joint", 8, "Rows of every target in each step.")
    joint_optimizer: OptimizerKind = fields.optimizer("joint")
    prompt_lr: float = fields.learning_rate(
        "joint", 0.05, "Prompt learning rate", "This is the slow one; the paper's code uses 0.05."
    )
    router_lr: float = setting(
        0.1,
        title="Router learning rate",
        help="Size of the router's updates. This is the fast one; 0.1 in the paper's code.",
        stage="joint",
        ge=0.0,
        le=100.0,
        when=_ROUTED,
    )
    joint_weight_decay: float = fields.weight_decay("joint")
    joint_schedule: ScheduleKind = fields.schedule("joint")
    joint_warmup_steps: int = fields.warmup_steps("joint")
    masking_study: bool = setting(
        False,
        title="Masking study",
        help=(
            "Score every target on its test rows once more with one part of its prompt alone, "
            "and once more without it."
        ),
        stage="joint",
        when=_ROUTED,
    )


JOINT_TUNING: Final = StageInfo(
    key="joint",
    title="Joint tuning",
    scope="joint",
    steps="joint_steps",
    work=fields.rows_of_tasks("joint_batch_size"),
)
"""The stage that tunes the prompts of all targets together."""


def composed_size(config: JointRouting) -> PromptSize:
    """Return how rows are predicted: a prompt put behind another is twice as long."""
    doubled = config.parts == "both" and config.composition == "concat"
    return PromptSize(1, config.num_virtual_tokens * (2 if doubled else 1))
