"""What papers report beside one's own scores, and where a study differs from its paper."""

from promptstudio.analysis.published import Published, figures_of, tables
from promptstudio.comparison.facts import Facts
from promptstudio.comparison.words import score
from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table


def paper_tables(facts: Facts) -> tuple[Table, ...]:
    """Return the tables that a study names or declares."""
    found = [_deviations(facts)] if facts.study.deviations else []
    chosen = tables(facts.study.published)
    published = _published(facts, chosen)
    return (*found, *([published] if published.rows else []))


def _deviations(facts: Facts) -> Table:
    return Table(
        key="deviations",
        title=Phrase("Where the study differs from its paper"),
        columns=phrases("setting", "in the paper", "here"),
        rows=tuple((d.setting, d.paper, d.here) for d in facts.study.deviations),
        notes=phrases("Scores are not those of the paper's protocol where a line stands here."),
    )


def _published(facts: Facts, chosen: tuple[Published, ...]) -> Table:
    rows: list[tuple[str, ...]] = []
    here = Phrase("here")
    for group in facts.groups:
        own: dict[tuple[str, str], list[tuple[str, float]]] = {}
        for outcome in group.outcomes:
            own.setdefault((outcome.target, outcome.metric), []).append(
                (outcome.method, outcome.score)
            )
        for (target, metric), scores in own.items():
            beside = figures_of(chosen, target, metric)
            for method in dict.fromkeys(name for name, _ in scores):
                values = [value for name, value in scores if name == method]
                if beside:
                    rows.append((target, metric, method, score(sum(values) / len(values)), here))
            rows += [(target, f.metric, f.method, score(f.score), f.table) for f in beside]
    return Table(
        key="published",
        title=Phrase("Published figures beside one's own"),
        columns=phrases("target", "metric", "method", "score", "from"),
        rows=tuple(rows),
        notes=tuple(f"{t.title}: {t.source}. {t.protocol}" for t in chosen),
        numeric=frozenset({3}),
    )
