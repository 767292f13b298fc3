"""Which names of devices stand for which devices of a machine."""

import pytest

from promptstudio.core.devices import has_device

TWO_GPUS = ("cpu", "cuda:0", "cuda:1")


@pytest.mark.parametrize(
    ("devices", "name", "there"),
    [
        (("cpu",), "auto", True),
        (("cpu",), "cpu", True),
        (("cpu",), "cuda", False),
        (("cpu",), "cuda:0", False),
        (("cpu",), "mps", False),
        (("cpu", "mps"), "mps", True),
        (TWO_GPUS, "cuda", True),
        (TWO_GPUS, "cuda:1", True),
        (TWO_GPUS, "cuda:2", False),
        (TWO_GPUS, "cuda:10", False),
        (("cpu", "cuda:1"), "cuda", False),
    ],
)
def test_a_name_is_looked_up(devices: tuple[str, ...], name: str, *, there: bool) -> None:
    assert has_device(devices, name) is there
