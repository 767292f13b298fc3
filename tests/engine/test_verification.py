"""An export read back: what is the stored prompt passes, and every other thing is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor

from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.core.commands import COMMANDS, SAID
from promptstudio.core.errors import BackboneError, LibraryError
from promptstudio.core.questions import Verified, Verify
from promptstudio.core.spec import BackboneSpec
from promptstudio.engine import verification
from promptstudio.engine.asked_prompts import read_prompt
from promptstudio.engine.questions import answer
from promptstudio.export.prompts import export_prompt
from tests.export.conftest import make_context, make_record

TEXT = "review: {text} answer:"
SPEC = BackboneSpec(device="cpu")
PEFT_FILE = "adapter_model.safetensors"
Export = Callable[..., Verify]
Table = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def sandbox() -> Backbone:
    return load_backbone(SPEC)


def prompt_of(backbone: Backbone, tokens: int = 5) -> Table:
    drawn = np.random.default_rng(0).normal(size=(tokens, backbone.token_dim))
    prompt: Table = (float(backbone.vocabulary.std()) * drawn).astype(np.float32)
    prompt[0, :2] = (np.float32(1e-42), np.float32(-0.0))
    return prompt


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Export a prompt as a run does; return the question whether it went well."""

    def make(
        prompt: Table,
        form: Any = "peft",
        spec: BackboneSpec = SPEC,
        members: Table | None = None,
        more: dict[str, Table] | None = None,
        **context: Any,
    ) -> Verify:
        kind = "plain" if members is None else "ensemble"
        record = make_record(prompt, members, more or {}, kind=kind)
        stored = tmp_path / "stored.safetensors"
        stored.write_bytes(record.data)
        to = tmp_path / "out"
        export_prompt(record, format=form, to=to, context=make_context(**context))
        return Verify(
            backbone=spec, folder=str(to), prompt=str(stored), sha256=record.sha256, text=TEXT
        )

    return make


def verified(question: Verify, backbone: Backbone) -> Verified:
    found = answer(question, backbone)
    assert isinstance(found, Verified)
    assert found.request_id == question.request_id
    return found


def change_table(question: Verify, change: Callable[[Table], None]) -> None:
    file = Path(question.folder) / PEFT_FILE
    tables = load_file(file)
    change(tables["prompt_embeddings"])
    save_file(tables, file)


# -- what is right -------------------------------------------------------------------------


def test_peft_loads_a_folder_and_gives_the_same_scores(sandbox: Backbone, export: Export) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    question = export(prompt_of(sandbox))
    found = verified(question, sandbox)
    assert (found.matches, found.by, found.sha256) == (True, "peft", question.sha256)
    # Sums in another order: the sandbox's scores of up to 10 differed by 2e-6.
    assert 0 <= found.difference < 1e-4
    assert found.sentence.startswith("PEFT loads the folder: every number is the stored one, and")


@pytest.mark.parametrize("form", ["safetensors", "npz"])
@pytest.mark.parametrize("position", ["prepend", "append"])
def test_a_file_with_all_its_tables_is_read_back(
    sandbox: Backbone, export: Export, form: str, position: Any
) -> None:
    prompt = prompt_of(sandbox)
    more = {"shift_left": np.eye(2, dtype=np.float32), "shift_right": prompt[:2]}
    members = np.stack([prompt - 1, prompt + 1])
    spec = SPEC.model_copy(update={"prompt_position": position})
    found = verified(export(prompt, form, spec, members, more), load_backbone(spec))
    assert (found.matches, found.by, found.difference) == (True, "reload", 0.0)
    assert found.sentence == (
        f"Read back from 'prompt.{form}': every number is the stored one, and the model's scores "
        "of the next token differ by 0."
    )


