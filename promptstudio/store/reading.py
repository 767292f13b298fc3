"""A connection of one thread that only reads."""

from pathlib import Path
from types import TracebackType
from typing import Self

from promptstudio.store.database import open_reader


class StoreReader:
    """Opened in the thread that uses it; also as a context that gives the connection back.

    Raises
    ------
    StoreError
        For the reasons of `promptstudio.store.database.open_reader`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_reader(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._db.close()
