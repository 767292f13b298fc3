"""From a study to its graph of jobs: shared stages first, then the runs that need them."""

from collections.abc import Mapping
from typing import Any

from promptstudio.core.declaration import MethodInfo, Scope, StageInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.ids import new_id
from promptstudio.core.settings import MethodConfig, fields_of, validated
from promptstudio.core.spec import EvaluationSpec, Job, JobSpec, MethodSpec, StudySpec, stage_id


def expand(
    study: StudySpec,
    *,
    study_id: str,
    methods: Mapping[str, MethodInfo],
    fingerprints: Mapping[str, str],
) -> tuple[Job, ...]:
    """Expand a study into jobs in an order in which they can be executed.

    Each method's shared stages stand before the runs that need them, so that first results
    come early; a stage that several runs need appears once. Stage identities are the content
    digests (``stage-...``), so an equal stage of another study is the same job.

    Raises
    ------
    ConfigError
        If a method is unknown, a setting is not valid, or sources are missing.
    """
    jobs: dict[str, Job] = {}
    for entry in study.methods:
        info = methods.get(entry.key)
        if info is None:
            known = ", ".join(sorted(methods))
            raise ConfigError(f"There is no method '{entry.key}'. Known methods: {known}.")
        config = validated(info.config_type, entry.config, f"Method '{entry.key}'")
        if info.uses_sources and not study.source_tasks:
            raise ConfigError(f"The method '{info.title}' needs at least one source task.")
        for seed in study.seeds:
            for job in _of_method(study, study_id, entry, info, config, seed, fingerprints):
                jobs.setdefault(job.job_id, job)
    return tuple(jobs.values())


def _of_method(
    study: StudySpec,
    study_id: str,
    entry: MethodSpec,
    info: MethodInfo,
    config: MethodConfig,
    seed: int,
    fingerprints: Mapping[str, str],
) -> list[Job]:
    active = info.active_stages(config)
    jobs: list[Job] = []
    needs: str | None = None
    reached: list[str] = []
    name = entry.label or info.title
    for stage in (s for s in info.stages if s.scope != "target"):
        reached.append(stage.key)  # a skipped stage too: the next ones read its settings
        if stage not in active:
            continue
        spec = _spec(study, info, config, seed, fingerprints, stage.scope, None, needs)
        spec = spec.model_copy(
            update={"stages": (stage.key,), "config": _settings_of(info, config, reached)}
        )
        needs = spec.digest
        title = f"{name}: {stage.title}, seed {seed}"
        jobs.append(Job(job_id=stage_id(needs), study_id=study_id, title=title, spec=spec))
    target_stages = tuple(s.key for s in active if s.scope == "target")
    for target in study.target_tasks:
        spec = _spec(study, info, config, seed, fingerprints, "target", target, needs)
        spec = spec.model_copy(update={"stages": target_stages})
        title = f"{name}: {target}, seed {seed}"
        jobs.append(Job(job_id=new_id("run"), study_id=study_id, title=title, spec=spec))
    return jobs


def _spec(
    study: StudySpec,
    info: MethodInfo,
    config: MethodConfig,
    seed: int,
    fingerprints: Mapping[str, str],
    scope: Scope,
    target: str | None,
    needs: str | None,
) -> JobSpec:
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
        tasks={task: fingerprints[task] for task in sorted(read)},
        seed=seed,
        split_seed=seed if study.split_seed is None else study.split_seed,
        shots=study.shots if scope != "source" else None,
        source_shots=study.source_shots if sources else None,
        evaluation=study.evaluation if scope != "source" else EvaluationSpec(),
        budget_rows=study.budget_rows,
    )


def _settings_of(info: MethodInfo, config: MethodConfig, stages: list[str]) -> dict[str, Any]:
    """Keep the settings that a stage and those before it read: the rest can not change it."""
    values: dict[str, Any] = config.model_dump(mode="json")
    kept = {field.name for field in fields_of(info.config_type) if field.stage in stages}
    return {name: value for name, value in values.items() if name in kept}


def plan_steps(info: MethodInfo, config: MethodConfig) -> dict[str, int]:
    """Return the number of steps of every active stage."""
    return {stage.key: _steps(stage, config) for stage in info.active_stages(config)}


def _steps(stage: StageInfo, config: MethodConfig) -> int:
    return int(getattr(config, stage.steps))
