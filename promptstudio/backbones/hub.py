"""Models of the Hugging Face hub: taken from the local cache, downloaded only where allowed.

Who logs in does so with the hub's own tools (``hf auth login``, or the variable ``HF_TOKEN``);
a token is never read, passed on or written here.
"""

import errno
import math
import os
import shutil
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from promptstudio.core.errors import BackboneError

DOWNLOADS: Final = "PROMPTSTUDIO_DOWNLOADS"
"""Environment variable that allows downloads from the hub when it is 1."""

_WANTED: Final = ["*.json", "*.safetensors", "*.model", "*.txt"]
_LOG_IN: Final = "log in with `hf auth login` or set HF_TOKEN"
_MIB: Final = 2**20
_TOLD_EVERY_S: Final = 1.0

Tell = Callable[[str], None]
"""Hears sentences for the person who waits."""


def from_hub(source: str, revision: str | None, tell: Tell = lambda sentence: None) -> Path:
    """Return the cached folder of a hub model, downloading it first where that is allowed.

    Without a network, or offline, a model that is in the cache is taken from there. While it is
    downloaded, ``tell`` hears once a second how far that is, maybe in another thread.

    Raises
    ------
    BackboneError
        If it is not in the cache and may not or can not be downloaded: naming whether the name
        is unknown, access is refused, the network is missing, or the disk lacks space.
    """
    from huggingface_hub import constants, errors, snapshot_download

    failures = (errors.HTTPError, OSError, ValueError)  # type: ignore[attr-defined] # its client's
    fetch: Callable[..., Any] = partial(
        snapshot_download, source, revision=revision, allow_patterns=_WANTED
    )
    allowed = os.environ.get(DOWNLOADS) == "1" and not constants.HF_HUB_OFFLINE
    reason: BaseException | None = None
    try:
        if allowed:
            try:
                wanted = _check_space(source, fetch(dry_run=True))
                return Path(fetch(tqdm_class=silent_bars(_Teller(source, wanted, tell))))
            except (
                errors.DryRunError
            ) as error:  # the hub did not answer as hoped; the cause says why
                reason = error.__cause__
        return Path(fetch(local_files_only=True))
    except errors.LocalEntryNotFoundError as error:
        raise BackboneError(_told(source, revision, reason or error, allowed=allowed)) from error
    except failures as error:
        raise BackboneError(_told(source, revision, error, allowed=allowed)) from error


def _check_space(source: str, files: list[Any]) -> int:
    """Return the bytes of a download; refuse one that the disk of the cache has no room for."""
    from huggingface_hub import constants

    wanted = sum(file.file_size or 0 for file in files if file.will_download)
    cache = Path(constants.HF_HUB_CACHE)
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if wanted > free:
        raise BackboneError(
            f"The model '{source}' takes {wanted // _MIB:,} MiB to download, but the disk of the "
            f"hub's cache '{cache}' has {free // _MIB:,} MiB free. Free some space, or set HF_HOME "
            "to a folder on another disk."
        )
    return wanted


class _Teller:
    """Tells how many bytes of a download are there, at most once a second."""

    def __init__(self, source: str, wanted: int, tell: Tell) -> None:
        self._source = source
        self._wanted = wanted
        self._tell = tell
        self._told_at = -math.inf
        self._done = 0
        self._lock = threading.Lock()

    def __call__(self, done: int) -> None:
        with self._lock:
            now = time.monotonic()
            if done <= self._done or now - self._told_at < _TOLD_EVERY_S:
                return
            self._told_at, self._done = now, done
            self._tell(
                f"Downloading the model '{self._source}': {min(done, self._wanted) // _MIB:,} of "
                f"{self._wanted // _MIB:,} MiB."
            )


def silent_bars(tell: Callable[[int], None]) -> type:
    """Return a class of progress bars that show nothing; those of bytes tell their count.

    The hub's client has several such bars at work: bytes received and bytes written.
    """
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class SilentBar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **fields: Any) -> None:
            super().__init__(*args, **{**fields, "disable": True})
            self._is_of_bytes = fields.get("unit") == "B"
            self._count = 0

        def update(self, n: float | None = 1) -> None:
            self._count += int(n or 0)
            if self._is_of_bytes:
                tell(self._count)

    return SilentBar


def _told(source: str, revision: str | None, error: BaseException, *, allowed: bool) -> str:
    """Return what to tell of a failure: what happened and what to do."""
    from huggingface_hub import constants, errors

    page = f"{constants.ENDPOINT}/{source}"
    match error:
        case errors.GatedRepoError():
            return (
                f"The model '{source}' is gated: its owner gives access to those who ask. Ask for "
                f"it at {page}, then {_LOG_IN}."
            )
        case errors.RepositoryNotFoundError():
            return (
                f"The hub shows no model '{source}': the name is mistyped, or the model is "
                f"private. Look at {page}; for a private model {_LOG_IN}."
            )
        case errors.RevisionNotFoundError():
            return (
                f"The model '{source}' of the hub has no revision '{revision}'. Look at "
                f"{page}/commits/main and change the backbone's revision."
            )
        case errors.HfHubHTTPError() if error.response.status_code in (401, 403):
            return f"The hub refuses access to the model '{source}'. Look at {page}; {_LOG_IN}."
        case OSError(errno=errno.ENOSPC):
            return (
                f"The disk is full: the model '{source}' can not be written to the hub's cache "
                f"'{constants.HF_HUB_CACHE}'. Free some space, or set HF_HOME to a folder on "
                "another disk."
            )
        case errors.LocalEntryNotFoundError() | errors.OfflineModeIsEnabled():
            return (
                f"There is no folder '{source}', and the hub's model of that name is not in the "
                f"local cache. Name a local folder, or {_way_to_download(allowed=allowed)}."
            )
        case _:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            return (
                f"The model '{source}' can not be fetched from the hub: {reason[0].rstrip('.')}. "
                "Check the network, or name a local folder."
            )


def _way_to_download(*, allowed: bool) -> str:
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return f"start without --offline and HF_HUB_OFFLINE, and with {DOWNLOADS}=1"
    return "check the network" if allowed else f"set {DOWNLOADS}=1 to allow downloads"
