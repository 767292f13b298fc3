"""Joins store and statistics: a study's runs as tables for window, command line and files."""

from promptstudio.analysis.leaderboard import Record
from promptstudio.comparison.boards import board_of, board_tables
from promptstudio.comparison.checks import check_tables
from promptstudio.comparison.costs import cost_tables
from promptstudio.comparison.facts import read
from promptstudio.comparison.matrices import matrix_tables
from promptstudio.comparison.papers import paper_tables
from promptstudio.core.tables import Table
from promptstudio.store.queries import RunReader


def tables_of(reader: RunReader, study_id: str) -> tuple[Table, ...]:
    """Return all tables of a study, the leaderboard first; none before a run has finished.

    Raises
    ------
    StoreError
        If there is no such study.
    """
    facts = read(reader, study_id)
    tables: list[Table] = []
    for group in facts.groups:
        tables += board_tables(group)
        tables += check_tables(reader, group)
        tables += cost_tables(reader, group)
        tables += matrix_tables(reader, group)
    return (*tables, *(paper_tables(facts) if facts.groups else ()))


def boards_of(reader: RunReader, study_id: str) -> tuple[Table, ...]:
    """Return a study's leaderboards alone."""
    return tuple(board_tables(group)[0] for group in read(reader, study_id).groups)


def records_of(reader: RunReader, study_id: str) -> list[Record]:
    """Return a study's leaderboards as numbers, a record for every method and group."""
    return [
        {"group": group.name, **record}
        for group in read(reader, study_id).groups
        for record in board_of(group).records()
    ]
