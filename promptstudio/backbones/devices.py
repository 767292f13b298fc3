"""The devices of this machine."""

import torch

from promptstudio.core.devices import has_device
from promptstudio.core.errors import BackboneError


def devices() -> tuple[str, ...]:
    """Return the names of all devices, every GPU by its number."""
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    mps = ("mps",) if torch.backends.mps.is_available() else ()
    return ("cpu", *(f"cuda:{number}" for number in range(count)), *mps)


def device_of(name: str) -> torch.device:
    """Return the device that a study names; "auto" is CUDA where there is one, else the CPU.

    Raises
    ------
    BackboneError
        If this machine has no such device.
    """
    there = devices()
    if name == "auto":
        return torch.device("cuda" if has_device(there, "cuda") else "cpu")
    if not has_device(there, name):
        gpus = ", ".join(device for device in there if device.startswith("cuda"))
        which = f"; it has {gpus}" if gpus else ""
        raise BackboneError(
            f"The device '{name}' is not available on this machine{which}. Choose 'auto' or 'cpu'."
        )
    return torch.device(name)
