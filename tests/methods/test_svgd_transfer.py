import math
from collections.abc import Mapping

import pytest
import torch
from torch import Tensor

from promptstudio.methods.contract import State
from promptstudio.methods.posterior import positions
from promptstudio.methods.registry import methods
from promptstudio.nn.planes import random_plane
from promptstudio.nn.stein import svgd_direction
from tests.methods.fakes import SOURCES, Bench, QuadraticOracle, rows_of

PLAIN = {"source_optimizer": "sgd", "source_learning_rate": 1.0, "optimizer": "sgd"}


def bench(values: Mapping[str, object] | None = None, **more: object) -> Bench:
    return Bench(methods()["svgd_transfer"], {**PLAIN, **(values or {})}, **more)  # type: ignore[arg-type]


def centers(tasks: tuple[str, ...], shape: tuple[int, ...], rows: int = 32) -> Tensor:
    oracle = QuadraticOracle()
    return torch.stack([oracle.center(row, shape) for t in tasks for row in rows_of(t, rows)])


def test_particles_recover_the_exact_posterior() -> None:
    """Under exact weights and quadratic losses the posterior is a known Gaussian."""
    curvature, rows, tokens = 0.25, 8, 2
    values = {
        "particles": 40,
        "num_virtual_tokens": 1,
        "likelihood": "exact",
        "source_batch_size": rows,
        "source_learning_rate": 0.05,
        "source_steps": 300,
    }
    tuned = bench(values, token_dim=2, rows=32)
    particles = tuned.run_stage(*tuned.active[0], {})["particles"].flatten(1).double()
    assert particles.shape == (40, 2)
    everything = centers(SOURCES, (1, 2)).flatten(1)
    precision = curvature * tokens * 32 * len(SOURCES)
    deviation = 1 / math.sqrt(precision)
    error = (particles.mean(0) - everything.mean(0)).abs() / deviation
    assert float(error.max()) < 0.5  # batches of 8 of 32 rows leave noise
    assert float(particles.std(0).mean()) == pytest.approx(deviation, rel=0.15)


def test_likelihood_temperature_widens_the_posterior() -> None:
    values = {
        "particles": 20,
        "num_virtual_tokens": 1,
        "likelihood": "exact",
        "likelihood_temperature": 16.0,
        "source_batch_size": 32,
        "source_learning_rate": 0.5,
        "source_steps": 200,
    }
    tuned = bench(values, token_dim=2)
    particles = tuned.run_stage(*tuned.active[0], {})["particles"].flatten(1)
    deviation = math.sqrt(16.0 / (0.25 * 2 * 32 * len(SOURCES)))
    assert float(particles.std(0).mean()) == pytest.approx(deviation, rel=0.15)


@pytest.mark.parametrize("likelihood", ["mean", "exact"])
@pytest.mark.parametrize("tasks_per_step", [None, 1])
def test_one_source_step_by_hand(likelihood: str, tasks_per_step: int | None) -> None:
    values = {
        "likelihood": likelihood,
        "likelihood_temperature": 4.0,
        "source_tasks_per_step": tasks_per_step,
        "source_prior": "gaussian",
        "source_prior_sigma": 3.0,
    }
    tuned = bench(values)
    stage, _ = tuned.active[0]
    before = tuned.begin(stage, {})
    after = tuned.step(stage, before, 0)["particles"]
    particles = before["particles"].double()
    scores = -particles / 9.0
    parts = tuned.batch(stage, 0).parts
    losses = []
    for part in parts:
        oracle = QuadraticOracle()
        wanted = torch.stack([oracle.center(row, particles.shape[1:]) for row in part.rows])
        away = particles - wanted[:, None]  # (B, M, P, D)
        weight = 1.0 if likelihood == "mean" else 32 * 2 / 4.0
        scores -= weight * len(SOURCES) / len(parts) * 0.25 * away.mean(0)
        losses.append(0.125 * away.square().sum((2, 3)).mean())
    expected = particles + svgd_direction(particles, scores).direction
    torch.testing.assert_close(after.double(), expected, rtol=1e-4, atol=1e-5)
    loss = float(sum(losses)) / len(parts)
    assert tuned.metrics["source"][0]["loss"] == pytest.approx(loss, rel=1e-4)


def test_all_particles_and_rows_go_into_one_ask() -> None:
    oracle = QuadraticOracle()
    tuned = bench({"particles": 3, "source_batch_size": 2}, oracle=oracle)
    stage, _ = tuned.active[0]
    tuned.step(stage, tuned.begin(stage, {}), 0)
    (ask,) = oracle.asks
    assert len(ask.rows) == 2 * len(SOURCES)
    assert sorted(zip(ask.prompt.tolist(), ask.row.tolist(), strict=True)) == [
        (m, b) for m in range(3) for b in range(6)
    ]


