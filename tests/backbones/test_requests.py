"""What the backbone can not answer is refused with a sentence."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Request, Score, check_room
from promptstudio.core.errors import BackboneError
from promptstudio.methods.contract import Row
from tests.backbones.causal_models import tiny_gpt2


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
    advice = "Lower the lengths in the backbone settings, or use fewer virtual tokens."
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


def told_of_room(backbone: Backbone, inputs: int, target: int, **more: Any) -> str:
    rows = [
        Row(task="toy", input_ids=(4,), target_ids=(5, 1)),
        Row(task="toy", input_ids=(4,) * inputs, target_ids=(5,) * target),
    ]
    try:
        check_room(rows, 3, backbone, **more)
    except BackboneError as error:
        return str(error).partition(", but")[0]
    return ""


def test_the_longest_row_is_looked_for_before_a_job_begins(backbone: Backbone, build: Any) -> None:
    bart = freeze(build.bart(), build.tokenizer(), name="bart")  # takes 40
    row = "The longest row of the task 'toy' with its prompt"
    answer = "The longest answer of the task 'toy' has 41 tokens"
    assert told_of_room(bart, 37, 40) == ""
    assert told_of_room(bart, 38, 2) == f"{row} has 41 tokens"
    assert told_of_room(bart, 5, 41) == answer
    assert told_of_room(bart, 5, 2, candidates=[(5, 1), (5,) * 41]) == answer
    assert told_of_room(backbone, 4000, 4000) == ""  # relative positions have no end
    gpt2 = freeze(tiny_gpt2(n_positions=24), build.tokenizer(), name="gpt2")
    assert told_of_room(gpt2, 18, 3) == ""
    assert told_of_room(gpt2, 18, 4) == f"{row} and answer has 25 tokens"
    assert told_of_room(gpt2, 18, 2, candidates=[(5,), (5, 6, 7, 1)]) == (
        f"{row} and answer has 25 tokens"
    )
