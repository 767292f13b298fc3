"""Residual prompt tuning: the prompt passes through a small network that it can bypass."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import setting
from promptstudio.methods.fields import Start, TargetTuning, learning_rate, rows_of_tasks


class ResidualPromptConfig(TargetTuning, Start):
    """Settings of residual prompt tuning."""

    bottleneck: int = setting(
        64,
        title="Bottleneck",
        help=(
            "Width of the network's hidden layer; 800 in the paper's program. It is needed in "
            "training alone, so it costs nothing afterwards."
        ),
        stage="target",
        ge=1,
        le=8192,
    )
    network_per_token: bool = setting(
        False,
        title="One network per token",
        help="Every virtual token has a network of its own; if not, all share one.",
        stage="target",
    )
    layer_norm: bool = setting(
        True,
        title="Layer normalisation",
        help="Normalise what the network adds to each virtual token; the paper's program does.",
        stage="target",
    )
    residual: bool = setting(
        True,
        title="Residual connection",
        help=(
            "Add the prompt to what the network makes of it. Without, the network's output alone "
            "is the prompt, it starts from random numbers, and with layer normalisation it can "
            "not become every prompt."
        ),
        stage="target",
    )
    network_learning_rate: float = learning_rate(
        "target",
        0.01,
        "Network learning rate",
        "This is the network's own; the paper's program takes 0.3 for network and prompt alike.",
    )


METHOD: Final = MethodInfo(
    key="residual_prompt",
    title="Residual prompt tuning",
    summary=(
        "Learns a prompt through a small network with a bypass, which steadies training; only "
        "the resulting prompt is kept."
    ),
    paper="Razdaibiedina et al. 2023, arXiv:2305.03937",
    config_type=ResidualPromptConfig,
    build="algorithm:ResidualPrompt",
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
)
