"""Task prompt vectors: what prompts learned, added, negated and scaled."""

import re
from typing import ClassVar, Final, Literal

from pydantic import field_validator

from promptstudio.core.declaration import MethodInfo, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import Idle, setting
from promptstudio.core.spec import StudySpec
from promptstudio.methods.fields import SOURCE_PROMPTS, SourcePrompts, TargetTuning, rows_of_tasks

_TERM: Final = re.compile(
    r"(^|\s+)([+-]?)\s*(?:(\d+(?:\.\d+)?)\s*\*\s*)?([a-z0-9](?:[a-z0-9_.-]*[a-z0-9_.])?)"
)
"""A task's name may hold a minus, so signs between terms stand after a space."""


def terms_of(text: str) -> dict[str, float]:
    """Read a sum such as ``"a + 0.5*b - c"`` as a factor for each task.

    Raises
    ------
    ValueError
        If it is no such sum.
    """
    found: dict[str, float] = {}
    place = 0
    while text[place:].strip():
        term = _TERM.match(text, place)
        if term is None or (found and not term[2]):
            raise ValueError(
                f"'{text[place:].strip()}' is no term; write for example a + 0.5*b - c"
            )
        sign = -1.0 if term[2] == "-" else 1.0
        found[term[4]] = found.get(term[4], 0.0) + sign * float(term[3] or 1.0)
        place = term.end()
    return found


class TaskVectorsConfig(TargetTuning, SourcePrompts):
    """Settings of task prompt vectors."""

    idle: ClassVar[tuple[Idle, ...]] = (
        Idle(("steps",), {"use": ("zero_shot",)}),
        Idle(
            tuple(TargetTuning.model_fields),
            {"use": ("zero_shot",), "combination": ("all", "named")},
        ),
    )

    combination: Literal["all", "nearest", "named"] = setting(
        "all",
        title="Combination",
        help=(
            "Whose vectors are added: those of all sources, of the sources nearest to a short "
            "run of the target's own, or a sum that you write."
        ),
        stage="probe",
    )
    formula: str = setting(
        "",
        title="Formula",
        help=(
            "Source tasks with signs and factors, such as film_sentiment + 0.5*food_grammar - "
            "work_entailment. A negated task is unlearned."
        ),
        stage="probe",
        when={"combination": ("named",)},
    )
    top_k: int = setting(
        2,
        title="Nearest sources",
        help="How many sources are added.",
        stage="probe",
        ge=1,
        le=1000,
        unit="sources",
        when={"combination": ("nearest",)},
    )
    probe_steps: int = setting(
        50,
        title="Probe steps",
        help="Steps of the short run whose vector stands for the target.",
        stage="probe",
        ge=1,
        le=1_000_000,
        unit="steps",
        when={"combination": ("nearest",)},
    )
    scale: float = setting(
        1.0,
        title="Scale",
        help="Factor of the sum before it is added to the start; 0 leaves the start alone.",
        stage="combine",
        ge=-10.0,
        le=10.0,
    )
    average: bool = setting(
        False,
        title="Average",
        help=(
            "Divide the sum by the number of vectors, so that many do not go too far; published "
            "is the plain sum."
        ),
        stage="combine",
        when={"combination": ("all", "nearest")},
    )
    use: Literal["initialise", "zero_shot"] = setting(
        "initialise",
        title="Use",
        help="Tune the combined prompt on the target, or use it as it is.",
        stage="combine",
    )

    @field_validator("formula")
    @classmethod
    def _is_sum(cls, formula: str) -> str:
        terms_of(formula)
        return formula


def _has_no_probe(config: TaskVectorsConfig) -> bool:
    return config.combination != "nearest"


def _is_zero_shot(config: TaskVectorsConfig) -> bool:
    return config.use == "zero_shot"


def _check(config: TaskVectorsConfig, study: StudySpec) -> None:
    sources = study.source_tasks
    if not config.same_start:
        raise ConfigError(
            "Task vectors: vectors can be added only if all source prompts start from one "
            "prompt. Switch 'One start for all' on."
        )
    if config.combination == "nearest" and config.top_k > len(sources):
        raise ConfigError(
            f"Task vectors: {config.top_k} nearest sources are asked for, and the study has "
            f"{len(sources)}. Lower 'Nearest sources' or add source tasks."
        )
    if config.combination != "named":
        return
    terms = terms_of(config.formula)
    if not terms:
        raise ConfigError(
            "Task vectors: the formula is empty. Write source tasks with signs, for example "
            f"{' + '.join(sources[:2])}."
        )
    for task in terms:
        if task not in sources:
            raise ConfigError(
                f"Task vectors: '{task}' in the formula is no source task of the study. Source "
                f"tasks: {', '.join(sources)}."
            )


METHOD: Final = MethodInfo(
    key="task_vectors",
    title="Task prompt vectors",
    summary="Adds up what source prompts learned, as vectors from one start, and tunes from there.",
    paper="Belanec et al. 2024, arXiv:2408.01119",
    config_type=TaskVectorsConfig,
    build="algorithm:TaskVectors",
    stages=(
        SOURCE_PROMPTS,
        StageInfo(
            key="probe",
            title="Probe",
            scope="target",
            steps="probe_steps",
            skip=_has_no_probe,
            work=rows_of_tasks("batch_size"),
        ),
        StageInfo(key="combine", title="Sum of vectors", scope="target", steps=""),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            skip=_is_zero_shot,
            work=rows_of_tasks("batch_size"),
        ),
    ),
    check=_check,
)
