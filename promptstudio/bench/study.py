"""A study from start to end: scores, steps, gradient rows and time of every method."""

import time
from collections import defaultdict
from collections.abc import Sequence

from promptstudio.bench.studies import finished
from promptstudio.core.expansion import plan_steps
from promptstudio.core.settings import validated
from promptstudio.core.spec import StudySpec
from promptstudio.methods.registry import methods
from promptstudio.store.records import RunRecord


def measure(study: StudySpec) -> list[str]:
    """Run a study and return a line per method and target; scores are means over the seeds."""
    began = time.perf_counter()
    with finished(study) as (reader, _):
        seconds = time.perf_counter() - began
        runs, stages = reader.runs(), reader.runs(kind="stage")
    groups: dict[tuple[str, str], list[RunRecord]] = defaultdict(list)
    for run in runs:
        groups[run.method, str(run.target_task)].append(run)
    lines = [
        "| method | target | test score by seed | mean | steps | gradient rows | of these shared |",
        "|---|---|---|---|---|---|---|",
        *(_line(study, key, group, stages) for key, group in groups.items()),
    ]
    return [*lines, "", f"{len(runs)} runs, all finished, {seconds:.0f} s in all."]


def _line(
    study: StudySpec,
    key: tuple[str, str],
    runs: Sequence[RunRecord],
    stages: Sequence[RunRecord],
) -> str:
    method, target = key
    scores = [run.test[run.metric] for run in runs]
    shared = sum(stage.rows for stage in stages if stage.method == method)
    own = sum(run.rows for run in runs)
    entry = next(m for m in study.methods if m.key == method)
    info = methods()[method]
    config = validated(info.config_type, entry.config, f"Method '{method}'")
    steps = " + ".join(f"{count} {name}" for name, count in plan_steps(info, config).items())
    listed = ", ".join(f"{score:.3f}" for score in scores)
    mean = sum(scores) / len(scores)
    return (
        f"| {info.title} | {target} | {listed} | {mean:.3f} | {steps} | {own + shared:,} | "
        f"{shared:,} |"
    )
