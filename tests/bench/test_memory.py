"""The estimate of memory beside a real process."""

from promptstudio.backbones.shape import read_shape
from promptstudio.bench.memory import compare, measure
from promptstudio.core.spec import BackboneSpec

ALLOWED = 0.25
"""Libraries of other versions and systems take more or less than those that were measured."""


def test_the_sandbox_takes_what_is_estimated() -> None:
    shape = read_shape(BackboneSpec())
    estimated, measured = compare(shape, "sandbox", virtual=10, inputs=40, budget=512)
    assert abs(estimated / measured - 1) < ALLOWED


def test_the_table_has_a_line_for_every_setting(monkeypatch) -> None:
    monkeypatch.setattr("promptstudio.bench.memory.compare", lambda *_: (900_000_000, 10**9))
    lines = measure(models=())
    assert [line.split("|")[1].strip() for line in lines[2:6]] == ["sandbox"] * 4
    assert "| 900 | 1,000 | 0.90 |" in lines[2]
    assert lines[-1] == "Ratios of estimated to measured: 0.90 to 0.90."
