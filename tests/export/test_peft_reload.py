"""PEFT itself is the reference: what it loads must do what the prompt did."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from promptstudio.export.prompts import export_prompt

peft = pytest.importorskip("peft", reason="PEFT is an optional package")
pytestmark = pytest.mark.filterwarnings(
    "ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"
)
"""PEFT 0.21 asks the model under a name that Transformers 5 is about to drop."""


@pytest.fixture
def model() -> Iterator[Any]:
    """A random encoder-decoder with one layer, wild enough that answers depend on the input."""
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(0)
    config = T5Config(
        vocab_size=64,
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        feed_forward_proj="gated-gelu",
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.7)
    return model


@pytest.fixture
def batch() -> dict[str, torch.Tensor]:
    """Three rows, right-padded to different lengths."""
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(2, 64, (3, 7), generator=generator)
    mask = torch.ones(3, 7, dtype=torch.long)
    mask[1, 5:] = 0
    mask[2, 3:] = 0
    labels = torch.randint(2, 64, (3, 4), generator=generator)
    return {"input_ids": ids * mask, "attention_mask": mask, "labels": labels}


@torch.no_grad()
def by_hand(
    model: Any, prompt: np.ndarray, batch: dict[str, torch.Tensor]
) -> tuple[float, list[list[int]]]:
    """Return loss and greedy answers with the prompt concatenated before the input."""
    rows = len(batch["input_ids"])
    before = torch.from_numpy(prompt)[None].expand(rows, -1, -1)  # (B, P, D)
    inputs = torch.cat([before, model.get_input_embeddings()(batch["input_ids"])], 1)
    mask = torch.cat([torch.ones(rows, len(prompt)).long(), batch["attention_mask"]], 1)
    loss = model(inputs_embeds=inputs, attention_mask=mask, labels=batch["labels"]).loss
    answers = model.generate(
        inputs_embeds=inputs, attention_mask=mask, max_new_tokens=8, do_sample=False
    )
    return float(loss), answers.tolist()


def test_peft_gives_the_same_loss_and_the_same_answers(
    tmp_path: Path,
    prompt: np.ndarray,
    model: Any,
    batch: dict[str, torch.Tensor],
    new_record: Callable[..., Any],
    new_context: Callable[..., Any],
) -> None:
    prompt = prompt * 10
    loss, answers = by_hand(model, prompt, batch)
    other_loss, other_answers = by_hand(model, -prompt, batch)
    assert other_loss != loss
    assert other_answers != answers

    context = new_context(base_model=str(tmp_path / "base"))
    to = tmp_path / "out"
    export_prompt(new_record(prompt), format="peft", to=to, context=context)
    loaded = peft.PeftModel.from_pretrained(model, to).eval()

    weight = loaded.prompt_encoder["default"].embedding.weight
    assert weight.detach().numpy().tobytes() == prompt.tobytes()
    with torch.no_grad():
        assert float(loaded(**batch).loss) == loss
        found = loaded.generate(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            max_new_tokens=8,
            do_sample=False,
        )
    assert found.tolist() == answers


def test_peft_reads_what_is_left_open_from_the_model(
    tmp_path: Path,
    prompt: np.ndarray,
    model: Any,
    new_record: Callable[..., Any],
    new_context: Callable[..., Any],
) -> None:
    context = new_context(num_layers=None, num_attention_heads=None)
    export_prompt(new_record(prompt), format="peft", to=tmp_path / "out", context=context)
    loaded = peft.PeftModel.from_pretrained(model, tmp_path / "out")
    config = loaded.peft_config["default"]
    assert (config.num_layers, config.num_attention_heads) == (1, 2)
