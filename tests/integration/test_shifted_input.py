"""Decomposed prompt tuning end to end: its shift of the input is taken away with its prompt."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from promptstudio.backbones.requests import Request, Score
from promptstudio.core.errors import ExportError
from promptstudio.core.events import Status
from promptstudio.core.spec import MethodSpec
from promptstudio.planning import prepare
from promptstudio.takeaway import take_away
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.examples import Example
from promptstudio.tasks.splits import make_splits
from tests.export.test_array_card import run_card
from tests.integration.conftest import Bench, quick_study

TASK = "hotel_sentiment"
DEPT = MethodSpec(
    key="dept",
    config={"steps": 12, "rank": 3, "shift_learning_rate": 0.1, "scaling": "code"},
)


def test_the_shift_that_was_scored_is_the_shift_of_the_shipped_code(
    open_bench: Callable[..., Bench], asked: list[Request], tmp_path: Path
) -> None:
    """In float32: adding to an embedding and taking it away again costs the last bits."""
    bench = open_bench()
    prepared = prepare(quick_study(target_tasks=(TASK,), methods=(DEPT,)), bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    reader = bench.supervisor.reader
    (run,) = reader.runs()
    assert run.status is Status.FINISHED, run.reason
    scored = [request for request in asked if isinstance(request, Score)][-1]  # the test rows
    assert scored.input_shift is not None
    shift = scored.input_shift[0]  # (T, D)
    assert shift.shape == (prepared.study.backbone.max_input_tokens, 128)
    assert float(shift.abs().max()) > 0.1

    examples = make_splits(load_catalogue().cards[TASK], shots=8, split_seed=0).test
    for format_ in ("safetensors", "npz"):
        folder = tmp_path / format_
        take_away(reader, run.job_id, format_, folder, workspace=bench.workspace)
        used = run_card(folder, tmp_path)
        tables, ids = used["tables"], used["batch"].input_ids
        torch.testing.assert_close(tables["prompt_embeddings"], scored.prompts[0])
        before = used["model"].get_input_embeddings()(ids)[0]
        moved = used["inputs"][0] - before
        torch.testing.assert_close(moved, shift[: len(moved)], rtol=1e-5, atol=1e-5)
        loss = label_loss(used, examples[: run.test_rows])
        assert loss == pytest.approx(run.test["loss"], rel=1e-3)
    with pytest.raises(ExportError, match="goes with numbers that are added to the embeddings"):
        take_away(reader, run.job_id, "peft", tmp_path / "peft", workspace=bench.workspace)


@torch.no_grad()
def label_loss(used: dict[str, Any], examples: tuple[Example, ...]) -> float:
    """Score rows one by one with what the shipped code loaded: -log p(label), label words alone."""
    model, tokenizer, tables = used["model"], used["tokenizer"], used["tables"]
    shift = tables["shift_left"] @ tables["shift_right"]
    words = list((load_catalogue().cards[TASK].labels or {}).values())
    labels = [tokenizer(word, return_tensors="pt").input_ids for word in words]
    total = 0.0
    for example in examples:
        ids = tokenizer(example.text, return_tensors="pt").input_ids
        inputs = model.get_input_embeddings()(ids) + shift[: ids.shape[1]]
        embeddings = torch.cat([tables["prompt_embeddings"][None], inputs], 1)
        sums = [
            -float(model(inputs_embeds=embeddings, labels=ids).loss) * ids.numel() for ids in labels
        ]
        total += math.log(sum(map(math.exp, sums))) - sums[example.label]
    return total / len(examples)
