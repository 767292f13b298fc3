"""Models of the Hugging Face hub: taken from the local cache, downloaded only where allowed.

Who logs in does so with the hub's own tools (``hf auth login``, or the variable ``HF_TOKEN``);
a token is never read, passed on or written here.
"""

import errno
import os
import shutil
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


def from_hub(source: str, revision: str | None) -> Path:
    """Return the cached folder of a hub model, downloading it first where that is allowed.

    Without a network, or offline, a model that is in the cache is taken from there.

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
                _check_space(source, fetch(dry_run=True))
                return Path(fetch())
            except (
                errors.DryRunError
            ) as error:  # the hub did not answer as hoped; the cause says why
                reason = error.__cause__
        return Path(fetch(local_files_only=True))
    except errors.LocalEntryNotFoundError as error:
        raise BackboneError(_told(source, revision, reason or error, allowed=allowed)) from error
    except failures as error:
        raise BackboneError(_told(source, revision, error, allowed=allowed)) from error


def _check_space(source: str, files: list[Any]) -> None:
    """Refuse a download that the disk of the cache has no room for."""
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
