"""Writes what a person notes about runs."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from promptstudio.core.errors import StoreError
from promptstudio.core.marks import MarkChange

_CHANGE: Final = """
    UPDATE mark SET note = COALESCE(?, note), favourite = COALESCE(?, favourite),
                    archived = COALESCE(?, archived), tags = ?
    WHERE job_id = ?
"""


def change_marks(
    connection: sqlite3.Connection, job_ids: Sequence[str], change: MarkChange
) -> None:
    """Change the marks of some runs. The caller holds the transaction.

    Raises
    ------
    StoreError
        If one of the runs is not in the store.
    """
    for job_id in job_ids:
        if not connection.execute("SELECT 1 FROM run WHERE job_id = ?", [job_id]).fetchone():
            raise StoreError(f"The run '{job_id}' can not be marked: it is not in the store.")
        connection.execute("INSERT OR IGNORE INTO mark (job_id) VALUES (?)", [job_id])
        (text,) = connection.execute("SELECT tags FROM mark WHERE job_id = ?", [job_id]).fetchone()
        tags = {*json.loads(text), *change.add_tags} - {*change.remove_tags}
        values = (change.note, change.is_favourite, change.is_archived)
        connection.execute(_CHANGE, (*values, json.dumps(sorted(tags), ensure_ascii=False), job_id))