def test_diagnostics_are_reported_where_they_are_defined() -> None:
    several, alone = bench({"source_steps": 1}), bench({"source_steps": 1, "particles": 1})
    several.run_stage(*several.active[0], {})
    alone.run_stage(*alone.active[0], {})
    names = {"loss", "bandwidth", "pairwise_distance", "force_ratio", "kernel_mean"}
    found, single = (set(run.metrics["source"][0]) for run in (several, alone))
    assert {name for name in found if "/" not in name} == names
    assert {name for name in single if "/" not in name} == names - {"force_ratio"}
    assert methods()["svgd_transfer"].series is not None
    assert names - {"loss"} <= set(methods()["svgd_transfer"].series or {})


def test_particles_that_start_from_one_text_spread() -> None:
    tuned = bench({"init": "text", "particle_noise": 0.2})
    particles = tuned.begin(tuned.active[0][0], {})["particles"]
    assert float(particles.std(0).mean()) == pytest.approx(0.2, rel=0.2)
    quiet = bench({"init": "text", "particle_noise": 0.0})
    assert float(quiet.begin(quiet.active[0][0], {})["particles"].std(0).max()) == 0.0


def test_a_fixed_bandwidth_is_used() -> None:
    tuned = bench({"bandwidth_rule": "fixed", "bandwidth": 42.0, "source_steps": 1})
    tuned.run_stage(*tuned.active[0], {})
    assert tuned.metrics["source"][0]["bandwidth"] == 42.0


def upstream() -> State:
    generator = torch.Generator().manual_seed(5)
    return {"particles": torch.randn(3, 10, 4, generator=generator)}


def first_prompt(tuned: Bench) -> tuple[Tensor, Tensor]:
    """The prompt before and after a first target step that moves nothing but to the start."""
    stage, _ = tuned.active[1]
    before = tuned.begin(stage, upstream())
    return before["prompt"], tuned.step(stage, before, 0)["prompt"]


def losses_of_particles(tuned: Bench) -> Tensor:
    rows = tuned.batch(tuned.active[1][0], 0).rows
    oracle = QuadraticOracle()
    wanted = torch.stack([oracle.center(row, (10, 4)) for row in rows]).float()
    away = upstream()["particles"][:, None] - wanted
    return 0.125 * away.square().sum((2, 3)).mean(1)


@pytest.mark.parametrize("aggregation", ["mean", "best", "weighted"])
def test_aggregation(aggregation: str) -> None:
    values = {
        "aggregation": aggregation,
        "learning_rate": 0.0,
        "aggregation_temperature": 3.0,
        "prior": "none",
    }
    tuned = bench(values)
    before, after = first_prompt(tuned)
    particles, losses = upstream()["particles"], losses_of_particles(tuned)
    torch.testing.assert_close(before, particles.mean(0))
    weights = torch.softmax(-losses / 3.0, 0)
    expected = {
        "mean": particles.mean(0),
        "best": particles[losses.argmin()],
        "weighted": (weights[:, None, None] * particles).sum(0),
    }
    assert losses.argmin() != losses.argmax()
    torch.testing.assert_close(after, expected[aggregation])


def test_the_best_is_chosen_once_only() -> None:
    oracle = QuadraticOracle()
    tuned = bench({"aggregation": "best", "steps": 3}, oracle=oracle)
    tuned.run_stage(*tuned.active[1], upstream())
    assert [ask.need_grads for ask in oracle.asks] == [False, True, True, True]