def test_without_peft_a_folder_is_only_read_back(
    sandbox: Backbone, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = export(prompt_of(sandbox))
    monkeypatch.setattr(verification, "find_spec", lambda name: None)
    found = verified(question, sandbox)
    assert (found.matches, found.by, found.difference) == (True, "reload", 0.0)
    assert found.sentence.endswith("PEFT is not installed, so the file was only read back.")


def test_a_decoder_only_model_is_asked_too(shared: Path, export: Export) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    spec = BackboneSpec(source=str(shared / "models" / "stories260k"), device="cpu")
    backbone = load_backbone(spec)
    question = export(prompt_of(backbone), spec=spec, is_causal=True, base_model=spec.source)
    found = verified(question, backbone)
    assert (found.matches, found.by) == (True, "peft")
    assert found.difference < 1e-4


def test_few_bits_are_judged_less_strictly(export: Export) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    spec = BackboneSpec(device="cpu", dtype="bfloat16")
    backbone = load_backbone(spec)
    found = verified(export(prompt_of(backbone), spec=spec), backbone)
    assert found.matches, found.sentence


@torch.no_grad()
@pytest.mark.parametrize("is_shifted", [False, True])
def test_scores_are_those_of_the_model_asked_by_hand(
    sandbox: Backbone, export: Export, *, is_shifted: bool
) -> None:
    prompt = prompt_of(sandbox)
    more = {"shift_left": np.eye(2, dtype=np.float32), "shift_right": prompt[:2]}
    question = export(prompt, "safetensors", more=more if is_shifted else {})
    read = read_prompt("stored", question.prompt, sandbox)
    row = verification._row(question, read, sandbox)
    ids = torch.tensor([sandbox.tokenizer.encode(TEXT)])
    words = sandbox.network.model.get_input_embeddings()(ids)
    words[0, :2] += torch.from_numpy(prompt[:2]) if is_shifted else 0
    expected = sandbox.network.model(
        inputs_embeds=torch.cat([torch.from_numpy(prompt)[None], words], 1),
        decoder_input_ids=torch.tensor([[sandbox.start_id]]),
    ).logits[0, 0]
    found = verification._scores(read, row, sandbox)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-4)  # as for PEFT above


def test_peft_leaves_the_model_as_it_was(sandbox: Backbone, export: Export) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    model = sandbox.network.model
    names, config = set(vars(model)), model.config.to_dict()
    modules = [name for name, _ in model.named_modules()]
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    hooks = [len(module._forward_hooks) for module in model.modules()]
    found = [verified(export_, sandbox).difference for export_ in [export(prompt_of(sandbox))] * 2]
    assert found[0] == found[1]
    assert set(vars(model)) == names
    assert model.config.to_dict() == config
    assert [name for name, _ in model.named_modules()] == modules
    assert [len(module._forward_hooks) for module in model.modules()] == hooks
    assert all(torch.equal(weights[name], value) for name, value in model.state_dict().items())
    assert not any(parameter.requires_grad for parameter in model.parameters())
    assert not model.training


def test_question_and_answer_survive_their_lines() -> None:
    question = Verify(backbone=SPEC, folder="f", prompt="p", sha256="0", text="a")
    assert COMMANDS.validate_json(question.model_dump_json()) == question
    found = Verified(
        request_id="q", matches=False, difference=3e38, by="peft", sha256="0", sentence="s"
    )
    assert SAID.validate_json(found.model_dump_json()) == found


# -- what is wrong -------------------------------------------------------------------------


def flip_a_sign_of_zero(prompt: Table) -> None:
    assert prompt[0, 1] == 0
    prompt[0, 1] = 0.0


def add_a_last_bit(prompt: Table) -> None:
    prompt[2, 3] = np.nextafter(prompt[2, 3], np.float32(9))


def swap_rows(prompt: Table) -> None:
    prompt[:2] = prompt[1::-1].copy()


