import pytest
import torch

from promptstudio.methods.registry import methods
from tests.methods.fakes import TARGETS, Bench, QuadraticOracle, rows_of


def bench(**values: object) -> Bench:
    return Bench(methods()["prompt_tuning"], values)


def test_the_optimum_of_a_quadratic_is_found() -> None:
    tuned = bench(steps=400, batch_size=32, learning_rate=0.2, schedule="cosine")
    prompt = tuned.run()["target"]["prompt"]
    oracle = QuadraticOracle()
    best = torch.stack([oracle.center(row, prompt.shape) for row in rows_of(TARGETS[0])]).mean(0)
    torch.testing.assert_close(prompt.double(), best, rtol=0.0, atol=1e-3)


def test_one_step_of_gradient_descent_by_hand() -> None:
    tuned = bench(steps=1, optimizer="sgd", learning_rate=0.3, weight_decay=0.1)
    (stage, _), *_ = tuned.active
    before = tuned.begin(stage, {})
    after = tuned.step(stage, before, 0)["prompt"]
    oracle, prompt = QuadraticOracle(), before["prompt"]
    rows = tuned.batch(stage, 0).rows
    centers = torch.stack([oracle.center(row, prompt.shape) for row in rows]).float()
    grad = oracle.curvature * (prompt - centers).mean(0)  # the token mean: tokens cancel
    torch.testing.assert_close(after, prompt * (1 - 0.3 * 0.1) - 0.3 * grad)
    loss = oracle.curvature / 2 * (prompt - centers).square().sum((1, 2)).mean()
    assert tuned.metrics["target"][0]["loss"] == pytest.approx(float(loss), rel=1e-5)


def test_it_starts_without_sources() -> None:
    info = methods()["prompt_tuning"]
    assert not info.uses_sources
    assert [stage.scope for stage in info.stages] == ["target"]
