"""The devices of a machine, as torch tells of them."""

import pytest
import torch

from promptstudio.backbones.devices import device_of, devices


def machine(monkeypatch: pytest.MonkeyPatch, *, gpus: int, mps: bool) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("gpus", "mps", "found", "auto"),
    [
        (0, False, ("cpu",), "cpu"),
        (0, True, ("cpu", "mps"), "cpu"),
        (1, False, ("cpu", "cuda:0"), "cuda"),
        (2, False, ("cpu", "cuda:0", "cuda:1"), "cuda"),
    ],
)
def test_every_device_is_named_and_auto_is_one_of_them(
    monkeypatch: pytest.MonkeyPatch,
    gpus: int,
    mps: bool,  # noqa: FBT001 - a column of the table
    found: tuple[str, ...],
    auto: str,
) -> None:
    machine(monkeypatch, gpus=gpus, mps=mps)
    assert devices() == found
    assert device_of("auto") == torch.device(auto)
    for name in found:
        assert device_of(name) == torch.device(name)
