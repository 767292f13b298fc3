"""CrossPT: target prompts composed of shared source prompts and private ones by a router."""

from dataclasses import replace
from typing import ClassVar, Final, Literal

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.settings import Idle, setting
from promptstudio.methods.fields import SOURCE_PROMPTS, SOURCE_TRAINING, SourcePrompts
from promptstudio.methods.routing_fields import JOINT_TUNING, JointRouting, composed_size


class CrossPTConfig(JointRouting, SourcePrompts):
    """Settings of CrossPT. Without source training the joint stage comes first."""

    idle: ClassVar[tuple[Idle, ...]] = (
        Idle(SOURCE_TRAINING, {"source_init": ("random",)}),
        Idle(
            (*SOURCE_TRAINING, "source_init", "init", "init_text", "init_scale"),
            {"parts": ("private",), "private_init": ("vocabulary", "zeros", "ones")},
        ),
    )

    source_init: Literal["trained", "random"] = setting(
        "trained",
        title="Source prompts",
        help=(
            "'trained' learns every source prompt on its own task first, which decides the "
            "matter in few-shot work; 'random' starts them as set under Initialisation."
        ),
        stage="source",
    )


def _skips_sources(config: CrossPTConfig) -> bool:
    needs_sources = config.parts != "private" or config.private_init == "sources"
    return config.source_init == "random" or not needs_sources


METHOD: Final = MethodInfo(
    key="crosspt",
    title="CrossPT",
    summary=(
        "Trains all targets together: a router mixes shared source prompts for each target and "
        "adds a prompt of its own."
    ),
    paper="Pouramini and Faili 2025, arXiv:2509.14253",
    config_type=CrossPTConfig,
    build="algorithm:CrossPT",
    stages=(
        replace(SOURCE_PROMPTS, skip=_skips_sources),
        JOINT_TUNING,
    ),
    series={"router": "Router weights", "temperature": "Router temperature"},
    size=composed_size,
)
