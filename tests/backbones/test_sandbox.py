"""The shipped sandbox model, where it is there."""

import copy
from typing import Any

import pytest
import torch

from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Answer, Ask, Row


@pytest.fixture(scope="module")
def sandbox() -> Backbone:
    try:
        resource("sandbox/model/model.safetensors")
    except ConfigError:
        pytest.skip("the sandbox model has not been trained yet")
    return load_backbone(BackboneSpec(device="cpu"))


TEXTS = ("the film was wonderful .", "i did not like the soup , but the service was fine .", "no")


def texts(backbone: Backbone) -> list[Row]:
    def ids(text: str) -> tuple[int, ...]:
        return (*backbone.tokenizer.encode(text, add_special_tokens=False), backbone.eos_id)

    return [Row(task="text", input_ids=ids(text), target_ids=ids("good")) for text in TEXTS]


def test_its_losses_and_gradients_are_those_of_transformers(sandbox: Backbone, build: Any) -> None:
    """Single precision itself costs up to 3e-4 of the largest gradient entry on this model."""
    prompts = sandbox.vocabulary[10:18][None]
    ask = Ask.mean_loss(prompts, [texts(sandbox)])
    losses, grads = build.own_answers(sandbox, ask)
    reply = Oracle(sandbox).answer(ask)
    assert isinstance(reply, Answer)
    assert torch.allclose(reply.losses, losses, rtol=1e-5, atol=1e-5)
    assert torch.allclose(reply.grads, grads, rtol=0, atol=1e-3 * float(grads.abs().max()))


@pytest.mark.parametrize(
    ("dtype", "loss_tolerance", "gradient_tolerance"),
    [(torch.float32, 1e-5, 1e-3), (torch.float64, 1e-12, 1e-10)],
)
def test_packed_equals_alone(
    sandbox: Backbone, dtype: torch.dtype, loss_tolerance: float, gradient_tolerance: float
) -> None:
    """Double precision shows that only rounding differs; it is this model's gradients' own."""
    model = copy.deepcopy(sandbox.network.model).to(dtype)
    backbone = freeze(model, sandbox.tokenizer, name="sandbox")
    rows = texts(backbone)
    prompts = backbone.vocabulary[10:26].view(2, 8, -1)
    asks = [Ask.mean_loss(prompts, [rows, rows[:2]]), Ask.mean_loss(prompts[1:], [rows[::-1]])]
    packed = Oracle(backbone)
    tickets = {packed.submit(ask, str(i)): ask for i, ask in enumerate(asks)}
    for ticket, reply in packed.work():
        alone = Oracle(backbone, mode="in_turn", token_budget=1).answer(tickets[ticket])
        assert isinstance(reply, Answer)
        assert isinstance(alone, Answer)
        assert torch.allclose(reply.losses, alone.losses, rtol=loss_tolerance, atol=loss_tolerance)
        tolerance = gradient_tolerance * float(alone.grads.abs().max())
        assert torch.allclose(reply.grads, alone.grads, rtol=0, atol=tolerance)
    assert packed.forwards == 1


def test_any_text_is_encoded_without_loss(sandbox: Backbone) -> None:
    text = "zwölf Affen & 3 Äpfel: ok?"
    ids = sandbox.tokenizer.encode(text, add_special_tokens=False)
    assert sandbox.tokenizer.decode(ids, skip_special_tokens=True).strip().lower() == text.lower()
