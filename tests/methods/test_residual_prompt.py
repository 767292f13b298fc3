from typing import Any

import pytest
import torch
from torch import Tensor, nn

from promptstudio.methods.contract import Batch, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    TARGETS,
    Bench,
    FunctionOracle,
    QuadraticOracle,
    rows_of,
    seeded,
    wavy_loss,
)

P, D, W = 3, 4, 5
INFO = methods()["residual_prompt"]
CASES: list[dict[str, Any]] = [
    {},
    {"layer_norm": False},
    {"network_per_token": True},
    {"residual": False},
    {"residual": False, "layer_norm": False, "network_per_token": True},
]
each_case = pytest.mark.parametrize(
    "values", CASES, ids=lambda v: "-".join(f"{name}={x}" for name, x in v.items()) or "default"
)


def bench(oracle: object = None, **values: object) -> Bench:
    plain = {
        "num_virtual_tokens": P,
        "bottleneck": W,
        "optimizer": "sgd",
        "learning_rate": 0.05,
        "network_learning_rate": 0.02,
        "batch_size": 4,
    }
    oracle = oracle or QuadraticOracle()
    return Bench(INFO, {**plain, **values}, oracle, token_dim=D)  # type: ignore[arg-type]


def exact_state(tuned: Bench) -> dict[str, Tensor]:
    """A state with nothing at zero, in float64."""
    state = tuned.begin(tuned.active[0][0], {})
    return {
        name: torch.randn(value.shape, generator=seeded(name), dtype=torch.float64)
        for name, value in state.items()
    }


def modules_of(tuned: Bench, state: State) -> list[nn.Sequential]:
    """PyTorch's own layers with the numbers of a state, one network for each virtual token."""
    found = []
    for token in range(P):
        place = token if len(state["down"]) > 1 else 0
        layers = [nn.Linear(D, W), nn.ReLU(), nn.Linear(W, D)]
        if tuned.config.layer_norm:  # type: ignore[attr-defined]
            layers.append(nn.LayerNorm(D))
        network = nn.Sequential(*layers).double()
        names = ["down", "down_bias", "up", "up_bias", "scale", "offset"]
        with torch.no_grad():
            for name, parameter in zip(names, network.parameters(), strict=False):
                value = state[name][place]
                parameter.copy_(value.T if name in ("down", "up") else value[0])
        found.append(network)
    return found


def by_modules(tuned: Bench, state: State) -> Tensor:
    networks = modules_of(tuned, state)
    rows = [network(row) for network, row in zip(networks, state["prompt"], strict=True)]
    found = torch.stack(rows).detach()
    return found + state["prompt"] if tuned.config.residual else found  # type: ignore[attr-defined]


def mean_loss(tuned: Bench, state: State, batch: Batch) -> float:
    prompt = by_modules(tuned, state)
    tokens = sum(len(row.target_ids) for row in batch.rows)
    return float(sum(wavy_loss(prompt, row) for row in batch.rows)) / tokens


@each_case
def test_the_merged_prompt_is_that_of_pytorch_s_layers(values: dict[str, Any]) -> None:
    tuned = bench(**values)
    state, env = exact_state(tuned), tuned.env("target")
    expected = by_modules(tuned, state)
    found = tuned.method.mixture(env, state, TARGETS[0], rows_of(TARGETS[0], 2))
    torch.testing.assert_close(found.merged, expected)
    artifact = tuned.method.artifact(env, state, TARGETS[0])
    torch.testing.assert_close(artifact.prompt, expected)
    assert (artifact.kind, artifact.more) == ("plain", {})


@each_case
def test_updates_equal_finite_differences(values: dict[str, Any]) -> None:
    """Every tensor moves by its own learning rate times the loss's slope."""
    tuned = bench(FunctionOracle(wavy_loss), **values)
    stage = tuned.active[0][0]
    state, batch = exact_state(tuned), tuned.batch(stage, 0)
    after = tuned.step(stage, state, 0)
    assert tuned.metrics["target"][0]["loss"] == pytest.approx(mean_loss(tuned, state, batch))
    for name, value in state.items():
        expected = torch.zeros_like(value)
        for place in range(expected.numel()):
            nudge = torch.zeros_like(value)
            nudge.view(-1)[place] = 1e-5
            up = mean_loss(tuned, {**state, name: value + nudge}, batch)
            down = mean_loss(tuned, {**state, name: value - nudge}, batch)
            expected.view(-1)[place] = (up - down) / 2e-5
        rate = 0.05 if name == "prompt" else 0.02
        found = (value - after[name]) / rate
        # 1e-7: a gradient of zero leaves the rounding of two losses near 1
        torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-7, msg=name)


