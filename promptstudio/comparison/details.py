"""All facts of one run as a table: what it was, what came out, what it cost, where it is from."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from promptstudio.analysis.ablation import setting_text, value_text
from promptstudio.analysis.pace import duration_text
from promptstudio.comparison.words import NOTHING, large, score
from promptstudio.core.tables import Table
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord, Spent

_MEGA: Final = 1e6
Fact = tuple[str, str]


def details(reader: RunReader, job_id: str) -> Table:
    """Return the facts of a run, each with the part that it belongs to.

    Raises
    ------
    StoreError
        If there is no such run.
    """
    run = reader.run(job_id)
    parts = {
        "Run": _run(run),
        "Scores": _scores(run),
        "Costs": _costs(reader, run),
        "Provenance": _provenance(reader, run),
        "Settings": ((setting_text(k), value_text(v)) for k, v in reader.params(job_id).items()),
    }
    return Table(
        key="details",
        title=run.title,
        columns=("part", "fact", "value"),
        rows=tuple(
            (part, name, value)
            for part, facts in parts.items()
            for name, value in facts
            if value not in ("", NOTHING)
        ),
    )


def _run(run: RunRecord) -> Iterable[Fact]:
    forked = run.forked_from
    return (
        ("identity", run.job_id),
        ("study", run.study),
        ("method", run.label),
        ("target", run.target_task or ""),
        ("sources", ", ".join(run.source_tasks)),
        ("seed", str(run.seed)),
        ("split seed", str(run.split_seed)),
        ("status", run.status.value),
        ("reason", run.reason),
        ("attempt", str(run.attempt + 1)),
        ("queued", _moment(run.created)),
        ("started", _moment(run.started)),
        ("ended", _moment(run.ended)),
        ("work time", duration_text(run.seconds)),
        ("tags", ", ".join(run.tags)),
        ("note", run.note),
        ("begun from", f"{forked.job_id}, {forked.stage} step {forked.step}" if forked else ""),
        ("shared stage", run.needs or ""),
    )


def _scores(run: RunRecord) -> Iterator[Fact]:
    yield f"validation {run.metric}".replace("_", " "), score(run.validation)
    for name, value in run.test.items():
        yield f"test {name}".replace("_", " "), score(value)
    yield "test rows", large(run.test_rows or None)


def _costs(reader: RunReader, run: RunRecord) -> Iterator[Fact]:
    total = reader.total_costs([run.job_id]).get(run.job_id)
    if total is None:
        return
    yield from _spent(total.own)
    if total.whole != total.own:
        yield from ((f"{name} with shared stages", told) for name, told in _spent(total.whole))
    if total.peak_memory:
        yield "peak memory", f"{total.peak_memory / _MEGA:,.0f} MB"
    yield "trained numbers", large(total.trainable or None)


def _spent(spent: Spent) -> Iterable[Fact]:
    if not spent.passes:
        return ()
    return (
        ("gradient rows", large(spent.rows)),
        ("tokens", large(spent.tokens)),
        ("passes", large(spent.passes)),
        ("scoring passes", large(spent.evaluation_passes)),
        ("compute time", duration_text(spent.seconds)),
    )


def _provenance(reader: RunReader, run: RunRecord) -> Iterator[Fact]:
    job = reader.job(run.job_id)
    yield "content of the job", run.digest
    yield "device", run.device
    yield "backbone", run.backbone
    yield "weights, SHA-256", run.backbone_sha256
    yield "batches", run.sharing.replace("_", " ")
    for task, fingerprint in job.spec.tasks.items():
        yield f"data of {task}", fingerprint
    for package, version in run.versions.items():
        yield f"version of {package}", version
    for prompt in reader.prompts(run.job_id):
        yield f"prompt for {prompt.task}, SHA-256", prompt.sha256


def _moment(time: datetime | None) -> str:
    return "" if time is None else f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