@pytest.mark.parametrize("prior", ["mixture", "bound", "fitted"])
def test_the_prior_enters_the_target_gradient(prior: str) -> None:
    """The step equals that on CE + weight * (-log prior), differentiated by autograd."""
    values = {"prior": prior, "prior_sigma": 2.0, "prior_weight": 0.3, "learning_rate": 1.0}
    tuned, plain = bench(values), bench({**values, "prior": "none"})
    particles = upstream()["particles"].double()
    moved = torch.randn(10, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    state = {"prompt": moved, "particles": particles}
    difference = (
        tuned.step(tuned.active[1][0], state, 1)["prompt"]
        - plain.step(plain.active[1][0], state, 1)["prompt"]
    )
    leaf = moved.clone().requires_grad_()
    logs = -(leaf - particles).square().sum((1, 2)) / 8.0
    variance = particles.var(0, correction=0).clamp_min(4.0)
    values_of = {
        "mixture": logs.exp().mean().log(),
        "bound": logs.mean(),
        "fitted": -((leaf - particles.mean(0)).square() / variance).sum() / 2,
    }
    log_prior = values_of[prior]
    (score,) = torch.autograd.grad(log_prior, leaf)
    torch.testing.assert_close(difference, 0.3 * score)
    reported = tuned.metrics["target"][0]["prior"]
    assert reported == pytest.approx(-log_prior.item())
    assert "prior" not in plain.metrics["target"][0]


def test_a_strong_prior_keeps_the_prompt_at_the_particles() -> None:
    strong = bench({"prior": "bound", "prior_weight": 10.0, "learning_rate": 0.05, "steps": 50})
    free = bench({"prior": "none", "learning_rate": 0.05, "steps": 50})
    mean = upstream()["particles"].mean(0)
    near = strong.run_stage(*strong.active[1], upstream())["prompt"]
    far = free.run_stage(*free.active[1], upstream())["prompt"]
    assert (near - mean).norm() < 0.1 * (far - mean).norm()


def test_the_particles_stay_as_they_are_in_the_target_stage() -> None:
    tuned = bench({"steps": 3})
    after = tuned.run_stage(*tuned.active[1], upstream())
    assert torch.equal(after["particles"], upstream()["particles"])


def test_before_the_target_stage_all_particles_predict() -> None:
    tuned = bench({"particles": 3})
    state = tuned.begin(tuned.active[0][0], {})
    env = tuned.env("source")
    mixture = tuned.method.mixture(env, state, "hotel", rows_of("hotel", 2))
    assert torch.equal(mixture.prompts, state["particles"])
    torch.testing.assert_close(mixture.weight, torch.full((6,), 1 / 3))
    assert tuned.method.artifact(env, state, "hotel").kind == "ensemble"


def test_one_step_of_the_particles_on_the_target_by_hand() -> None:
    weight, sigma = 0.2, 1.3
    tuned = bench(
        {"inference": "particles", "learning_rate": 1.0, "prior_weight": weight, "prior_sigma": 1.3}
    )
    stage, _ = tuned.active[1]
    before = tuned.begin(stage, upstream())
    members = before["members"] + torch.linspace(-1, 1, 3)[:, None, None]
    after = tuned.step(stage, {**before, "members": members}, 2)["members"]
    anchors, moved = before["particles"].double(), members.double()
    rows = tuned.batch(stage, 2).rows
    oracle = QuadraticOracle()
    wanted = torch.stack([oracle.center(row, (10, 4)) for row in rows])
    scores = []
    for member in moved:
        likelihood = -0.25 * (member - wanted).mean(0)
        closeness = torch.stack([-((member - a) ** 2).sum() / (2 * sigma**2) for a in anchors])
        shares = closeness.softmax(0)
        prior = sum(s * (a - member) / sigma**2 for s, a in zip(shares, anchors, strict=True))
        scores.append(likelihood + weight * prior)
    expected = moved + svgd_direction(moved, torch.stack(scores)).direction
    torch.testing.assert_close(after.double(), expected, rtol=1e-4, atol=1e-5)


def test_the_mean_prompt_is_reported_beside_the_averaged_predictions() -> None:
    tuned = bench({"inference": "particles", "steps": 2})
    state = tuned.run_stage(*tuned.active[1], upstream())
    env, rows = tuned.env("target"), rows_of("hotel", 3)
    found = tuned.method.companions(env, state, "hotel", rows)  # type: ignore[attr-defined]
    torch.testing.assert_close(found["mean_prompt"].merged, state["members"].mean(0))
    mixture = tuned.method.mixture(env, state, "hotel", rows)
    assert len(mixture.prompts) == 3
    point = bench({"steps": 2})
    tuned_point = point.run_stage(*point.active[1], upstream())
    assert point.method.companions(env, tuned_point, "hotel", rows) == {}  # type: ignore[attr-defined]


def seen(metrics: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Places of the particles by their numbers."""
    names = [name.removeprefix("particle_x/") for name in metrics if name.startswith("particle_x")]
    return {name: (metrics[f"particle_x/{name}"], metrics[f"particle_y/{name}"]) for name in names}


def test_particles_are_seen_from_one_plane_in_both_stages() -> None:
    """The same place means the same prompt, in another stage and under another seed too."""
    values = {"particles": 3, "source_steps": 2, "steps": 2, "prior": "mixture"}
    for seed in (0, 5):
        tuned = bench(values, seed=seed)
        (source, _), (target, _) = tuned.active
        begun = tuned.begin(source, {})
        moved = tuned.step(source, begun, 0)
        prompt = tuned.step(target, tuned.begin(target, moved), 0)["prompt"]
        places = seen(tuned.metrics["source"][0]) | seen(tuned.metrics["target"][0])
        assert list(places) == ["1", "2", "3", "0"]
        points = torch.cat([moved["particles"], prompt[None]]).flatten(1).double()
        plane = random_plane(points.shape[1], torch.Generator().manual_seed(0))
        expected = points @ plane * math.sqrt(points.shape[1] / 2)
        for place, (x, y) in zip(places.values(), expected.tolist(), strict=True):
            assert place == pytest.approx((x, y), rel=1e-9)


def test_members_that_go_on_are_seen_under_their_numbers() -> None:
    tuned = bench({"particles": 2, "inference": "particles", "source_steps": 1, "steps": 1})
    stages = tuned.active
    state = tuned.run_stage(*stages[1], tuned.run_stage(*stages[0], {}))
    assert list(seen(tuned.metrics["target"][0])) == ["1", "2"]
    assert len(state["members"]) == 2


@pytest.mark.parametrize(("steps", "count"), [(1, 1), (100, 100), (101, 51), (1000, 101)])
def test_about_a_hundred_steps_report_places(steps: int, count: int) -> None:
    particles = torch.ones(1, 2, 2)
    told = [index for index in range(steps) if positions(particles, index, steps)]
    assert len(told) == count
    assert told[0] == 0
    assert told[-1] == steps - 1
