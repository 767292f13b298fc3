"""The prompt as plain arrays: a safetensors or an npz file."""

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from promptstudio.core.errors import ExportError
from promptstudio.core.ports import PromptRecord

PROMPT = "prompt_embeddings"
SHIFT = ("shift_left", "shift_right")
"""Tables (T, R) and (R, D) whose product is added to the embeddings of the first T input tokens."""

Arrays = Mapping[str, NDArray[np.float32]]


def read_arrays(record: PromptRecord) -> Arrays:
    """Return the arrays of a stored prompt: `PROMPT` (P, D), and all others by name.

    Particles are called ``members`` (M, P, D); a shift of the input has the names `SHIFT`.

    Raises
    ------
    ExportError
        If the bytes are not what the record says, or the prompt has no tokens.
    """
    if hashlib.sha256(record.data).hexdigest() != record.sha256:
        raise ExportError(
            f"The prompt '{record.prompt_id}' is damaged: its checksum is not the stored one. "
            "Restore a backup of the store."
        )
    try:
        arrays: Arrays = load(record.data)
    except SafetensorError as error:
        raise ExportError(f"The prompt '{record.prompt_id}' can not be read: {error}.") from error
    shape = (record.num_virtual_tokens, record.token_dim)
    prompt = arrays.get(PROMPT)
    if prompt is None or prompt.shape != shape or prompt.dtype != np.float32:
        raise ExportError(
            f"The prompt '{record.prompt_id}' is not the float32 array {shape} that the store "
            "describes. Run the job again."
        )
    if not record.num_virtual_tokens:
        raise ExportError(
            f"There is no prompt for task '{record.task}' to export: its run predicted without "
            "one. Choose a run of another method."
        )
    return arrays


def to_safetensors(arrays: Arrays) -> bytes:
    """Return the bytes of a safetensors file that PyTorch and NumPy readers take."""
    data: bytes = save(dict(arrays), {"format": "pt"})
    return data


def to_npz(arrays: Arrays) -> bytes:
    """Return the bytes of a NumPy archive."""
    buffer = io.BytesIO()
    by_name: dict[str, Any] = dict(arrays)
    np.savez(buffer, **by_name)
    return buffer.getvalue()
