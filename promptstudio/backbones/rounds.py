"""Who gets how many pairs in a round, and how the pairs are cut into micro-batches."""

from collections.abc import Mapping, Sequence
from typing import Literal

from promptstudio.backbones.microbatch import MicroBatch, Pair, cut
from promptstudio.backbones.pending import Group, Kind, Pending

Mode = Literal["packed", "in_turn"]


def plan_round(
    queue: Sequence[Pending], *, mode: Mode, budgets: Mapping[Kind, int], quantum: int, sort: bool
) -> list[MicroBatch]:
    """Take the pairs of one round out of the requests' ``todo``; ``queue`` is oldest first.

    Every owner with work gets ``quantum`` pairs; what an owner leaves over goes to the others.
    """
    if mode == "in_turn":
        return _in_turn(queue, budgets, quantum)
    return _packed(queue, budgets, quantum, sort=sort)


def _packed(
    queue: Sequence[Pending], budgets: Mapping[Kind, int], quantum: int, *, sort: bool
) -> list[MicroBatch]:
    groups: dict[Group, list[Pair]] = {}
    allowance = _allowance(queue, quantum)
    for part in queue:
        taken = _take(part, allowance[part.ticket.owner])
        allowance[part.ticket.owner] -= len(taken)
        groups.setdefault(part.group, []).extend(taken)
    spare = sum(allowance.values())
    for part in queue:
        taken = _take(part, spare)
        spare -= len(taken)
        groups[part.group].extend(taken)
    batches: list[MicroBatch] = []
    for group, pairs in groups.items():
        if sort:
            pairs.sort(key=lambda pair: pair[0].lengths[pair[1]], reverse=True)
        batches.extend(cut(pairs, budgets[group[0]]))
        if pairs:
            _fill(batches[-1], [p for p in queue if p.group == group], budgets[group[0]])
    return batches


def _in_turn(
    queue: Sequence[Pending], budgets: Mapping[Kind, int], quantum: int
) -> list[MicroBatch]:
    """Take whole micro-batches of each request; where they end depends on the request alone."""
    batches: list[MicroBatch] = []
    allowance = _allowance(queue, quantum)
    for part in queue:
        taken = _take_batches(part, allowance[part.ticket.owner], budgets[part.group[0]])
        allowance[part.ticket.owner] -= sum(len(batch.pairs) for batch in taken)
        batches.extend(taken)
    spare = sum(max(0, left) for left in allowance.values())
    for part in queue:
        taken = _take_batches(part, spare, budgets[part.group[0]])
        spare -= sum(len(batch.pairs) for batch in taken)
        batches.extend(taken)
    return batches


def _allowance(queue: Sequence[Pending], quantum: int) -> dict[str, int]:
    return {part.ticket.owner: quantum for part in queue}


def _take(part: Pending, limit: int) -> list[Pair]:
    taken = [(part, index) for index in part.todo[: max(0, limit)]]
    del part.todo[: len(taken)]
    return taken


def _take_batches(part: Pending, limit: int, budget: int) -> list[MicroBatch]:
    """Take micro-batches from the front until they hold at least ``limit`` pairs."""
    taken: list[MicroBatch] = []
    for batch in cut([(part, index) for index in part.todo], budget):
        if limit <= 0:
            break
        taken.append(batch)
        limit -= len(batch.pairs)
    del part.todo[: sum(len(batch.pairs) for batch in taken)]
    return taken


def _fill(batch: MicroBatch, queue: Sequence[Pending], budget: int) -> None:
    """Let further pairs of the group use the room that the last micro-batch has left."""
    inputs, outputs = batch.longest
    for part in queue:
        while part.todo:
            length = part.lengths[part.todo[0]]
            inputs, outputs = max(inputs, length[0]), max(outputs, length[1])
            if (len(batch.pairs) + 1) * (part.group[1] + inputs + outputs) > budget:
                return
            batch.pairs.append((part, part.todo.pop(0)))
