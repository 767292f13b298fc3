"""Writes a folder whole or not at all."""

import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from promptstudio.core.errors import ExportError


def write_folder(
    to: Path, files: Mapping[str, bytes], *, overwrite: bool, own: Collection[str]
) -> tuple[Path, ...]:
    """Write files into a new folder beside ``to``, then put it in the place of ``to``.

    An existing folder is replaced only if it is empty, or with ``overwrite`` if nothing but
    files named in ``own`` lies in it. Returns the paths written, sorted.

    Raises
    ------
    ExportError
        If ``to`` is taken or can not be written. What was there is then still there.
    """
    try:
        _refuse_taken(to, overwrite=overwrite, own=own)
        _write(to, files)
    except OSError as error:
        raise ExportError(
            f"The folder '{to}' can not be written: {error.strerror}. "
            "Free some space or choose another folder; nothing was changed."
        ) from error
    return tuple(sorted(to / name for name in files))


def _refuse_taken(to: Path, *, overwrite: bool, own: Collection[str]) -> None:
    if not to.exists():
        return
    if not to.is_dir():
        raise ExportError(f"'{to}' is a file. Choose a folder to export to.")
    inside = sorted(path.name for path in to.iterdir())
    if inside and not overwrite:
        raise ExportError(
            f"The folder '{to}' is not empty. Choose another one, or allow to overwrite it."
        )
    foreign = [name for name in inside if name not in own]
    if foreign:
        raise ExportError(
            f"The folder '{to}' holds '{foreign[0]}', which no export wrote, so it is not "
            "overwritten. Choose another folder."
        )


def _write(to: Path, files: Mapping[str, bytes]) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    token = secrets.token_hex(4)
    fresh = to.with_name(f".{to.name}-{token}-new")
    old = to.with_name(f".{to.name}-{token}-old")
    try:
        fresh.mkdir()
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        if to.exists():
            to.rename(old)
        _put(fresh, to, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _put(fresh: Path, to: Path, old: Path) -> None:
    """Give the new folder its name; where that fails, give the old one its name back."""
    try:
        fresh.rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise
