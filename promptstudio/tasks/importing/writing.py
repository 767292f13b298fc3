"""Keeps data as Parquet files with a manifest, so that runs load only what was imported."""

import json
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard, dump_card, fingerprint, load_card
from promptstudio.tasks.files import Split, sha256_of
from promptstudio.tasks.importing.findings import has_answer
from promptstudio.tasks.importing.layouts import Layout
from promptstudio.tasks.importing.leftovers import aside_prefix, half_card, sweep
from promptstudio.tasks.importing.profile import Profile, Progress, stored_text, told
from promptstudio.tasks.tables import Fields

MANIFEST: Final = "manifest.json"
_BATCH_ROWS: Final = 1000
_TYPES: Final = {
    "text": pa.string(),
    "whole number": pa.int64(),
    "number": pa.float64(),
    "true or false": pa.bool_(),
    "texts": pa.list_(pa.string()),
    "answers": pa.list_(pa.string()),
    "nested": pa.string(),
}


def write_task(
    layout: Layout,
    profile: Profile,
    card: TaskCard,
    folder: Path,
    *,
    splits: Collection[Split],
    progress: Progress | None = None,
) -> Path:
    """Write rows of splits, manifest and card into a folder of cards; return the card's path.

    Nothing is there before all is written: files are made aside and moved into place.

    Raises
    ------
    TaskError
        If the key is taken there, or the files can not be written.
    """
    target, card_path = folder / card.key, folder / f"{card.key}.toml"
    if card_path.exists() or target.exists():
        raise TaskError(
            f"There is a task '{card.key}' already in '{folder}'. Give yours another name "
            "(--name), or delete that one."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            aside = Path(tempfile.mkdtemp(prefix=aside_prefix(os.getpid()), dir=folder))
            for split in splits:
                _write_split(layout, profile, card, split, aside, progress)
            aside.chmod(0o755)
            aside.rename(target)
            _finish(layout, card, target, card_path)
        except BaseException:
            sweep(folder, card.key, os.getpid())
            raise
    except (OSError, pa.ArrowException) as error:
        why = getattr(error, "strerror", None) or error
        raise TaskError(
            f"The task '{card.key}' can not be written to '{folder}': {why}. Nothing was kept."
        ) from error
    return card_path


def _finish(layout: Layout, card: TaskCard, target: Path, card_path: Path) -> None:
    """Write the manifest, and last the card, which makes the task known."""
    half = half_card(card_path)
    half.write_text(dump_card(card), encoding="utf-8")
    manifest = _manifest(layout, load_card(half), target)
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (target / MANIFEST).write_text(text + "\n", encoding="utf-8")
    half.replace(card_path)


def _write_split(
    layout: Layout,
    profile: Profile,
    card: TaskCard,
    split: Split,
    folder: Path,
    progress: Progress | None,
) -> None:
    schema = pa.schema([(name, _TYPES[c.kind]) for name, c in profile.columns.items()])
    with pq.ParquetWriter(folder / f"{split}.parquet", schema) as writer:
        batch: list[Fields] = []
        for row in _kept(layout, card, split, profile.rows[split], progress):
            batch.append({name: _stored(row.get(name), schema, name) for name in schema.names})
            if len(batch) == _BATCH_ROWS:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                batch.clear()
        if batch:
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _kept(
    layout: Layout, card: TaskCard, split: Split, rows: int, progress: Progress | None
) -> Iterator[Fields]:
    counted = told(layout.splits[split](), f"writing {split}", rows, progress)
    return (row for _, row in counted if has_answer(card, row))


def _stored(value: object, schema: pa.Schema, name: str) -> object:
    """Return a cell as its column is stored."""
    kind = schema.field(name).type
    if isinstance(value, dict) and isinstance(value.get("text"), list) and kind != pa.string():
        return list(dict.fromkeys(value["text"]))
    if kind == pa.list_(pa.string()):
        return [value] if isinstance(value, str) else value
    if kind == pa.string() and value is not None and not isinstance(value, str):
        return stored_text(value)
    if kind in (pa.int64(), pa.float64(), pa.bool_()) and value == "":
        return None
    return value


def _manifest(layout: Layout, card: TaskCard, target: Path) -> Mapping[str, Any]:
    files = sorted(target.glob("*.parquet"))
    return {
        "task": card.key,
        "source": layout.source,
        "kind": layout.kind,
        "revision": layout.revision,
        "imported": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint(card),
        "files": {
            file.name: {"rows": pq.read_metadata(file).num_rows, "sha256": sha256_of(file)}
            for file in files
        },
    }
