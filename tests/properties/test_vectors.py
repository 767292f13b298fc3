"""Laws of the arithmetic around the oracle: particles, priors, factors, routers, schedules."""

import math
from typing import Any

import torch
from hypothesis import given
from hypothesis import strategies as st

from promptstudio.nn import priors
from promptstudio.nn.composition import Normalizer, joined, mix, normalized
from promptstudio.nn.factors import factored, near_one
from promptstudio.nn.schedules import Schedule
from promptstudio.nn.stein import svgd_direction
from tests.properties.draws import D, P, counts, seeds, tensor

CLOSE: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-10}
widths = st.floats(0.3, 5.0)


@given(seeds, counts)
def test_permuting_particles_permutes_their_directions(seed: int, count: int) -> None:
    particles, scores = tensor(seed, count, P, D), tensor(seed + 1, count, P, D)
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    found = svgd_direction(particles[order], scores[order]).direction
    torch.testing.assert_close(found, svgd_direction(particles, scores).direction[order], **CLOSE)


@given(seeds, counts, st.floats(-100, 100))
def test_shifting_all_particles_changes_no_direction(seed: int, count: int, shift: float) -> None:
    particles, scores = tensor(seed, count, P, D), tensor(seed + 1, count, P, D)
    found = svgd_direction(particles + shift, scores).direction
    torch.testing.assert_close(found, svgd_direction(particles, scores).direction, **CLOSE)


@given(seeds, counts)
def test_without_scores_particles_only_repel(seed: int, count: int) -> None:
    """The repulsive forces of a symmetric kernel cancel, and point away from the centre."""
    particles = tensor(seed, count, P, D)
    found = svgd_direction(particles, torch.zeros_like(particles)).direction
    torch.testing.assert_close(found.sum(0), torch.zeros(P, D, dtype=torch.float64), **CLOSE)
    assert float((found * (particles - particles.mean(0))).sum()) > 0


@given(seeds, counts)
def test_equal_particles_move_as_one_by_their_mean_score(seed: int, count: int) -> None:
    particles = tensor(seed, 1, P, D).expand(count, -1, -1)
    scores = tensor(seed + 1, count, P, D)
    found = svgd_direction(particles, scores).direction
    torch.testing.assert_close(found, scores.mean(0).expand_as(found), **CLOSE)


@given(seeds, st.none() | widths)
def test_a_particle_alone_follows_its_score(seed: int, bandwidth: float | None) -> None:
    particle, score = tensor(seed, 1, P, D), tensor(seed + 1, 1, P, D)
    found = svgd_direction(particle, score, bandwidth=bandwidth).direction
    torch.testing.assert_close(found, score, **CLOSE)


@given(seeds, counts, widths, st.sampled_from([priors.mixture, priors.bound, priors.fitted]))
def test_scores_are_the_gradients_of_log_densities(
    seed: int, count: int, width: float, prior: object
) -> None:
    assert callable(prior)
    prompt = tensor(seed, P, D).requires_grad_()
    found = prior(prompt, tensor(seed + 1, count, P, D), width)
    (slope,) = torch.autograd.grad(found.value, prompt)
    torch.testing.assert_close(found.score.detach(), slope, **CLOSE)


@given(seeds, counts, widths)
def test_the_bound_is_below_the_mixture(seed: int, count: int, width: float) -> None:
    prompt, particles = tensor(seed, P, D), tensor(seed + 1, count, P, D)
    lower = float(priors.bound(prompt, particles, width).value)
    assert lower <= float(priors.mixture(prompt, particles, width).value) + 1e-12
    alone = particles[:1]
    assert math.isclose(
        float(priors.bound(prompt, alone, width).value),
        float(priors.mixture(prompt, alone, width).value),
        rel_tol=1e-12,
        abs_tol=1e-12,
    )


@given(seeds, counts, st.integers(1, 2))
def test_factors_of_ones_leave_the_shared_prompt(seed: int, tasks: int, rank: int) -> None:
    prompt = tensor(seed, P, D)
    ones = torch.ones(tasks, P, 1, dtype=torch.float64), torch.ones(tasks, 1, D).double()
    torch.testing.assert_close(factored(prompt, *ones), prompt.expand(tasks, -1, -1), **CLOSE)
    rows, columns = near_one(P, D, rank, noise=0.0, generator=torch.Generator())
    torch.testing.assert_close(
        factored(prompt, rows[None].double(), columns[None].double())[0],
        prompt,
        rtol=1e-6,
        atol=1e-6,
    )


