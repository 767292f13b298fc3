"""Answers questions about prompts from a loaded backbone.

A question has an oracle of its own on the shared model, so that it neither waits for the jobs in
flight nor changes how their batches are put together.
"""

from collections.abc import Generator
from typing import Final, assert_never

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Reply, Request
from promptstudio.core.questions import (
    Finding,
    ModelQuestion,
    Neighbour,
    Neighbours,
    NeighboursFound,
    NormRange,
    Outcome,
    Tried,
    Try,
    Verify,
)
from promptstudio.engine.asked_prompts import read_prompt
from promptstudio.engine.evaluate import answered, free_texts, label_probabilities
from promptstudio.engine.verification import verify
from promptstudio.methods.contract import Mixture, Row
from promptstudio.tasks.encoding import encode_words
from promptstudio.tasks.fitting import Fitter, Text

_QUANTILES: Final = (0.05, 0.5, 0.95)


def answer(question: ModelQuestion, backbone: Backbone) -> Finding:
    """Answer a question.

    Raises
    ------
    LibraryError
        If a file is missing or holds no prompt for this backbone, or a folder no export.
    TaskError
        If the backbone can not tell two label words apart.
    BackboneError
        If text and prompt are too long for the model or its memory, or both are empty.
    """
    match question:
        case Try():
            return try_out(question, backbone)
        case Neighbours():
            return _neighbours(question, backbone)
        case Verify():
            return verify(question, backbone)
        case _:
            assert_never(question)


def try_out(question: Try, backbone: Backbone) -> Tried:
    """Answer what a text gets under some prompts; refusals are those of `answer`."""
    prompts = {name: read_prompt(name, path, backbone) for name, path in question.prompts.items()}
    fitter = Fitter(backbone.tokenizer, question.backbone.max_input_tokens)
    (input_ids,) = fitter.fit([Text(question.text)])
    row = Row(task="a text to try", input_ids=input_ids, target_ids=())
    oracle = Oracle(backbone, mode="in_turn")
    outcomes = {
        name: answered(_outcome(question, prompt.mixture(), row, backbone), oracle)
        for name, prompt in prompts.items()
    }
    return Tried(request_id=question.request_id, outcomes=outcomes, cut=fitter.cut > 0)


def _outcome(
    question: Try, mixture: Mixture, row: Row, backbone: Backbone
) -> Generator[Request, Reply, Outcome]:
    found: list[float] = []
    if question.labels:
        candidates = encode_words(
            question.labels,
            backbone.tokenizer,
            closing_id=backbone.closing_id,
            where="The label words",
        )
        probabilities = yield from label_probabilities(mixture, [row], candidates)
        found = probabilities[0].tolist()
    (text,) = yield from free_texts(
        mixture,
        [row],
        lambda ids: backbone.tokenizer.decode(list(ids), skip_special_tokens=True),
        question.max_new_tokens,
    )
    return Outcome(probabilities=dict(zip(question.labels, found, strict=True)), text=text)


def _neighbours(question: Neighbours, backbone: Backbone) -> NeighboursFound:
    prompt = read_prompt(question.name, question.prompt, backbone).merged
    known = [i for i in range(len(backbone.vocabulary)) if i not in backbone.special_ids]
    words = backbone.vocabulary[known]  # (V', D)
    cosines = F.normalize(prompt, dim=-1) @ F.normalize(words, dim=-1).T  # (P, V')
    nearest = cosines.topk(min(question.count, len(known)), dim=-1)
    low, median, high = words.norm(dim=-1).quantile(torch.tensor(_QUANTILES)).tolist()
    return NeighboursFound(
        request_id=question.request_id,
        tokens=tuple(
            tuple(
                Neighbour(token=_token(known[index], backbone), similarity=value)
                for index, value in zip(row_indices, row_values, strict=True)
            )
            for row_indices, row_values in zip(
                nearest.indices.tolist(), nearest.values.tolist(), strict=True
            )
        ),
        norms=tuple(prompt.norm(dim=-1).tolist()),
        vocabulary=NormRange(low=low, median=median, high=high),
    )


def _token(token_id: int, backbone: Backbone) -> str:
    return backbone.tokenizer.decode([token_id], skip_special_tokens=False)
