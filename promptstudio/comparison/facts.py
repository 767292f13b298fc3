"""What the store knows of a study, as the statistics need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from promptstudio.analysis.leaderboard import BASELINE
from promptstudio.analysis.outcomes import Outcome
from promptstudio.core.events import Status
from promptstudio.core.spec import StudySpec
from promptstudio.core.sweeps import OF_SOURCES, entry_names
from promptstudio.methods.registry import methods
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Finished runs under equal swept fields of the study, comparable with each other.

    ``name`` tells the swept values, empty without a sweep; ``baseline`` is the label of what
    gains are over. An outcome's rows are the gradient rows spent on its target: those of the
    run and its part of a joint stage, not those of source stages.
    """

    name: str
    baseline: str
    runs: tuple[RunRecord, ...]
    outcomes: tuple[Outcome, ...]

    def by_label(self) -> dict[str, list[RunRecord]]:
        """Return the runs of every method, in order of appearance."""
        found: dict[str, list[RunRecord]] = {}
        for run in self.runs:
            found.setdefault(run.label, []).append(run)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A study with its finished runs; ``unfinished`` counts the others."""

    study: StudySpec
    groups: tuple[Group, ...]
    unfinished: int


def read(reader: RunReader, study_id: str) -> Facts:
    """Read a study and its runs.

    Raises
    ------
    StoreError
        If there is no such study.
    """
    study = reader.study(study_id)
    runs = reader.runs(study_id)
    scored = [run for run in runs if run.status is Status.FINISHED and run.metric in run.test]
    names = [name for name in study.sweep if name not in OF_SOURCES]
    groups: dict[str, list[RunRecord]] = {}
    for run in scored:
        groups.setdefault(_variant(reader, run, names), []).append(run)
    return Facts(
        study=study,
        groups=tuple(_group(reader, study, name, own) for name, own in groups.items()),
        unfinished=len(runs) - len(scored),
    )


def _variant(reader: RunReader, run: RunRecord, names: Sequence[str]) -> str:
    """Return the swept values of a run's study as words."""
    if not names:
        return ""
    spec = reader.job(run.job_id).spec.model_dump(mode="json")
    return ", ".join(f"{name} {_value(spec, name)}" for name in names)


def _value(spec: Mapping[str, Any], name: str) -> Any:
    table, _, field = name.partition(".")
    value = spec[table][field] if field else spec[name]
    return "all" if value is None else value


def _group(reader: RunReader, study: StudySpec, name: str, runs: Sequence[RunRecord]) -> Group:
    names = entry_names(study, methods())
    entries = zip(names, study.methods, strict=True)
    controls = {name: entry.control for name, entry in entries}
    joint: dict[str, float] = {}
    return Group(
        name=name,
        baseline=_baseline(runs, controls),
        runs=tuple(runs),
        outcomes=tuple(_outcome(reader, run, controls, joint) for run in runs),
    )


def _baseline(runs: Sequence[RunRecord], controls: Mapping[str, bool]) -> str:
    """Return the label of the first baseline that is no control."""
    scratch = (run.label for run in runs if methods()[run.method].is_baseline)
    return next((label for label in scratch if not _is_control(label, controls)), BASELINE)


def _outcome(
    reader: RunReader, run: RunRecord, controls: Mapping[str, bool], joint: dict[str, float]
) -> Outcome:
    return Outcome(
        method=run.label,
        target=run.target_task or "",
        split_seed=run.split_seed,
        seed=run.seed,
        score=run.test[run.metric],
        test_rows=run.test_rows,
        metric=run.metric,
        is_control=methods()[run.method].is_control or _is_control(run.label, controls),
        job_id=run.job_id,
        sources=run.source_tasks,
        rows=round(run.rows + _joint_rows(reader, run, joint)),
    )


def _joint_rows(reader: RunReader, run: RunRecord, known: dict[str, float]) -> float:
    """Return a target's part of the gradient rows of the joint stage that a run starts from."""
    if run.needs is None:
        return 0.0
    if run.needs not in known:
        targets = reader.job(run.needs).spec.joint_tasks
        known[run.needs] = reader.run(run.needs).rows / len(targets) if targets else 0.0
    return known[run.needs]


def _is_control(label: str, entries: Mapping[str, bool]) -> bool:
    """Tell whether the entry of a study that a label belongs to is a control.

    A label is an entry's name, with swept values behind it or without; of several names that
    fit, the longest is meant.
    """
    fitting = [name for name in entries if label == name or label.startswith(f"{name}, ")]
    return entries[max(fitting, key=len)] if fitting else False
