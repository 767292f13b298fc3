"""Prompts of a decoder-only model: PEFT loads them, and the cards say how to use them."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from promptstudio.export.prompts import export_prompt

peft = pytest.importorskip("peft", reason="PEFT is an optional package")
pytestmark = [
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
    pytest.mark.filterwarnings("ignore:Position ids are not supported:UserWarning"),
]
"""PEFT 0.21 asks the model under a name that Transformers 5 is about to drop."""

New = Callable[..., Any]
TEXT = "w4 w9 w2 w7"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random Llama and a tokenizer of whole words."""
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=64,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=64,
        eos_token_id=1,
        pad_token_id=0,
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.7)
    words = ["<pad>", "</s>", "<unk>", *(f"w{number}" for number in range(61))]
    core = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, "<unk>"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    folder = tmp_path_factory.mktemp("base")
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=core, **special).save_pretrained(folder)
    return folder


def loaded(base: Path) -> Any:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(base).eval()


def encoded(base: Path) -> torch.Tensor:
    from transformers import AutoTokenizer

    ids: torch.Tensor = AutoTokenizer.from_pretrained(base)(TEXT, return_tensors="pt").input_ids
    return ids


@torch.no_grad()
def by_hand(model: Any, prompt: np.ndarray, ids: torch.Tensor) -> list[int]:
    """Greedy answer to prompt and input, token by token without a cache."""
    written: list[int] = []
    while len(written) < 32 and written[-1:] != [1]:
        words = model.get_input_embeddings()(torch.cat([ids, torch.tensor([written]).long()], 1))
        embeddings = torch.cat([torch.from_numpy(prompt)[None], words], 1)
        written.append(int(model(inputs_embeds=embeddings).logits[0, -1].argmax()))
    return written


def test_peft_gives_the_same_loss_and_the_same_answer(
    tmp_path: Path, base: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    prompt = prompt * 10
    context = new_context(base_model=str(base), is_causal=True)
    to = tmp_path / "out"
    export_prompt(new_record(prompt), format="peft", to=to, context=context)
    assert json.loads((to / "adapter_config.json").read_text())["task_type"] == "CAUSAL_LM"
    model, ids = loaded(base), encoded(base)
    expected = by_hand(model, prompt, ids)
    assert by_hand(model, -prompt, ids) != expected
    with torch.no_grad():
        words = model.get_input_embeddings()(ids)
        embeddings = torch.cat([torch.from_numpy(prompt)[None], words], 1)
        labels = torch.cat([torch.full((1, len(prompt)), -100), ids], 1)
        loss = model(inputs_embeds=embeddings, labels=labels).loss
        wrapped = peft.PeftModel.from_pretrained(model, to).eval()
        assert torch.equal(wrapped(input_ids=ids, labels=ids).loss, loss)
    mask = torch.ones_like(ids)
    answer = wrapped.generate(input_ids=ids, attention_mask=mask, max_new_tokens=32)
    assert answer[0, ids.shape[1] :].tolist() == expected


@pytest.mark.parametrize("format_", ["peft", "safetensors", "npz"])
def test_the_python_of_the_card_does_what_it_says(
    tmp_path: Path,
    base: Path,
    prompt: np.ndarray,
    new_record: New,
    new_context: New,
    format_: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from transformers import AutoTokenizer

    context = new_context(base_model=str(base), template=TEXT, is_causal=True)
    folder = tmp_path / "out"
    export_prompt(new_record(prompt), format=format_, to=folder, context=context)
    card = (folder / "README.md").read_text(encoding="utf-8")
    code = card.split("```python\n")[1].split("```")[0]
    script = tmp_path / "use.py"
    script.write_text(code.replace("path/to/this/folder", folder.as_posix()), encoding="utf-8")
    capsys.readouterr()
    runpy.run_path(str(script))
    expected = by_hand(loaded(base), prompt, encoded(base))
    tokenizer = AutoTokenizer.from_pretrained(base)
    said = tokenizer.decode(expected, skip_special_tokens=True)
    assert capsys.readouterr().out.strip() == said
    assert said
