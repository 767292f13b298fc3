"""What a study would do, in numbers, before anything runs."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand, plan_steps
from promptstudio.core.phrases import Phrase, counted, declaration, joined, phrases
from promptstudio.core.settings import MethodConfig
from promptstudio.core.spec import Job, StudySpec
from promptstudio.core.tables import Table

_MOST_SEEDS = 1000
_WHERE = {
    "source": Phrase("on the sources, shared by all targets"),
    "joint": Phrase("on all targets jointly"),
    "target": Phrase("on each target"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of a study: a shared stage serves several runs and is computed once."""

    runs: int
    stages: int
    steps: int

    @property
    def sentence(self) -> Phrase:
        """The plan as a line of text."""
        stages = [counted(self.stages, "1 shared stage", "{0:,} shared stages")]
        parts = (
            counted(self.runs, "1 run", "{0:,} runs"),
            *(stages if self.stages else ()),
            _steps_text(self.steps),
        )
        return joined(", ", parts)


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


def combinations(study: StudySpec) -> int:
    """Return the most runs that a study may have, without expanding it."""
    settings = sum(
        math.prod(len(v) for v in method.config.values() if isinstance(v, list | tuple))
        for method in study.methods
    )
    swept = math.prod(len(values) for values in study.sweep.values())
    seeds = len(study.seeds) * len(study.split_seeds or (0,))
    return settings * swept * seeds * len(study.target_tasks)


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
        title=Phrase("Runs and shared stages"),
        columns=phrases("method", "target or shared stage", "runs", "steps"),
        rows=tuple(
            (*line, f"{count:,}", f"{steps[line]:,}")
            for lines in (runs, stages)
            for line, count in lines.items()
        ),
        numeric=frozenset({2, 3}),
    )


def effort_of(info: MethodInfo, config: MethodConfig, *, sources: int, targets: int) -> Phrase:
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
        told = _steps_text(steps[stage.key])
        if work:
            asked = counted(round(work.gradients), "1 gradient", "{0:,} gradients")
            told = Phrase("{0} of {1}", told, asked)
        parts.append(Phrase("{0} {1}", told, _WHERE[stage.scope]))
    if not parts:
        return Phrase("nothing is trained")
    return reduce(lambda before, part: Phrase("{0}, then {1}", before, part), parts)


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
    stages = (stage for stage in info.stages if stage.key in job.spec.stages)
    return joined(", ", (declaration(stage.title) for stage in stages))


def _steps(job: Job, info: MethodInfo) -> int:
    config = job.spec.config
    named = (stage.steps for stage in info.stages if stage.key in job.spec.stages)
    return sum(int(config[steps]) for steps in named if steps)


def _steps_text(number: int) -> Phrase:
    return counted(number, "1 step", "{0:,} steps")
