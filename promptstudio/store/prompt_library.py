"""The prompts of all finished runs and those taken in from elsewhere."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from promptstudio.core.errors import StoreError
from promptstudio.core.ids import new_id
from promptstudio.core.phrases import Phrase
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.spec import BackboneSpec
from promptstudio.store.failures import told_as_store_error
from promptstudio.store.reading import StoreReader
from promptstudio.store.values import from_time, to_time
from promptstudio.store.writer import RunWriter

_OF_RUNS: Final = """
    SELECT prompt.prompt_id, prompt.task, prompt.kind, prompt.num_virtual_tokens,
           prompt.token_dim, prompt.norm, prompt.sha256, prompt.created, run.job_id, run.title,
           run.method, run.source_tasks, run.needs, study.name,
           json_extract(run.spec, '$.backbone')
    FROM prompt JOIN run USING (job_id) JOIN study USING (study_id)
    WHERE run.status = 'finished' AND run.kind = 'run' AND prompt.num_virtual_tokens > 0
    ORDER BY prompt.rowid
"""
_IMPORTED: Final = """
    SELECT prompt_id, name, origin, note, num_virtual_tokens, token_dim, norm, sha256, created,
           backbone
    FROM imported_prompt ORDER BY rowid
"""
_DATA: Final = """
    SELECT data FROM prompt WHERE prompt_id = ?1
    UNION ALL SELECT data FROM imported_prompt WHERE prompt_id = ?1
"""
_INSERT: Final = """
    INSERT INTO imported_prompt (prompt_id, name, origin, note, num_virtual_tokens, token_dim,
                                 norm, sha256, created, data, backbone)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_DELETE: Final = """
    DELETE FROM imported_prompt WHERE prompt_id = ?
    RETURNING prompt_id, name, origin, note, num_virtual_tokens, token_dim,
              norm, sha256, created, data, backbone
"""
_RENAME: Final = "UPDATE imported_prompt SET name = ?2 WHERE prompt_id = ?1"
_STAGES: Final = "SELECT job_id, title, needs FROM run WHERE kind = 'stage'"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrompt:
    """A prompt (P, D) to be taken in; ``data`` are its safetensors bytes.

    ``backbone`` is the model that it was made for, None where that is not known.
    """

    name: str
    origin: str
    num_virtual_tokens: int
    token_dim: int
    norm: float
    data: bytes
    note: str = ""
    backbone: BackboneSpec | None = None


@dataclass(frozen=True, slots=True)
class RemovedPrompt:
    """All that the store knew of a prompt that was removed; `PromptShelf.put_back` takes it."""

    values: tuple[object, ...]


class _Stage(NamedTuple):
    title: str
    needs: str | None


class PromptShelf:
    """Takes prompts in, renames and removes them, by way of the one writer."""

    def __init__(self, writer: RunWriter) -> None:
        self._writer = writer

    def add(self, prompts: Sequence[NewPrompt]) -> list[str]:
        """Take prompts in, all or none, and return their identities."""
        created = from_time(time.time())
        rows = [
            (
                new_id("prompt"),
                prompt.name,
                prompt.origin,
                prompt.note,
                prompt.num_virtual_tokens,
                prompt.token_dim,
                prompt.norm,
                hashlib.sha256(prompt.data).hexdigest(),
                created,
                prompt.data,
                prompt.backbone.model_dump_json() if prompt.backbone else None,
            )
            for prompt in prompts
        ]
        self._insert(rows)
        return [str(row[0]) for row in rows]

    def rename(self, prompt_id: str, name: str) -> None:
        """Give an imported prompt another name.

        Raises
        ------
        StoreError
            If the name is empty, or there is no imported prompt of that identity.
        """
        if not name.strip():
            raise StoreError("A prompt needs a name.")
        with self._writer.transaction() as connection:
            if connection.execute(_RENAME, (prompt_id, name.strip())).rowcount != 1:
                raise _not_imported(prompt_id)

    def remove(self, prompt_ids: Sequence[str]) -> list[RemovedPrompt]:
        """Delete imported prompts, all or none, and return what was there.

        Raises
        ------
        StoreError
            If there is no imported prompt of such an identity.
        """
        removed = []
        with self._writer.transaction() as connection:
            for prompt_id in prompt_ids:
                row = connection.execute(_DELETE, (prompt_id,)).fetchone()
                if row is None:
                    raise _not_imported(prompt_id)
                removed.append(RemovedPrompt(tuple(row)))
        return removed

    def put_back(self, removed: Sequence[RemovedPrompt]) -> None:
        """Bring back what `remove` took away, all or none, as it was."""
        self._insert([prompt.values for prompt in removed])

    def _insert(self, rows: Sequence[Sequence[object]]) -> None:
        with self._writer.transaction() as connection:
            connection.executemany(_INSERT, rows)