@pytest.mark.parametrize("layer_norm", [True, False])
def test_it_starts_at_the_first_prompt_of_prompt_tuning(*, layer_norm: bool) -> None:
    tuned = bench(layer_norm=layer_norm)
    plain = Bench(methods()["prompt_tuning"], {"num_virtual_tokens": P}, token_dim=D)
    state = tuned.begin(tuned.active[0][0], {})
    found = tuned.method.artifact(tuned.env("target"), state, TARGETS[0]).prompt
    assert torch.equal(found, plain.begin(plain.active[0][0], {})["prompt"])


@pytest.mark.parametrize("network_per_token", [True, False])
@pytest.mark.parametrize("layer_norm", [True, False])
def test_a_second_matrix_of_zeros_leaves_the_prompt(
    *, layer_norm: bool, network_per_token: bool
) -> None:
    tuned = bench(layer_norm=layer_norm, network_per_token=network_per_token)
    state = exact_state(tuned)
    silent = [name for name in ("up", "up_bias", "offset") if name in state]
    state |= {name: torch.zeros_like(state[name]) for name in silent}
    found = tuned.method.artifact(tuned.env("target"), state, TARGETS[0]).prompt
    assert torch.equal(found, state["prompt"])


def test_without_residual_it_starts_at_the_output_of_a_random_network() -> None:
    tuned = bench(residual=False, layer_norm=False)
    state = tuned.begin(tuned.active[0][0], {})
    found = tuned.method.artifact(tuned.env("target"), state, TARGETS[0]).prompt
    assert float((found - state["prompt"]).abs().min()) > 1e-3
    assert float(found.abs().min()) > 1e-6


def test_networks_are_shared_or_one_for_each_token() -> None:
    for per_token, networks in [(False, 1), (True, P)]:
        tuned = bench(network_per_token=per_token)
        state = tuned.begin(tuned.active[0][0], {})
        shapes = {name: tuple(value.shape) for name, value in state.items()}
        assert shapes == {
            "prompt": (P, D),
            "down": (networks, D, W),
            "down_bias": (networks, 1, W),
            "up": (networks, W, D),
            "up_bias": (networks, 1, D),
            "scale": (networks, 1, D),
            "offset": (networks, 1, D),
        }


def test_matrices_are_drawn_as_those_of_linear_layers() -> None:
    tuned = bench(num_virtual_tokens=40, network_per_token=True)
    state = tuned.begin(tuned.active[0][0], {})
    torch.manual_seed(0)
    for name, layer in [("down", nn.Linear(D, 200)), ("up", nn.Linear(W, 200))]:
        bound = layer.in_features**-0.5
        assert 0.98 * bound < float(state[name].abs().max()) <= bound
        assert float(state[name].std()) == pytest.approx(
            float(layer.weight.detach().std()), rel=0.05
        )


def test_a_rate_of_zero_stops_its_part_alone() -> None:
    for stopped in ("learning_rate", "network_learning_rate"):
        tuned = bench(**{stopped: 0.0}, optimizer="adamw", steps=3)
        stage, steps = tuned.active[0]
        before, after = tuned.begin(stage, {}), tuned.run_stage(stage, steps, {})
        names = [name for name in before if "." not in name]
        moved = {name for name in names if not after[name].equal(before[name])}
        expected = {"prompt"} if stopped == "network_learning_rate" else {*names} - {"prompt"}
        assert moved == expected


def test_with_a_still_network_it_is_prompt_tuning() -> None:
    same = {"steps": 5, "batch_size": 4, "optimizer": "adamw", "learning_rate": 0.1}
    tuned = bench(network_learning_rate=0.0, **same)
    plain = Bench(methods()["prompt_tuning"], {"num_virtual_tokens": P, **same}, token_dim=D)
    found = tuned.method.artifact(tuned.env("target"), tuned.run()["target"], TARGETS[0]).prompt
    torch.testing.assert_close(found, plain.run()["target"]["prompt"])


@pytest.mark.parametrize("values", [case for case in CASES if case != {"residual": False}])
def test_the_optimum_of_a_quadratic_is_found(values: dict[str, Any]) -> None:
    """The case left out can not: layer normalisation keeps its tokens on one ellipsoid."""
    oracle = QuadraticOracle()
    more = {"optimizer": "adamw", "batch_size": 32, "steps": 500, "schedule": "cosine"}
    tuned = bench(oracle, **{**values, **more, "learning_rate": 0.1, "bottleneck": 16})
    state = tuned.run()["target"]
    found = tuned.method.artifact(tuned.env("target"), state, TARGETS[0]).prompt
    best = torch.stack([oracle.center(row, (P, D)) for row in rows_of(TARGETS[0])]).mean(0)
    torch.testing.assert_close(found.double(), best, rtol=0.0, atol=0.05)