@given(seeds, counts, st.floats(0.1, 10))
def test_what_one_factor_gains_the_other_may_lose(seed: int, tasks: int, scale: float) -> None:
    prompt, rows = tensor(seed, P, D), tensor(seed + 1, tasks, P, 1)
    columns = tensor(seed + 2, tasks, 1, D)
    found = factored(prompt, rows * scale, columns / scale)
    torch.testing.assert_close(found, factored(prompt, rows, columns), **CLOSE)


@given(seeds, counts, st.floats(-10, 10))
def test_factors_scale_with_their_prompt_and_come_in_any_order(
    seed: int, tasks: int, scale: float
) -> None:
    prompt, rows = tensor(seed, P, D), tensor(seed + 1, tasks, P, 1)
    columns = tensor(seed + 2, tasks, 1, D)
    found = factored(prompt, rows, columns)
    torch.testing.assert_close(factored(scale * prompt, rows, columns), scale * found, **CLOSE)
    torch.testing.assert_close(factored(prompt, scale * rows, columns), scale * found, **CLOSE)
    more, others = tensor(seed + 3, 1, P, 1), tensor(seed + 4, 1, 1, D)
    first = factored(factored(prompt, more, others)[0], rows, columns)
    torch.testing.assert_close(first, factored(prompt, rows * more, columns * others), **CLOSE)


@given(seeds, counts, counts)
def test_a_router_of_zeros_leaves_the_private_prompts(seed: int, tasks: int, sources: int) -> None:
    private, shared = tensor(seed, tasks, P, D), tensor(seed + 1, sources, P, D)
    nothing = mix(torch.zeros(tasks, sources, dtype=torch.float64), shared)
    torch.testing.assert_close(joined(nothing, private, "sum"), private, **CLOSE)


@given(seeds, counts, counts)
def test_weights_that_sum_to_one_mix_equal_sources_to_themselves(
    seed: int, tasks: int, sources: int
) -> None:
    gates = torch.sigmoid(tensor(seed, tasks, sources))
    for kind in ("none", "softmax"):
        weights = normalized(gates, sum_to_one=kind == "none", kind=kind)
        source = tensor(seed + 1, 1, P, D).expand(sources, -1, -1)
        torch.testing.assert_close(mix(weights, source), source[:1].expand(tasks, -1, -1), **CLOSE)


@given(
    seeds,
    counts,
    st.integers(0, 8),
    st.booleans(),
    st.sampled_from(["none", "softmax", "sigmoid"]),
)
def test_only_top_gates_have_weight(
    seed: int,
    sources: int,
    top: int,
    sum_to_one: bool,  # noqa: FBT001 - drawn by place
    kind: Normalizer,
) -> None:
    gates = torch.sigmoid(tensor(seed, 3, sources))
    found = normalized(gates, sum_to_one=sum_to_one, kind=kind, top=top)
    kept = sources if top == 0 else min(top, sources)
    assert (found > 0).sum(1).tolist() == [kept] * 3
    assert found.argmax(1).tolist() == gates.argmax(1).tolist()
    if kind == "none" and not sum_to_one:
        assert bool(((found == gates) | (found == 0)).all())
    elif kind != "sigmoid":
        torch.testing.assert_close(found.sum(1), torch.ones(3, dtype=torch.float64), **CLOSE)


@given(seeds, counts)
def test_closed_gates_weigh_equally(seed: int, sources: int) -> None:
    gates = 1e-9 * torch.sigmoid(tensor(seed, 2, sources))
    found = normalized(gates, sum_to_one=True, kind="none")
    torch.testing.assert_close(found, torch.full_like(found, 1 / sources), **CLOSE)


@given(st.sampled_from(["constant", "linear", "cosine"]), st.integers(1, 60), st.integers(0, 60))
def test_schedules_rise_once_and_waste_no_step(kind: str, steps: int, warmup: int) -> None:
    schedule = Schedule(kind=kind, steps=steps, warmup_steps=min(warmup, steps))  # type: ignore[arg-type]
    factors = [schedule(index) for index in range(steps)]
    top = factors.index(max(factors))
    assert all(0 < factor <= 1 for factor in factors)
    assert factors[: top + 1] == sorted(factors[: top + 1])
    assert factors[top:] == sorted(factors[top:], reverse=True)
