"""Prompt tuning here and in PEFT: the same losses, the same gradients, the same twenty steps.

Single precision costs the sandbox model about five digits, and twenty steps at the shipped
learning rate enlarge a difference of the last bit until it is seen: PEFT's own prompts differ
by up to 0.5 between two attention kernels. Double precision tells rounding from error, so
everything is compared in both.
"""

import copy
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.loader import Backbone, load_backbone
from promptstudio.backbones.oracle import Oracle
from promptstudio.core.paths import resource
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, MethodSpec
from promptstudio.engine.emitter import Emitter
from promptstudio.engine.resources import Resources
from promptstudio.engine.session import Session
from promptstudio.engine.spool import Spool
from promptstudio.methods.contract import Answer, Ask, Row
from promptstudio.planning import prepare
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.encoding import encode_task
from promptstudio.tasks.splits import make_splits
from tests.integration.conftest import quick_study

peft = pytest.importorskip("peft", reason="PEFT is an optional package")
pytestmark = pytest.mark.filterwarnings(
    "ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"
)
"""PEFT 0.21 asks the model under a name that Transformers 5 is about to drop."""

STEPS = 20
VIRTUAL = 10


@pytest.fixture(scope="module")
def single() -> Backbone:
    torch.set_num_threads(1)
    return load_backbone(BackboneSpec(device="cpu"))


@pytest.fixture(scope="module")
def double(single: Backbone) -> Backbone:
    model = copy.deepcopy(single.network.model).double()
    return freeze(model, single.tokenizer, name="sandbox in float64")


@pytest.fixture
def backbones(single: Backbone, double: Backbone) -> dict[torch.dtype, Backbone]:
    return {torch.float32: single, torch.float64: double}


def in_peft(start: Tensor, dtype: torch.dtype) -> Any:
    """The shipped model with PEFT's prompt in front, which begins as ``start`` (P, D)."""
    from transformers import AutoModelForSeq2SeqLM

    model = AutoModelForSeq2SeqLM.from_pretrained(resource("sandbox/model"), dtype=dtype)
    config = peft.PromptTuningConfig(
        task_type=peft.TaskType.SEQ_2_SEQ_LM,
        num_virtual_tokens=len(start),
        num_transformer_submodules=1,
    )
    wrapped = peft.get_peft_model(model, config).eval()
    if dtype == torch.float64:
        widen_norms(wrapped.double())
    prompt_of(wrapped).data.copy_(start)
    return wrapped


def widen_norms(model: Any) -> None:
    """Take PyTorch's norm of root mean squares: that of transformers' T5 stays in float32."""
    from transformers.models.t5.modeling_t5 import T5LayerNorm

    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, T5LayerNorm):
                norm = torch.nn.RMSNorm(len(child.weight), eps=child.variance_epsilon)
                norm.weight = child.weight
                setattr(parent, name, norm)


def prompt_of(wrapped: Any) -> Tensor:
    weight: Tensor = wrapped.prompt_encoder["default"].embedding.weight
    return weight


@cache
def tokenizer() -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(resource("sandbox/model"))


def padded(rows: Sequence[Row]) -> dict[str, Tensor]:
    """A batch as transformers wants it: the tokenizer pads inputs, -100 stands for no label."""
    ids = [list(row.input_ids) for row in rows]
    inputs = tokenizer().pad({"input_ids": ids}, return_tensors="pt")
    labels = [torch.tensor(row.target_ids) for row in rows]
    filled = torch.nn.utils.rnn.pad_sequence(labels, batch_first=True, padding_value=-100)
    return {**inputs, "labels": filled}


def encoded_rows(task: str, backbone: Backbone, count: int) -> tuple[Row, ...]:
    card = load_catalogue().cards[task]
    splits = make_splits(card, shots=16, split_seed=0)
    limits = {"max_input_tokens": 256, "max_target_tokens": 32}
    return encode_task(card, splits, backbone.tokenizer, **limits).train[:count]


