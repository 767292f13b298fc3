"""Who is better, and how sure that is."""

from collections.abc import Sequence

from promptstudio.analysis.leaderboard import Leaderboard, Row, leaderboard
from promptstudio.analysis.outcomes import SHARES
from promptstudio.analysis.verdicts import TITLES
from promptstudio.comparison.facts import Group
from promptstudio.comparison.words import (
    chance,
    percent,
    percent_range,
    points,
    score,
)
from promptstudio.core.phrases import Phrase, declaration, joined, phrases
from promptstudio.core.tables import Table


def board_tables(group: Group) -> tuple[Table, ...]:
    """Return the leaderboard and the gains of runs that are comparable."""
    board = board_of(group)
    shown = [_gains(group, board)] if not board.withheld else []
    return (_scores(group, board), *shown)


def board_of(group: Group) -> Leaderboard:
    """Compare the methods of a group with its baseline."""
    return leaderboard(group.outcomes, baseline=group.baseline)


def titled(title: str, group: Group) -> str:
    """Return a title with the swept values of a group."""
    return Phrase("{0} ({1})", title, group.name) if group.name else title


def _scores(group: Group, board: Leaderboard) -> Table:
    columns = (
        *phrases("method", "mean"),
        *board.targets,
        *phrases("runs", "against baseline", "p", "verdict"),
    )
    return Table(
        key="leaderboard",
        title=titled(Phrase("Leaderboard"), group),
        columns=columns,
        rows=tuple(_score_row(row, board) for row in board.rows),
        notes=(*_reading(board), *_verdict_sentences(board)),
        numeric=frozenset(range(1, len(columns) - 1)),
    )


def _score_row(row: Row, board: Leaderboard) -> tuple[str, ...]:
    cells = [row.cells.get(target) for target in board.targets]
    compared = row.comparison
    runs = sum(cell.runs for cell in row.cells.values())
    return (
        Phrase("{0} (control)", row.method) if row.is_control else row.method,
        score(row.mean if None not in cells else None),
        *(score(cell.mean, cell.interval) if cell else score(None) for cell in cells),
        Phrase("{0} of {1}", runs, runs + row.missing) if row.missing else str(runs),
        points(compared.difference if compared else None),
        chance(row.judgement.p_corrected if row.judgement else None),
        _verdict(row),
    )


def _verdict(row: Row) -> str:
    if row.judgement is None:
        return Phrase("baseline")
    title = TITLES[row.judgement.verdict]
    if row.judgement.verdict == "better" and row.outdone_by:
        return Phrase("{0}, but not than {1}", title, ", ".join(row.outdone_by))
    return title


def _reading(board: Leaderboard) -> list[str]:
    """Tell how the table is to be read."""
    notes = [
        Phrase(
            "Scores are means over splits and seeds with half of Student's 95 % interval, on test "
            "rows that were scored once. The baseline is '{0}'.",
            board.baseline,
        ),
        _resolution(board.rows, board.targets),
    ]
    if board.withheld:
        return [*notes, board.withheld]
    return [
        *notes,
        Phrase(
            "Differences are in points, over runs that share target, split and seed; p is "
            "Wilcoxon's signed-rank test over targets and splits with Holm's correction for all "
            "methods."
        ),
    ]


def _resolution(rows: Sequence[Row], targets: Sequence[str]) -> str:
    """Tell what one test row is worth."""
    parts = []
    for target in targets:
        cell = next(row.cells[target] for row in rows if target in row.cells)
        told = declaration(cell.metric.replace("_", " "))
        if cell.metric in SHARES:
            told = Phrase("{0}, one row is {1:.2g} points", told, 100 / cell.test_rows)
        parts.append(Phrase("{0} {1} test rows ({2})", target, cell.test_rows, told))
    return Phrase("{0}.", joined("; ", parts))


def _verdict_sentences(board: Leaderboard) -> list[str]:
    """Tell once what is the same for several methods."""
    found: dict[str, list[str]] = {}
    for row in board.rows:
        if row.judgement is not None and not board.withheld:
            found.setdefault(row.judgement.sentence, []).append(row.method)
    return [joined(": ", ("; ".join(names), sentence)) for sentence, names in found.items()]


def _gains(group: Group, board: Leaderboard) -> Table:
    columns = phrases(
        "method",
        "average relative gain",
        "95 % interval",
        "median",
        "mean gain, points",
        "wins / ties / losses",
        "largest influence",
        "effect size d",
    )
    rows = [row for row in board.rows if row.gains is not None]
    left_out = {name: why for row in rows if row.gains for name, why in row.gains.left_out.items()}
    return Table(
        key="gains",
        title=titled(Phrase("Gains over the baseline"), group),
        columns=columns,
        rows=tuple(_gain_row(row) for row in rows),
        notes=(
            Phrase(
                "Gains are from means per target; the interval draws targets and splits anew. The "
                "largest influence is the target without which the average would change most."
            ),
            *(
                Phrase("Left out of relative gains: {0}, {1}", name, why)
                for name, why in left_out.items()
            ),
        ),
        numeric=frozenset(range(1, 6)) | {7},
    )


def _gain_row(row: Row) -> tuple[str, ...]:
    gained, compared = row.gains, row.comparison
    if gained is None:
        raise AssertionError("a row without gains is not shown here")
    most = gained.most_influential()
    size = compared.cohens_dz if compared else None
    return (
        row.method,
        percent(gained.average_relative),
        percent_range(gained.interval),
        percent(gained.median_relative),
        points(gained.mean_absolute),
        f"{gained.wins} / {gained.ties} / {gained.losses}",
        f"{most[0]} {percent(most[1])}" if most else score(None),
        score(None) if size is None else f"{size:+.2f}",
    )
