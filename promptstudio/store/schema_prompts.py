"""What the library of prompts adds: prompts that no run of this store made."""

from typing import Final

IMPORTED: Final = (
    """
    CREATE TABLE imported_prompt (
        prompt_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        origin TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        num_virtual_tokens INTEGER NOT NULL,
        token_dim INTEGER NOT NULL,
        norm REAL NOT NULL,
        sha256 TEXT NOT NULL,
        created TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
)

BACKBONES: Final = (
    """
    ALTER TABLE imported_prompt ADD COLUMN backbone TEXT
    CHECK (backbone IS NULL OR json_valid(backbone))
    """,
)
