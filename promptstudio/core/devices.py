"""Names of devices, as studies spell them and as a worker tells what it has."""

from collections.abc import Collection


def has_device(devices: Collection[str], name: str) -> bool:
    """Tell whether the device that a study names is among those of a machine.

    Parameters
    ----------
    devices
        What the machine has, such as ``("cpu", "cuda:0")``: every GPU by its number.
    name
        A device, or ``"auto"``, which is always there. ``"cuda"`` is the first GPU.
    """
    return name == "auto" or ("cuda:0" if name == "cuda" else name) in devices
