"""Shifts of the input, distillation and neurons, each against the transformers model itself."""

from dataclasses import replace
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from torch import Tensor

from promptstudio.backbones.backbone import Backbone
from promptstudio.backbones.freezing import freeze
from promptstudio.backbones.oracle import Oracle
from promptstudio.backbones.requests import Generate, Generated, Score, Scored
from promptstudio.core.errors import BackboneError
from promptstudio.methods.contract import Answer, Ask, Distill, Row

LENGTH = 5
"""Rows of a shift: some inputs are longer, some shorter."""


def answer(backbone: Backbone, ask: Ask, **settings: Any) -> Answer:
    reply = Oracle(backbone, **settings).answer(ask)
    assert isinstance(reply, Answer)
    return reply


def close(found: Tensor | None, expected: Tensor | None) -> None:
    """Equal within 1e-4 of the largest entry: float32 through stirred weights gives no more."""
    assert found is not None
    assert expected is not None
    assert found.shape == expected.shape
    assert float((found - expected).abs().max()) <= 1e-4 * float(expected.abs().max())


def shifts(number: int, length: int = LENGTH, width: int = 16) -> Tensor:
    generator = torch.Generator().manual_seed(11)
    return 0.5 * torch.randn(number, length, width, generator=generator)


def embeds(backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None) -> Tensor:
    """Prompt and input, put together by hand for one row."""
    ids = torch.tensor(row.input_ids)
    words = backbone.network.embed(ids)
    if shift is not None:
        count = min(len(ids), len(shift))
        words = torch.cat([words[:count] + shift[:count], words[count:]])
    parts = [prompt, words] if backbone.prompt_position == "prepend" else [words, prompt]
    return torch.cat(parts)[None]


