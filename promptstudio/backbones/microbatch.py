"""Pairs of one kind that go through the model together, whoever asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.forward import (
    collate_inputs,
    collate_targets,
    greedy_answers,
    label_scores,
    loss_gradients,
    loss_products,
    pair_losses,
)
from promptstudio.backbones.pending import Kind, Pending
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
        values, grads = _answer(backbone, segments)
        start = 0
        for part, indices in segments:
            stop = start + len(indices)
            part.accept(indices, values[start:stop], None if grads is None else grads[start:stop])
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


def _answer(
    backbone: Backbone, segments: list[Segment]
) -> tuple[Tensor | list[tuple[int, ...]], Tensor | None]:
    kind, virtual, new_tokens = segments[0][0].group
    rows = [part.rows[index] for part, indices in segments for index in indices]
    prompts = torch.cat(
        [part.prompts[[part.prompt[index] for index in indices]] for part, indices in segments]
    )  # (B, P, D)
    inputs = collate_inputs(backbone, [row.input_ids for row in rows], virtual)
    if kind == "text":
        return greedy_answers(backbone, prompts, inputs, new_tokens), None
    if kind == "score":
        return label_scores(backbone, prompts, inputs, _candidates(segments)), None
    targets = collate_targets(backbone, [row.target_ids for row in rows])
    if kind == "loss":
        with torch.no_grad():
            return pair_losses(backbone, prompts, inputs, targets), None
    weight = torch.cat([part.weight[indices] for part, indices in segments])  # (B,)
    if kind == "gradient":
        return loss_gradients(backbone, prompts, inputs, targets, weight)
    product = torch.cat(
        [part.product[[part.prompt[index] for index in indices]] for part, indices in segments]
    )  # (B, P, D)
    return loss_products(backbone, prompts, inputs, targets, weight, product)


def _candidates(segments: list[Segment]) -> list[tuple[int, ...]]:
    candidates: list[tuple[int, ...]] = []
    for part, indices in segments:
        assert isinstance(part.request, Score)  # noqa: S101 - groups hold one kind
        candidates.extend(part.request.candidates * len(indices))
    return candidates
