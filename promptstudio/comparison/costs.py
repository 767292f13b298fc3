"""What methods spent, and their scores at equal spending."""

from collections.abc import Sequence

from promptstudio.analysis.budgets import SpentCurve, SpentPoint, scores_at_budgets
from promptstudio.comparison.boards import titled
from promptstudio.comparison.facts import Group
from promptstudio.comparison.words import large, mean, score
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table
from promptstudio.store.queries import RunReader
from promptstudio.store.records import RunRecord


def cost_tables(reader: RunReader, group: Group) -> tuple[Table, ...]:
    """Return what a run of each method cost, and scores at matched budgets."""
    return (_costs(reader, group), *_matched(reader, group))


def _costs(reader: RunReader, group: Group) -> Table:
    columns = phrases(
        "method",
        "gradient rows",
        "with shared stages",
        "tokens",
        "passes",
        "scoring passes",
        "seconds",
        "peak memory, MB",
        "trained numbers",
    )
    return Table(
        key="costs",
        title=titled(Phrase("Cost of a run"), group),
        columns=columns,
        rows=tuple(_cost_row(reader, name, runs) for name, runs in group.by_label().items()),
        notes=(
            Phrase(
                "Means over runs. Gradient rows are (row, prompt) pairs with a gradient. All "
                "columns but the first two count a run's part of the shared stages that it needs; "
                "'with shared stages' counts them whole, as if the run had been alone. A pass is "
                "one pair through the model, forward or backward. Peak memory is that of the "
                "process or device."
            ),
        ),
        numeric=frozenset(range(1, len(columns))),
    )


def _cost_row(reader: RunReader, name: str, runs: Sequence[RunRecord]) -> tuple[str, ...]:
    costs = reader.total_costs([run.job_id for run in runs]).values()
    return (
        name,
        large(mean(cost.own.rows for cost in costs)),
        large(mean(cost.whole.rows for cost in costs)),
        large(mean(cost.share.tokens for cost in costs)),
        large(mean(cost.share.passes for cost in costs)),
        large(mean(cost.share.evaluation_passes for cost in costs)),
        f"{mean(cost.share.seconds for cost in costs) or 0.0:.1f}",
        large(max((cost.peak_memory for cost in costs), default=0) / 2**20),
        large(max((cost.trainable for cost in costs), default=0)),
    )


def _matched(reader: RunReader, group: Group) -> tuple[Table, ...]:
    """Return validation scores at parts of the smallest budget, for methods that train."""
    curves = [_curve(reader, run) for run in group.runs]
    trained = {curve.method for curve in curves if any(p.spent > 0 for p in curve.points)}
    found = scores_at_budgets(curve for curve in curves if curve.method in trained)
    if not found.budgets or len(trained) < 2:
        return ()
    return (
        Table(
            key="budgets",
            title=titled(Phrase("Validation score at equal gradient rows"), group),
            columns=(
                Phrase("method"),
                *(Phrase("{0:,.0f} rows", budget) for budget in found.budgets),
            ),
            rows=tuple(
                (name, *(score(value) for value in values)) for name, values in found.scores.items()
            ),
            notes=(
                Phrase(
                    "The validation score of the prompt that a run would keep if it were ended at "
                    "the budget, over the runs that all methods have. Source stages are not "
                    "counted; methods whose targets are trained in a joint stage have no rows of "
                    "their own and are left out."
                ),
            ),
            numeric=frozenset(range(1, len(found.budgets) + 1)),
        ),
    )


def _curve(reader: RunReader, run: RunRecord) -> SpentCurve:
    points = [
        SpentPoint(record.spent, record.metrics[run.metric], record.is_best)
        for record in reader.evaluations(run.job_id)
        if record.split == "validation" and run.metric in record.metrics
    ]
    return SpentCurve(
        method=run.label,
        target=run.target_task or "",
        split_seed=run.split_seed,
        seed=run.seed,
        points=tuple(points),
    )
