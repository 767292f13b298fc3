"""Prompt tuning of a trained decoder-only model: the same losses and gradients as in PEFT."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load
from torch import Tensor

from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, MethodSpec
from promptstudio.methods.contract import Answer, Ask, Row
from promptstudio.planning import prepare
from promptstudio.takeaway import is_causal, take_away
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.encoding import encode_task
from promptstudio.tasks.splits import make_splits
from tests.backbones.causal_models import widen
from tests.integration.conftest import Bench, quick_study

peft = pytest.importorskip("peft", reason="PEFT is an optional package")
pytestmark = [
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
    pytest.mark.filterwarnings("ignore:Position ids are not supported:UserWarning"),
]
"""PEFT 0.21 asks the model under a name that Transformers 5 is about to drop."""

VIRTUAL = 8


@pytest.fixture
def stories(shared: Path) -> BackboneSpec:
    torch.set_num_threads(1)
    return BackboneSpec(source=str(shared / "models" / "stories260k"), device="cpu")


def own_model(spec: BackboneSpec, dtype: torch.dtype = torch.float32) -> Any:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(
        spec.source, dtype=dtype, attn_implementation="eager"
    )


def in_peft(model: Any, start: Tensor) -> Any:
    """A model with PEFT's prompt in front, which begins as ``start`` (P, D)."""
    config = peft.PromptTuningConfig(
        task_type=peft.TaskType.CAUSAL_LM, num_virtual_tokens=len(start)
    )
    wrapped = peft.get_peft_model(model, config).eval()
    wrapped.prompt_encoder.to(model.dtype)
    prompt_of(wrapped).data.copy_(start)
    return wrapped


def prompt_of(wrapped: Any) -> Tensor:
    weight: Tensor = wrapped.prompt_encoder["default"].embedding.weight
    return weight


def padded(rows: Sequence[Row]) -> dict[str, Tensor]:
    """Inputs and targets in one sequence, as the causal example of PEFT prepares them."""

    def column(parts: list[list[int]], filler: int) -> Tensor:
        tensors = [torch.tensor(part) for part in parts]
        return torch.nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=filler)

    read = [[-100] * len(row.input_ids) for row in rows]
    return {
        "input_ids": column([[*row.input_ids, *row.target_ids] for row in rows], 0),
        "attention_mask": column(
            [[1] * (len(row.input_ids) + len(row.target_ids)) for row in rows], 0
        ),
        "labels": column(
            [[*none, *row.target_ids] for none, row in zip(read, rows, strict=True)], -100
        ),
    }


def losses_of(given: Any, labels: Tensor) -> Tensor:
    """Losses of rows, from logits (B, P + T, V) and labels (B, T)."""
    scores = given.logits[:, -labels.shape[1] - 1 : -1]  # each predicts the next token
    return torch.nn.functional.cross_entropy(
        scores.transpose(1, 2), labels, reduction="none", ignore_index=-100
    ).sum(1)


def encoded_rows(task: str, backbone: Backbone, count: int) -> tuple[Row, ...]:
    card = load_catalogue().cards[task]
    data = encode_task(
        card,
        make_splits(card, shots=16, split_seed=0),
        backbone.tokenizer,
        max_input_tokens=256,
        max_target_tokens=32,
        closing_id=backbone.closing_id,
    )
    return data.train[:count]


@pytest.mark.parametrize(
    ("dtype", "loss_tolerance", "gradient_tolerance"),
    [
        # Sums in another order: losses of about 20 nats, the last bit of which is 2e-6.
        (torch.float32, 1e-4, 1e-4),
        # Weights of a question are float32, which gradients show.
        (torch.float64, 1e-11, 1e-7),
    ],
)
@pytest.mark.parametrize("task", ["hotel_sentiment", "garden_answer"])
def test_losses_and_gradients_are_those_of_peft(
    stories: BackboneSpec,
    monkeypatch: pytest.MonkeyPatch,
    task: str,
    dtype: torch.dtype,
    loss_tolerance: float,
    gradient_tolerance: float,
) -> None:
    single = load_backbone(stories)
    models = [own_model(stories, dtype) for _ in range(2)]
    if dtype == torch.float64:
        models = [widen(model, monkeypatch) for model in models]
    backbone = freeze(models[0], single.tokenizer, name="stories")
    rows = encoded_rows(task, backbone, 16)
    prompt = backbone.vocabulary[20 : 20 + VIRTUAL]
    batch = padded(rows)
    assert int(batch["attention_mask"].sum(1).min()) < batch["attention_mask"].shape[1]

    wrapped = in_peft(models[1], prompt)
    given = wrapped(**batch)
    expected = losses_of(given, batch["labels"])
    (slope,) = torch.autograd.grad(given.loss, prompt_of(wrapped))

    ask = Ask.mean_loss(prompt[None], [rows])
    answer = Oracle(backbone).answer(ask)
    assert isinstance(answer, Answer)
    torch.testing.assert_close(answer.losses, expected.detach(), rtol=0, atol=loss_tolerance)
    assert float((answer.grads[0] - slope).norm() / slope.norm()) <= gradient_tolerance


@pytest.mark.parametrize(
    ("config", "expected"),
    [({"model_type": "llama"}, True), ({"is_encoder_decoder": True}, False), (None, False)],
)
def test_a_model_of_the_hub_tells_its_kind_from_the_local_cache(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    config: dict[str, Any] | None,
    *,
    expected: bool,
) -> None:
    cache = tmp_path / "models--owner--name"
    (cache / "snapshots" / "abc").mkdir(parents=True)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("abc")
    if config is not None:
        (cache / "snapshots" / "abc" / "config.json").write_text(json.dumps(config))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert is_causal(BackboneSpec(source="owner/name")) is expected
    assert not is_causal(BackboneSpec(source="a folder that is gone"))


def test_an_exported_folder_gives_peft_the_same_losses(
    open_bench: Callable[..., Bench], stories: BackboneSpec, tmp_path: Path
) -> None:
    bench = open_bench()
    study = quick_study(
        backbone=stories,
        methods=(MethodSpec(key="prompt_tuning", config={"steps": 2, "batch_size": 4}),),
        target_tasks=("hotel_sentiment",),
        evaluation=EvaluationSpec(every=2, validation_rows=4, test_rows=4),
    )
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    run_id = prepared.jobs[-1].job_id
    to = tmp_path / "peft"
    take_away(bench.supervisor.reader, run_id, "peft", to, workspace=bench.workspace)

    wrapped = peft.PeftModel.from_pretrained(own_model(stories), to).eval()
    assert wrapped.peft_config["default"].task_type == peft.TaskType.CAUSAL_LM
    stored = load(bench.supervisor.reader.prompts(run_id)[-1].data)["prompt_embeddings"]
    assert torch.equal(prompt_of(wrapped), stored)
    backbone = load_backbone(stories)
    rows = encoded_rows("hotel_sentiment", backbone, 8)
    batch = padded(rows)
    with torch.no_grad():
        expected = losses_of(wrapped(**batch), batch["labels"])
    ask = Ask.mean_loss(stored[None], [rows])
    answer = Oracle(backbone).answer(ask)
    assert isinstance(answer, Answer)
    torch.testing.assert_close(answer.losses, expected, rtol=1e-5, atol=1e-5)
