"""The order of rows changes neither what a method learns nor what it predicts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from torch import Tensor

from promptstudio.methods.contract import Batch, Constant, Mixture, Part, Row, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import TARGETS, Bench, drive, rows_of
from tests.methods.variants import VARIANTS
from tests.properties.draws import few_steps, seeds

every_variant = pytest.mark.parametrize(("key", "values"), VARIANTS, ids=str)


def order_of(count: int, seed: int) -> list[int]:
    order: list[int] = torch.randperm(count, generator=torch.Generator().manual_seed(seed)).tolist()
    return order


def shuffled(batch: Batch, seed: int) -> Batch:
    """The same rows of every part in another order."""

    def reordered(part: Part) -> Part:
        order = order_of(len(part.rows), seed)
        return replace(part, rows=tuple(part.rows[place] for place in order))

    return replace(batch, parts=tuple(reordered(part) for part in batch.parts))


def doubled(state: State) -> State:
    """The state in double precision, which leaves no room for excuses."""
    return {
        name: value.double() if value.is_floating_point() else value
        for name, value in state.items()
    }


def single(state: State) -> State:
    return {
        name: value.float() if value.is_floating_point() else value for name, value in state.items()
    }


def ends(bench: Bench, seed: int) -> Iterator[tuple[str, State, State]]:
    """Every stage with its end, on batches as they come and on shuffled ones.

    Both go on from the same state, so that a stage answers for itself alone.
    """
    state: State = {}
    for stage, steps in bench.active:
        state = bench.begin(stage, state)
        plain, other = doubled(state), doubled(state)
        for index in range(steps):
            batch = bench.batch(stage, index)
            env = bench.env(stage.key)
            plain, _ = drive(stage.step(env, plain, batch), bench.oracle)
            other, _ = drive(stage.step(env, other, shuffled(batch, seed + index)), bench.oracle)
        yield stage.key, plain, other
        state = single(plain)


@every_variant
@settings(max_examples=3)
@given(seed=seeds)
def test_the_order_of_a_batch_changes_no_update(
    key: str, values: dict[str, Any], seed: int
) -> None:
    """To ten digits of the largest entry, moments of the optimisers included."""
    for stage, expected, found in ends(Bench(methods()[key], few_steps(key, values)), seed):
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            largest = float(value.abs().max()) if value.numel() else 0.0
            torch.testing.assert_close(
                found[name], value, rtol=0.0, atol=1e-10 * largest, msg=f"{stage}: {name}"
            )


def prompts_by_row(mixture: Mixture, rows: int) -> Tensor:
    """The weighted sum (B, P, D) of the prompts that predict a row."""
    weighted = mixture.weight[:, None, None] * mixture.prompts[mixture.prompt]
    shape = (rows, *mixture.prompts.shape[1:])
    return torch.zeros(shape, dtype=weighted.dtype).index_add(0, mixture.row, weighted)


def predicted(bench: Bench, stage: str, state: State, rows: tuple[Row, ...]) -> Tensor:
    found = bench.method.mixture(bench.env(stage), state, TARGETS[0], rows)
    if isinstance(found, Constant):
        return found.probabilities.expand(len(rows), -1)
    return prompts_by_row(found, len(rows))


@every_variant
@settings(max_examples=3)
@given(seed=seeds)
def test_a_row_is_predicted_alike_in_any_order_and_company(
    key: str, values: dict[str, Any], seed: int
) -> None:
    bench = Bench(methods()[key], few_steps(key, values))
    (*_, (stage, state)) = bench.run().items()
    rows = rows_of(TARGETS[0], 6)
    order = order_of(len(rows), seed)
    alone = torch.cat([predicted(bench, stage, state, (row,)) for row in rows])
    found = predicted(bench, stage, state, tuple(rows[place] for place in order))
    torch.testing.assert_close(found, alone[order], rtol=1e-5, atol=1e-6)
