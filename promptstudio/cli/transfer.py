"""A table of transfer scores as matrices."""

from pathlib import Path

from promptstudio.cli.tables import print_json_line, show_table, table_facts
from promptstudio.comparison.outside import transfer_tables
from promptstudio.export.score_tables import read_families
from promptstudio.export.tables import write_tables


def transfer(
    path: Path, model: str | None, *, families: Path | None, to: Path | None, as_json: bool
) -> None:
    """Print or write the matrices of a table of transfer scores.

    Raises
    ------
    LibraryError, TaskError, AnalysisError
        If the table, or the one of families, can not be used.
    ExportError
        If the file can not be written.
    """
    tables = transfer_tables(path, model, read_families(families) if families else None)
    if to is not None:
        write_tables(tables, to)
    elif as_json:
        print_json_line({"tables": [table_facts(table) for table in tables]})
    else:
        for table in tables:
            show_table(table)
