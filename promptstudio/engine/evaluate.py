"""One evaluator for all methods: label probabilities averaged over a mixture, or free text."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor

from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated, Reply, Request, Score, Scored
from promptstudio.methods.contract import Constant, Prediction, Row
from promptstudio.tasks.encoding import TaskData
from promptstudio.tasks.metrics import (
    calibration_error,
    evaluate_free_labels,
    evaluate_labels,
    evaluate_numbers,
    evaluate_texts,
    majority_accuracy,
)

ROWS_PER_REQUEST = 64
"""Rows of one request; keeps a long test split from standing before other runs."""

ValueT = TypeVar("ValueT")
Decode = Callable[[Sequence[int]], str]
Predict = Callable[[Sequence[Row]], Prediction]


class Answered(NamedTuple):
    """The prediction for one row: a label with its probability, or free text.

    ``loss`` is that of the right label, in nats.
    """

    text: str
    probability: float | None = None
    loss: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Metrics between 0 and 1, with ``loss`` in nats where labels are scored.

    ``answers`` are the predictions behind them, a row each.
    """

    metrics: dict[str, float]
    main: float
    answers: tuple[Answered, ...] = ()

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
    if card.kind == "classification":
        parts: list[Tensor] = []
        for chunk in _chunks(rows):
            part = yield from label_probabilities(predict(chunk), chunk, data.candidates)
            parts.append(part)
        gold = [row.label for row in rows]
        metrics = _label_metrics(torch.cat(parts), gold, data)
        answers = _label_answers(torch.cat(parts), gold, list((card.labels or {}).values()))
    else:
        texts = yield from _texts(predict, rows, decode, max_new_tokens)
        score = evaluate_numbers if card.kind == "regression" else evaluate_texts
        metrics = score(texts, [row.answers for row in rows])
        answers = tuple(map(Answered, texts))
    return Scores(metrics=metrics, main=metrics[card.metric], answers=answers)


def evaluate_free_text(
    predict: Predict,
    data: TaskData,
    rows: Sequence[Row],
    *,
    decode: Decode,
    max_new_tokens: int,
) -> Generator[Request, Reply, dict[str, float]]:
    """Let the model write the labels of a classification: right answers and invalid ones."""
    longest = max(len(ids) for ids in data.candidates)
    texts = yield from _texts(predict, rows, decode, min(max_new_tokens, longest + 1))
    words = [decode(ids) for ids in data.candidates]
    return evaluate_free_labels(words, texts, [row.label for row in rows])


def answered(asking: Generator[Request, Reply, ValueT], oracle: Oracle) -> ValueT:
    """Drive one evaluation on an oracle that nobody else uses."""
    try:
        request = next(asking)
        while True:
            request = asking.send(oracle.answer(request))
    except StopIteration as stop:
        found: ValueT = stop.value
        return found


def _texts(
    predict: Predict, rows: Sequence[Row], decode: Decode, max_new_tokens: int
) -> Generator[Request, Reply, list[str]]:
    texts: list[str] = []
    for chunk in _chunks(rows):
        texts += yield from free_texts(predict(chunk), chunk, decode, max_new_tokens)
    return texts


def _chunks(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[i : i + ROWS_PER_REQUEST] for i in range(0, len(rows), ROWS_PER_REQUEST)]


def label_probabilities(
    mixture: Prediction, rows: Sequence[Row], candidates: tuple[tuple[int, ...], ...]
) -> Generator[Request, Reply, Tensor]:
    """Return label probabilities (B, K), averaged over the mixture's pairs."""
    if isinstance(mixture, Constant):
        return mixture.probabilities.double().expand(len(rows), -1)
    reply = yield Score(
        prompts=mixture.prompts,
        rows=rows,
        row=mixture.row,
        prompt=mixture.prompt,
        candidates=candidates,
        input_shift=_one(mixture.input_shift, len(mixture.prompts)),
    )
    assert isinstance(reply, Scored)  # noqa: S101 - the oracle answers in kind
    likely = torch.softmax(reply.log_likelihood.double(), -1)  # (N, K)
    probabilities = torch.zeros(len(rows), len(candidates), dtype=torch.float64)
    return probabilities.index_add(0, mixture.row, mixture.weight.double()[:, None] * likely)


def _label_metrics(probabilities: Tensor, gold: list[int], data: TaskData) -> dict[str, float]:
    predicted = probabilities.argmax(-1).tolist()
    chosen = probabilities[torch.arange(len(gold)), torch.tensor(gold)]
    loss = -chosen.clamp_min(1e-30).log().mean()
    confidence = probabilities.amax(-1).tolist()
    correct = [p == g for p, g in zip(predicted, gold, strict=True)]
    return {
        **evaluate_labels(data.card, predicted, gold),
        "loss": float(loss),
        "calibration_error": calibration_error(confidence, correct),
        "predicted_share": majority_accuracy(predicted),
    }


def _label_answers(
    probabilities: Tensor, gold: list[int], words: Sequence[str]
) -> tuple[Answered, ...]:
    best = probabilities.max(-1)
    losses = -probabilities[torch.arange(len(gold)), torch.tensor(gold)].clamp_min(1e-30).log()
    found = zip(best.indices.tolist(), best.values.tolist(), losses.tolist(), strict=True)
    return tuple(Answered(words[index], sure, loss) for index, sure, loss in found)


def _one(shift: Tensor | None, prompts: int) -> Tensor | None:
    """Give every prompt the same shift (T, D)."""
    return None if shift is None else shift.expand(prompts, -1, -1)


def free_texts(
    mixture: Prediction, rows: Sequence[Row], decode: Decode, max_new_tokens: int
) -> Generator[Request, Reply, list[str]]:
    """Return what the model writes for each row under the mixture's merged prompt."""
    if isinstance(mixture, Constant):
        return [mixture.text] * len(rows)
    per_row = mixture.merged.dim() == 3
    reply = yield Generate(
        prompts=mixture.merged if per_row else mixture.merged[None],
        rows=rows,
        row=torch.arange(len(rows)),
        prompt=torch.arange(len(rows)) if per_row else torch.zeros(len(rows), dtype=torch.long),
        max_new_tokens=max_new_tokens,
        input_shift=_one(mixture.input_shift, len(rows) if per_row else 1),
    )
    assert isinstance(reply, Generated)  # noqa: S101 - the oracle answers in kind
    return [decode(ids) for ids in reply.token_ids]
