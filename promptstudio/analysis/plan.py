"""What a study would do, in numbers, before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.expansion import expand
from promptstudio.core.spec import Job, StudySpec

_MOST_SEEDS = 1000


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
    tasks = {*study.source_tasks, *study.target_tasks}
    jobs = expand(
        study, study_id="plan", methods=methods, fingerprints=dict.fromkeys(tasks, "unknown")
    )
    runs = sum(job.spec.kind == "run" for job in jobs)
    steps = sum(_steps(job, methods[job.spec.method]) for job in jobs)
    return Plan(runs=runs, stages=len(jobs) - runs, steps=steps)


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


def _steps(job: Job, info: MethodInfo) -> int:
    config = job.spec.config
    named = (stage.steps for stage in info.stages if stage.key in job.spec.stages)
    return sum(int(config[steps]) for steps in named if steps)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
