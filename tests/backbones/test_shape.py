"""Sizes of models from their files, beside those of the models themselves."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.backbones.shape import read_shape, shape_of
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec
from tests.backbones.causal_models import tiny, tiny_gpt2
from tests.backbones.conftest import tiny_bart, tiny_t5

MODELS: dict[str, Callable[[], Any]] = {
    "t5 v1.1": tiny_t5,
    "t5": lambda: tiny_t5(feed_forward_proj="relu", tie_word_embeddings=True),
    "t5 uneven": lambda: tiny_t5(num_layers=3, num_decoder_layers=1),
    "bart": tiny_bart,
    "gpt2": tiny_gpt2,
    "gpt2 plain": lambda: tiny_gpt2(n_inner=None),
    "llama": lambda: tiny("Llama"),
    "qwen2 tied": lambda: tiny("Qwen2", tie_word_embeddings=True),
    "gemma": lambda: tiny("Gemma"),
    "phi3": lambda: tiny("Phi3"),
}


@pytest.mark.parametrize("name", MODELS)
def test_parameters_and_bytes_are_those_of_the_model(name: str, tmp_path: Path) -> None:
    model = MODELS[name]()
    model.save_pretrained(tmp_path)
    shape = shape_of(tmp_path, name=name)
    assert shape.parameters == sum(parameter.numel() for parameter in model.parameters())
    embeddings = model.get_input_embeddings().weight
    assert (shape.vocabulary, shape.width) == tuple(embeddings.shape)
    header = (tmp_path / "model.safetensors").read_bytes()
    length = int.from_bytes(header[:8], "little")
    assert sum(shape.stored.values()) == len(header) - 8 - length
    assert list(shape.stored) == ["float32"]


def matrices(layer: Any) -> int:
    """Numbers of a layer's matrices, position tables left out."""
    return sum(
        parameter.numel()
        for name, parameter in layer.named_parameters()
        if parameter.dim() == 2 and "relative_attention_bias" not in name
    )


@pytest.mark.parametrize(
    ("name", "encoder", "decoder"),
    [
        ("t5 v1.1", lambda m: m.encoder.block[1], lambda m: m.decoder.block[1]),
        ("t5", lambda m: m.encoder.block[1], lambda m: m.decoder.block[1]),
        ("bart", lambda m: m.model.encoder.layers[0], lambda m: m.model.decoder.layers[0]),
        ("gpt2", None, lambda m: m.transformer.h[0]),
        ("llama", None, lambda m: m.model.layers[0]),
        ("gemma", None, lambda m: m.model.layers[0]),
        ("phi3", None, lambda m: m.model.layers[0]),
    ],
)
def test_the_matrices_of_a_layer_are_those_of_the_model(
    name: str, encoder: Any, decoder: Any, tmp_path: Path
) -> None:
    model = MODELS[name]()
    model.save_pretrained(tmp_path)
    shape = shape_of(tmp_path, name=name)
    two = encoder is not None
    assert shape.kind == ("encoder-decoder" if two else "decoder-only")
    assert shape.layer_matrices(cross=two) == matrices(decoder(model))
    if two:
        assert shape.layer_matrices(cross=False) == matrices(encoder(model))


def test_layers_of_both_sides_are_counted(tmp_path: Path) -> None:
    tiny_t5(num_layers=3, num_decoder_layers=1).save_pretrained(tmp_path)
    shape = shape_of(tmp_path, name="uneven")
    assert (shape.encoder_layers, shape.decoder_layers) == (3, 1)
    assert (shape.inner, shape.heads, shape.kv_heads) == (16, 2, 2)


def test_files_in_parts_are_added_up(tmp_path: Path) -> None:
    model = tiny("Llama")
    model.save_pretrained(tmp_path / "whole")
    model.save_pretrained(tmp_path / "parts", max_shard_size="6KB")
    assert len(list((tmp_path / "parts").glob("*.safetensors"))) > 1
    (tmp_path / "parts" / "consolidated.safetensors").write_bytes(b"another form of the same")
    whole, parts = (shape_of(tmp_path / name, name="x") for name in ("whole", "parts"))
    assert parts == whole


def test_what_older_files_store_twice_or_besides_is_no_parameter(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    model = tiny_t5(tie_word_embeddings=True)
    model.save_pretrained(tmp_path)
    tensors = load_file(tmp_path / "model.safetensors")
    for name in ("lm_head.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"):
        tensors[name] = tensors["shared.weight"].copy()
    tensors["h.0.attn.bias"] = tensors["shared.weight"].copy()
    save_file(tensors, tmp_path / "model.safetensors")
    shape = shape_of(tmp_path, name="x")
    assert shape.parameters == sum(parameter.numel() for parameter in model.parameters())
    assert shape.stored["float32"] == 4 * (shape.parameters + 4 * shape.embedding)


def test_precisions_are_told_apart(tmp_path: Path) -> None:
    import torch

    tiny("Llama", torch.bfloat16).save_pretrained(tmp_path)
    shape = shape_of(tmp_path, name="x")
    assert shape.stored == {"bfloat16": 2 * shape.parameters}


def test_the_sandbox_is_a_folder_too_and_torch_stays_out() -> None:
    code = (
        "import sys; from promptstudio.backbones.shape import read_shape; "
        "from promptstudio.core.spec import BackboneSpec; "
        "print(read_shape(BackboneSpec()).parameters); "
        "assert not {'torch', 'transformers'} & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == 1_615_872


def test_the_cache_of_the_hub_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = tmp_path / "models--owner--name" / "snapshots" / "0"
    tiny_gpt2().save_pretrained(snapshot)
    refs = tmp_path / "models--owner--name" / "refs"
    refs.mkdir()
    (refs / "main").write_text("0")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert read_shape(BackboneSpec(source="owner/name")).family == "gpt2"
    with pytest.raises(BackboneError, match="hub's model 'owner/other' is not in the local cache"):
        read_shape(BackboneSpec(source="owner/other"))


def broken(folder: Path, text: str | None, weights: bytes | None) -> Path:
    folder.mkdir(exist_ok=True)
    if text is not None:
        (folder / "config.json").write_text(text)
    if weights is not None:
        (folder / "model.safetensors").write_bytes(weights)
    return folder


@pytest.mark.parametrize(
    ("text", "weights", "said"),
    [
        (None, None, "is no model: it has no config.json"),
        ("{", b"", "config.json' can not be read"),
        ("[]", b"", "is no description of a model"),
        ("{}", None, "has no weights: no \\*.safetensors"),
        ("{}", b"torn", "model.safetensors' can not be read"),
    ],
)
def test_bad_folders_are_told(
    tmp_path: Path, text: str | None, weights: bytes | None, said: str
) -> None:
    with pytest.raises(BackboneError, match=said):
        shape_of(broken(tmp_path, text, weights), name="x")


def test_a_configuration_without_sizes_is_told(tmp_path: Path) -> None:
    tiny_gpt2().save_pretrained(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    del config["n_embd"]
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(BackboneError, match="no usable 'd_model'"):
        shape_of(tmp_path, name="x")


def test_a_missing_part_is_told(tmp_path: Path) -> None:
    tiny("Llama").save_pretrained(tmp_path, max_shard_size="6KB")
    next(tmp_path.glob("*.safetensors")).unlink()
    with pytest.raises(BackboneError, match="the file is missing or broken"):
        shape_of(tmp_path, name="x")
