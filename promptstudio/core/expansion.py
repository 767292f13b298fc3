"""From a study to its graph of jobs: shared stages first, then the runs that need them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from promptstudio.core.declaration import MethodInfo, Scope, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.ids import new_id
from promptstudio.core.settings import MethodConfig, fields_of
from promptstudio.core.spec import (
    BackboneSpec,
    EvaluationSpec,
    Job,
    JobSpec,
    MethodSpec,
    StudySpec,
    stage_id,
)
from promptstudio.core.sweeps import StudyVariant, config_variants, entry_names, study_variants


def expand(
    study: StudySpec,
    *,
    study_id: str,
    methods: Mapping[str, MethodInfo],
    fingerprints: Mapping[str, str],
    weights: Callable[[BackboneSpec], str] = lambda backbone: "",
) -> tuple[Job, ...]:
    """Expand a study into jobs in an order in which they can be executed.

    Each method's shared stages stand before the runs that need them, so that first results
    come early; a stage that several runs need appears once, and so does a run that two swept
    values lead to. Stage identities are the content digests (``stage-...``), so an equal stage
    of another study is the same job. ``weights`` tells the fingerprint of a backbone.

    Raises
    ------
    ConfigError
        If a method is unknown, a setting is not valid, or sources are missing.
    """
    jobs: dict[tuple[int, str], Job] = {}
    for variant in study_variants(study):
        known = _Known(methods, fingerprints, weights(variant.study.backbone))
        for place, name in enumerate(entry_names(study, methods)):
            for setting in _settings(study.methods[place], name, variant, study_id, methods):
                for seed, split_seed in _seeds(study):
                    for job in _jobs(setting, seed, split_seed, known):
                        is_run = job.spec.kind == "run"
                        jobs.setdefault((place if is_run else -1, job.spec.digest), job)
    return tuple(jobs.values())


class _Known(NamedTuple):
    methods: Mapping[str, MethodInfo]
    fingerprints: Mapping[str, str]
    weights: str


class _Setting(NamedTuple):
    """One method under one setting."""

    study: StudySpec
    study_id: str
    info: MethodInfo
    config: MethodConfig
    label: str


def _settings(
    entry: MethodSpec,
    name: str,
    variant: StudyVariant,
    study_id: str,
    methods: Mapping[str, MethodInfo],
) -> Iterator[_Setting]:
    """Check a method of a study and go through its settings."""
    info, study = methods[entry.key], variant.study
    if info.uses_sources and not study.source_tasks:
        raise ConfigError(f"The method '{info.title}' needs at least one source task.")
    for config, own_name in config_variants(entry, info, name):
        if info.check is not None:
            info.check(config, study)
        label = variant.label(own_name, uses_sources=info.uses_sources)
        yield _Setting(study, study_id, info, config, label)


def _seeds(study: StudySpec) -> list[tuple[int, int]]:
    """Return pairs of seed and split seed."""
    return [(seed, split) for seed in study.seeds for split in study.split_seeds or (seed,)]


def _jobs(setting: _Setting, seed: int, split_seed: int, known: _Known) -> list[Job]:
    study, study_id, info, config, label = setting
    active = info.active_stages(config)
    jobs: list[Job] = []
    needs: str | None = None
    reached: list[str] = []
    drawn = f"seed {seed}" if study.split_seeds is None else f"seed {seed}, split {split_seed}"
    for stage in (s for s in info.stages if s.scope != "target"):
        reached.append(stage.key)  # a skipped stage too: the next ones read its settings
        if stage not in active:
            continue
        owner = known.methods[stage.owner] if stage.owner else info
        spec = _spec(setting, seed, split_seed, known, stage.scope, None, needs)
        spec = spec.model_copy(
            update={
                "method": owner.key,
                "stages": (stage.key,),
                "config": _settings_of(owner, info, config, reached),
            }
        )
        needs = spec.digest
        name = owner.title if stage.owner else label
        jobs.append(
            Job(
                job_id=stage_id(needs),
                study_id=study_id,
                title=f"{name}: {stage.title}, {drawn}",
                label=name,
                spec=spec,
            )
        )
    target_stages = tuple(s.key for s in active if s.scope == "target")
    for target in study.target_tasks:
        spec = _spec(setting, seed, split_seed, known, "target", target, needs)
        spec = spec.model_copy(update={"stages": target_stages})
        title = f"{label}: {target}, {drawn}"
        run_id = new_id("run")
        jobs.append(Job(job_id=run_id, study_id=study_id, title=title, label=label, spec=spec))
    return jobs


def _spec(
    setting: _Setting,
    seed: int,
    split_seed: int,
    known: _Known,
    scope: Scope,
    target: str | None,
    needs: str | None,
) -> JobSpec:
    study, _, info, config, _ = setting
    sources = study.source_tasks if info.uses_sources else ()
    has_joint = any(s.scope == "joint" for s in info.active_stages(config))
    joint = study.target_tasks if has_joint and scope != "source" else ()
    read = {*sources, *joint, *((target,) if target else ())}
    return JobSpec(
        kind="run" if scope == "target" else "stage",
        method=info.key,
        config=config.model_dump(mode="json"),
        stages=(),
        needs=needs,
        backbone=study.backbone,
        source_tasks=sources,
        joint_tasks=joint,
        target_task=target,
        tasks={task: known.fingerprints[task] for task in sorted(read)},
        seed=seed,
        split_seed=split_seed,
        shots=study.shots if scope != "source" else None,
        source_shots=study.source_shots if sources else None,
        split_rule=study.split_rule,
        text=study.text,
        weights=known.weights,
        evaluation=study.evaluation if scope != "source" else EvaluationSpec(),
        budget_rows=study.budget_rows,
    )


def _settings_of(
    owner: MethodInfo, info: MethodInfo, config: MethodConfig, stages: list[str]
) -> dict[str, Any]:
    """Keep the settings that a stage and those before it read: the rest can not change it.

    Of a stage that another method owns only the settings that its owner knows are kept.
    """
    values: dict[str, Any] = config.model_dump(mode="json")
    known = {field.name for field in fields_of(owner.config_type)}
    kept = {field.name for field in fields_of(info.config_type) if field.stage in stages}
    return {name: value for name, value in values.items() if name in kept & known}


def plan_steps(info: MethodInfo, config: MethodConfig) -> dict[str, int]:
    """Return the number of steps of every active stage."""
    return {stage.key: _steps(stage, config) for stage in info.active_stages(config)}


def _steps(stage: StageInfo, config: MethodConfig) -> int:
    return int(getattr(config, stage.steps)) if stage.steps else 0
