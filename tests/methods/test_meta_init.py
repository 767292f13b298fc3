"""Outer gradients against finite differences and closed forms, through whole steps."""

import pytest
import torch
from torch import Tensor

from promptstudio.methods.contract import Batch, Part, Row, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    Bench,
    FunctionOracle,
    QuadraticOracle,
    seeded,
    wavy_loss,
)

SHAPE = (2, 3)
ALPHA = 0.4


def bench(oracle: object, **values: object) -> Bench:
    """Outer gradient descent with rate 1, so that the step is the negative outer gradient."""
    plain = {
        "outer_optimizer": "sgd",
        "outer_lr": 1.0,
        "inner_lr": ALPHA,
        "source_batch_size": 2,
        "query_size": 4,
        "meta_batch": 2,
        "num_virtual_tokens": 2,
    }
    return Bench(methods()["meta_init"], {**plain, **values}, oracle, token_dim=3)  # type: ignore[arg-type]


def first_state() -> State:
    return {"prompt": torch.randn(*SHAPE, generator=seeded("start"), dtype=torch.float64)}


def outer_gradient(tuned: Bench, state: State, index: int = 0) -> Tensor:
    stage, _ = tuned.active[0]
    return state["prompt"] - tuned.step(stage, state, index)["prompt"]


def episodes(batch: Batch) -> list[tuple[list[Part], Part]]:
    found = []
    for query in (part for part in batch.parts if part.role == "query"):
        support = [p for p in batch.parts if p.role == "support" and p.episode == query.episode]
        found.append((support, query))
    return found


def mean_loss(prompt: Tensor, rows: tuple[Row, ...]) -> Tensor:
    tokens = sum(len(row.target_ids) for row in rows)
    return torch.stack([wavy_loss(prompt, row) for row in rows]).sum() / tokens


def adapted_query_loss(prompt: Tensor, batch: Batch) -> Tensor:
    """The mean query loss after adaptation, written down directly."""
    losses = []
    for support, query in episodes(batch):
        moved = prompt
        for part in support:
            leaf = moved.detach().requires_grad_()
            (grad,) = torch.autograd.grad(mean_loss(leaf, part.rows), leaf)
            moved = moved - ALPHA * grad
        losses.append(mean_loss(moved, query.rows))
    return torch.stack(losses).mean()


@pytest.mark.parametrize("inner_steps", [1, 2, 3])
def test_maml_equals_finite_differences(inner_steps: int) -> None:
    tuned = bench(FunctionOracle(wavy_loss), algorithm="maml", inner_steps=inner_steps)
    state = first_state()
    found = outer_gradient(tuned, state)
    batch = tuned.batch(tuned.active[0][0], 0)
    assert len(episodes(batch)) == 2
    assert all(len(support) == inner_steps for support, _ in episodes(batch))
    expected = torch.zeros(SHAPE, dtype=torch.float64)
    for place in range(expected.numel()):
        shift = torch.zeros(expected.numel(), dtype=torch.float64)
        shift[place] = 1e-5
        up = adapted_query_loss(state["prompt"] + shift.view(SHAPE), batch)
        down = adapted_query_loss(state["prompt"] - shift.view(SHAPE), batch)
        expected.view(-1)[place] = (up - down) / 2e-5
    torch.testing.assert_close(found, expected, rtol=1e-7, atol=1e-9)


def test_fomaml_differs_from_maml_by_the_curvature() -> None:
    state = first_state()
    maml = outer_gradient(bench(FunctionOracle(wavy_loss), algorithm="maml"), state)
    fomaml = outer_gradient(bench(FunctionOracle(wavy_loss), algorithm="fomaml"), state)
    assert (maml - fomaml).norm() > 0.1 * maml.norm()


def closed_form(prompt: Tensor, support: list[Part], oracle: QuadraticOracle) -> Tensor:
    """Gradient descent on quadratics: P(S) = r^S P + (1 - r) sum r^(S-1-s) c_s."""
    keep = 1.0 - ALPHA * oracle.curvature
    last = len(support) - 1
    moved = keep ** len(support) * prompt
    for s, part in enumerate(support):
        center = torch.stack([oracle.center(row, SHAPE) for row in part.rows]).mean(0)
        moved = moved + (1.0 - keep) * keep ** (last - s) * center
    return moved


