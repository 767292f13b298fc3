"""Takes blobs out of the spool folder: checked first, deleted only when they are stored."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from promptstudio.core.errors import StoreError
from promptstudio.core.events import (
    Blob,
    CheckpointSaved,
    Event,
    PredictionsSaved,
    PromptSaved,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """An event with the checked bytes of its blob (none: empty) and the norm of its prompt."""

    event: Event
    data: bytes = b""
    norm: float = 0.0
    path: Path | None = None


def take(folder: Path, event: Event) -> Taken:
    """Read and check the blob that an event announces; events without one pass.

    Raises
    ------
    StoreError
        If the file is missing, lies elsewhere, or is not what the event says.
    """
    if not isinstance(event, PromptSaved | PredictionsSaved | CheckpointSaved):
        return Taken(event)
    data = _read(folder, event.blob)
    norm = _norm(event, data) if isinstance(event, PromptSaved) else 0.0
    return Taken(event, data, norm, folder / event.blob.name)


def _read(folder: Path, blob: Blob) -> bytes:
    if Path(blob.name).name != blob.name:
        raise StoreError(f"The file '{blob.name}' does not lie in the spool folder '{folder}'.")
    path = folder / blob.name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The result '{path}' can not be read: {error.strerror}. Run the job again."
        ) from error
    if len(data) != blob.size or hashlib.sha256(data).hexdigest() != blob.sha256:
        raise StoreError(
            f"The result '{path}' arrived damaged: {len(data)} bytes of {blob.size}, or another "
            "checksum. Check the disk and run the job again."
        )
    return data


def _norm(event: PromptSaved, data: bytes) -> float:
    """Return the Frobenius norm of a saved prompt (P, D), having checked shape and type."""
    import numpy as np  # the window opens sooner without
    from safetensors import SafetensorError
    from safetensors.numpy import load

    shape = (event.num_virtual_tokens, event.token_dim)
    try:
        prompt = load(data)["prompt_embeddings"]
    except (SafetensorError, KeyError) as error:
        raise StoreError(
            f"The prompt of task '{event.task}' is no safetensors file with the key "
            "'prompt_embeddings'. Run the job again."
        ) from error
    if prompt.shape != shape or prompt.dtype != np.float32:
        raise StoreError(
            f"The prompt of task '{event.task}' is {prompt.dtype} {prompt.shape}, "
            f"not float32 {shape}. Run the job again."
        )
    return float(np.linalg.norm(prompt.astype(np.float64)))


def lend(folder: Path, name: str, data: bytes) -> Path:
    """Put bytes where the worker can read them; the folder is emptied at the next start.

    Raises
    ------
    StoreError
        If the file can not be written.
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise StoreError(
            f"The file '{path}' for the worker can not be written: {error.strerror}. "
            "Free some space or choose another workspace."
        ) from error
    return path


def sweep(folder: Path) -> None:
    """Delete what an earlier worker left behind; call it only while no worker is at work."""
    for pattern in ("*.safetensors", "*.json.gz"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
