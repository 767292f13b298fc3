"""A study as a person sets it up, and the jobs that it expands into."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import tomli_w
from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidationError,
    field_validator,
    model_serializer,
    model_validator,
)

from promptstudio.core.errors import IF_NEWER, ConfigError
from promptstudio.core.ids import digest
from promptstudio.core.settings import NONE, Frozen, explain, is_unknown

TASK_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class BackboneSpec(Frozen):
    """The frozen language model: the shipped sandbox, a local folder, or a hub id.

    ``quantization`` stores the weights in 8 or 4 bits, which needs CUDA and bitsandbytes; its
    default is no part of what is written down, so older jobs keep their digests.
    """

    source: str = "sandbox"
    revision: str | None = None
    dtype: Literal["float32", "bfloat16"] = "float32"
    quantization: Literal["none", "8bit", "4bit"] = "none"
    device: str = Field("auto", pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")
    prompt_position: Literal["prepend", "append"] = "prepend"
    max_input_tokens: int = Field(256, ge=8, le=4096)
    max_target_tokens: int = Field(32, ge=1, le=512)

    @field_validator("dtype", mode="before")
    @classmethod
    def _wide_enough(cls, value: Any) -> Any:
        if value == "float16":
            raise ValueError(
                "float16 is not offered, because its range is too small for T5; choose float32 "
                "or bfloat16"
            )
        return value

    @model_serializer(mode="wrap")
    def _without_default(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = write(self)
        if values.get("quantization") == "none":
            del values["quantization"]
        return values


class TextSpec(Frozen):
    """How rows are put in words, for source and target tasks alike.

    ``task_prefix`` puts the task's name in front of every input. ``label_words``: the card's
    own (natural), class numbers (numeric), the same words for every task (shared), the card's
    words given to other classes (shuffled), or words without meaning (nonsense).
    """

    task_prefix: bool = False
    label_words: Literal["natural", "numeric", "shared", "shuffled", "nonsense"] = "natural"


SplitRule = Literal["per_class", "total", "train_derived"]
"""How rows are drawn: ``shots`` per class with as many to validate (CrossFit), ``shots`` in
total, shared out among the classes, with as many to validate, or ``shots`` per class (or all
rows) to train with a large validation part of the training split, tested on the official
validation split."""


class EvaluationSpec(Frozen):
    """When and on how many rows prompts are scored. The best prompt is chosen on validation.

    ``every`` is in steps; ``patience`` is in evaluations without gain (None: never stop early);
    row limits of None mean all rows. With ``free_text`` the test rows of a classification are
    answered in free text too, which tells how often the answer is no label at all.
    """

    every: int = Field(50, ge=1, le=100_000)
    patience: int | None = Field(None, ge=1, le=1000)
    validation_rows: int | None = Field(None, ge=1)
    test_rows: int | None = Field(None, ge=1)
    free_text: bool = False


class Deviation(Frozen):
    """A setting in which a study differs from the paper that it follows."""

    setting: str
    paper: str
    here: str


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _spelled(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(part) for part in value]
    return NONE if value is None else value


Spelled = Annotated[dict[str, Any], AfterValidator(_spelled), PlainSerializer(_spelled)]
"""Settings as a study file has them, without a gap."""


class MethodSpec(Frozen):
    """A method of a study with the settings that differ from its defaults.

    A setting given as a list takes each value in turn. ``control`` makes the method one of
    the controls of the study, as some methods are by themselves. No value is spelled
    ``"none"``, because TOML has no other word for it.
    """

    key: str
    label: str = ""
    control: bool = False
    config: Spelled = Field(default_factory=dict)


class StudySpec(Frozen):
    """What a person sets up. One TOML file; form, command line and Python share it.

    ``shots`` and ``source_shots`` are training rows as ``split_rule`` says (per task where
    answers are free text); None, ``"all"`` in a file, means the full training split. A seed
    draws the initialisation and the order of rows, and the few-shot sample too unless
    ``split_seeds`` are given: then every seed runs on the sample of every split seed.
    ``sweep`` gives fields of the study several values, such as ``shots = [4, 16, "all"]`` or
    ``"text.label_words" = ["natural", "numeric"]``; every combination is run.
    ``task_folders`` hold more task cards; in a file they are relative to the file.
    ``published`` names shipped figures of papers; ``deviations`` list where the study differs
    from its paper. ``in_flight`` runs at most share the model's batches where ``sharing``
    packs them.
    """

    name: str = Field(min_length=1, max_length=120)
    description: str = ""
    backbone: BackboneSpec = BackboneSpec()
    source_tasks: tuple[str, ...] = ()
    target_tasks: tuple[str, ...] = Field(min_length=1)
    task_folders: tuple[str, ...] = ()
    methods: tuple[MethodSpec, ...] = Field(min_length=1)
    shots: int | None = Field(16, ge=1)
    source_shots: int | None = Field(None, ge=1)
    split_rule: SplitRule = "per_class"
    text: TextSpec = TextSpec()
    seeds: tuple[int, ...] = Field((0,), min_length=1)
    split_seeds: tuple[int, ...] | None = Field(None, min_length=1)
    sweep: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    published: tuple[str, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    evaluation: EvaluationSpec = EvaluationSpec()
    budget_rows: int | None = Field(None, ge=1)
    in_flight: int = Field(3, ge=1, le=256)
    sharing: Literal["auto", "packed", "in_turn"] = "auto"

    @field_validator("shots", "source_shots", mode="before")
    @classmethod
    def _all_rows(cls, value: Any) -> Any:
        return None if value == "all" else value

    @field_validator("sweep")
    @classmethod
    def _as_in_a_file(cls, sweep: dict[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
        """Refuse gaps, and make lists tuples: a study is equal to the one read from its file."""
        for name, values in sweep.items():
            if None in values:
                raise ValueError(f"the sweep over {name} has a gap; all rows are spelled 'all'")
        return {
            name: tuple(tuple(v) if isinstance(v, list) else v for v in values)
            for name, values in sweep.items()
        }

    @field_validator("source_tasks", "target_tasks", "seeds", "split_seeds")
    @classmethod
    def _no_doubles(cls, values: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
        if values and len(set(values)) != len(values):
            raise ValueError("the same entry stands twice")
        return values

    @model_validator(mode="after")
    def _disjoint(self) -> "StudySpec":
        both = set(self.source_tasks) & set(self.target_tasks)
        if both:
            raise ValueError(f"the task '{min(both)}' is both source and target")
        return self


def stage_id(content: str) -> str:
    """Return the job identity of a shared stage from its digest."""
    return f"stage-{content}"


class JobSpec(Frozen):
    """One unit of work: a shared stage, or a run (one method, one target, one seed).

    A run executes the target stages and is scored; ``needs`` is the digest of the shared
    stage it starts from. ``tasks`` maps every task it reads to the fingerprint of its data and
    ``weights`` is the backbone's, so that changed data or weights are a different job.
    """

    kind: Literal["stage", "run"]
    method: str
    config: dict[str, Any]
    stages: tuple[str, ...]
    needs: str | None
    backbone: BackboneSpec
    source_tasks: tuple[str, ...]
    joint_tasks: tuple[str, ...]
    target_task: str | None
    tasks: dict[str, str]
    seed: int
    split_seed: int
    shots: int | None
    source_shots: int | None
    split_rule: SplitRule = "per_class"
    text: TextSpec = TextSpec()
    weights: str = ""
    evaluation: EvaluationSpec
    budget_rows: int | None

    @property
    def digest(self) -> str:
        """12 hexadecimal digits of the content; equal jobs have equal digests."""
        return digest(self.model_dump(mode="json"))

    @property
    def needs_id(self) -> str | None:
        """Identity of the shared stage that this job starts from."""
        return stage_id(self.needs) if self.needs else None


class Job(Frozen):
    """A job with its identity. Stages are named by digest, runs by a new id.

    ``label`` names the method in its study, swept settings included.
    """

    job_id: str
    study_id: str
    title: str
    label: str
    spec: JobSpec


_MOST_BYTES: Final = 2**20
"""Of a study file; what is larger is none, and would take long to read."""


def load_study(path: Path) -> StudySpec:
    """Read a study file (TOML).

    Raises
    ------
    ConfigError
        If there is no such file, it is not TOML, or a value is not valid.
    """
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise ConfigError(f"The file '{path}' is no study: it has {size:,} bytes.")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(f"There is no study file '{path}'.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"The study file '{path}' is not UTF-8 text. Save it as UTF-8, or check that it is a "
            "study."
        ) from error
    except OSError as error:
        raise ConfigError(f"The study file '{path}' can not be read: {error.strerror}.") from error
    study = parse_study(text, f"The study file '{path}'")
    folders = tuple(str((path.parent / folder).resolve()) for folder in study.task_folders)
    return study.model_copy(update={"task_folders": folders})


def parse_study(text: str, where: str) -> StudySpec:
    """Read a study from TOML text; ``where`` names the text in errors.

    Raises
    ------
    ConfigError
        If it is not TOML, or a value is not valid.
    """
    try:
        return StudySpec.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML: {error}.") from error
    except ValidationError as error:
        told = explain(error, where)
        if is_unknown(error):
            told = f"{told} {IF_NEWER}"
        raise ConfigError(told) from error


def dump_study(study: StudySpec) -> str:
    """Return the study as TOML text that `load_study` reads back equal."""
    values = study.model_dump(mode="json", exclude_none=True)
    all_rows = {name: "all" for name in ("shots", "source_shots") if getattr(study, name) is None}
    return tomli_w.dumps(all_rows | values)
