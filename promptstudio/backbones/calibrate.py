"""Measures how large a micro-batch should be, and what sharing micro-batches brings."""

from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from statistics import median
from time import perf_counter
from typing import Any, Final

import psutil
import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.forward import collate_inputs, collate_targets, loss_gradients
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.rounds import Mode
from promptstudio.methods.contract import Ask, Row

DEFAULT_BUDGET: Final = {"cpu": 1024, "mps": 4096, "cuda": 8192}
_TRIED: Final = {
    "cpu": (512, 1024, 2048),
    "mps": (1024, 4096, 16384),
    "cuda": (2048, 8192, 32768, 131072),
}
_WORTHWHILE: Final = 0.95
_MEMORY_SHARE: Final = 0.25
_INPUT_LENGTHS: Final = (12, 20, 28, 36, 44)
_VIRTUAL_TOKENS: Final = 10
_UNLIMITED: Final = 10**9


def default_mode(device: torch.device) -> Mode:
    """Return how requests share micro-batches on a device unless the user says otherwise.

    On one CPU thread, on the sandbox model, eight requests of 4 to 16 rows each were answered
    1.3 to 1.6 times as fast packed and sorted as in turn (packed without sorting: 0.8 to 1.3
    times; `measure_packing` repeats it), so packed is the default there. It is the default
    elsewhere too, where it has not been measured yet.
    """
    del device
    return "packed"


def calibrate(backbone: Backbone, *, seconds: float = 2.0) -> int:
    """Return a token budget for gradient micro-batches, from a short measurement.

    The device's default budget is kept unless another takes less than 95 % of its time per
    row. A GPU is tried up to the size where memory ends; on a CPU, where nothing would stop
    a process that takes too much, budgets are limited to a quarter of the free memory, after
    a count of what one row keeps for its gradient.

    Parameters
    ----------
    seconds
        No further budget is tried when this time is over.
    """
    kind = backbone.device.type
    limit = _memory_limit(backbone) if kind == "cpu" else _UNLIMITED
    times: dict[int, float] = {}
    started = perf_counter()
    for budget in _TRIED[kind]:
        if budget > limit or perf_counter() - started > seconds:
            break
        spent = _seconds_per_row(backbone, budget)
        if spent is None:
            limit = budget // 2
            break
        times[budget] = spent
    default = min(DEFAULT_BUDGET[kind], limit)
    fastest = min(times, key=times.__getitem__, default=default)
    worthwhile = times.get(fastest, 0.0) < _WORTHWHILE * times.get(default, float("inf"))
    return fastest if default in times and worthwhile else default


def measure_packing(
    backbone: Backbone,
    *,
    runs: int = 8,
    rows: int = 8,
    virtual_tokens: int = _VIRTUAL_TOKENS,
    token_budget: int | None = None,
    repeats: int = 5,
) -> dict[str, Any]:
    """Compare ways to answer ``runs`` requests of ``rows`` rows each, in one go.

    ``in_turn`` answers one request after the other; ``packed`` puts all rows into one batch
    as they come; ``packed_sorted`` sorts them by length and cuts them by the token budget.
    The ways take turns ``repeats`` times and the median counts, so that a machine that is
    busy for a while treats them alike.

    Returns
    -------
    dict
        ``device``, ``threads``, ``runs``, ``rows``, ``token_budget``; ``rows_per_second`` and
        ``ratio`` (to in turn) by way.
    """
    budget = token_budget or calibrate(backbone)
    asks = [_ask(backbone, rows, virtual_tokens, seed) for seed in range(runs)]
    ways = {
        "in_turn": Oracle(backbone, mode="in_turn", token_budget=budget, quantum=rows),
        "packed": Oracle(backbone, token_budget=_UNLIMITED, quantum=rows, sort=False),
        "packed_sorted": Oracle(backbone, token_budget=budget, quantum=rows),
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    for repeat in range(repeats + 1):
        for way, oracle in ways.items():
            seconds = _seconds(partial(_answer_all, oracle, asks))
            if repeat:  # the first is a warm-up
                spent[way].append(seconds)
    rate = {way: runs * rows / median(seconds) for way, seconds in spent.items()}
    return {
        "device": str(backbone.device),
        "threads": torch.get_num_threads(),
        "runs": runs,
        "rows": rows,
        "token_budget": budget,
        "rows_per_second": rate,
        "ratio": {way: rate[way] / rate["in_turn"] for way in ways},
    }


def _answer_all(oracle: Oracle, asks: list[Ask]) -> None:
    for index, ask in enumerate(asks):
        oracle.submit(ask, owner=str(index))
    while oracle.pending:
        oracle.work()


def _seconds(action: Callable[[], object]) -> float:
    started = perf_counter()
    action()
    return perf_counter() - started


def _seconds_per_row(backbone: Backbone, budget: int) -> float | None:
    """Return the time per row of full micro-batches, or None if memory ran out."""
    oracle = Oracle(backbone, token_budget=budget, quantum=budget)
    num_rows = max(1, budget // (_VIRTUAL_TOKENS + sum(_INPUT_LENGTHS) // len(_INPUT_LENGTHS) + 2))
    ask = _ask(backbone, num_rows, _VIRTUAL_TOKENS, seed=budget)
    oracle.answer(ask)  # warm-up
    spent = min(_seconds(partial(oracle.answer, ask)) for _ in range(3)) / num_rows
    return None if oracle.halvings else spent


def _memory_limit(backbone: Backbone) -> int:
    """Return the tokens whose activations fit into a share of the free memory."""
    return int(_MEMORY_SHARE * psutil.virtual_memory().available / _bytes_per_token(backbone))


def _bytes_per_token(backbone: Backbone) -> float:
    """Count what one row's forward keeps for the gradient, weights excepted."""
    kept: dict[int, int] = {}
    weights = {parameter.data_ptr() for parameter in backbone.network.model.parameters()}

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    row = _rows(backbone, 1, seed=0)[0]
    prompts = backbone.vocabulary[:_VIRTUAL_TOKENS][None].to(backbone.device, backbone.dtype)
    inputs = collate_inputs(backbone, [row.input_ids], _VIRTUAL_TOKENS)
    targets = collate_targets(backbone, [row.target_ids])
    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        loss_gradients(backbone, prompts, inputs, targets, torch.ones(1, device=backbone.device))
    return sum(kept.values()) / (_VIRTUAL_TOKENS + len(row.input_ids) + len(row.target_ids))


def _ask(backbone: Backbone, num_rows: int, virtual_tokens: int, seed: int) -> Ask:
    start = seed % max(1, len(backbone.vocabulary) - virtual_tokens)
    prompt = backbone.vocabulary[start : start + virtual_tokens]
    return Ask.mean_loss(prompt[None], [_rows(backbone, num_rows, seed)])


def _rows(backbone: Backbone, num_rows: int, seed: int) -> list[Row]:
    """Make rows of plain tokens with lengths that vary as those of short texts do."""
    plain = [i for i in range(len(backbone.vocabulary)) if i not in backbone.special_ids]
    tokens = islice(cycle(plain), 7919 * seed % len(plain), None)
    lengths = islice(cycle(_INPUT_LENGTHS), seed % len(_INPUT_LENGTHS), None)
    return [
        Row(
            task="calibration",
            input_ids=tuple(islice(tokens, length)),
            target_ids=(*islice(tokens, 1), backbone.eos_id),
        )
        for length in islice(lengths, num_rows)
    ]
