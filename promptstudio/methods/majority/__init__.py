"""The control that always gives the most frequent answer."""

from typing import Final

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.settings import MethodConfig


class MajorityConfig(MethodConfig):
    """The control has no settings."""


METHOD: Final = MethodInfo(
    key="majority",
    title="Majority answer",
    summary=(
        "Gives every row the most frequent answer of the training rows; with as many rows of "
        "each class this is the first class, and its score is chance."
    ),
    paper="",
    config_type=MajorityConfig,
    build="algorithm:Majority",
    stages=(StageInfo(key="target", title="Counting", scope="target", steps=""),),
    uses_sources=False,
    is_control=True,
)
