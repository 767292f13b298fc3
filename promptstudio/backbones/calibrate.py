"""Measures how large a micro-batch should be, and what sharing micro-batches brings."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import psutil
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.rounds import Mode
from promptstudio.methods.contract import Ask, Row

DEFAULT_BUDGET = 1024
_CPU_BUDGETS = (512, 1024, 2048)
_CUDA_BUDGETS = (2048, 4096, 8192, 16384, 32768, 65536)
_WORTHWHILE = 0.97
_BYTES_PER_TOKEN_AND_PARAMETER = 0.02


def default_mode(device: torch.device) -> Mode:
    """Return how requests share micro-batches on a device unless the user says otherwise."""
    del device
    return "packed"


def calibrate(backbone: Backbone, *, seconds: float = 2.0) -> int:
    """Return a token budget for gradient micro-batches, from a short measurement.

    Budgets are tried from small to large and a larger one is kept only if it takes less than
    97 % of the time per token; on a GPU the trial ends where memory does, and on a CPU a
    budget whose activations might take a quarter of the free memory is never tried.

    Parameters
    ----------
    seconds
        No further budget is tried when this time is over.
    """
    cuda = backbone.device.type == "cuda"
    best, best_time = DEFAULT_BUDGET, float("inf")
    started = perf_counter()
    for budget in _CUDA_BUDGETS if cuda else _CPU_BUDGETS:
        if not cuda and budget > _memory_budget(backbone):
            break
        oracle = Oracle(backbone, token_budget=budget, quantum=budget)
        ask = _ask(backbone, num_rows=max(8, 2 * budget // 40), virtual_tokens=8, seed=budget)
        oracle.answer(ask)
        spent = min(_seconds(lambda: oracle.answer(ask)) for _ in range(2)) / len(ask.rows)
        if oracle.halvings:
            break
        if spent < _WORTHWHILE * best_time:
            best, best_time = budget, spent
        if perf_counter() - started > seconds:
            break
    return best
