"""Weights in 8 or 4 bits: what they need is said; on a GPU they answer nearly alike."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pytest
import torch

from promptstudio.backbones import loader
from promptstudio.backbones.encoder_decoder import EncoderDecoder
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.t5 import T5Network
from promptstudio.core.errors import BackboneError
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Answer

Bits = Literal["8bit", "4bit"]


def refusal(spec: BackboneSpec) -> str:
    with pytest.raises(BackboneError) as caught:
        load_backbone(spec)
    return str(caught.value)


@pytest.mark.parametrize("bits", ["8bit", "4bit"])
def test_quantization_wants_cuda(bits: Bits) -> None:
    assert refusal(BackboneSpec(device="cpu", quantization=bits)) == (
        f"Weights in {bits} need a CUDA device, and the device is 'cpu'. "
        "Choose the quantization 'none' or a CUDA device."
    )


@pytest.mark.parametrize("missing", ["bitsandbytes", "accelerate"])
def test_quantization_wants_its_packages(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(loader, "find_spec", lambda name: None if name == missing else name)
    assert refusal(BackboneSpec(device="cuda", quantization="4bit")) == (
        f"Weights in 4bit need the package '{missing}', which is not installed. "
        f"Install it (`pip install {missing}`) or choose the quantization 'none'."
    )


def test_a_quantized_t5_is_called_by_its_modules(build: Any) -> None:
    """The lean network multiplies by plain weights, which a quantized layer does not have."""
    plain, quantized = build.t5(), build.t5()
    quantized.is_quantized = True
    assert isinstance(freeze(plain, build.tokenizer(), name="p").network, T5Network)
    network = freeze(quantized, build.tokenizer(), name="q").network
    assert isinstance(network, EncoderDecoder)
    assert not isinstance(network, T5Network)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.skipif(find_spec("bitsandbytes") is None, reason="needs bitsandbytes")
@pytest.mark.parametrize("bits", ["8bit", "4bit"])
@pytest.mark.filterwarnings("ignore")  # bitsandbytes warns of casts
def test_gradients_of_prompts_pass_through_quantized_weights(
    tmp_path: Path, build: Any, bits: Bits
) -> None:
    build.t5(d_model=64, d_kv=16, d_ff=128).save_pretrained(tmp_path)
    build.tokenizer().save_pretrained(tmp_path)
    spec = BackboneSpec(source=str(tmp_path), device="cuda")
    exact = load_backbone(spec)
    rough = load_backbone(spec.model_copy(update={"quantization": bits}))
    ask = build.ask(5, prompts=1)
    ask = type(ask).mean_loss(build.prompts(1, width=64), [ask.rows])
    one, other = (Oracle(backbone).answer(ask) for backbone in (exact, rough))
    assert isinstance(one, Answer)
    assert isinstance(other, Answer)
    assert torch.allclose(one.losses, other.losses, rtol=0.1)
    assert not torch.equal(one.losses, other.losses)
    assert torch.cosine_similarity(one.grads.flatten(), other.grads.flatten(), 0) > 0.9
    assert all(not parameter.requires_grad for parameter in rough.network.model.parameters())
