"""Tensors on their way to the store: safetensors files in the spool folder."""

import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from promptstudio.core.errors import StoreError
from promptstudio.core.events import Blob


class Spool:
    """The folder in which the worker leaves blobs for the store's writer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, tensors: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None) -> Blob:
        """Write tensors as safetensors and describe the file.

        Raises
        ------
        StoreError
            If the file can not be written.
        """
        whole = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
        return self.put_bytes(save(whole, {"format": "pt", **(metadata or {})}), "safetensors")

    def put_bytes(self, data: bytes, suffix: str) -> Blob:
        """Write bytes to a file with a suffix that the store's writer sweeps, and describe it.

        Raises
        ------
        StoreError
            If the file can not be written.
        """
        name = f"{uuid.uuid4().hex}.{suffix}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(data)
        except OSError as error:
            raise StoreError(
                f"The folder '{self.folder}' can not take a result: {error.strerror}. "
                "Free some space or choose another workspace."
            ) from error
        return Blob(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Read a safetensors file: its tensors and its metadata.

    Raises
    ------
    StoreError
        If the file is missing or damaged.
    """
    try:
        with safe_open(path, framework="pt") as file:
            # Cloned: sums over memory that is not aligned may differ in the last bit.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
            return tensors, dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise StoreError(f"The checkpoint '{path}' can not be read: {error}.") from error
