"""What every method of the registry has to fulfil, whatever it computes."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from safetensors.torch import load, save
from torch import Tensor

from promptstudio.core.settings import fields_of
from promptstudio.methods.contract import Constant, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import TARGETS, Bench, rows_of
from tests.methods.variants import VARIANTS


def _each(variants: list[tuple[str, dict[str, Any]]]) -> pytest.MarkDecorator:
    def name(value: Any) -> str:
        return value if isinstance(value, str) else "-".join(map(str, value))

    return pytest.mark.parametrize(("key", "values"), variants, ids=name)


each_variant = _each(VARIANTS)
each_trained = _each(
    [pair for pair in VARIANTS if any(stage.steps for stage in methods()[pair[0]].stages)]
)


def bench(key: str, values: Mapping[str, Any] | None = None, steps: int = 3, **more: Any) -> Bench:
    info = methods()[key]
    short = {stage.steps: steps for stage in info.stages if stage.steps}
    return Bench(info, {**short, **(values or {})}, **more)


def assert_same(found: State, expected: State) -> None:
    assert found.keys() == expected.keys()
    for name, value in found.items():
        assert torch.equal(value, expected[name]), name


def cloned(state: State) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in state.items()}


def test_the_registry_finds_the_methods_without_torch() -> None:
    code = (
        "import sys; from promptstudio.methods.registry import methods; "
        "print(*sorted(methods())); assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(methods()) == done.stdout.split()


@pytest.mark.parametrize("key", sorted(methods()))
def test_the_declaration_is_complete(key: str) -> None:
    info = methods()[key]
    config = info.config_type()
    names = {field.name for field in fields_of(info.config_type)}
    stages = {stage.key for stage in info.stages}
    for field in fields_of(info.config_type):
        assert field.stage in stages, field.name
        assert field.when.keys() <= names, field.name
        assert field.name not in field.when, field.name
        assert field.help.endswith("."), field.name
        if field.low is not None and field.default is not None:
            assert field.low <= float(field.default) <= float(field.high), field.name
    assert info.config_type.model_validate(config.model_dump()) == config
    if not (info.is_control or info.is_experimental):
        assert {"arXiv"} <= set(info.paper.replace(":", " ").split())


@pytest.mark.parametrize("key", sorted(methods()))
def test_conditions_name_values_that_a_setting_can_have(key: str) -> None:
    by_name = {field.name: field for field in fields_of(methods()[key].config_type)}
    for field in by_name.values():
        for other, allowed in field.when.items():
            if by_name[other].choices:
                assert set(allowed) <= set(by_name[other].choices), field.name


@each_variant
def test_declared_stages_are_those_of_the_algorithm(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    declared = [stage.key for stage in bench_.info.stages if not stage.owner]
    assert [stage.key for stage in bench_.method.stages()] == declared


@each_trained
def test_the_same_seed_gives_the_same_numbers(key: str, values: dict[str, Any]) -> None:
    first, again, other = bench(key, values), bench(key, values), bench(key, values, seed=1)
    states, repeated = first.run(), again.run()
    other.run()
    assert first.metrics == again.metrics
    assert first.metrics != other.metrics
    for stage, state in states.items():
        assert_same(state, repeated[stage])


@each_trained
def test_the_seed_draws_the_start(key: str, values: dict[str, Any]) -> None:
    first, other = bench(key, values), bench(key, values, seed=1)
    started, elsewhere = (b.begin(b.active[0][0], {}) for b in (first, other))
    differing = [name for name in started if not torch.equal(started[name], elsewhere[name])]
    assert differing, sorted(started)


@each_variant
def test_the_loss_falls(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values, steps=60)
    bench_.run()
    for metrics in bench_.metrics.values():
        losses = [step["loss"] for step in metrics]
        first, last = sum(losses[:5]), sum(losses[-5:])
        assert last < first, losses


@each_variant
def test_a_closed_generator_leaves_the_state_as_it_was(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    upstream: State = {}
    for stage, steps in bench_.active:
        state = bench_.begin(stage, upstream)
        for index in range(steps):
            before = cloned(state)
            _close_after_every_yield(bench_, stage, state, index)
            after = bench_.step(stage, state, index)
            assert_same(state, before)
            state = after
        before = cloned(upstream)
        bench_.begin(stage, upstream)
        assert_same(upstream, before)
        upstream = state


def _close_after_every_yield(bench_: Bench, stage: Any, state: State, index: int) -> None:
    before = cloned(state)
    reached = True
    stop_after = 1
    while reached:
        asking = stage.step(bench_.env(stage.key), state, bench_.batch(stage, index))
        reached = _advance(asking, bench_, stop_after)
        asking.close()
        assert_same(state, before)
        stop_after += 1


def _advance(asking: Any, bench_: Bench, yields: int) -> bool:
    try:
        ask = next(asking)
        for _ in range(yields - 1):
            ask = asking.send(bench_.oracle(ask))
    except StopIteration:
        return False
    return True


@each_variant
def test_a_stored_state_goes_on_as_if_nothing_had_been(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    upstream: State = {}
    for stage, steps in bench_.active:
        state = bench_.begin(stage, upstream)
        for index in range(steps):
            contiguous = {name: value.contiguous() for name, value in state.items()}
            restored = load(save(contiguous))
            state = bench_.step(stage, state, index)
            assert_same(bench_.step(stage, restored, index), state)
        upstream = state


def predicting(bench_: Bench) -> list[tuple[str, State]]:
    """The states with which a target is predicted: those behind joint and target stages."""
    scopes = {stage.key: stage.scope for stage in bench_.info.stages}
    return [(key, state) for key, state in bench_.run().items() if scopes[key] != "source"]


@each_variant
def test_predictions_are_pure_and_weights_sum_to_one(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    rows = rows_of(TARGETS[0], 5)
    for stage, state in predicting(bench_):
        before = cloned(state)
        env = bench_.env(stage)
        found = bench_.method.mixture(env, state, TARGETS[0], rows)
        again = bench_.method.mixture(env, state, TARGETS[0], rows)
        assert_same(state, before)
        if isinstance(found, Constant):
            assert torch.equal(found.probabilities, again.probabilities)
            torch.testing.assert_close(float(found.probabilities.sum()), 1.0)
            continue
        assert torch.equal(found.prompts, again.prompts)
        assert torch.equal(found.weight, again.weight)
        sums = torch.zeros(5).index_add(0, found.row, found.weight)
        torch.testing.assert_close(sums, torch.ones(5))
        assert int(found.prompt.max()) < len(found.prompts)
        assert found.merged.shape[-2:] == found.prompts.shape[1:]


@each_variant
def test_artifacts_are_finite_prompts(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    for stage, state in predicting(bench_):
        artifact = bench_.method.artifact(bench_.env(stage), state, TARGETS[0])
        for tensor in (artifact.prompt, *artifact.more.values()):
            assert tensor.dtype == torch.float32
            assert not tensor.requires_grad
            assert tensor.isfinite().all()
        assert artifact.prompt.shape[1:] == (4,)
        assert (artifact.members is not None) == (artifact.kind == "ensemble")
        assert not any(value.requires_grad for value in state.values())


@each_variant
def test_the_prompt_taken_away_is_the_one_predicted_with(key: str, values: dict[str, Any]) -> None:
    bench_ = bench(key, values)
    for stage, state in predicting(bench_):
        env = bench_.env(stage)
        found = bench_.method.mixture(env, state, TARGETS[0], rows_of(TARGETS[0], 2))
        artifact = bench_.method.artifact(env, state, TARGETS[0])
        if isinstance(found, Constant):
            assert artifact.prompt.shape == (0, 4)
        elif artifact.kind != "conditional":
            torch.testing.assert_close(artifact.prompt, found.merged)
        if artifact.members is not None:
            assert torch.equal(artifact.members, found.prompts)