def _not_imported(prompt_id: str) -> StoreError:
    return StoreError(
        f"There is no imported prompt '{prompt_id}'. Only imported prompts can be renamed and "
        "removed; the prompt of a run stays with its run."
    )


class PromptReader(StoreReader):
    """Answers what prompts there are. One per thread, opened in the thread that uses it."""

    def entries(self) -> list[PromptEntry]:
        """Return all prompts, oldest first. A run that predicted without a prompt has none."""
        stages = {row[0]: _Stage(*row[1:]) for row in self._rows(_STAGES)}
        found = [_of_run(row, stages) for row in self._rows(_OF_RUNS)]
        found += [_imported(row) for row in self._rows(_IMPORTED)]
        return sorted(found, key=lambda entry: entry.created)

    def data(self, prompt_id: str) -> bytes:
        """Return the safetensors bytes of a prompt.

        Raises
        ------
        StoreError
            If there is no such prompt.
        """
        rows = self._rows(_DATA, [prompt_id])
        if not rows:
            raise StoreError(f"There is no prompt '{prompt_id}' in the store '{self._path}'.")
        return bytes(rows[0][0])

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with told_as_store_error(self._path), closing(self._db.conn.cursor()) as cursor:
            return cursor.execute(statement, values).fetchall()


def _of_run(row: Sequence[Any], stages: Mapping[str, _Stage]) -> PromptEntry:
    job_id, title, method, sources, needs, study = row[8:14]
    model = _backbone(row[14])
    return PromptEntry(
        prompt_id=row[0],
        name=title,
        task=row[1],
        method=method,
        kind=row[2],
        num_virtual_tokens=row[3],
        token_dim=row[4],
        norm=row[5],
        sha256=row[6],
        created=to_time(row[7]),
        origin=Phrase("run {0}", job_id),
        provenance=(
            Phrase("Prompt of the run '{0}' ({1}) of the study '{2}'.", title, job_id, study),
            *_needed(needs, stages),
            *_trained_on(json.loads(sources)),
        ),
        backbone=model,
        position=model.prompt_position,
    )


def _needed(stage_id: str | None, stages: Mapping[str, _Stage]) -> Iterator[str]:
    """Yield a sentence for every shared stage that a run builds on, the latest first."""
    while stage_id is not None:
        title, needs = stages[stage_id]
        yield Phrase("It builds on the shared stage '{0}' ({1}).", title, stage_id)
        stage_id = needs


def _trained_on(tasks: Sequence[str]) -> Iterator[str]:
    if tasks:
        yield Phrase("Source tasks: {0}.", ", ".join(tasks))


@lru_cache(maxsize=256)
def _backbone(text: str) -> BackboneSpec:
    return BackboneSpec.model_validate_json(text)


def _imported(row: Sequence[Any]) -> PromptEntry:
    origin, note = row[2], row[3]
    model = _backbone(row[9]) if row[9] else None
    return PromptEntry(
        prompt_id=row[0],
        name=row[1],
        task="",
        method="",
        kind="imported",
        num_virtual_tokens=row[4],
        token_dim=row[5],
        norm=row[6],
        sha256=row[7],
        created=to_time(row[8]),
        origin=origin,
        provenance=(f"{origin[0].upper()}{origin[1:]}.", *note.splitlines()),
        backbone=model,
        note=note,
        position=model.prompt_position if model else "prepend",
    )
