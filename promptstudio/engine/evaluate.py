"""One evaluator for all methods: label probabilities averaged over a mixture, or free text."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated, Reply, Request, Score, Scored
from promptstudio.methods.contract import Mixture, Row
from promptstudio.tasks.encoding import TaskData
from promptstudio.tasks.metrics import evaluate_labels, evaluate_texts

ROWS_PER_REQUEST = 64
"""Rows of one request; keeps a long test split from standing before other runs."""

Decode = Callable[[Sequence[int]], str]
Predict = Callable[[Sequence[Row]], Mixture]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Metrics between 0 and 1, with ``loss`` in nats where labels are scored."""

    metrics: dict[str, float]
    main: float

    @property
    def order(self) -> tuple[float, float]:
        """What the best prompt is chosen by: the task's metric, then the smaller loss."""
        return (self.main, -self.metrics.get("loss", 0.0))


def evaluate(
    predict: Predict,
    data: TaskData,
    rows: Sequence[Row],
    *,
    decode: Decode,
    max_new_tokens: int,
) -> Generator[Request, Reply, Scores]:
    """Score rows of a task; ``predict`` tells which prompts predict which of some rows."""
    card = data.card
    chunks = [rows[i : i + ROWS_PER_REQUEST] for i in range(0, len(rows), ROWS_PER_REQUEST)]
    if card.kind == "classification":
        parts: list[Tensor] = []
        for chunk in chunks:
            part = yield from _label_probabilities(predict(chunk), chunk, data.candidates)
            parts.append(part)
        metrics = _label_metrics(torch.cat(parts), [row.label for row in rows], data)
    else:
        texts: list[str] = []
        for chunk in chunks:
            texts += yield from _answers(predict(chunk), chunk, decode, max_new_tokens)
        metrics = evaluate_texts(texts, [row.answers for row in rows])
    return Scores(metrics=metrics, main=metrics[card.metric])


def answered(asking: Generator[Request, Reply, Scores], oracle: Oracle) -> Scores:
    """Drive one evaluation on an oracle that nobody else uses."""
    try:
        request = next(asking)
        while True:
            request = asking.send(oracle.answer(request))
    except StopIteration as stop:
        scores: Scores = stop.value
        return scores


def _label_probabilities(
    mixture: Mixture, rows: Sequence[Row], candidates: tuple[tuple[int, ...], ...]
) -> Generator[Request, Reply, Tensor]:
    """Return label probabilities (B, K), averaged over the mixture's pairs."""
    reply = yield Score(
        prompts=mixture.prompts,
        rows=rows,
        row=mixture.row,
        prompt=mixture.prompt,
        candidates=candidates,
    )
    assert isinstance(reply, Scored)  # noqa: S101 - the oracle answers in kind
    likely = torch.softmax(reply.log_likelihood.double(), -1)  # (N, K)
    probabilities = torch.zeros(len(rows), len(candidates), dtype=torch.float64)
    return probabilities.index_add(0, mixture.row, mixture.weight.double()[:, None] * likely)


def _label_metrics(probabilities: Tensor, gold: list[int], data: TaskData) -> dict[str, float]:
    predicted = probabilities.argmax(-1).tolist()
    chosen = probabilities[torch.arange(len(gold)), torch.tensor(gold)]
    loss = -chosen.clamp_min(1e-30).log().mean()
    return {**evaluate_labels(data.card, predicted, gold), "loss": float(loss)}


def _answers(
    mixture: Mixture, rows: Sequence[Row], decode: Decode, max_new_tokens: int
) -> Generator[Request, Reply, list[str]]:
    per_row = mixture.merged.dim() == 3
    reply = yield Generate(
        prompts=mixture.merged if per_row else mixture.merged[None],
        rows=rows,
        row=torch.arange(len(rows)),
        prompt=torch.arange(len(rows)) if per_row else torch.zeros(len(rows), dtype=torch.long),
        max_new_tokens=max_new_tokens,
    )
    assert isinstance(reply, Generated)  # noqa: S101 - the oracle answers in kind
    return [decode(ids) for ids in reply.token_ids]
