"""What methods declare of their work, beside what they really ask."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from promptstudio.core.declaration import StageInfo, Work
from promptstudio.methods.contract import Ask, Mixture
from promptstudio.methods.registry import methods
from tests.methods.fakes import SOURCES, TARGETS, Bench, QuadraticOracle, rows_of
from tests.methods.test_contract import each_trained
from tests.methods.variants import VARIANTS

STEPS = 10
"""A round of what `meta_init` asks only now and then."""


def asked(asks: Sequence[Ask]) -> Work:
    """Count pairs by what is asked of them; a teacher answers every pair once more."""
    gradients = sum(len(a.row) for a in asks if a.need_grads and a.product is None)
    products = sum(len(a.row) for a in asks if a.product is not None)
    losses = sum(len(a.row) for a in asks if not a.need_grads or a.objective is not None)
    return Work(gradients, products, losses)


def declared(bench: Bench, stage: StageInfo) -> Work:
    owner = methods()[stage.owner] if stage.owner else bench.info
    own = next(each for each in owner.stages if each.key == stage.key)
    served = {"source": SOURCES, "joint": TARGETS, "target": TARGETS[:1]}[stage.scope]
    return Work() if own.work is None else own.work(bench.config, len(served))


def bench_of(key: str, values: Mapping[str, Any]) -> Bench:
    info = methods()[key]
    short = {stage.steps: STEPS for stage in info.stages if stage.steps}
    return Bench(info, {**short, **values})


@each_trained
def test_steps_ask_what_is_declared(key: str, values: dict[str, Any]) -> None:
    """Looks at validation rows (`best_of_k`) and at the first batch are left out of losses."""
    bench = bench_of(key, values)
    active = bench.info.active_stages(bench.config)
    state: Any = {}
    for info, (stage, steps) in zip(active, bench.active, strict=True):
        state = bench.begin(stage, state)
        oracle = bench.oracle
        assert isinstance(oracle, QuadraticOracle)
        oracle.asks.clear()
        for index in range(steps):
            state = bench.step(stage, state, index)
        found, told = asked(oracle.asks), declared(bench, info)
        assert (found.gradients, found.products) == (steps * told.gradients, steps * told.products)
        if info.scope == "source":
            assert found.losses == pytest.approx(steps * told.losses)


@pytest.mark.parametrize(("key", "values"), VARIANTS)
def test_rows_are_predicted_as_declared(key: str, values: dict[str, Any]) -> None:
    bench = bench_of(key, values)
    size = bench.info.prompt_size(bench.config)
    states = bench.run()
    last = list(states)[-1]
    rows = rows_of(TARGETS[0], 6)
    found = bench.method.mixture(bench.env(last), states[last], TARGETS[0], rows)
    if isinstance(found, Mixture) and size.virtual_tokens:
        assert len(found.row) == size.prompts * len(rows)
        assert found.prompts.shape[1] == size.virtual_tokens


def test_every_stage_with_steps_declares_its_work() -> None:
    for info in methods().values():
        for stage in info.stages:
            assert bool(stage.steps) == bool(stage.work or stage.owner), (info.key, stage.key)
