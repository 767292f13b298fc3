"""Pairs of one kind that go through the model together, whoever asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.forward import (
    Extras,
    collate_inputs,
    collate_targets,
    greedy_answers,
    label_scores,
    loss_gradients,
    loss_products,
    neurons,
    pair_losses,
)
from promptstudio.backbones.pending import Answered, Kind, Pending
from promptstudio.backbones.requests import Score

Pair = tuple[Pending, int]
Segment = tuple[Pending, list[int]]


@dataclass(frozen=True, slots=True)
class MicroBatch:
    """Pairs of one group; the list may grow until it runs."""

    pairs: list[Pair]

    @property
    def kind(self) -> Kind:
        """The kind of question that all pairs share."""
        return self.pairs[0][0].group[0]

    @property
    def longest(self) -> tuple[int, int]:
        """The longest input and the longest output, in tokens."""
        inputs, outputs = zip(*(part.lengths[index] for part, index in self.pairs), strict=True)
        return max(inputs), max(outputs)

    @property
    def tokens(self) -> int:
        """Padded tokens: pairs times (virtual + longest input + longest output)."""
        return len(self.pairs) * (self.pairs[0][0].group[1] + sum(self.longest))

    def run(self, backbone: Backbone) -> None:
        """Answer the pairs and hand the answers to their requests, all or none."""
        segments = self._segments()
        found = _answer(backbone, segments)
        start = 0
        for part, indices in segments:
            stop = start + len(indices)
            part.accept(indices, found.part(start, stop))
            start = stop

    def _segments(self) -> list[Segment]:
        """Bring the pairs of each request together; padding does not care about order."""
        ordered = sorted(self.pairs, key=lambda pair: pair[0].ticket.number)
        grouped = groupby(ordered, key=lambda pair: pair[0])
        return [(part, [index for _, index in members]) for part, members in grouped]


def cut(pairs: Sequence[Pair], budget: int) -> Iterator[MicroBatch]:
    """Cut pairs of one group, in their order, into micro-batches of at most ``budget`` tokens.

    A pair longer than the budget goes alone.
    """
    batch = MicroBatch([])
    inputs = outputs = 0
    for part, index in pairs:
        length = part.lengths[index]
        inputs, outputs = max(inputs, length[0]), max(outputs, length[1])
        width = part.group[1] + inputs + outputs
        if batch.pairs and (len(batch.pairs) + 1) * width > budget:
            yield batch
            batch = MicroBatch([])
            inputs, outputs = length
        batch.pairs.append((part, index))
    if batch.pairs:
        yield batch


def _answer(backbone: Backbone, segments: list[Segment]) -> Answered:
    kind, virtual, new_tokens, more = segments[0][0].group
    rows = [part.rows[index] for part, indices in segments for index in indices]
    prompts = _of_pairs(segments, lambda part: part.prompts)  # (B, P, D)
    inputs = collate_inputs(backbone, [row.input_ids for row in rows], virtual)
    shift = _of_pairs(segments, lambda part: part.shift) if more.shift else None  # (B, T, D)
    if kind == "text":
        return Answered(greedy_answers(backbone, prompts, inputs, new_tokens, shift))
    if kind == "score":
        candidates = _candidates(segments)
        return Answered(label_scores(backbone, prompts, inputs, candidates, shift))
    targets = collate_targets(backbone, [row.target_ids for row in rows])
    weight = torch.cat([part.weight[indices] for part, indices in segments])  # (B,)
    if kind == "product":
        product = _of_pairs(segments, lambda part: part.product)  # (B, P, D)
        losses, products = loss_products(backbone, prompts, inputs, targets, weight, product)
        return Answered(losses, products)
    extras = Extras(shift=shift, logits=more.logits, hidden=more.hidden)
    if more.teacher:
        teachers = _of_pairs(segments, lambda part: part.teachers)  # (B, P', D)
        layout = collate_inputs(backbone, [row.input_ids for row in rows], more.teacher)
        extras = replace(extras, teachers=teachers, inputs=layout)
    active = neurons(backbone, prompts, inputs, shift) if more.neurons else None
    if kind == "loss":
        with torch.no_grad():
            found = pair_losses(backbone, prompts, inputs, targets, extras)
        return Answered(found, neurons=active)
    return Answered(*loss_gradients(backbone, prompts, inputs, targets, weight, extras), active)


def _of_pairs(segments: list[Segment], tensor: Callable[[Pending], Tensor]) -> Tensor:
    """Return one row of a tensor of the requests for every pair, by the pair's prompt."""
    return torch.cat(
        [tensor(part)[[part.prompt[index] for index in indices]] for part, indices in segments]
    )


def _candidates(segments: list[Segment]) -> list[tuple[int, ...]]:
    candidates: list[tuple[int, ...]] = []
    for part, indices in segments:
        assert isinstance(part.request, Score)  # noqa: S101 - groups hold one kind
        candidates.extend(part.request.candidates * len(indices))
    return candidates
