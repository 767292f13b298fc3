"""The Python that an export gives is run as it stands, on the shipped model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from promptstudio.core.paths import resource
from promptstudio.export.context import ExportResult
from promptstudio.export.prompts import export_prompt

New = Callable[..., Any]
WIDTH = 128


def exported(new_record: New, new_context: New, form: Any, to: Path) -> tuple[Any, ExportResult]:
    prompt = np.random.default_rng(0).normal(size=(3, WIDTH)).astype(np.float32)
    context = new_context(base_model=str(resource("sandbox/model")))
    return prompt, export_prompt(new_record(prompt), format=form, to=to, context=context)


def run(snippet: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(snippet, "snippet", "exec"), found)  # noqa: S102 - our own text
    return found


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
def test_a_peft_folder_is_loaded_before_its_model(
    tmp_path: Path, new_record: New, new_context: New
) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    prompt, result = exported(new_record, new_context, "peft", tmp_path / "it's here")
    found = run(result.snippet)
    weight = found["model"].prompt_encoder["default"].embedding.weight
    assert weight.detach().numpy().tobytes() == prompt.tobytes()
    assert found["tokenizer"].encode("food")


@pytest.mark.parametrize("form", ["safetensors", "npz"])
def test_tables_are_loaded_beside_their_model(
    tmp_path: Path, new_record: New, new_context: New, form: str
) -> None:
    prompt, result = exported(new_record, new_context, form, tmp_path / "it's here")
    found = run(result.snippet)
    assert found["tables"]["prompt_embeddings"].numpy().tobytes() == prompt.tobytes()
    assert found["model"].get_input_embeddings().weight.shape[1] == WIDTH


def test_a_decoder_and_a_revision_are_named(
    tmp_path: Path, new_record: New, new_context: New
) -> None:
    context = new_context(is_causal=True, revision="abc", base_model="owner/name")
    to = tmp_path / "out"
    record = new_record(np.ones((2, 4), np.float32))
    result = export_prompt(record, format="peft", to=to, context=context)
    assert result.template == context.template
    assert result.snippet.splitlines() == [
        "from peft import PeftModel",
        "from transformers import AutoModelForCausalLM, AutoTokenizer",
        "",
        "base = 'owner/name'",
        "tokenizer = AutoTokenizer.from_pretrained(base, revision='abc')",
        "model = AutoModelForCausalLM.from_pretrained(base, revision='abc')",
        f"model = PeftModel.from_pretrained(model, {to.as_posix()!r}).eval()",
    ]
