"""A study's methods compared: leaderboard, gains, costs, transfer."""

from pathlib import Path
from typing import Any

from promptstudio.cli.headless import open_store
from promptstudio.cli.tables import print_json_line, show_table, table_facts
from promptstudio.comparison import records_of, tables_of
from promptstudio.core.errors import StoreError
from promptstudio.core.tables import Table
from promptstudio.export.tables import write_tables
from promptstudio.store.queries import RunReader
from promptstudio.store.records import StudyRecord


def compare(
    name: str, workspace: Path, *, tables: list[str] | None, to: Path | None, as_json: bool
) -> None:
    """Print or write the tables of a study.

    Raises
    ------
    StoreError
        If there is no such study, no run of it has finished, or it has no such table.
    ExportError
        If the file can not be written.
    """
    with open_store(workspace) as reader:
        study = find_stored(reader, name)
        every = tables_of(reader, study.study_id)
        if not every:
            raise StoreError(
                f"No run of the study '{study.name}' has finished yet. Run or resume it first."
            )
        chosen = _chosen(every, tables)
        if to is not None:
            write_tables(chosen, to)
        elif as_json:
            facts: dict[str, Any] = {"study": study.name, "study_id": study.study_id}
            facts |= {"leaderboard": records_of(reader, study.study_id)}
            print_json_line(facts | {"tables": [table_facts(table) for table in chosen]})
        else:
            for table in chosen:
                show_table(table)


def find_stored(reader: RunReader, name: str) -> StudyRecord:
    """Return a study by its identity, the beginning of it, or the newest of its name.

    Raises
    ------
    StoreError
        If there is none.
    """
    studies = reader.studies()
    for matches in (
        [study for study in studies if study.study_id == name],
        [study for study in studies if study.name == name],
        [study for study in studies if study.study_id.startswith(name)],
    ):
        if matches:
            return matches[-1]
    known = ", ".join(dict.fromkeys(study.name for study in studies)) or "none"
    raise StoreError(f"There is no study '{name}' in the store. Studies there: {known}.")


def _chosen(tables: tuple[Table, ...], keys: list[str] | None) -> tuple[Table, ...]:
    known = [table.key for table in tables]
    for key in keys or ():
        if key not in known:
            raise StoreError(
                f"The study has no table '{key}'. Its tables: {', '.join(dict.fromkeys(known))}."
            )
    return tuple(table for table in tables if not keys or table.key in keys)
