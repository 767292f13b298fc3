"""Counts what a stage spends, so that methods can be compared at equal budgets."""

import sys

import psutil
import torch

from promptstudio.backbones.requests import Generate, Request, Score
from promptstudio.core.events import Cost
from promptstudio.methods.contract import Ask, State


def counted(cost: Cost, ask: Ask) -> Cost:
    """Return the cost after a question of a method was answered.

    A gradient is one forward and one backward pass of its pairs, a Hessian-vector product one
    forward and two backward passes; a teacher adds one forward pass.
    """
    pairs = len(ask.row)
    backwards = (1 if ask.product is None else 2) if ask.need_grads else 0
    forwards = 1 if ask.objective is None else 2
    inputs = sum(len(ask.rows[index].input_ids) for index in ask.row.tolist())
    targets = sum(len(ask.rows[index].target_ids) for index in ask.row.tolist())
    virtual = ask.prompts.shape[1]
    if ask.objective is not None:
        virtual += ask.objective.teachers.shape[1]
    tokens = forwards * (inputs + targets) + pairs * virtual
    return cost.model_copy(
        update={
            "rows": cost.rows + (pairs if backwards else 0),
            "tokens": cost.tokens + tokens,
            "forwards": cost.forwards + forwards * pairs,
            "backwards": cost.backwards + backwards * pairs,
        }
    )


def counted_evaluation(cost: Cost, request: Request) -> Cost:
    """Return the cost after rows were scored or answered."""
    if not isinstance(request, Score | Generate):
        return cost
    return cost.model_copy(
        update={"evaluation_forwards": cost.evaluation_forwards + len(request.row)}
    )


def changed_numbers(before: State, after: State) -> int:
    """Return how many numbers a step trains: those of the values that it changed.

    An optimiser's moments (``prompt.m``) are no values of their own.
    """
    return sum(
        value.numel()
        for name, value in after.items()
        if "." not in name
        and value.is_floating_point()
        and name in before
        and not torch.equal(before[name], value)
    )


def stored_numbers(state: State) -> int:
    """Return how many numbers a state holds without an optimiser's moments."""
    return sum(value.numel() for name, value in state.items() if "." not in name)


def peak_memory(device: torch.device) -> int:
    """Return the most memory used so far: the device's, or the process's, in bytes."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
