"""Token budgets and the packing measurement."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest
import torch

from promptstudio.backbones import calibrate as module
from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.calibrate import calibrate, default_mode, measure_packing


def timed(monkeypatch: pytest.MonkeyPatch, times: dict[int, float | None]) -> list[int]:
    """Pretend that rows take these seconds under each budget; list the budgets tried."""
    tried: list[int] = []

    def seconds_per_row(backbone: Backbone, budget: int) -> float | None:
        tried.append(budget)
        return times[budget]

    monkeypatch.setattr(module, "_seconds_per_row", seconds_per_row)
    return tried


@pytest.mark.parametrize(
    ("times", "budget"),
    [
        ({512: 1.0, 1024: 1.0, 2048: 1.0}, 1024),
        ({512: 1.0, 1024: 1.0, 2048: 0.97}, 1024),
        ({512: 1.0, 1024: 1.0, 2048: 0.9}, 2048),
        ({512: 0.5, 1024: 1.0, 2048: 0.9}, 512),
        ({512: 1.0, 1024: None}, 512),
    ],
)
def test_the_default_is_left_only_for_a_clear_gain(
    backbone: Backbone,
    monkeypatch: pytest.MonkeyPatch,
    times: dict[int, float | None],
    budget: int,
) -> None:
    timed(monkeypatch, times)
    assert calibrate(backbone, seconds=1000) == budget


def test_the_search_ends_in_time(backbone: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: Iterator[float] = iter([0.0, 0.0, 3.0])
    monkeypatch.setattr(module, "perf_counter", lambda: next(ticks))
    tried = timed(monkeypatch, {512: 1.0})
    assert calibrate(backbone, seconds=2.0) == 1024
    assert tried == [512]


def test_little_memory_bounds_the_budget(
    backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = type("Memory", (), {"available": 4 * 600 * module._bytes_per_token(backbone)})()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: room)
    tried = timed(monkeypatch, {512: 1.0, 1024: 0.1})
    assert calibrate(backbone) == 600
    assert tried == [512]


def test_the_memory_of_a_token_grows_with_the_layers(build: Any, backbone: Backbone) -> None:
    from promptstudio.backbones.freezing import freeze

    deeper = freeze(build.t5(num_layers=4), build.tokenizer(), name="deeper")
    shallow, deep = module._bytes_per_token(backbone), module._bytes_per_token(deeper)
    per_layer = (deep - shallow) / 2
    assert 16 * 4 * 10 < per_layer < 16 * 4 * 16  # ten to sixteen vectors of one width
    assert shallow > 2 * per_layer


def test_a_real_measurement_tells_a_time(backbone: Backbone) -> None:
    seconds = module._seconds_per_row(backbone, 64)
    assert seconds is not None
    assert 0 < seconds < 1


def test_running_out_of_memory_tells_no_time(
    backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = backbone.network.encode

    def small(embeds: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        if len(embeds) > 1:
            raise torch.OutOfMemoryError
        return encode(embeds, mask)

    monkeypatch.setattr(backbone.network, "encode", small)
    assert module._seconds_per_row(backbone, 128) is None


def test_packing_is_measured_three_ways(backbone: Backbone) -> None:
    found = measure_packing(backbone, runs=3, rows=2, token_budget=128, repeats=1)
    ways = {"in_turn", "packed", "packed_sorted"}
    assert found["rows_per_second"].keys() == found["ratio"].keys() == ways
    assert found["ratio"]["in_turn"] == 1.0
    assert min(found["rows_per_second"].values()) > 0
    facts = {key: found[key] for key in ("device", "threads", "runs", "rows", "token_budget")}
    assert facts == {"device": "cpu", "threads": 1, "runs": 3, "rows": 2, "token_budget": 128}


def test_calibration_rows_are_plain_text(backbone: Backbone) -> None:
    rows = module._rows(backbone, 7, seed=3)
    assert [len(row.input_ids) for row in rows] == [36, 44, 12, 20, 28, 36, 44]
    assert not {i for row in rows for i in row.input_ids} & backbone.special_ids
    assert module._rows(replace(backbone, eos_id=9), 1, seed=0)[0].target_ids[-1] == 9


def test_packed_is_the_default_mode() -> None:
    assert default_mode(torch.device("cpu")) == "packed"
