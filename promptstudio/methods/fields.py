"""Declarations of settings that several methods share. Loads no torch."""

from collections.abc import Callable
from typing import Any, Final, Literal

from pydantic import ValidationInfo, field_validator

from promptstudio.core.declaration import StageInfo, Work
from promptstudio.core.settings import MethodConfig, setting

Init = Literal[
    "vocabulary", "full_vocabulary", "label_words", "task_names", "text", "random", "uniform"
]
OptimizerKind = Literal["adamw", "adafactor", "sgd"]
ScheduleKind = Literal["constant", "linear", "cosine"]


def steps(
    stage: str,
    default: int,
    title: str = "Steps",
    *,
    when: dict[str, tuple[Any, ...]] | None = None,
) -> Any:
    """Declare the number of steps of a stage."""
    help_text = "How many updates the stage makes."
    return setting(
        default,
        title=title,
        help=help_text,
        stage=stage,
        ge=1,
        le=1_000_000,
        unit="steps",
        when=when,
    )


def batch_size(stage: str, default: int, what: str) -> Any:
    """Declare a number of rows; ``what`` says of what."""
    return setting(default, title="Batch size", help=what, stage=stage, ge=1, le=4096, unit="rows")


def optimizer(stage: str, title: str = "Optimizer") -> Any:
    """Declare the update rule."""
    help_text = (
        "AdamW is robust; Adafactor is what prompt-tuning papers use, with learning rates "
        "near 0.3; SGD is the plain gradient."
    )
    return setting("adamw", title=title, help=help_text, stage=stage)


def learning_rate(stage: str, default: float, title: str = "Learning rate", more: str = "") -> Any:
    """Declare a learning rate; ``more`` adds to the help."""
    help_text = f"Size of the updates; soft prompts need far larger ones than weights do. {more}"
    return setting(default, title=title, help=help_text.strip(), stage=stage, ge=0.0, le=100.0)


def weight_decay(stage: str) -> Any:
    """Declare the decoupled weight decay."""
    help_text = "Pull of the prompt towards zero, times the learning rate. Papers use 1e-5."
    return setting(0.0, title="Weight decay", help=help_text, stage=stage, ge=0.0, le=1.0)


def schedule(stage: str) -> Any:
    """Declare how the learning rate changes over a stage."""
    help_text = "After the warm-up the learning rate stays, or falls to zero on a line or cosine."
    return setting("constant", title="Schedule", help=help_text, stage=stage)


def warmup_steps(stage: str) -> Any:
    """Declare the warm-up."""
    help_text = "Steps over which the learning rate rises to its full value."
    return setting(
        0, title="Warm-up steps", help=help_text, stage=stage, ge=0, le=1_000_000, unit="steps"
    )


def rank_within_prompt(rank: int, info: ValidationInfo) -> int:
    """Validate a rank, declared behind ``num_virtual_tokens``, against the prompt's length.

    Raises
    ------
    ValueError
        If the rank is above the length.
    """
    length = info.data.get("num_virtual_tokens", rank)
    if rank > length:
        raise ValueError(
            f"a rank above the prompt's length of {length} virtual tokens is not possible; "
            "lower the rank or lengthen the prompt"
        )
    return rank


def _num_virtual_tokens(stage: str) -> Any:
    help_text = (
        "Length of the soft prompt. Papers use 100 on T5-base; short prompts train faster "
        "and do as well on small models."
    )
    return setting(
        10, title="Virtual tokens", help=help_text, stage=stage, ge=1, le=1024, unit="tokens"
    )


def _init(stage: str) -> Any:
    help_text = (
        "Where prompts start: embeddings of frequent tokens, of any tokens, of label words or of "
        "the tasks' names (the rest filled with frequent tokens), of a text of your own, or "
        "random numbers."
    )
    return setting("vocabulary", title="Initialisation", help=help_text, stage=stage)


def _init_text(stage: str) -> Any:
    return setting(
        "Decide which answer fits the text.",
        title="Initial text",
        help="The prompt starts as the embeddings of this text, repeated or cut to its length.",
        stage=stage,
        when={"init": ("text",)},
    )


def _init_scale(stage: str) -> Any:
    return setting(
        0.5,
        title="Initial scale",
        help="Standard deviation of normal numbers, or largest size of uniform ones.",
        stage=stage,
        ge=0.0,
        le=100.0,
        when={"init": ("random", "uniform")},
    )


class Start(MethodConfig):
    """Where prompts start, for methods whose first stage is ``target``."""

    num_virtual_tokens: int = _num_virtual_tokens("target")
    init: Init = _init("target")
    init_text: str = _init_text("target")
    init_scale: float = _init_scale("target")

    @field_validator("init_text")
    @classmethod
    def _has_words(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("give at least one word")
        return text


class SourceStart(Start):
    """Where prompts start, for methods whose first stage is ``source``."""

    num_virtual_tokens: int = _num_virtual_tokens("source")
    init: Init = _init("source")
    init_text: str = _init_text("source")
    init_scale: float = _init_scale("source")


class SourceTuning(SourceStart):
    """How prompts are trained on the source tasks."""

    source_steps: int = steps("source", 300)
    source_batch_size: int = batch_size("source", 8, "Rows of every source task in each step.")
    source_optimizer: OptimizerKind = optimizer("source")
    source_learning_rate: float = learning_rate("source", 0.1)
    source_weight_decay: float = weight_decay("source")
    source_schedule: ScheduleKind = schedule("source")
    source_warmup_steps: int = warmup_steps("source")


class SourcePrompts(SourceTuning):
    """One prompt per source task: the settings of the stage that `source_prompts` owns."""

    same_start: bool = setting(
        True,
        title="One start for all",
        help=(
            "All source prompts start from the same prompt, so that what they learned can be "
            "compared and added; if not, each starts from a draw of its own."
        ),
        stage="source",
    )


SOURCE_TRAINING: Final = tuple(
    name for name in SourcePrompts.model_fields if name not in SourceStart.model_fields
)
"""Settings that matter only where source prompts are trained."""


def rows_of_tasks(batch_size: str) -> Callable[[Any, int], Work]:
    """Return the work of steps that ask for gradients of so many rows of every task.

    ``batch_size`` names the setting.
    """
    return lambda config, tasks: Work(gradients=tasks * getattr(config, batch_size))


SOURCE_PROMPTS: Final = StageInfo(
    key="source",
    title="Source prompts",
    scope="source",
    steps="source_steps",
    owner="source_prompts",
)
"""The stage of a method that builds on one trained prompt per source task.

It leaves ``sources`` (S, P, D) and ``origins`` (S, P, D), where they started.
"""


class TargetTuning(MethodConfig):
    """How a prompt is trained on the target task.

    Name it before other bases in a class statement: settings of later bases come first.
    """

    steps: int = steps("target", 400)
    batch_size: int = batch_size("target", 16, "Rows of the target task in each step.")
    optimizer: OptimizerKind = optimizer("target")
    learning_rate: float = learning_rate(
        "target", 0.1, more="Prompt tuning was published with 0.3 and Adafactor."
    )
    weight_decay: float = weight_decay("target")
    schedule: ScheduleKind = schedule("target")
    warmup_steps: int = warmup_steps("target")
