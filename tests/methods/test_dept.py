import math

import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import BackboneSpec
from promptstudio.methods.contract import Mixture, Row, State
from promptstudio.methods.dept import DeptConfig
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    STUDY,
    TARGETS,
    Bench,
    FunctionOracle,
    QuadraticOracle,
    rows_of,
    seeded,
)
from tests.methods.fakes import wavy_loss as prompt_loss

P, D, T, R = 3, 4, 8, 2
INFO = methods()["dept"]
WORD = torch.randn(T, D, generator=seeded("word"), dtype=torch.float64)


def shifted_loss(prompt: Tensor, row: Row, shift: Tensor) -> Tensor:
    """A loss in which the prompt and the shifted embeddings act on one another."""
    moved = (WORD + shift).cos().mean(0)  # (D,)
    own = 1.0 + row.input_ids[0] / 10
    return prompt_loss(prompt, row) + own * len(row.target_ids) * (moved @ prompt.sum(0)).sin()


def bench(oracle: object = None, **values: object) -> Bench:
    plain = {
        "num_virtual_tokens": P,
        "rank": R,
        "optimizer": "sgd",
        "learning_rate": 0.05,
        "shift_learning_rate": 0.7,
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


def shift_by_loop(state: State, factor: float) -> Tensor:
    left, right = state["left"], state["right"]
    found = torch.zeros(T, D, dtype=torch.float64)
    for i in range(T):
        for j in range(D):
            found[i, j] = factor * sum(left[i, k] * right[k, j] for k in range(len(right)))
    return found


@pytest.mark.parametrize(("scaling", "factor"), [("paper", 1.0), ("code", 8 / math.sqrt(R))])
def test_updates_equal_finite_differences(scaling: str, factor: float) -> None:
    """Every tensor moves by its own learning rate times the loss's slope."""
    tuned = bench(FunctionOracle(shifted_loss), scaling=scaling)
    stage = tuned.active[0][0]
    state, rows = exact_state(tuned), tuned.batch(stage, 0).rows
    after = tuned.step(stage, state, 0)

    def mean_loss(of: State) -> float:
        shift = shift_by_loop(of, factor)
        tokens = sum(len(row.target_ids) for row in rows)
        return float(sum(shifted_loss(of["prompt"], row, shift) for row in rows)) / tokens

    assert tuned.metrics["target"][0]["loss"] == pytest.approx(mean_loss(state), rel=1e-6)
    for name, rate in {"prompt": 0.05, "left": 0.7, "right": 0.7}.items():
        expected = torch.zeros_like(state[name])
        for place in range(expected.numel()):
            nudge = torch.zeros_like(expected)
            nudge.view(-1)[place] = 1e-5
            up = mean_loss({**state, name: state[name] + nudge})
            down = mean_loss({**state, name: state[name] - nudge})
            expected.view(-1)[place] = (up - down) / 2e-5
        assert float(expected.abs().max()) > 1e-3, name
        found = (state[name] - after[name]) / rate
        torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-7, msg=name)


def test_it_starts_as_plain_prompt_tuning_and_without_a_shift() -> None:
    tuned = bench(optimizer="adamw", rank=3)
    state = tuned.begin(tuned.active[0][0], {})
    plain = Bench(methods()["prompt_tuning"], {"num_virtual_tokens": P}, token_dim=D)
    assert torch.equal(state["prompt"], plain.begin(plain.active[0][0], {})["prompt"])
    assert state["left"].shape == (T, 3)
    assert torch.equal(state["right"], torch.zeros(3, D))
    numbers = sum(value.numel() for name, value in state.items() if "." not in name)
    assert numbers == P * D + (T + D) * 3


