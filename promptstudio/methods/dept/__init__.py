"""Decomposed prompt tuning: a short prompt, and a low-rank shift of the input's embeddings."""

from typing import Final, Literal

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import setting
from promptstudio.core.spec import StudySpec
from promptstudio.methods.fields import Start, TargetTuning, learning_rate, rows_of_tasks


class DeptConfig(TargetTuning, Start):
    """Settings of decomposed prompt tuning."""

    rank: int = setting(
        4,
        title="Rank",
        help=(
            "Rank r of what is added to the embeddings of the input. With m virtual tokens of "
            "width D and inputs of up to T tokens, m·D + (T + D)·r numbers are learnt; divided "
            "by D this is the length of a plain prompt of the same size. On T5-base (T = 256) "
            "m = 60 and r = 30 make the 76,800 numbers of a plain prompt of 100 tokens."
        ),
        stage="target",
        ge=1,
        le=1024,
    )
    shift_learning_rate: float = learning_rate(
        "target",
        0.01,
        "Shift learning rate",
        "This is the rate of the two factors of the shift; published are 0.3, 0.005 and 0.0005 "
        "beside 0.3 or 0.4 for the prompt.",
    )
    scaling: Literal["paper", "code"] = setting(
        "paper",
        title="Scaling",
        help=(
            "Factor of the shift: 'paper' takes 1 as its formula does, 'code' 8 divided by the "
            "square root of the rank, as the authors' program does."
        ),
        stage="target",
    )


def _check(config: DeptConfig, study: StudySpec) -> None:
    longest = study.backbone.max_input_tokens
    if config.rank > longest:
        raise ConfigError(
            f"Decomposed prompt tuning: the rank {config.rank} is above the longest input, "
            f"{longest} tokens. Lower the rank, or raise the backbone's max_input_tokens."
        )


METHOD: Final = MethodInfo(
    key="dept",
    title="Decomposed prompt tuning (DePT)",
    summary=(
        "Learns a short prompt together with a low-rank change of the input's embeddings, each "
        "at a rate of its own."
    ),
    paper="Shi and Lipani 2024, arXiv:2309.05173",
    config_type=DeptConfig,
    build="algorithm:Dept",
    stages=(
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=rows_of_tasks("batch_size"),
        ),
    ),
    uses_sources=False,
    series={"shift": "Size of the input shift"},
    check=_check,
)
