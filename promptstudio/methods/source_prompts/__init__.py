"""One prompt per source task, and the control that uses one of them on the target unchanged."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import setting
from promptstudio.core.spec import StudySpec
from promptstudio.methods.fields import SourcePrompts, rows_of_tasks


class SourcePromptsConfig(SourcePrompts):
    """Settings of the zero-shot control."""

    source: str = setting(
        "",
        title="Source task",
        help=(
            "The source task whose prompt is used; empty takes the one with the smallest loss "
            "on the target's validation rows."
        ),
        stage="target",
    )


def _check(config: SourcePromptsConfig, study: StudySpec) -> None:
    sources = study.source_tasks
    if config.source and config.source not in sources:
        raise ConfigError(
            f"Zero-shot source prompt: '{config.source}' is no source task of the study. "
            f"Source tasks: {', '.join(sources)}."
        )


METHOD: Final = MethodInfo(
    key="source_prompts",
    title="Zero-shot source prompt",
    summary="Uses a source task's prompt on the target without any further training.",
    paper="Su et al. 2022, arXiv:2111.06719",
    config_type=SourcePromptsConfig,
    build="algorithm:SourcePromptsMethod",
    stages=(
        StageInfo(
            key="source",
            title="Source prompts",
            scope="source",
            steps="source_steps",
            work=rows_of_tasks("source_batch_size"),
        ),
        StageInfo(key="target", title="Choice of a source", scope="target", steps=""),
    ),
    is_control=True,
    check=_check,
)
