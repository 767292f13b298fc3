import pytest
import torch
from torch import Tensor

from promptstudio.methods.registry import methods
from promptstudio.nn.stein import svgd_direction
from tests.methods.fakes import SOURCES, Bench, FunctionOracle, seeded, wavy_loss
from tests.methods.test_meta_init import ALPHA, adapted_query_loss

SHAPE = (2, 3)


def bench(**values: object) -> Bench:
    """Plain steps of rate 1, so that a step shows the direction."""
    plain = {
        "source_optimizer": "sgd",
        "source_learning_rate": 1.0,
        "source_batch_size": 2,
        "source_tasks_per_step": 2,
        "query_size": 4,
        "inner_lr": ALPHA,
        "num_virtual_tokens": 2,
        "particles": 2,
    }
    oracle = FunctionOracle(wavy_loss)
    return Bench(methods()["meta_particles"], {**plain, **values}, oracle, token_dim=3)  # type: ignore[arg-type]


def start(members: int) -> Tensor:
    return torch.randn(members, *SHAPE, generator=seeded("cloud"), dtype=torch.float64)


def slope(tuned: Bench, particle: Tensor, index: int) -> Tensor:
    """Finite differences of the query loss after adaptation, summed over all source tasks."""
    batch = tuned.batch(tuned.active[0][0], index)
    found = torch.zeros(particle.numel(), dtype=torch.float64)
    for place in range(particle.numel()):
        shift = torch.zeros(particle.numel(), dtype=torch.float64)
        shift[place] = 1e-5
        up = adapted_query_loss(particle + shift.view_as(particle), batch)
        down = adapted_query_loss(particle - shift.view_as(particle), batch)
        found[place] = (up - down) / 2e-5
    return len(SOURCES) * found.view_as(particle)


@pytest.mark.parametrize(("members", "inner_steps"), [(1, 1), (2, 1), (3, 2)])
def test_a_step_is_the_stein_direction_of_the_loss_after_adaptation(
    members: int, inner_steps: int
) -> None:
    tuned = bench(particles=members, inner_steps=inner_steps)
    stage = tuned.active[0][0]
    particles = start(members)
    after = tuned.step(stage, {"particles": particles}, 1)["particles"]
    scores = torch.stack([-slope(tuned, particle, 1) for particle in particles])
    expected = particles + svgd_direction(particles, scores).direction
    torch.testing.assert_close(after, expected, rtol=1e-6, atol=1e-7)


def test_the_first_order_form_leaves_the_curvature_out() -> None:
    particles = start(1)
    moved = [
        tuned.step(tuned.active[0][0], {"particles": particles}, 0)["particles"]
        for tuned in (bench(particles=1), bench(particles=1, first_order=True))
    ]
    assert float((moved[0] - moved[1]).abs().max()) > 1e-3
    oracle = bench(particles=1, first_order=True)
    oracle.step(oracle.active[0][0], {"particles": particles}, 0)
    assert all(ask.product is None for ask in oracle.oracle.asks)  # type: ignore[attr-defined]


def test_the_order_of_particles_does_not_matter() -> None:
    tuned = bench(particles=3)
    stage = tuned.active[0][0]
    particles, order = start(3), torch.tensor([2, 0, 1])
    straight = tuned.step(stage, {"particles": particles}, 0)["particles"]
    shuffled = tuned.step(stage, {"particles": particles[order]}, 0)["particles"]
    torch.testing.assert_close(shuffled, straight[order])


def test_it_is_marked_as_an_experiment() -> None:
    assert methods()["meta_particles"].is_experimental
    assert methods()["posterior_crosspt"].is_experimental


def test_the_query_loss_is_told_before_and_after_adaptation() -> None:
    tuned = bench(particles=1, report_every=2)
    stage = tuned.active[0][0]
    particles = start(1)
    for index in range(2):
        tuned.step(stage, {"particles": particles}, index)
    first, second = tuned.metrics["source"]
    batch = tuned.batch(stage, 0)
    losses = [
        sum(wavy_loss(particles[0], row) for row in part.rows)
        / sum(len(row.target_ids) for row in part.rows)
        for part in batch.parts
        if part.role == "query"
    ]
    assert first["query/before"] == pytest.approx(float(sum(losses)) / len(losses))
    assert first["query/after"] == first["loss"] < first["query/before"]
    assert "query/before" not in second
    assert {"particle_x/1", "particle_y/1"} <= set(first)
