"""All facts of one run as a table: what it was, what came out, what it cost, where it is from."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from promptstudio.analysis.ablation import setting_text, value_text
from promptstudio.analysis.pace import duration_text
from promptstudio.comparison.words import NOTHING, large, score
from promptstudio.core.phrases import Phrase, declaration, phrases
from promptstudio.core.tables import Table
from promptstudio.store.queries import RunReader
from promptstudio.store.records import ForkRecord, RunRecord, Spent

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
        Phrase("Run"): _run(run),
        Phrase("Scores"): _scores(run),
        Phrase("Costs"): _costs(reader, run),
        Phrase("Provenance"): _provenance(reader, run),
        Phrase("Settings"): (
            (setting_text(k), value_text(v)) for k, v in reader.params(job_id).items()
        ),
    }
    return Table(
        key="details",
        title=run.title,
        columns=phrases("part", "fact", "value"),
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
        (Phrase("identity"), run.job_id),
        (Phrase("study"), run.study),
        (Phrase("method"), run.label),
        (Phrase("target"), run.target_task or ""),
        (Phrase("sources"), ", ".join(run.source_tasks)),
        (Phrase("seed"), str(run.seed)),
        (Phrase("split seed"), str(run.split_seed)),
        (Phrase("status"), declaration(run.status.value)),
        (Phrase("reason"), run.reason),
        (Phrase("attempt"), str(run.attempt + 1)),
        (Phrase("queued"), _moment(run.created)),
        (Phrase("started"), _moment(run.started)),
        (Phrase("ended"), _moment(run.ended)),
        (Phrase("work time"), duration_text(run.seconds)),
        (Phrase("tags"), ", ".join(run.tags)),
        (Phrase("note"), run.note),
        (Phrase("begun from"), _place(forked)),
        (Phrase("shared stage"), run.needs or ""),
    )


def _scores(run: RunRecord) -> Iterator[Fact]:
    yield Phrase("validation {0}", declaration(run.metric.replace("_", " "))), score(run.validation)
    for name, value in run.test.items():
        yield Phrase("test {0}", declaration(name.replace("_", " "))), score(value)
    yield Phrase("test rows"), large(run.test_rows or None)


def _costs(reader: RunReader, run: RunRecord) -> Iterator[Fact]:
    total = reader.total_costs([run.job_id]).get(run.job_id)
    if total is None:
        return
    yield from _spent(total.own)
    if total.whole != total.own:
        yield from (
            (Phrase("{0} with shared stages", name), told) for name, told in _spent(total.whole)
        )
    if total.peak_memory:
        yield Phrase("peak memory"), Phrase("{0:,.0f} MB", total.peak_memory / _MEGA)
    yield Phrase("trained numbers"), large(total.trainable or None)


def _spent(spent: Spent) -> Iterable[Fact]:
    if not spent.passes:
        return ()
    return (
        (Phrase("gradient rows"), large(spent.rows)),
        (Phrase("tokens"), large(spent.tokens)),
        (Phrase("passes"), large(spent.passes)),
        (Phrase("scoring passes"), large(spent.evaluation_passes)),
        (Phrase("compute time"), duration_text(spent.seconds)),
    )


def _provenance(reader: RunReader, run: RunRecord) -> Iterator[Fact]:
    job = reader.job(run.job_id)
    yield Phrase("content of the job"), run.digest
    yield Phrase("device"), run.device
    yield Phrase("backbone"), run.backbone
    yield Phrase("weights, SHA-256"), run.backbone_sha256
    yield Phrase("batches"), run.sharing.replace("_", " ")
    for task, fingerprint in job.spec.tasks.items():
        yield Phrase("data of {0}", task), fingerprint
    for package, version in run.versions.items():
        yield Phrase("version of {0}", package), version
    for prompt in reader.prompts(run.job_id):
        yield Phrase("prompt for {0}, SHA-256", prompt.task), prompt.sha256


def _place(fork: ForkRecord | None) -> str:
    if fork is None:
        return ""
    return Phrase("{0}, {1} step {2}", fork.job_id, fork.stage, fork.step)


def _moment(time: datetime | None) -> str:
    return "" if time is None else f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
