"""The control that tells the model the task in words, through the place of the prompt."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import MethodConfig, setting


class TextInstructionConfig(MethodConfig):
    """Settings of the control."""

    instruction: str = setting(
        "",
        title="Instruction",
        help=(
            "What the model is told; empty takes the instruction of the task's card. It stands "
            "where the backbone's settings put prompts: before the input, or behind it."
        ),
        stage="target",
    )


METHOD: Final = MethodInfo(
    key="text_instruction",
    title="Text instruction",
    summary="Tells the frozen model the task in words; nothing is trained.",
    paper="",
    config_type=TextInstructionConfig,
    build="algorithm:TextInstruction",
    stages=(StageInfo(key="target", title="Encoding", scope="target", steps=""),),
    uses_sources=False,
    is_control=True,
)
