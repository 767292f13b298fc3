"""Soft prompt transfer: source prompts, retrieved by similarity, start the target's prompt."""

from typing import Final, Literal

from promptstudio.core.declaration import MethodInfo, StageInfo, Work
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import setting
from promptstudio.core.spec import StudySpec
from promptstudio.methods import fields
from promptstudio.methods.fields import SOURCE_PROMPTS, SourcePrompts, TargetTuning, rows_of_tasks

SIMILARITIES: Final = (
    "mean_token",
    "pairwise",
    "max_pairwise",
    "flatten",
    "euclidean",
    "euclidean_pairwise",
    "neurons",
)
_SEVERAL: Final = {"use": ("best_of_k", "weighted", "mixture")}


class SpotConfig(TargetTuning, SourcePrompts):
    """Settings of SPoT."""

    retrieval: Literal[
        "mean_token",
        "pairwise",
        "max_pairwise",
        "flatten",
        "euclidean",
        "euclidean_pairwise",
        "neurons",
        "zero_shot",
        "named",
    ] = setting(
        "mean_token",
        title="Retrieval",
        help=(
            "How sources are ranked: by the similarity of their prompts to a short run of the "
            "target's own (cosine of mean tokens, mean or best cosine of token pairs, cosine or "
            "distance of whole prompts, overlap of the neurons that they activate), by the loss "
            "of the source prompts on validation rows, or as you name one."
        ),
        stage="probe",
    )
    source: str = setting(
        "",
        title="Source task",
        help="The source task whose prompt is taken.",
        stage="probe",
        when={"retrieval": ("named",)},
    )
    probe_steps: int = setting(
        50,
        title="Probe steps",
        help="Steps of the short run whose prompt stands for the target in similarities.",
        stage="probe",
        ge=1,
        le=1_000_000,
        unit="steps",
        when={"retrieval": SIMILARITIES},
    )
    use: Literal["best", "best_of_k", "weighted", "mixture"] = setting(
        "best",
        title="Use",
        help=(
            "What the nearest sources are for: the nearest starts the target; each of k starts "
            "one of k prompts of which the best on validation rows is kept; their mean, weighted "
            "by similarity, starts it; or one prompt is trained on the rows of all k first."
        ),
        stage="target",
    )
    top_k: int = setting(
        3,
        title="Nearest sources",
        help="How many sources are used.",
        stage="target",
        ge=1,
        le=1000,
        unit="sources",
        when=_SEVERAL,
    )
    choose_every: int = setting(
        25,
        title="Choose every",
        help="Steps between looks at the validation loss of the k prompts.",
        stage="target",
        ge=1,
        le=100_000,
        unit="steps",
        when={"use": ("best_of_k",)},
    )
    mixture_steps: int = fields.steps("mixture", 100, "Mixture steps", when={"use": ("mixture",)})


def _has_no_probe(config: SpotConfig) -> bool:
    return config.retrieval not in SIMILARITIES


def _has_no_mixture(config: SpotConfig) -> bool:
    return config.use != "mixture"


def _mixture_work(config: SpotConfig, tasks: int) -> Work:
    return Work(gradients=config.top_k * config.source_batch_size)


def _target_work(config: SpotConfig, tasks: int) -> Work:
    """One prompt, or k side by side; looks at the validation rows are left out."""
    prompts = config.top_k if config.use == "best_of_k" else 1
    return Work(gradients=prompts * config.batch_size)


def _check(config: SpotConfig, study: StudySpec) -> None:
    sources = study.source_tasks
    if config.retrieval == "named" and config.source not in sources:
        raise ConfigError(
            f"SPoT: '{config.source}' is no source task of the study. Name one of "
            f"{', '.join(sources)}, or let another retrieval choose."
        )
    if config.retrieval == "named" and config.use != "best":
        raise ConfigError(
            "SPoT: a named source is one source, so 'Use' has to be best. Let a similarity choose "
            "for the other uses."
        )
    if config.use != "best" and config.top_k > len(sources):
        raise ConfigError(
            f"SPoT: {config.top_k} nearest sources are asked for, and the study has "
            f"{len(sources)}. Lower 'Nearest sources' or add source tasks."
        )


METHOD: Final = MethodInfo(
    key="spot",
    title="SPoT",
    summary="Starts the target's prompt from the source prompts that are most like it.",
    paper="Vu et al. 2022, arXiv:2110.07904",
    config_type=SpotConfig,
    build="algorithm:Spot",
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
        StageInfo(
            key="mixture",
            title="Mixture of sources",
            scope="target",
            steps="mixture_steps",
            skip=_has_no_mixture,
            work=_mixture_work,
        ),
        StageInfo(
            key="target",
            title="Target tuning",
            scope="target",
            steps="steps",
            work=_target_work,
        ),
    ),
    series={"similarity": "Similarity of the sources", "weight": "Weight of the sources"},
    check=_check,
)
