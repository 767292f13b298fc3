"""A study that keeps many curves growing, and how many of them a window draws."""

from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.planning import find_study

_ENDLESS = 100_000
"""Steps that no run reaches while it is watched."""


def live_study(curves: int) -> StudySpec:
    """Return a study of the sandbox of which so many runs are in flight at once."""
    study = find_study("sandbox")
    seeds = -(-curves // len(study.target_tasks))
    changed = study.model_copy(
        update={
            "methods": (MethodSpec(key="prompt_tuning", config={"steps": _ENDLESS}),),
            "seeds": tuple(range(seeds)),
            "in_flight": curves,
        }
    )
    return StudySpec.model_validate(changed)


def curves_drawn(window: MainWindow) -> int:
    """Return how many curves the Live page shows."""
    chart = window.live.panel.chart
    return 0 if chart is None else len(chart.names)
