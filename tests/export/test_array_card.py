"""The Python of a card is run as a stranger would run it, and has to do what the card says."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from promptstudio.core.errors import ExportError
from promptstudio.export.prompts import export_prompt

New = Callable[..., Any]
WORDS = ("review", ":", "good", "film", "answer", "bad", "soup")
TEXT = "review : good film answer :"
TOKENS, WIDTH = 6, 16


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random encoder-decoder and a tokenizer of whole words."""
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    torch.manual_seed(0)
    config = T5Config(
        vocab_size=16,
        d_model=WIDTH,
        d_kv=8,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        decoder_start_token_id=0,
    )
    model = T5ForConditionalGeneration(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.7)
    ids = {word: number for number, word in enumerate(("<pad>", "</s>", "<unk>", *WORDS))}
    core = Tokenizer(models.WordLevel(ids, "<unk>"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    folder = tmp_path_factory.mktemp("base")
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=core, **special).save_pretrained(folder)
    return folder


def snippet_of(folder: Path) -> str:
    card = (folder / "README.md").read_text(encoding="utf-8")
    code = card.split("```python\n")[1].split("```")[0]
    assert "path/to/this/folder" in code
    return code.replace("path/to/this/folder", folder.as_posix())


def run_card(folder: Path, tmp_path: Path) -> dict[str, Any]:
    script = tmp_path / "use.py"
    script.write_text(snippet_of(folder), encoding="utf-8")
    return runpy.run_path(str(script))


def shift_tables(tokens: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(1)
    return {
        "shift_left": draw.normal(size=(tokens, 3)).astype(np.float32),
        "shift_right": draw.normal(size=(3, WIDTH)).astype(np.float32),
    }


def by_loop(
    prompt: np.ndarray, more: dict[str, np.ndarray], model: Any, ids: list[int], position: str
) -> np.ndarray:
    """Embeddings place by place, in float64."""
    vocabulary = model.get_input_embeddings().weight.detach().double().numpy()
    inputs = [vocabulary[token].copy() for token in ids]
    if more:
        left, right = more["shift_left"].astype(float), more["shift_right"].astype(float)
        for place in range(min(len(inputs), len(left))):
            for k in range(len(right)):
                inputs[place] += left[place, k] * right[k]
    parts = [list(prompt.astype(float)), inputs]
    return np.array(
        [row for part in (parts if position == "prepend" else parts[::-1]) for row in part]
    )


@pytest.mark.parametrize("position", ["prepend", "append"])
@pytest.mark.parametrize("shifted", [0, 3, 9], ids=["no shift", "short shift", "long shift"])
@pytest.mark.parametrize("format_", ["safetensors", "npz"])
def test_the_code_puts_prompt_and_shift_where_they_belong(
    tmp_path: Path,
    prompt: np.ndarray,
    base: Path,
    new_record: New,
    new_context: New,
    format_: Any,
    shifted: int,
    position: str,
) -> None:
    more = shift_tables(shifted) if shifted else {}
    record = new_record(prompt, kind="conditional" if shifted else "plain", more=more)
    context = new_context(base_model=str(base), template=TEXT, prompt_position=position)
    folder = export_prompt(record, format=format_, to=tmp_path / "out", context=context).folder
    found = run_card(folder, tmp_path)

    ids = found["batch"].input_ids[0].tolist()
    assert len(ids) == TOKENS
    expected = by_loop(prompt, more, found["model"], ids, position)
    embeddings = found["embeddings"][0].detach().numpy()
    np.testing.assert_allclose(embeddings, expected, rtol=1e-5, atol=1e-5)  # sums in float32
    by_hand = found["model"].generate(
        inputs_embeds=torch.from_numpy(expected).float()[None], max_new_tokens=32
    )
    assert found["answer"].tolist() == by_hand.tolist()


def card_of(tmp_path: Path, record: Any, context: Any) -> str:
    export_prompt(record, format="npz", to=tmp_path / "out", context=context)
    return (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_listed_with_shapes_and_meanings(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    more = {**shift_tables(9), "values": np.ones((2, 4), np.float32)}
    card = card_of(tmp_path, new_record(prompt, kind="conditional", more=more), new_context())
    assert "## What is in `prompt.npz`" in card
    assert "| `prompt_embeddings` | 5 x 16 | the prompt |" in card
    assert "| `shift_left` | 9 x 3 | left factor of what is added to the embeddings" in card
    assert "| `shift_right` | 3 x 16 | right factor" in card
    assert "| `values` | 2 x 4 | a part of the method |" in card
    assert "may differ" not in card
    assert "Source tasks: `film`, `book`." in card
    assert "in class order: `bad`, `good`." in card
    assert "| test | accuracy | 0.875 |" in card


@pytest.mark.parametrize(
    ("kind", "more", "meaning", "caution"),
    [
        ("conditional", {"key": np.ones((2, 2), np.float32)}, "averaged over", "another prompt"),
        ("ensemble", {"members": np.ones((3, 5, 16), np.float32)}, "mean of the", "averages the"),
    ],
)
def test_the_card_says_where_its_code_is_not_the_method(
    tmp_path: Path,
    prompt: np.ndarray,
    new_record: New,
    new_context: New,
    kind: str,
    more: dict[str, np.ndarray],
    meaning: str,
    caution: str,
) -> None:
    card = card_of(tmp_path, new_record(prompt, kind=kind, more=more), new_context())
    assert meaning in card
    assert caution in card
    assert "answers may differ from those scored below" in card
    assert "shift" not in card


def test_peft_refuses_a_prompt_with_a_shift(
    tmp_path: Path, prompt: np.ndarray, new_record: New, new_context: New
) -> None:
    record = new_record(prompt, kind="conditional", more=shift_tables(9))
    with pytest.raises(
        ExportError,
        match=r"prompt for task 'food' goes with numbers that are added to the embeddings of the "
        "input, and PEFT.*as safetensors or npz instead; they hold both",
    ):
        export_prompt(record, format="peft", to=tmp_path / "out", context=new_context())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", ["peft", "safetensors", "npz"])
def test_there_is_nothing_to_export_where_there_is_no_token(
    tmp_path: Path, new_record: New, new_context: New, format_: Any
) -> None:
    record = new_record(np.zeros((0, 16), np.float32))
    with pytest.raises(ExportError, match=r"no prompt for task 'food' to export: its run predict"):
        export_prompt(record, format=format_, to=tmp_path / "out", context=new_context())
    assert list(tmp_path.iterdir()) == []
