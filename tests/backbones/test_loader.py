"""Loading: what is right is loaded exactly, what is wrong is refused with a sentence."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import torch

from promptstudio.backbones import loader
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Answer


@pytest.fixture
def folder(tmp_path: Path, build: Any) -> Path:
    """A tiny T5 as save_pretrained leaves it."""
    target = tmp_path / "tiny"
    build.t5().save_pretrained(target)
    build.tokenizer().save_pretrained(target)
    return target


def refusal(source: str | Path, **changes: Any) -> str:
    with pytest.raises(BackboneError) as caught:
        load_backbone(BackboneSpec.model_construct(source=str(source), device="cpu", **changes))
    return str(caught.value)


def edit_config(folder: Path, **changes: Any) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_folder_is_loaded_as_it_was_saved(
    folder: Path, build: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    loaded = load_backbone(BackboneSpec(source=str(folder), device="cpu"))
    assert capfd.readouterr() == ("", "")
    assert (loaded.name, loaded.token_dim, loaded.num_parameters) == (
        str(folder),
        16,
        sum(p.numel() for p in build.t5().parameters()),
    )
    assert (loaded.start_id, loaded.pad_id, loaded.eos_id) == (0, 0, 1)
    assert loaded.special_ids == {0, 1, 2, 64, 65}
    assert loaded.vocabulary.shape == (66, 16)
    assert torch.equal(loaded.vocabulary, build.t5().shared.weight)
    content = (folder / "model.safetensors").read_bytes()
    assert loaded.sha256 == hashlib.sha256(content).hexdigest()
    assert loaded.tokenizer.encode("w0 w5", add_special_tokens=False) == [3, 8]
    ask = build.ask(3)
    reply = Oracle(loaded).answer(ask)
    direct = Oracle(freeze(build.t5(), build.tokenizer(), name="x")).answer(ask)
    assert isinstance(reply, Answer)
    assert isinstance(direct, Answer)
    assert torch.equal(reply.losses, direct.losses)


def test_the_spec_decides_precision_and_position(folder: Path) -> None:
    spec = BackboneSpec(
        source=str(folder), device="cpu", dtype="bfloat16", prompt_position="append"
    )
    loaded = load_backbone(spec)
    assert (loaded.dtype, loaded.prompt_position) == (torch.bfloat16, "append")
    assert loaded.vocabulary.dtype == torch.float32


def test_weights_in_several_files_have_one_digest(tmp_path: Path, build: Any) -> None:
    build.t5().save_pretrained(tmp_path, max_shard_size="20KB")
    build.tokenizer().save_pretrained(tmp_path)
    assert len(list(tmp_path.glob("*.safetensors"))) > 1
    loaded = load_backbone(BackboneSpec(source=str(tmp_path), device="cpu"))
    assert len(loaded.sha256) == 64
    assert torch.equal(loaded.vocabulary, build.t5().shared.weight)


def test_a_bart_is_loaded_too(tmp_path: Path, build: Any) -> None:
    build.bart().save_pretrained(tmp_path)
    build.tokenizer().save_pretrained(tmp_path)
    loaded = load_backbone(BackboneSpec(source=str(tmp_path), device="cpu"))
    assert loaded.max_positions == 40
    assert torch.allclose(loaded.vocabulary, 4 * build.bart().model.shared.weight)


@pytest.mark.parametrize(
    "config",
    ["{}", '{"model_type": "no-such-model"}'],
    ids=["empty", "unknown"],
)
def test_a_config_that_describes_no_model(folder: Path, config: str) -> None:
    (folder / "config.json").write_text(config)
    assert refusal(folder) == (
        f"The file '{folder / 'config.json'}' describes no model that transformers knows without "
        "code of the model's own. Choose another model, or fetch it again."
    )


def test_code_of_a_model_is_never_run(folder: Path) -> None:
    (folder / "own.py").write_text("raise SystemExit('this must not run')")
    edit_config(folder, model_type="own", auto_map={"AutoConfig": "own.OwnConfig"})
    assert "without code of the model's own" in refusal(folder)


def test_a_decoder_only_model_is_loaded(shared: Path) -> None:
    folder = shared / "models" / "stories260k"
    loaded = load_backbone(BackboneSpec(source=str(folder), device="cpu"))
    assert loaded.network.is_causal
    assert (loaded.pad_id, loaded.eos_id, loaded.end_ids) == (0, 2, {1, 2})
    assert (loaded.max_positions, loaded.token_dim, loaded.num_parameters) == (512, 64, 260_032)
    assert loaded.network.model.config._attn_implementation == "eager"


def test_an_encoder_only_t5_config_is_refused(folder: Path) -> None:
    edit_config(folder, is_encoder_decoder=False)
    assert refusal(folder) == (
        f"The model in '{folder}' ('t5') writes no text: it is neither an encoder-decoder nor "
        "decoder-only. Choose an encoder-decoder such as T5 or BART, or a decoder-only model such "
        "as GPT-2, Llama, Qwen, Mistral or Gemma."
    )


BROKEN = (
    "The weights in '{}' can not be read: a file is broken or belongs to another config.json. "
    "Fetch or save the model again."
)


def test_pickled_weights_are_not_read_beside_a_foreign_safetensors_file(
    folder: Path, build: Any
) -> None:
    (folder / "model.safetensors").rename(folder / "adapter.safetensors")
    torch.save(build.t5().state_dict(), folder / "pytorch_model.bin")
    assert refusal(folder) == BROKEN.format(folder)


def test_weights_of_another_config(folder: Path) -> None:
    edit_config(folder, d_ff=48)
    assert refusal(folder) == BROKEN.format(folder)


def test_missing_tensors_are_not_made_up(folder: Path) -> None:
    edit_config(folder, num_layers=3)
    assert refusal(folder) == (
        f"The weights in '{folder}' are incomplete: 9 tensors are missing, "
        "'encoder.block.2.layer.0.SelfAttention.k.weight' among them. "
        "Fetch or save the model again."
    )


@pytest.mark.parametrize("content", ["{", "[]", '{"model": {}}'])
def test_a_broken_tokenizer(folder: Path, content: str) -> None:
    (folder / "tokenizer.json").write_text(content)
    assert refusal(folder) == (
        f"The tokenizer in '{folder}' can not be read. "
        "Save the model's tokenizer there with save_pretrained."
    )


def test_a_tokenizer_of_another_model(folder: Path, shared: Path) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((shared / "models" / "t5-tokenizer" / name).read_bytes())
    assert refusal(folder) == (
        f"The tokenizer of '{folder}' has 32100 tokens, but the model embeds only 66. "
        "They do not belong together; use the model's own tokenizer."
    )


def test_the_real_t5_tokenizer(tmp_path: Path, build: Any, shared: Path) -> None:
    build.t5(vocab_size=32128).save_pretrained(tmp_path)
    for name in ("tokenizer.json", "tokenizer_config.json", "spiece.model"):
        (tmp_path / name).write_bytes((shared / "models" / "t5-tokenizer" / name).read_bytes())
    loaded = load_backbone(BackboneSpec(source=str(tmp_path), device="cpu"))
    assert {0, 1, 2, 32000, 32099, 32127} <= loaded.special_ids
    assert len(loaded.special_ids) == 103 + 28
    assert loaded.tokenizer.decode(loaded.tokenizer.encode("a good film")) == "a good film</s>"


def test_a_model_without_a_start_token(folder: Path) -> None:
    edit_config(folder, decoder_start_token_id=None)
    assert refusal(folder) == (
        f"The model '{folder}' does not say its 'decoder_start_token_id'. "
        "Add it to its config.json."
    )


@pytest.mark.parametrize("device", ["cuda", "cuda:7", "mps"])
def test_a_device_that_is_not_there(
    folder: Path, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(BackboneError) as caught:
        load_backbone(BackboneSpec(source=str(folder), device=device))
    assert str(caught.value) == (
        f"The device '{device}' is not available on this machine. Choose 'auto' or 'cpu'."
    )


def test_a_gpu_without_room_for_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import T5ForConditionalGeneration

    def full(self: Any, device: Any) -> Any:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(T5ForConditionalGeneration, "to", full)
    assert refusal(folder) == (
        f"The model '{folder}' does not fit into the memory of 'cpu'. "
        "Choose a smaller model, bfloat16, quantization, or the CPU."
    )


def test_a_gpu_beyond_the_last_is_told_which_there_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(BackboneError) as caught:
        load_backbone(BackboneSpec(source=str(folder), device="cuda:2"))
    assert str(caught.value) == (
        "The device 'cuda:2' is not available on this machine; it has cuda:0, cuda:1. "
        "Choose 'auto' or 'cpu'."
    )


def test_auto_is_the_cpu_where_there_is_no_gpu(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert load_backbone(BackboneSpec(source=str(folder), device="auto")).device.type == "cpu"


def test_bfloat16_answers_on_the_cpu(folder: Path, build: Any) -> None:
    ask = build.ask(4)
    spec = BackboneSpec(source=str(folder), device="cpu")
    rough, exact = (
        Oracle(load_backbone(spec.model_copy(update={"dtype": dtype}))).answer(ask)
        for dtype in ("bfloat16", "float32")
    )
    assert isinstance(rough, Answer)
    assert isinstance(exact, Answer)
    assert rough.losses.dtype == rough.grads.dtype == torch.float32
    # bfloat16 has 8 bits of precision, 0.4 percent a rounding
    assert torch.allclose(rough.losses, exact.losses, rtol=0.05)
    assert not torch.equal(rough.losses, exact.losses)
    assert torch.cosine_similarity(rough.grads.flatten(), exact.grads.flatten(), 0) > 0.95


ENCODERS = {"bert": "BertForMaskedLM", "roberta": "RobertaForMaskedLM", "electra": "ElectraModel"}


@pytest.mark.parametrize("kind", ENCODERS)
def test_an_encoder_is_refused_before_its_weights_are_read(
    folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {"model_type": kind, "architectures": [ENCODERS[kind]]}
    (folder / "config.json").write_text(json.dumps(config))
    monkeypatch.setattr(loader, "_model", None)
    assert refusal(folder).startswith(
        f"The model in '{folder}' ('{kind}') writes no text: it is neither an encoder-decoder nor "
        "decoder-only. Choose an encoder-decoder such as T5 or BART, or"
    )


def test_an_architecture_with_a_loss_of_its_own_is_refused(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build.t5()
    monkeypatch.setattr(model.config, "scale_decoder_outputs", True)
    frozen = freeze(model, build.tokenizer(), name="own")
    monkeypatch.setattr(frozen.network, "_scale", 1.0)
    monkeypatch.setattr("promptstudio.backbones.freezing.T5Network", lambda model: frozen.network)
    with pytest.raises(BackboneError) as caught:
        freeze(model, build.tokenizer(), name="own")
    assert str(caught.value) == (
        "The model 'own' (t5) computes its loss in a way that PromptStudio does not reproduce. "
        "Choose an encoder-decoder such as T5 or BART, or a decoder-only model such as GPT-2, "
        "Llama, Qwen, Mistral or Gemma."
    )


def test_digests_are_computed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_backbone(BackboneSpec(source=str(folder), device="cpu")).sha256
    monkeypatch.setattr(loader.hashlib, "file_digest", None)
    assert load_backbone(BackboneSpec(source=str(folder), device="cpu")).sha256 == first
