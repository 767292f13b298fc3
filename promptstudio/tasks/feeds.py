"""Batches from a feed: a pure function of seed and step, so that resuming is exact.

Every task has its own endless stream of rows: one fresh shuffle of its rows after another.
Which part of the stream a step gets follows from its index alone.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from promptstudio.core.errors import TaskError
from promptstudio.methods.contract import Batch, Feed, Part, Row

Order = NDArray[np.intp]


def batch_at(feed: Feed, tasks: Mapping[str, Sequence[Row]], *, seed: int, index: int) -> Batch:
    """Return the batch of a step.

    With ``tasks_per_step`` the tasks come in rounds: each round shuffles them and deals them
    out, so that none comes twice in a step and all come equally often; where the numbers do
    not divide, the rest of a round is left out. If fewer tasks are there, all come.

    Parameters
    ----------
    tasks : mapping of str to sequence of Row
        The training rows of the tasks that the feed names, in the study's order.
    seed : int
        Not negative; stands for the run's seed and the stage.
    index : int
        The step, from 0.

    Raises
    ------
    TaskError
        If a task has too few rows for an episode.
    """
    names = list(tasks)
    drawn = min(feed.tasks_per_step or len(names), len(names))
    steps_per_round = len(names) // drawn
    visit, turn = divmod(index, steps_per_round)
    if drawn < len(names):
        order = _order(len(names), seed, "tasks", visit)[turn * drawn : (turn + 1) * drawn]
        names = [names[i] for i in order]
    parts: list[Part] = []
    for episode, name in enumerate(names):
        if feed.support_sets:
            parts += _episode(feed, name, tasks[name], seed, visit, episode)
        else:
            rows = _stretch(tasks[name], seed, name, visit * feed.batch_size, feed.batch_size)
            parts.append(Part(task=name, rows=rows))
    return Batch(index=index, parts=tuple(parts))


def _stretch(rows: Sequence[Row], seed: int, name: str, start: int, size: int) -> tuple[Row, ...]:
    """Return rows from a place in the task's stream, over the end of an epoch if need be."""
    found: list[Row] = []
    while len(found) < size:
        epoch, place = divmod(start + len(found), len(rows))
        order = _order(len(rows), seed, name, epoch)[place : place + size - len(found)]
        found += [rows[i] for i in order]
    return tuple(found)


def _episode(
    feed: Feed, name: str, rows: Sequence[Row], seed: int, visit: int, episode: int
) -> list[Part]:
    """Return the support parts and the query part of one task's turn."""
    if len(rows) < 2:
        raise TaskError(
            f"The task '{name}' has {len(rows)} training row; an episode needs two at least."
        )
    halves = _order(len(rows), seed, f"{name}/halves", 0)
    middle = len(rows) // 2 if feed.query_size else len(rows)
    size, sets = feed.batch_size, feed.support_sets
    support = _drawn(halves[:middle], seed, f"{name}/support", visit, sets * size)
    parts = [
        Part(
            task=name,
            rows=tuple(rows[i] for i in support[k * size : (k + 1) * size]),
            role="support",
            episode=episode,
        )
        for k in range(sets)
    ]
    if not feed.query_size:
        return parts
    query = _drawn(halves[middle:], seed, f"{name}/query", visit, feed.query_size)
    query_rows = tuple(rows[i] for i in query)
    return [*parts, Part(task=name, rows=query_rows, role="query", episode=episode)]


def _drawn(half: Order, seed: int, purpose: str, visit: int, size: int) -> Order:
    """Draw rows of a half for one visit: all different, unless the half is smaller than that."""
    if len(half) < size:
        order = _order(len(half), seed, purpose, visit)
        return half[np.resize(order, size)]
    visits_per_epoch = len(half) // max(size, 1)
    epoch, turn = divmod(visit, visits_per_epoch)
    order = _order(len(half), seed, purpose, epoch)
    return half[order[turn * size : (turn + 1) * size]]


@lru_cache(maxsize=512)
def _order(size: int, seed: int, purpose: str, epoch: int) -> Order:
    """Return a permutation that depends on these arguments alone."""
    order = np.random.default_rng([seed, zlib.crc32(purpose.encode()), epoch]).permutation(size)
    order.setflags(write=False)
    return order