@pytest.mark.parametrize("change", [flip_a_sign_of_zero, add_a_last_bit, swap_rows])
def test_a_single_bit_is_seen(
    sandbox: Backbone, export: Export, change: Callable[[Table], None]
) -> None:
    question = export(prompt_of(sandbox))
    change_table(question, change)
    found = verified(question, sandbox)
    assert not found.matches
    assert found.sentence.startswith(f"The export in '{question.folder}' is not the stored prompt:")
    assert "the table 'prompt_embeddings' is not the stored one" in found.sentence
    assert ("scores of the next token differ" in found.sentence) == (change is swap_rows)
    assert found.sentence.endswith(". Export it again.")


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        (("prompt_embeddings",), "the table 'members' is missing"),
        (("prompt_embeddings", "members", "odd"), "the table 'odd' is not the stored one"),
    ],
)
def test_tables_that_lack_or_came_are_told(
    sandbox: Backbone, export: Export, tables: tuple[str, ...], sentence: str
) -> None:
    prompt = prompt_of(sandbox)
    question = export(prompt, "npz", members=prompt[None])
    given = {"prompt_embeddings": prompt, "members": prompt[None], "odd": prompt}
    np.savez(Path(question.folder) / "prompt.npz", **{name: given[name] for name in tables})
    found = verified(question, sandbox)
    assert not found.matches
    assert sentence in found.sentence


def test_checksums_that_differ_are_told(sandbox: Backbone, export: Export) -> None:
    question = export(prompt_of(sandbox), "npz")
    other = question.model_copy(update={"sha256": "0" * 64})
    found = verified(other, sandbox)
    assert not found.matches
    assert found.sha256 == question.sha256
    assert "the stored prompt has not the checksum that the store has of it" in found.sentence
    assert "'promptstudio.json' has not the checksum of the stored prompt" in found.sentence


@pytest.mark.parametrize("text", [None, "no JSON", "[]", '{"prompt": {"sha256": "0"}}'])
def test_a_provenance_that_is_gone_or_another_is_told(
    sandbox: Backbone, export: Export, text: str | None
) -> None:
    question = export(prompt_of(sandbox), "npz")
    path = Path(question.folder) / "promptstudio.json"
    path.unlink() if text is None else path.write_text(text)
    found = verified(question, sandbox)
    assert not found.matches
    assert "'promptstudio.json' has not the checksum" in found.sentence
    assert "the store has of it" not in found.sentence


@pytest.mark.parametrize("value", [0.5, float("nan")])
def test_a_model_that_says_something_else_in_peft_is_told(
    sandbox: Backbone, export: Export, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    question = export(prompt_of(sandbox))
    monkeypatch.setattr(verification, "find_spec", lambda name: "there")

    def odd(folder: Path, ids: Any, backbone: Backbone) -> Tensor:
        return torch.full((len(backbone.vocabulary),), value)

    monkeypatch.setattr(verification, "peft_scores", odd)
    found = verified(question, sandbox)
    assert not found.matches
    assert found.by == "peft"
    assert "the model's scores of the next token differ by up to" in found.sentence
    assert SAID.validate_json(found.model_dump_json()) == found


def test_a_folder_that_peft_can_not_load_is_told(sandbox: Backbone, export: Export) -> None:
    pytest.importorskip("peft", reason="PEFT is an optional package")
    question = export(prompt_of(sandbox))
    path = Path(question.folder) / "adapter_config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps(config | {"num_virtual_tokens": 7}))
    with pytest.raises(LibraryError, match=r"(?s)PEFT can not load the folder.*size mismatch"):
        answer(question, sandbox)


def test_what_can_not_be_read_is_refused(sandbox: Backbone, export: Export) -> None:
    question = export(prompt_of(sandbox), "npz")
    file = Path(question.folder) / "prompt.npz"
    np.savez(file, other=np.ones(2))
    with pytest.raises(LibraryError, match="holds no table 'prompt_embeddings'"):
        answer(question, sandbox)
    file.write_bytes(b"no numbers")
    with pytest.raises(LibraryError, match=r"prompt\.npz' can not be read"):
        answer(question, sandbox)
    file.unlink()
    with pytest.raises(LibraryError, match="holds no exported prompt: none of adapter_model"):
        answer(question, sandbox)


def test_a_text_without_room_is_refused(shared: Path, export: Export) -> None:
    spec = BackboneSpec(
        source=str(shared / "models" / "stories260k"), device="cpu", max_input_tokens=4096
    )
    backbone = load_backbone(spec)
    question = export(prompt_of(backbone), "npz", spec)
    with pytest.raises(BackboneError, match="a text to verify with"):
        answer(question.model_copy(update={"text": "a b " * 500}), backbone)
