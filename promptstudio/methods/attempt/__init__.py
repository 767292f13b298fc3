"""ATTEMPT: frozen source prompts, mixed anew for every input by a small attention network."""

from typing import Final, Literal

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import setting
from promptstudio.core.spec import StudySpec
from promptstudio.methods.fields import (
    SOURCE_PROMPTS,
    SourcePrompts,
    TargetTuning,
    learning_rate,
    rows_of_tasks,
)


class AttemptConfig(TargetTuning, SourcePrompts):
    """Settings of ATTEMPT."""

    target_init: Literal["mean", "first", "named", "vocabulary"] = setting(
        "mean",
        title="Target prompt",
        help=(
            "Where the target's own prompt starts: at the mean of the source prompts, at the "
            "first one (as in the authors' program), at a named one, or at sampled vocabulary."
        ),
        stage="target",
    )
    target_source: str = setting(
        "",
        title="Source task to start from",
        help="The source task at whose prompt the target's own prompt starts.",
        stage="target",
        when={"target_init": ("named",)},
    )
    attend_target: bool = setting(
        True,
        title="Attend to the target prompt",
        help=(
            "The target's own prompt is added whole in any case; with this, the attention "
            "weighs it beside the source prompts once more, as in the authors' program."
        ),
        stage="target",
    )
    projection: int = setting(
        64,
        title="Projection size",
        help="Width of the attention network's hidden layer; 100 in the authors' program.",
        stage="target",
        ge=1,
        le=8192,
    )
    temperature: float = setting(
        0.1,
        title="Attention temperature",
        help=(
            "Times the token width, this divides the attention's scores: more makes the weights "
            "equal. The authors' program has 2.718, with which they stay almost equal where "
            "embeddings are of size one."
        ),
        stage="target",
        ge=1e-4,
        le=1e4,
    )
    train_layer_norm: bool = setting(
        True,
        title="Train the normalisation",
        help=(
            "Learn scale and offset of the attention network's layer normalisation; in the "
            "authors' program they stay 1 and 0."
        ),
        stage="target",
    )
    attention_lr: float = learning_rate(
        "target",
        0.01,
        "Attention learning rate",
        "This is the attention network's own; the authors' configurations have 0.1.",
    )


def _check(config: AttemptConfig, study: StudySpec) -> None:
    sources = study.source_tasks
    if config.target_init == "named" and config.target_source not in sources:
        raise ConfigError(
            f"ATTEMPT: target_source = '{config.target_source}' is no source task of the study. "
            f"Name one of: {', '.join(sources)}."
        )


METHOD: Final = MethodInfo(
    key="attempt",
    title="ATTEMPT",
    summary=(
        "Gives every input a prompt of its own: the target's prompt plus a mix of frozen source "
        "prompts, weighed by what the input says."
    ),
    paper="Asai et al. 2022, arXiv:2205.11961",
    config_type=AttemptConfig,
    build="algorithm:Attempt",
    stages=(
        SOURCE_PROMPTS,
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=rows_of_tasks("batch_size"),
        ),
    ),
    series={"attention": "Attention weights"},
    check=_check,
)
