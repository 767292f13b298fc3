"""Laws of whole methods, on oracles with known answers."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from hypothesis import given
from hypothesis import strategies as st

from promptstudio.methods.contract import State
from promptstudio.methods.episodes import Episodes, adapt, query_gradient
from promptstudio.methods.registry import methods
from promptstudio.nn.meta import reptile_gradient
from tests.methods.fakes import Bench, FunctionOracle, QuadraticOracle, drive, rows_of, wavy_loss
from tests.properties.draws import D, P, counts, few_steps, seeds, tensor


def episodes(count: int, sets: int) -> Episodes:
    tasks = [rows_of(f"task {number}", 12) for number in range(count)]
    return Episodes(
        count,
        [[rows[4 * k : 4 * k + 3] for rows in tasks] for k in range(sets)],
        [rows[-3:] for rows in tasks],
    )


def gradient(
    prompts: torch.Tensor, drawn: Episodes, *, inner_lr: float, first_order: bool
) -> torch.Tensor:
    oracle = FunctionOracle(wavy_loss)
    adapted = drive(adapt(prompts, drawn, inner_lr=inner_lr), oracle)
    asking = query_gradient(adapted, drawn, inner_lr=inner_lr, first_order=first_order)
    return drive(asking, oracle)[1]


@given(seeds, st.integers(1, 3), st.integers(1, 2))
def test_without_inner_steps_all_meta_gradients_are_the_query_gradient(
    seed: int, count: int, sets: int
) -> None:
    prompts, drawn = tensor(seed, count, P, D), episodes(count, sets)
    plain = gradient(prompts, replace(drawn, support=[]), inner_lr=0.3, first_order=True)
    for first_order in (True, False):
        found = gradient(prompts, drawn, inner_lr=0.0, first_order=first_order)
        torch.testing.assert_close(found, plain, rtol=1e-9, atol=1e-12)


@given(seeds, st.floats(0.01, 1.0))
def test_reptile_with_one_step_is_the_support_gradient(seed: int, inner_lr: float) -> None:
    prompts, drawn = tensor(seed, 2, P, D), episodes(2, 1)
    oracle = QuadraticOracle()
    adapted = drive(adapt(prompts, drawn, inner_lr=inner_lr), oracle)
    swapped = replace(drawn, support=[], query=drawn.support[0])
    unmoved = drive(adapt(prompts, swapped, inner_lr=inner_lr), oracle)
    asking = query_gradient(unmoved, swapped, inner_lr=inner_lr, first_order=True)
    expected = drive(asking, oracle)[1]
    found = reptile_gradient(adapted.path[0], adapted.path[-1], inner_lr=inner_lr)
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)


def summed(formula: str, seed: int) -> tuple[torch.Tensor, State]:
    """The prompt that a formula over two source prompts gives, and what it was made of."""
    values = few_steps("task_vectors", {"combination": "named", "use": "zero_shot"})
    bench = Bench(methods()["task_vectors"], {**values, "formula": formula}, seed=seed)
    states = bench.run()
    return states["combine"]["prompt"], states["source"]


@given(seeds, st.floats(-2, 2).map(lambda x: round(x, 3)), st.permutations(["film", "food"]))
def test_task_vectors_add_up(seed: int, factor: float, names: Sequence[str]) -> None:
    one, other = names
    term = f"{'-' if factor < 0 else '+'} {abs(factor)}*{one}"
    forth, source = summed(f"{term} + {other}".removeprefix("+ "), seed)
    back, _ = summed(f"{other} {term}", seed)
    torch.testing.assert_close(forth, back, rtol=1e-5, atol=1e-6)
    origin = source["origins"][0]
    nothing, _ = summed(f"0*{one} + 0*{other}", seed)
    torch.testing.assert_close(nothing, origin, rtol=1e-6, atol=1e-6)
    cancelled, _ = summed(f"{other} - 1*{other}", seed)
    torch.testing.assert_close(cancelled, origin, rtol=1e-6, atol=1e-6)


@given(seeds, st.sampled_from(["all", "nearest", "named"]), st.booleans(), st.integers(1, 5))
def test_the_scale_of_the_sum_is_a_line_through_the_start(
    seed: int,
    combination: str,
    average: bool,  # noqa: FBT001 - drawn by place
    scale: int,
) -> None:
    values = {"combination": combination, "formula": "film - food", "average": average}

    def at(scale: float) -> dict[str, State]:
        chosen = few_steps("task_vectors", {**values, "scale": scale})
        return Bench(methods()["task_vectors"], chosen, seed=seed).run()

    states = at(0.0)
    start = states["source"]["origins"][0]
    assert torch.equal(states["combine"]["prompt"], start)
    once, often = (at(float(x))["combine"]["prompt"] - start for x in (1, scale))
    torch.testing.assert_close(often, scale * once, rtol=1e-4, atol=1e-5)
    assert float(once.abs().max()) > 0.0


@given(seeds, counts)
def test_a_prompt_among_others_moves_as_alone(seed: int, count: int) -> None:
    """Every source prompt is trained as if it were the only one."""
    info = methods()["source_prompts"]
    values = few_steps("source_prompts", {"same_start": False})
    names = tuple(f"task{number}" for number in range(count))
    together = Bench(info, values, seed=seed, sources=names).run()["source"]["sources"]
    alone = Bench(info, values, seed=seed, sources=names[:1]).run()["source"]["sources"]
    torch.testing.assert_close(together[:1], alone, rtol=1e-6, atol=1e-6)