def test_the_left_factor_is_drawn_as_the_weights_of_a_linear_layer_are() -> None:
    """Kaiming's uniform law with PyTorch's slope √5, whose bound is one over √rank."""
    drawn = [
        Bench(INFO, {"num_virtual_tokens": P, "rank": R}, seed=seed, token_dim=D)
        for seed in range(100)
    ]
    left = torch.stack([b.begin(b.active[0][0], {})["left"] for b in drawn])
    reference = torch.empty(100 * T, R)
    torch.manual_seed(0)
    torch.nn.init.kaiming_uniform_(reference, a=math.sqrt(5))
    bound = 1 / math.sqrt(R)
    assert 0.99 * bound < float(left.abs().max()) <= bound
    assert float(reference.abs().max()) <= bound
    assert float(left.std()) == pytest.approx(float(reference.std()), rel=0.05)
    assert abs(float(left.mean())) < 0.05


def test_a_rate_of_zero_stops_its_part_alone() -> None:
    for stopped, moving in [
        ("learning_rate", ("left", "right")),
        ("shift_learning_rate", ("prompt",)),
    ]:
        tuned = bench(**{stopped: 0.0}, optimizer="adamw", steps=2)
        stage, steps = tuned.active[0]
        before, after = tuned.begin(stage, {}), tuned.run_stage(stage, steps, {})
        moved = {
            name for name in ("prompt", "left", "right") if not after[name].equal(before[name])
        }
        assert moved == set(moving)


def test_the_optima_of_prompt_and_shift_are_found() -> None:
    """With full rank the shift reaches its own center, whatever the prompt does."""
    oracle = QuadraticOracle()
    tuned = bench(
        oracle,
        num_virtual_tokens=D,
        rank=D,
        optimizer="adamw",
        learning_rate=0.2,
        shift_learning_rate=0.1,
        batch_size=32,
        steps=600,
        schedule="cosine",
    )
    state = tuned.run()["target"]
    rows = rows_of(TARGETS[0])
    for value, shape in [(state["prompt"], (D, D)), (state["left"] @ state["right"], (T, D))]:
        best = torch.stack([oracle.center(row, shape) for row in rows]).mean(0)
        torch.testing.assert_close(value.double(), best, rtol=0.0, atol=1e-2)


@pytest.mark.parametrize("scaling", ["paper", "code"])
def test_what_is_taken_away_makes_the_shift_that_predicts(scaling: str) -> None:
    tuned = bench(scaling=scaling, steps=3, optimizer="adamw")
    state, env = tuned.run()["target"], tuned.env("target")
    found = tuned.method.mixture(env, state, TARGETS[0], rows_of(TARGETS[0], 2))
    artifact = tuned.method.artifact(env, state, TARGETS[0])
    assert isinstance(found, Mixture)
    assert found.input_shift is not None
    assert float(found.input_shift.abs().max()) > 0
    assert torch.equal(artifact.prompt, found.merged)
    assert (artifact.kind, set(artifact.more)) == ("conditional", {"shift_left", "shift_right"})
    shift = artifact.more["shift_left"] @ artifact.more["shift_right"]
    torch.testing.assert_close(shift, found.input_shift)
    size = float(shift.square().mean().sqrt())
    assert tuned.metrics["target"][-1]["shift"] == pytest.approx(size, rel=1e-5)


def test_the_rank_has_nothing_to_do_with_the_prompts_length() -> None:
    """Published are 40 virtual tokens beside rank 45."""
    tuned = bench(num_virtual_tokens=2, rank=4)
    state = tuned.begin(tuned.active[0][0], {})
    assert (state["left"].shape, state["right"].shape) == ((8, 4), (4, 4))


def test_a_rank_above_input_or_width_is_refused() -> None:
    tuned = bench(num_virtual_tokens=9, rank=5)
    with pytest.raises(ConfigError, match=r"rank 5 is above 4, .*\(8 tokens\).*\(4\)\. Lower"):
        tuned.begin(tuned.active[0][0], {})


def test_a_rank_above_the_longest_input_is_refused_before_anything_runs() -> None:
    assert INFO.check is not None
    short = STUDY.model_copy(update={"backbone": BackboneSpec(max_input_tokens=40)})
    INFO.check(DeptConfig(rank=40), short)
    with pytest.raises(ConfigError, match=r"the rank 41 is above the longest input, 40 tokens"):
        INFO.check(DeptConfig(rank=41), short)
