"""Counted activations beside what automatic differentiation really keeps."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from promptstudio.analysis.estimate_activations import (
    Batch,
    fitting,
    kept_bytes,
    passing_bytes,
    weight_copies,
)
from promptstudio.backbones.forward import collate_inputs, collate_targets, loss_gradients
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.shape import BackboneShape, shape_of
from tests.backbones.causal_models import tiny, tiny_gpt2
from tests.backbones.conftest import tiny_bart, tiny_t5, tiny_tokenizer

T5 = BackboneShape(
    name="t5",
    family="t5",
    kind="encoder-decoder",
    encoder_layers=2,
    decoder_layers=2,
    width=16,
    feed_forward=32,
    gated=True,
    heads=2,
    kv_heads=2,
    head_width=8,
    vocabulary=66,
    parameters=10_000,
    stored={"float32": 40_000},
)


def really_kept(model: Any, batch: Batch) -> int:
    """Bytes of all storages that a backward pass needs, weights excepted."""
    backbone = freeze(model, tiny_tokenizer(), name="tiny")
    weights = {p.untyped_storage().data_ptr() for p in model.parameters()}
    kept: dict[int, torch.UntypedStorage] = {}  # holds them, so that no address is used twice

    def note(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage
        return tensor

    prompts = backbone.vocabulary[5 : 5 + batch.virtual].repeat(batch.pairs, 1, 1)
    inputs = collate_inputs(backbone, [[7] * batch.inputs] * batch.pairs, batch.virtual)
    targets = collate_targets(backbone, [[8] * batch.outputs] * batch.pairs)
    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        loss_gradients(backbone, prompts, inputs, targets, torch.ones(batch.pairs))
    return sum(storage.nbytes() for storage in kept.values())


WIDE = {"d_model": 64, "d_kv": 16, "num_heads": 4, "d_ff": 160}


@pytest.mark.parametrize("outputs", [2, 14])
@pytest.mark.parametrize(
    "model",
    [
        pytest.param(lambda: tiny_t5(**WIDE), id="t5 v1.1"),
        pytest.param(lambda: tiny_t5(**WIDE, feed_forward_proj="relu"), id="t5"),
        pytest.param(tiny_bart, id="bart"),
        pytest.param(lambda: tiny("Llama", hidden_size=64, head_dim=16), id="llama"),
        pytest.param(tiny_gpt2, id="gpt2"),
    ],
)
def test_the_count_is_what_is_kept(model: Any, outputs: int, tmp_path: Path) -> None:
    """Within 10 %: single numbers of a norm, positions and masks are left out of the count."""
    built = model()
    built.save_pretrained(tmp_path)
    shape = shape_of(tmp_path, name="tiny")
    batch = Batch(pairs=5, virtual=6, inputs=14, outputs=outputs)
    counted = kept_bytes(shape, batch, 4) + weight_copies(shape, batch, 4)
    assert counted == pytest.approx(really_kept(built, batch), rel=0.1)


def test_weights_are_copied_where_few_tokens_look_at_many() -> None:
    few = Batch(pairs=3, virtual=10, inputs=40, outputs=2)
    many = Batch(pairs=3, virtual=10, inputs=40, outputs=40)
    assert weight_copies(T5, few, 4) == 3 * 3 * 16 * 16 * 4
    assert weight_copies(T5, many, 4) == 0


def test_a_batch_fills_its_budget() -> None:
    batch = fitting(1024, virtual=10, inputs=40, outputs=2, causal=False)
    assert batch.pairs == 1024 // 52
    scored = fitting(1024, virtual=10, inputs=40, outputs=2, candidates=3, causal=True)
    assert scored.pairs == 1024 // (3 * 52)
    assert fitting(8, virtual=10, inputs=40, outputs=2, causal=False).pairs == 1


def test_the_largest_operation_is_one_of_three() -> None:
    """The feed-forward layer, the logits, or the scores of attention."""
    batch = Batch(pairs=2, virtual=1, inputs=4, outputs=2)
    assert passing_bytes(T5, batch, 4) == 3 * 2 * 5 * 32 * 4
    assert passing_bytes(replace(T5, vocabulary=1000), batch, 4) == 3 * 2 * 2 * 1000 * 4
    long = replace(batch, inputs=199)
    assert passing_bytes(T5, long, 4) == 3 * 2 * 2 * 200 * 200 * 4


SIZES = st.integers(1, 60)


@settings(max_examples=60, deadline=None)
@given(pairs=SIZES, virtual=SIZES, inputs=SIZES, outputs=SIZES)
def test_more_tokens_keep_more(pairs: int, virtual: int, inputs: int, outputs: int) -> None:
    def kept(**more: int) -> int:
        sizes = {"pairs": pairs, "virtual": virtual, "inputs": inputs, "outputs": outputs}
        return kept_bytes(T5, Batch(**{k: v + more.get(k, 0) for k, v in sizes.items()}), 4)

    assert kept(pairs=1) > kept()
    assert kept(inputs=1) == kept(virtual=1)
