"""What follows from the declaration of a method."""

import pytest

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import MethodConfig, setting


class Config(MethodConfig):
    width: int = setting(1, title="Width", help="Of all.", stage="source", ge=1, le=9)
    weigh: bool = setting(True, title="Weigh", help="By likeness.", stage="probe")
    steps: int = setting(1, title="Steps", help="Of the target.", stage="target", ge=1, le=9)
    probe_steps: int = setting(1, title="Probe", help="Before it.", stage="probe", ge=1, le=9)


INFO = MethodInfo(
    key="three",
    title="Three stages",
    summary="Has three stages.",
    paper="none",
    config_type=Config,
    build="algorithm:Three",
    stages=(
        StageInfo(key="source", title="Source", scope="source", steps="steps"),
        StageInfo(key="probe", title="Probe", scope="target", steps="probe_steps"),
        StageInfo(key="target", title="Target", scope="target", steps="steps"),
    ),
)


@pytest.mark.parametrize(
    ("stage", "past"),
    [
        ("source", set()),
        ("probe", {"width"}),
        ("target", {"width", "weigh", "probe_steps"}),
        ("of another version", set()),
    ],
)
def test_settings_are_past_once_their_stage_is_done(stage: str, past: set[str]) -> None:
    assert INFO.settings_before(stage) == past
