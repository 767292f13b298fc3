"""What a reader of scores has to know: harm by transfer, runs that did not learn, other scores."""

from collections.abc import Iterable, Sequence

from promptstudio.analysis.alarms import check_runs, check_targets
from promptstudio.analysis.failures import LearningFailure, learning_failures
from promptstudio.comparison.boards import titled
from promptstudio.comparison.facts import Group
from promptstudio.comparison.words import NOTHING, mean, points, score
from promptstudio.core.phrases import Phrase, declaration, phrases
from promptstudio.core.tables import Table
from promptstudio.methods.registry import methods
from promptstudio.store.queries import RunReader, Series
from promptstudio.store.records import RunRecord


def check_tables(reader: RunReader, group: Group) -> tuple[Table, ...]:
    """Return the tables that have something to tell."""
    tables = (_harm(group), _failures(reader, group), _beside(group))
    return tuple(table for table in tables if table.rows)


def _harm(group: Group) -> Table:
    """Compare every transferred run with that from scratch, and sum up by target."""
    transferred = {run.job_id for run in group.runs if not methods()[run.method].is_control}
    scratch = [outcome for outcome in group.outcomes if outcome.method == group.baseline]
    others = [outcome for outcome in group.outcomes if outcome.job_id in transferred]
    checks = check_runs([*scratch, *(o for o in others if o not in scratch)], group.baseline)
    rows = []
    for check in check_targets(checks):
        own = [c for c in checks if (c.run.method, c.run.target) == (check.method, check.target)]
        harmed = sum(c.finding == "harmed" for c in own)
        alarm = {"harmed": Phrase("negative transfer"), "too_few": Phrase("too few to tell")}
        rows.append(
            (
                check.method,
                check.target,
                Phrase("{0} of {1}", harmed, len(own)),
                points(check.difference),
                alarm.get(check.finding, Phrase("no harm shown")),
                check.sentence,
            )
        )
    rows.sort(key=lambda row: row[4] != "negative transfer")
    return Table(
        key="negative-transfer",
        title=titled(Phrase("Negative transfer"), group),
        columns=phrases("method", "target", "runs worse", "points", "finding", "in words"),
        rows=tuple(rows),
        notes=(
            Phrase(
                "Each transferred run against '{0}' on the same target, split and seed with no "
                "fewer gradient rows on the target; worse means by more than one test row.",
                group.baseline,
            ),
        ),
        numeric=frozenset({2, 3}),
    )


def _failures(reader: RunReader, group: Group) -> Table:
    rows = []
    for run in group.runs:
        rows += [
            (run.title, failure.sentence, failure.suggestion)
            for failure in failures_of(reader, run)
        ]
    return Table(
        key="failures",
        title=titled(Phrase("Runs that may not have learned"), group),
        columns=phrases("run", "sign", "what to change"),
        rows=tuple(rows),
    )


def failures_of(reader: RunReader, run: RunRecord) -> list[LearningFailure]:
    """Return the signs that a run did not learn; controls learn nothing and have none."""
    if methods()[run.method].is_control or not run.rows:
        return []
    curves = {name: _points(curve) for name, curve in reader.metrics(run.job_id).items()}
    rows = 1
    for record in reader.evaluations(run.job_id):
        if record.split == "validation":
            rows = record.rows
            for name, value in record.metrics.items():
                key = name if name == "prompt_norm" else f"validation/{name}"
                curves.setdefault(key, []).append((record.step, value))
    return learning_failures(curves, metric=run.metric, validation_rows=rows)


def _points(curve: Series) -> list[tuple[int, float]]:
    return list(zip(*curve, strict=True))


def _beside(group: Group) -> Table:
    """Tell what was measured beside the main score, means over all runs of a method."""
    names = _secondary(group.runs)
    rows = tuple(
        (method, *(_mean_of(runs, name) for name in names))
        for method, runs in group.by_label().items()
    )
    return Table(
        key="beside",
        title=titled(Phrase("Beside the score"), group),
        columns=(Phrase("method"), *(declaration(name.replace("_", " ")) for name in names)),
        rows=rows if names else (),
        notes=(
            Phrase(
                "Means over all runs that have the number. The calibration error tells how far the "
                "model's confidence is from its accuracy; the invalid rate how often a free answer "
                "is no label; the predicted share how often the most frequent prediction is made."
            ),
        ),
        numeric=frozenset(range(1, len(names) + 1)),
    )


def _secondary(runs: Iterable[RunRecord]) -> list[str]:
    """Return the test metrics that are nobody's main one.

    Of predictions beside a method's own only the main metric and the calibration are told;
    those of masked prompts have matrices of their own.
    """
    runs = list(runs)
    main = {run.metric for run in runs}
    names = dict.fromkeys(name for run in runs for name in run.test)
    told = {*main, "calibration_error"}
    return [
        name for name in names if name not in main and (("/" not in name) or _is_told(name, told))
    ]


def _is_told(name: str, told: set[str]) -> bool:
    of, _, metric = name.rpartition("/")
    return "/" not in of and metric in told


def _mean_of(runs: Sequence[RunRecord], name: str) -> str:
    found = mean(run.test.get(name) for run in runs)
    return NOTHING if found is None else score(found)