@pytest.mark.parametrize(
    ("dtype", "loss_tolerance", "gradient_tolerance"),
    [
        # Logits near 20 have a last bit of 2e-6; losses differed by up to 6e-5 of up to 13,
        # gradients by up to 2e-5 of their norm.
        (torch.float32, 1e-4, 1e-4),
        # Losses differed by 5e-14; weights of a question are float32, which gradients show.
        (torch.float64, 1e-11, 1e-7),
    ],
)
@pytest.mark.parametrize("task", ["hotel_sentiment", "garden_answer"])
def test_losses_and_gradients_are_those_of_peft(
    backbones: dict[torch.dtype, Backbone],
    task: str,
    dtype: torch.dtype,
    loss_tolerance: float,
    gradient_tolerance: float,
) -> None:
    backbone = backbones[dtype]
    rows = encoded_rows(task, backbone, 16)
    prompt = backbone.vocabulary[20 : 20 + VIRTUAL]
    batch = padded(rows)
    assert int(batch["attention_mask"].sum(1).min()) < batch["attention_mask"].shape[1]

    wrapped = in_peft(prompt, dtype)
    given = wrapped(**batch)
    expected = torch.nn.functional.cross_entropy(
        given.logits.transpose(1, 2), batch["labels"], reduction="none", ignore_index=-100
    ).sum(1)
    (slope,) = torch.autograd.grad(given.loss, prompt_of(wrapped))

    ask = Ask.mean_loss(prompt[None], [rows])
    answer = Oracle(backbone).answer(ask)
    assert isinstance(answer, Answer)
    torch.testing.assert_close(answer.losses, expected.detach(), rtol=0, atol=loss_tolerance)
    apart = float((answer.grads[0] - slope).norm() / slope.norm())
    assert apart <= gradient_tolerance


SETTINGS: dict[str, tuple[torch.dtype, dict[str, Any], Callable[..., Any]]] = {
    "as shipped": (torch.float64, {}, lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.0)),
    "AdamW": (
        torch.float32,
        {"learning_rate": 0.003, "weight_decay": 0.1},
        lambda p: torch.optim.AdamW(p, lr=0.003, weight_decay=0.1),
    ),
    "SGD": (
        torch.float32,
        {"optimizer": "sgd", "learning_rate": 0.03},
        lambda p: torch.optim.SGD(p, lr=0.03),
    ),
}
"""Precision, settings, PyTorch's optimiser. In float32 with rates that keep rounding small."""


@pytest.mark.parametrize("name", list(SETTINGS))
def test_twenty_steps_lead_where_peft_and_pytorch_lead(
    backbones: dict[torch.dtype, Backbone], tmp_path: Path, name: str
) -> None:
    """Differences seen: 3e-11 as shipped, 2e-5 otherwise; the prompt moves by 0.07 at least."""
    dtype, settings, make = SETTINGS[name]
    asks, found = tuned_here(backbones[dtype], settings, tmp_path)
    assert len(asks) == STEPS
    start = asks[0].prompts[0]
    expected = tuned_there(start, [ask.rows for ask in asks], make, dtype)
    assert found.dtype == dtype
    assert float((expected - start).abs().max()) > 0.05
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-4)


def tuned_here(
    backbone: Backbone, settings: dict[str, Any], folder: Path
) -> tuple[list[Ask], Tensor]:
    """Run a job of prompt tuning; return what its steps asked and the prompt that it kept."""
    config = {"steps": STEPS, "batch_size": 8, "num_virtual_tokens": VIRTUAL, **settings}
    study = quick_study(
        target_tasks=("hotel_sentiment",),
        methods=(MethodSpec(key="prompt_tuning", config=config),),
        evaluation=EvaluationSpec(every=STEPS, validation_rows=1, test_rows=1),
    )
    (job,) = prepare(study, folder).jobs
    resources = Resources()
    resources.add_cards({k: v.model_dump() for k, v in load_catalogue().cards.items()})
    info, checked, method = resources.method(job.spec)
    session = Session(
        info=info,
        config=checked,
        method=method,
        spec=job.spec,
        backbone=backbone,
        tasks=resources.tasks(job.spec, backbone),
        emit=Emitter(job.job_id, 0, lambda event: None),
        spool=Spool(folder / "spool"),
        state={},
    )
    oracle, asking, asks = Oracle(backbone), session.run(), []
    request = next(asking, None)
    while request is not None:
        asks += [request] if isinstance(request, Ask) else []
        try:
            request = asking.send(oracle.answer(request))
        except StopIteration:
            request = None
    return asks, session.state["prompt"]


def tuned_there(
    start: Tensor,
    batches: Sequence[Sequence[Row]],
    make: Callable[..., Any],
    dtype: torch.dtype,
) -> Tensor:
    """Tune PEFT's prompt as its documentation does: loss, backward, step."""
    wrapped = in_peft(start, dtype)
    optimizer = make([prompt_of(wrapped)])
    for rows in batches:
        optimizer.zero_grad()
        wrapped(**padded(rows)).loss.backward()
        optimizer.step()
    return prompt_of(wrapped).detach()