def by_hand(
    backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Logits and last decoder states of one row alone, from the library's model."""
    model = backbone.network.model
    done = model(
        inputs_embeds=embeds(backbone, prompt, row, shift),
        labels=torch.tensor([row.target_ids]),
        output_hidden_states=True,
    )
    return done.logits[0], done.decoder_hidden_states[-1][0]


def loss_by_hand(
    backbone: Backbone, prompt: Tensor, row: Row, shift: Tensor | None = None
) -> Tensor:
    logits, _ = by_hand(backbone, prompt, row, shift)
    return F.cross_entropy(logits, torch.tensor(row.target_ids), reduction="sum")


def distilled_by_hand(
    backbone: Backbone, prompt: Tensor, teacher: Tensor, row: Row, distill: Distill
) -> Tensor:
    """The definition, token by token."""
    logits, states = by_hand(backbone, prompt, row)
    with torch.no_grad():
        taught, teacher_states = by_hand(backbone, teacher, row)
    total = F.cross_entropy(logits, torch.tensor(row.target_ids), reduction="sum")
    for place in range(len(row.target_ids)):
        p, q = taught[place].softmax(-1), logits[place].softmax(-1)
        total = total + distill.logits * (p * (p.log() - q.log())).sum()
        away = states[place] - teacher_states[place]
        total = total + distill.hidden * (away**2).mean()
    return total


@pytest.fixture(params=["prepend", "append"])
def placed(request: pytest.FixtureRequest, any_backbone: Backbone) -> Backbone:
    """Each architecture, with the prompt at either end."""
    return replace(any_backbone, prompt_position=request.param)


def test_a_shift_is_added_to_the_first_input_tokens(placed: Backbone, build: Any) -> None:
    ask = build.ask(7, prompts=2, input_shift=shifts(2))
    found = answer(placed, ask)
    for pair in range(7):
        prompt = int(ask.prompt[pair])
        row, shift = ask.rows[int(ask.row[pair])], shifts(2)[prompt]
        expected = loss_by_hand(placed, ask.prompts[prompt], row, shift)
        close(found.losses[pair], expected.detach())


def test_shift_gradients_are_those_of_the_model(placed: Backbone, build: Any) -> None:
    ask = build.ask(7, prompts=2, input_shift=shifts(2))
    found = answer(placed, ask)
    leaves = [shifts(2).requires_grad_(), ask.prompts.clone().requires_grad_()]
    total = torch.zeros(())
    for pair in range(7):
        prompt = int(ask.prompt[pair])
        row = ask.rows[int(ask.row[pair])]
        loss = loss_by_hand(placed, leaves[1][prompt], row, leaves[0][prompt])
        total = total + ask.weight[pair] * loss
    shift_grads, grads = torch.autograd.grad(total, leaves)
    assert found.shift_grads is not None
    close(found.shift_grads, shift_grads)
    close(found.grads, grads)


def test_shift_gradients_equal_finite_differences(exact_backbone: Backbone, build: Any) -> None:
    rows = build.rows(3, longest=4)
    ask = build.ask(3)
    ask = replace(ask, rows=rows, prompts=ask.prompts.double(), input_shift=shifts(1).double())
    found = answer(exact_backbone, ask).shift_grads
    assert found is not None
    for place in ((0, 0, 0), (0, 1, 7), (0, 3, 15)):
        step = torch.zeros_like(ask.input_shift)  # type: ignore[arg-type]
        step[place] = 1e-6
        up, down = (
            float(ask.weight.double() @ answer(exact_backbone, moved).losses)
            for moved in (
                replace(ask, input_shift=ask.input_shift + step),
                replace(ask, input_shift=ask.input_shift - step),
            )
        )
        assert float(found[place]) == pytest.approx((up - down) / 2e-6, rel=1e-6, abs=1e-9)


def test_rows_of_a_shift_that_no_input_reaches_have_no_gradient(
    backbone: Backbone, build: Any
) -> None:
    ask = replace(build.ask(4), rows=build.rows(4, longest=3), input_shift=shifts(1, 9))
    found = answer(backbone, ask).shift_grads
    assert found is not None
    assert not found[:, 3:].any()
    assert found[:, 0].any()


@pytest.mark.parametrize("budget", [1, 60, 10_000])
def test_packed_shifts_equal_alone(backbone: Backbone, build: Any, budget: int) -> None:
    asks = [
        build.ask(6, prompts=2, seed=1, input_shift=shifts(2)),
        build.ask(5, prompts=1, seed=2, input_shift=shifts(1)),
        build.ask(4, prompts=1, seed=3),
    ]
    oracle = Oracle(backbone, token_budget=budget)
    tickets = {oracle.submit(ask, str(number)): ask for number, ask in enumerate(asks)}
    found = {}
    while oracle.pending:
        found.update(oracle.work())
    for ticket, ask in tickets.items():
        alone, together = answer(backbone, ask), found[ticket]
        close(together.losses, alone.losses)
        close(together.grads, alone.grads)
        if alone.shift_grads is None:
            assert together.shift_grads is None
        else:
            close(together.shift_grads, alone.shift_grads)


def test_scores_and_answers_take_the_shift(placed: Backbone, build: Any) -> None:
    ask = build.ask(5)
    shift = shifts(1)
    parts = {"prompts": ask.prompts, "rows": ask.rows, "row": ask.row, "prompt": ask.prompt}
    scored = Oracle(placed).answer(Score(**parts, candidates=((5, 1),), input_shift=shift))
    assert isinstance(scored, Scored)
    rows = [replace(row, target_ids=(5, 1)) for row in ask.rows]
    losses = answer(placed, replace(ask, rows=rows, input_shift=shift)).losses
    close(scored.log_likelihood[:, 0], -losses)
    far = 20.0 * shift
    told = [
        Oracle(placed).answer(Generate(**parts, max_new_tokens=3, input_shift=each))
        for each in (None, torch.zeros_like(shift), far)
    ]
    assert isinstance(told[0], Generated)
    assert told[0] == told[1]
    assert told[0] != told[2]


@pytest.mark.parametrize("weights", [(0.9, 0.9), (2.0, 0.0), (0.0, 3.0)])
def test_distillation_is_what_its_definition_says(
    placed: Backbone, build: Any, weights: tuple[float, float]
) -> None:
    teachers = build.prompts(2, virtual=4, seed=5)
    distill = Distill(teachers=teachers, logits=weights[0], hidden=weights[1])
    ask = build.ask(6, prompts=2, objective=distill)
    found = answer(placed, ask)
    leaf = ask.prompts.clone().requires_grad_()
    total = torch.zeros(())
    for pair in range(6):
        prompt = int(ask.prompt[pair])
        row = ask.rows[int(ask.row[pair])]
        loss = distilled_by_hand(placed, leaf[prompt], teachers[prompt], row, distill)
        close(found.losses[pair], loss.detach())
        total = total + ask.weight[pair] * loss
    (grads,) = torch.autograd.grad(total, leaf)
    close(found.grads, grads)


def test_a_teacher_like_the_student_changes_nothing(backbone: Backbone, build: Any) -> None:
    ask = build.ask(5, prompts=2)
    taught = replace(ask, objective=Distill(teachers=ask.prompts))
    plain, found = answer(backbone, ask), answer(backbone, taught)
    close(found.losses, plain.losses)
    close(found.grads, plain.grads)


def test_without_weights_distillation_is_the_plain_loss(backbone: Backbone, build: Any) -> None:
    ask = build.ask(5, prompts=2)
    other = build.prompts(2, virtual=2, seed=9)
    idle = replace(ask, objective=Distill(teachers=other, logits=0.0, hidden=0.0))
    plain, found = answer(backbone, ask), answer(backbone, idle)
    close(found.losses, plain.losses)
    torch.testing.assert_close(found.grads, plain.grads)


def hooked(backbone: Backbone, prompt: Tensor, row: Row) -> Tensor:
    """What the library's modules put out behind the first feed-forward matrix, (L, F)."""
    found: list[Tensor] = []
    decoder = backbone.network.model.get_decoder()
    wanted = ("wi_0", "DenseReluDense.wi", "fc1")
    hooks = [
        module.register_forward_hook(lambda m, given, output: found.append(output.flatten(0, -2)))
        for name, module in decoder.named_modules()
        if name.endswith(wanted)
    ]
    by_hand(backbone, prompt, row)
    for hook in hooks:
        hook.remove()
    return torch.stack([output[0] for output in found])


def test_neurons_are_what_the_modules_compute(placed: Backbone, build: Any) -> None:
    ask = build.ask(6, prompts=2, need_neurons=True)
    for need_grads in (True, False):
        found = answer(placed, replace(ask, need_grads=need_grads)).neurons
        assert found is not None
        assert found.shape == (6, 2, 32)
        for pair in range(6):
            expected = hooked(placed, ask.prompts[int(ask.prompt[pair])], ask.rows[pair])
            close(found[pair], expected)


def test_neurons_of_a_prompt_alone(backbone: Backbone, build: Any) -> None:
    row = Row(task="t", input_ids=(), target_ids=(1,))
    ask = Ask(
        prompts=build.prompts(2),
        rows=[row],
        row=torch.zeros(2, dtype=torch.long),
        prompt=torch.arange(2),
        weight=torch.ones(2),
        need_grads=False,
        need_neurons=True,
    )
    found = answer(backbone, ask).neurons
    assert found is not None
    assert not torch.equal(found[0], found[1])
    assert answer(backbone, replace(ask, need_neurons=False)).neurons is None


def test_memory_that_runs_out_changes_no_answer(
    backbone: Backbone, build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = build.ask(8, prompts=2, input_shift=shifts(2))
    expected = answer(backbone, ask)
    encode = backbone.network.encode

    def small(hidden: Tensor, mask: Tensor | None) -> Tensor:
        if len(hidden) > 2:
            raise torch.OutOfMemoryError
        return encode(hidden, mask)

    monkeypatch.setattr(backbone.network, "encode", small)
    oracle = Oracle(backbone, token_budget=10_000)
    found = oracle.answer(ask)
    assert oracle.halvings
    assert isinstance(found, Answer)
    close(found.shift_grads, expected.shift_grads)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"input_shift": torch.zeros(1, 4, 16)}, r"must have the shape \(2, any length, 16\)"),
        ({"input_shift": torch.zeros(2, 4, 8)}, r"not \(2, 4, 8\)"),
        ({"input_shift": torch.zeros(2, 0, 16)}, "must have one token at least"),
        ({"objective": Distill(teachers=torch.zeros(3, 4, 16))}, "The teachers must have"),
        (
            {"product": torch.zeros(2, 3, 16), "need_neurons": True},
            "A Hessian-vector product is of the plain loss",
        ),
        (
            {"product": torch.zeros(2, 3, 16), "input_shift": torch.zeros(2, 4, 16)},
            "A Hessian-vector product is of the plain loss",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    backbone: Backbone, build: Any, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(BackboneError, match=message):
        Oracle(backbone).answer(build.ask(4, prompts=2, **changes))


def test_the_sandbox_model_answers_all_of_it() -> None:
    from promptstudio.backbones.loader import load_backbone
    from promptstudio.core.spec import BackboneSpec

    backbone = load_backbone(BackboneSpec(device="cpu"))
    words = tuple(backbone.tokenizer.encode("text: the film was good"))
    row = Row(task="t", input_ids=words, target_ids=words[-2:])
    generator = torch.Generator().manual_seed(1)
    prompts = torch.randn(1, 4, backbone.token_dim, generator=generator)
    shift = 0.1 * torch.randn(1, 3, backbone.token_dim, generator=generator)
    ask = Ask(
        prompts=prompts,
        rows=[row],
        row=torch.zeros(1, dtype=torch.long),
        prompt=torch.zeros(1, dtype=torch.long),
        weight=torch.ones(1),
        input_shift=shift,
        need_neurons=True,
    )
    found = answer(backbone, ask)
    expected = loss_by_hand(backbone, prompts[0], row, shift[0])
    close(found.losses[0], expected.detach())
    assert found.neurons is not None
    assert found.neurons.shape == (1, 2, 320)


def test_a_frozen_model_stays_as_it_is(backbone: Backbone, build: Any) -> None:
    before = freeze(backbone.network.model, backbone.tokenizer, name="again").sha256
    ask = build.ask(3, input_shift=shifts(1), objective=Distill(teachers=build.prompts(1)))
    answer(backbone, ask)
    assert freeze(backbone.network.model, backbone.tokenizer, name="again").sha256 == before
