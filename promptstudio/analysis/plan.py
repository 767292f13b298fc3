"""What a study would do, in numbers, before anything runs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand, plan_steps
from promptstudio.core.settings import MethodConfig
from promptstudio.core.spec import Job, StudySpec
from promptstudio.core.tables import Table

_MOST_SEEDS = 1000
_WHERE = {
    "source": "on the sources, shared by all targets",
    "joint": "on all targets jointly",
    "target": "on each target",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of a study: a shared stage serves several runs and is computed once."""

    runs: int
    stages: int
    steps: int

    @property
    def sentence(self) -> str:
        """The plan as a line of text."""
        shared = f"{_counted(self.stages, 'shared stage')}, " if self.stages else ""
        return f"{_counted(self.runs, 'run')}, {shared}{_counted(self.steps, 'step')}"


def plan_of(study: StudySpec, methods: Mapping[str, MethodInfo]) -> Plan:
    """Expand a study and count.

    Raises
    ------
    ConfigError
        If the study can not be expanded.
    """
    return count_jobs(planned_jobs(study, methods), methods)


def planned_jobs(study: StudySpec, methods: Mapping[str, MethodInfo]) -> tuple[Job, ...]:
    """Expand a study without a look at its data.

    Raises
    ------
    ConfigError
        If the study can not be expanded.
    """
    swept = (task for tasks in study.sweep.get("source_tasks", ()) for task in tasks)
    tasks = {*study.source_tasks, *study.target_tasks, *swept}
    return expand(
        study, study_id="plan", methods=methods, fingerprints=dict.fromkeys(tasks, "unknown")
    )


def count_jobs(jobs: Iterable[Job], methods: Mapping[str, MethodInfo]) -> Plan:
    """Count the jobs of a study."""
    jobs = tuple(jobs)
    runs = sum(job.spec.kind == "run" for job in jobs)
    steps = sum(_steps(job, methods[job.spec.method]) for job in jobs)
    return Plan(runs=runs, stages=len(jobs) - runs, steps=steps)


def plan_table(jobs: Iterable[Job], methods: Mapping[str, MethodInfo]) -> Table:
    """Return the runs of every method on every target, and the shared stages below.

    The steps of a line are those of all its runs or stages together.
    """
    runs: Counter[tuple[str, str]] = Counter()
    steps: Counter[tuple[str, str]] = Counter()
    stages: Counter[tuple[str, str]] = Counter()
    for job in jobs:
        info = methods[job.spec.method]
        shared = job.spec.kind == "stage"
        line = (job.label, _stage_titles(job, info) if shared else job.spec.target_task or "")
        (stages if shared else runs)[line] += 1
        steps[line] += _steps(job, info)
    return Table(
        key="plan",
        title="Runs and shared stages",
        columns=("method", "target or shared stage", "runs", "steps"),
        rows=tuple(
            (*line, f"{count:,}", f"{steps[line]:,}")
            for lines in (runs, stages)
            for line, count in lines.items()
        ),
        numeric=frozenset({2, 3}),
    )


def effort_of(info: MethodInfo, config: MethodConfig, *, sources: int, targets: int) -> str:
    """Return in words what a method's steps are and ask, and which of them targets share.

    Parameters
    ----------
    sources, targets : int
        How many tasks of each kind the study has.
    """
    steps = plan_steps(info, config)
    tasks = {"source": sources, "joint": targets, "target": 1}
    parts = []
    for stage in info.active_stages(config):
        if not steps[stage.key]:
            continue
        work = stage.work(config, tasks[stage.scope]) if stage.work else None
        each = f" of {_counted(round(work.gradients), 'gradient')}" if work else ""
        parts.append(f"{_counted(steps[stage.key], 'step')}{each} {_WHERE[stage.scope]}")
    return ", then ".join(parts) if parts else "nothing is trained"


def parse_seeds(text: str) -> tuple[int, ...]:
    """Read seeds as a person types them: ``"0, 1, 5"`` or ``"0-4"``, in any mixture.

    Raises
    ------
    ConfigError
        If a part is no whole number or range, a seed stands twice, or there are too many.
    """
    seeds: list[int] = []
    for part in text.replace(",", " ").split():
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ConfigError(f"Seeds: '{part}' is neither a number nor a range such as 0-4.")
        low, high = int(first), int(last or first)
        if high < low or high - low >= _MOST_SEEDS:
            raise ConfigError(f"Seeds: the range '{part}' is empty or longer than {_MOST_SEEDS}.")
        seeds.extend(range(low, high + 1))
    if not seeds:
        raise ConfigError("Seeds: give at least one number, for example 0.")
    if len(set(seeds)) != len(seeds):
        raise ConfigError("Seeds: the same seed stands twice.")
    return tuple(seeds)


def seeds_text(seeds: tuple[int, ...]) -> str:
    """Return seeds so that `parse_seeds` reads them back; long ranges are shortened."""
    if len(seeds) > 2 and seeds == tuple(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]}-{seeds[-1]}"
    return ", ".join(str(seed) for seed in seeds)


def _stage_titles(job: Job, info: MethodInfo) -> str:
    return ", ".join(stage.title for stage in info.stages if stage.key in job.spec.stages)


def _steps(job: Job, info: MethodInfo) -> int:
    config = job.spec.config
    named = (stage.steps for stage in info.stages if stage.key in job.spec.stages)
    return sum(int(config[steps]) for steps in named if steps)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