@pytest.mark.parametrize("algorithm", ["maml", "fomaml"])
@pytest.mark.parametrize("inner_steps", [1, 3])
def test_quadratic_closed_forms(algorithm: str, inner_steps: int) -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, algorithm=algorithm, inner_steps=inner_steps)
    prompt = first_state()["prompt"]
    grads, before, after, moves = [], [], [], []
    for support, query in episodes(tuned.batch(tuned.active[0][0], 0)):
        adapted = closed_form(prompt, support, oracle)
        wanted = torch.stack([oracle.center(row, SHAPE) for row in query.rows])
        first_order = oracle.curvature * (adapted - wanted.mean(0))
        keep = (1.0 - ALPHA * oracle.curvature) ** inner_steps
        choices = {
            "maml": keep * first_order,
            "fomaml": first_order,
        }
        grads.append(choices[algorithm])
        half = oracle.curvature / 2
        before.append(half * (prompt - wanted).square().sum((1, 2)).mean())
        after.append(half * (adapted - wanted).square().sum((1, 2)).mean())
        moves.append((adapted - prompt).square().sum())
    found = outer_gradient(tuned, {"prompt": prompt})
    torch.testing.assert_close(found, torch.stack(grads).mean(0), rtol=1e-10, atol=1e-12)
    (metrics,) = tuned.metrics["source"]
    assert metrics["query/before"] == pytest.approx(float(sum(before)) / 2)
    assert metrics["query/after"] == pytest.approx(float(sum(after)) / 2)
    movement = (sum(moves) / (2 * prompt.square().sum())) ** 0.5
    assert metrics["movement"] == pytest.approx(float(movement))


@pytest.mark.parametrize("inner_steps", [1, 3])
def test_reptile_goes_where_adaptation_goes(inner_steps: int) -> None:
    """It has no query: every training row may be in a support set."""
    oracle = QuadraticOracle()
    tuned = bench(oracle, algorithm="reptile", inner_steps=inner_steps)
    prompt = first_state()["prompt"]
    batch = tuned.batch(tuned.active[0][0], 0)
    assert {part.role for part in batch.parts} == {"support"}
    moved = [
        closed_form(prompt, [part for part in batch.parts if part.episode == episode], oracle)
        for episode in range(2)
    ]
    found = outer_gradient(tuned, {"prompt": prompt})
    expected = torch.stack([(prompt - adapted) / ALPHA for adapted in moved]).mean(0)
    torch.testing.assert_close(found, expected, rtol=1e-10, atol=1e-12)
    assert set(tuned.metrics["source"][0]) == {"loss", "movement"}


def test_reptile_sees_all_training_rows() -> None:
    tuned = bench(QuadraticOracle(), algorithm="reptile", inner_steps=2)
    stage = tuned.active[0][0]
    seen = {
        (row.task, row.input_ids) for index in range(60) for row in tuned.batch(stage, index).rows
    }
    assert len(seen) == len(tuned.sources) * tuned.rows


def test_multitask_is_plain_joint_training() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, algorithm="multitask", meta_batch=3)
    prompt = first_state()["prompt"]
    batch = tuned.batch(tuned.active[0][0], 0)
    assert {part.role for part in batch.parts} == {"train"}
    wanted = torch.stack([oracle.center(row, SHAPE) for row in batch.rows]).mean(0)
    found = outer_gradient(tuned, {"prompt": prompt})
    torch.testing.assert_close(found, oracle.curvature * (prompt - wanted))


@pytest.mark.parametrize(
    ("algorithm", "asks"),
    [("maml", [3, 3, 3, 3, 3]), ("fomaml", [3, 3, 3]), ("reptile", [3, 3]), ("multitask", [3])],
)
def test_episodes_are_asked_together(algorithm: str, asks: list[int]) -> None:
    """Two inner steps, the query, and for MAML two Hessian-vector products."""
    oracle = QuadraticOracle()
    tuned = bench(oracle, algorithm=algorithm, inner_steps=2, meta_batch=3)
    outer_gradient(tuned, first_state(), index=1)
    assert [len(ask.prompts) for ask in oracle.asks] == asks
    products = [ask.product is not None for ask in oracle.asks]
    assert sum(products) == (2 if algorithm == "maml" else 0)


@pytest.mark.parametrize("algorithm", ["maml", "fomaml"])
def test_query_losses_are_reported_at_intervals_and_cost_no_gradients(algorithm: str) -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, algorithm=algorithm, report_every=2, source_steps=4)
    tuned.run_stage(*tuned.active[0], {})
    has_before = ["query/before" in metrics for metrics in tuned.metrics["source"]]
    assert has_before == [True, False, True, False]
    has_after = ["query/after" in metrics for metrics in tuned.metrics["source"]]
    assert has_after == [True] * 4
    forward = [ask for ask in oracle.asks if not ask.need_grads]
    assert len(forward) == 2


def test_adaptation_lowers_the_query_loss_and_the_papers_rate_does_not() -> None:
    moving, still = (
        bench(QuadraticOracle(), inner_lr=rate, source_steps=1) for rate in (0.4, 3e-5)
    )
    for tuned in (moving, still):
        tuned.run_stage(*tuned.active[0], {})
    fast, slow = moving.metrics["source"][0], still.metrics["source"][0]
    assert fast["query/after"] < 0.95 * fast["query/before"]
    assert slow["query/after"] == pytest.approx(slow["query/before"], rel=1e-4)
    assert slow["movement"] < 1e-4 < fast["movement"]


def test_the_target_starts_from_the_meta_prompt() -> None:
    tuned = bench(QuadraticOracle(), source_steps=2)
    learned = tuned.run_stage(*tuned.active[0], {})
    stage, _ = tuned.active[1]
    assert torch.equal(tuned.begin(stage, learned)["prompt"], learned["prompt"])
