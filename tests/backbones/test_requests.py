"""What the backbone can not answer is refused with a sentence."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Request, Score
from promptstudio.core.errors import BackboneError
from promptstudio.methods.contract import Row


def refused(backbone: Backbone, request: Request) -> str:
    oracle = Oracle(backbone)
    with pytest.raises(BackboneError) as caught:
        oracle.submit(request, "a")
    assert oracle.pending == 0
    return str(caught.value)


def test_prompts_of_another_shape(backbone: Backbone, build: Any) -> None:
    ask = build.ask(2)
    assert refused(backbone, replace(ask, prompts=ask.prompts[0])) == (
        "Prompts come as (prompts, virtual tokens, width), not as (3, 16)."
    )
    assert refused(backbone, replace(ask, prompts=build.prompts(1, width=8))) == (
        "The prompt is 8 wide, but the model 'tiny' has token width 16. "
        "The prompt belongs to another model."
    )
    assert refused(backbone, replace(ask, product=build.prompts(2))) == (
        "A Hessian-vector product needs a vector of the prompts' shape (1, 3, 16), not (2, 3, 16)."
    )


def test_indices_and_weights_that_do_not_fit(backbone: Backbone, build: Any) -> None:
    ask = build.ask(2)
    assert refused(backbone, replace(ask, row=torch.arange(3))) == (
        "A request pairs rows and prompts one to one, but has 3 row and 2 prompt indices."
    )
    assert refused(backbone, replace(ask, row=torch.tensor([0, 2]))) == (
        "A request names a row that it does not bring (2 there)."
    )
    assert refused(backbone, replace(ask, prompt=torch.tensor([0, -1]))) == (
        "A request names a prompt that it does not bring (1 there)."
    )
    assert refused(backbone, replace(ask, weight=torch.ones(3))) == (
        "A request has 2 pairs but 3 weights."
    )


def test_empty_targets_candidates_and_inputs(backbone: Backbone, build: Any) -> None:
    ask = build.ask(2)
    empty = Row(task="toy", input_ids=(4,), target_ids=())
    assert refused(backbone, replace(ask, rows=[ask.rows[0], empty])) == (
        "Row 1 of the task 'toy' has an empty target, so it has no loss. "
        "Check the label words or the answer column of the task."
    )
    pairs = {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}
    sentence = (
        "Label scoring needs at least one candidate, and each must have a token. "
        "Check the label words of the task."
    )
    assert refused(backbone, Score(**pairs, candidates=())) == sentence
    assert refused(backbone, Score(**pairs, candidates=((4, 1), ()))) == sentence
    assert refused(backbone, Generate(**pairs, max_new_tokens=0)) == (
        "Generation needs room for at least one new token."
    )
    nothing = Row(task="toy", input_ids=(), target_ids=(4, 1))
    bare = replace(ask, prompts=build.prompts(1, virtual=0), rows=[ask.rows[0], nothing])
    assert refused(backbone, bare) == (
        "Row 1 of the task 'toy' with its prompt is empty. Check the template of the task."
    )


def test_too_many_tokens_for_learned_positions(build: Any) -> None:
    bart = freeze(build.bart(), build.tokenizer(), name="bart")
    ask = build.ask(2)
    long = Row(task="toy", input_ids=(4,) * 38, target_ids=(4,))
    advice = "Shorten the inputs in the backbone settings."
    assert refused(bart, replace(ask, rows=[ask.rows[0], long])) == (
        "Row 1 of the task 'toy' with its prompt has 41 tokens, but the model 'bart' takes 40. "
        + advice
    )
    wordy = Row(task="toy", input_ids=(4,), target_ids=(4,) * 41)
    assert refused(bart, replace(ask, rows=[ask.rows[0], wordy])) == (
        "The target of row 1 of 'toy' has 41 tokens, but the model 'bart' takes 40. " + advice
    )
    pairs = {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}
    assert refused(bart, Score(**pairs, candidates=((4,) * 41,))) == (
        "A candidate answer has 41 tokens, but the model 'bart' takes 40. " + advice
    )
    assert refused(bart, Generate(**pairs, max_new_tokens=41)) == (
        "The answer asked for has 41 tokens, but the model 'bart' takes 40. " + advice
    )
