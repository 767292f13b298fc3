"""What the fourth version adds: marks of runs, forks, predictions, faster lists."""

from typing import Final

MARKS: Final = (
    """
    CREATE TABLE mark (
        job_id TEXT PRIMARY KEY REFERENCES run (job_id),
        favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
        archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE fork (
        job_id TEXT PRIMARY KEY REFERENCES run (job_id),
        origin TEXT NOT NULL REFERENCES run (job_id),
        stage TEXT NOT NULL,
        step INTEGER NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE prediction_set (
        job_id TEXT PRIMARY KEY REFERENCES run (job_id),
        task TEXT NOT NULL,
        rows INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        created TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
)

LISTS: Final = (
    "ALTER TABLE run ADD COLUMN config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config))",
    "ALTER TABLE run ADD COLUMN stages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(stages))",
    """
    UPDATE run SET config = json_extract(spec, '$.config'), stages = json_extract(spec, '$.stages')
    """,
    "CREATE INDEX prompt_of_target ON prompt (job_id, task, prompt_id)",
    "CREATE INDEX run_progress ON run (job_id, kind, status)",
)
