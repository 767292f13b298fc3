"""Prompt tuning on the target task alone: what every transfer has to beat."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.methods.fields import Start, TargetTuning, rows_of_tasks


class PromptTuningConfig(TargetTuning, Start):
    """Settings of prompt tuning."""


METHOD: Final = MethodInfo(
    key="prompt_tuning",
    title="Prompt tuning",
    summary="Learns one soft prompt on the target task, with no help from other tasks.",
    paper="Lester et al. 2021, arXiv:2104.08691",
    config_type=PromptTuningConfig,
    build="algorithm:PromptTuning",
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
    is_baseline=True,
)
