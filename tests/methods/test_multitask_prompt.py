from typing import Any

import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import validated
from promptstudio.methods.contract import Batch, Distill, Row, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    SOURCES,
    TARGETS,
    Bench,
    FunctionOracle,
    QuadraticOracle,
    center,
    rows_of,
    seeded,
    wavy_loss,
)

P, D = 3, 4
INFO = methods()["multitask_prompt"]
RATES = {"shared": 0.05, "rows": 0.02, "columns": 0.02}


def bench(oracle: object = None, **values: object) -> Bench:
    plain = {
        "num_virtual_tokens": P,
        "source_steps": 3,
        "distill_steps": 3,
        "distill_optimizer": "sgd",
        "distill_learning_rate": 0.05,
        "distill_factor_lr": 0.02,
        "distill_batch_size": 4,
        "steps": 3,
        "optimizer": "sgd",
        "learning_rate": 0.05,
        "factor_lr": 0.02,
        "batch_size": 4,
    }
    oracle = oracle or QuadraticOracle()
    return Bench(INFO, {**plain, **values}, oracle, token_dim=D)  # type: ignore[arg-type]


def teachers() -> State:
    return {"sources": torch.randn(len(SOURCES), P, D, generator=seeded("teachers"))}


def stage_of(tuned: Bench, key: str) -> Any:
    return next(stage for stage, _ in tuned.active if stage.key == key)


def exact(state: State) -> dict[str, Tensor]:
    """The same entries with other numbers, none at zero, in float64."""
    return {
        name: torch.randn(value.shape, generator=seeded(name), dtype=torch.float64)
        for name, value in state.items()
    }


def composed(state: State, place: int) -> Tensor:
    """One task's prompt, number by number."""
    rows, columns = state["rows"][place], state["columns"][place]
    found = torch.zeros(P, D, dtype=torch.float64)
    for p in range(P):
        for d in range(D):
            scale = sum(float(a) * float(b) for a, b in zip(rows[p], columns[:, d], strict=True))
            found[p, d] = float(state["shared"][p, d]) * scale
    return found


def taught_loss(
    prompt: Tensor,
    row: Row,
    *,
    teacher: Tensor | None = None,
    logits: float = 0.0,
    hidden: float = 0.0,
) -> Tensor:
    """A loss whose two terms for the teacher differ, and depend on the row."""
    own = wavy_loss(prompt, row)
    if teacher is None:
        return own
    wanted = center(row, prompt.shape)
    answers = (torch.cosh(prompt - teacher) - 1.0).sum()
    states = ((wanted * prompt).sin() - (wanted * teacher).sin()).square().mean()
    return own + len(row.target_ids) * (logits * answers + hidden * states)


def slopes(loss: Any, state: State, names: list[str]) -> dict[str, Tensor]:
    """Finite differences of a loss of a state."""
    found: dict[str, Tensor] = {}
    for name in names:
        found[name] = torch.zeros_like(state[name])
        for place in range(found[name].numel()):
            nudge = torch.zeros_like(state[name])
            nudge.view(-1)[place] = 1e-5
            up, down = (loss({**state, name: state[name] + n}) for n in (nudge, -nudge))
            found[name].view(-1)[place] = (up - down) / 2e-5
    return found


def task_losses(state: State, batch: Batch, weights: dict[str, float] | None) -> list[float]:
    """Each drawn source task's mean loss per target token."""
    losses = []
    for part in batch.parts:
        place = SOURCES.index(part.task)
        more = {} if weights is None else {"teacher": state["teachers"][place], **weights}
        prompt = composed(state, place)
        total = sum(float(taught_loss(prompt, row, **more)) for row in part.rows)  # type: ignore[arg-type]
        losses.append(total / sum(len(row.target_ids) for row in part.rows))
    return losses


CASES: list[dict[str, Any]] = [
    {},
    {"rank": 2, "logits_weight": 0.3, "hidden_weight": 0.0},
    {"distill_tasks_per_step": 2, "logits_weight": 0.0, "hidden_weight": 1.7},
    {"distillation": False, "rank": P},
]


@pytest.mark.parametrize("values", CASES)
def test_source_updates_equal_finite_differences(values: dict[str, Any]) -> None:
    """Shared prompt and factors follow the sum of the drawn tasks' losses, teachers included."""
    tuned = bench(FunctionOracle(taught_loss), **values)
    config: Any = tuned.config
    stage = stage_of(tuned, "distill")
    state = exact(tuned.begin(stage, teachers()))
    batch = tuned.batch(stage, 1)
    assert len(batch.parts) == values.get("distill_tasks_per_step", 3)
    weights = {"logits": config.logits_weight, "hidden": config.hidden_weight}
    taught = weights if config.distillation else None
    after = tuned.step(stage, state, 1)
    expected = slopes(lambda now: sum(task_losses(now, batch, taught)), state, [*RATES])
    for name, rate in RATES.items():
        # weights of rows are float32, which leaves 1e-7 of a loss near 10
        torch.testing.assert_close(
            (state[name] - after[name]) / rate, expected[name], rtol=1e-5, atol=1e-6, msg=name
        )
    losses = task_losses(state, batch, taught)
    (metrics,) = tuned.metrics["distill"]
    assert metrics.pop("loss") == pytest.approx(sum(losses) / len(losses))  # type: ignore[attr-defined]
    drawn = [f"source_loss/{part.task}" for part in batch.parts]
    assert metrics == pytest.approx(dict(zip(drawn, losses, strict=True)))
    absent = [place for place, task in enumerate(SOURCES) if f"source_loss/{task}" not in drawn]
    for name in ("rows", "columns"):
        assert torch.equal(after[name][absent], state[name][absent])


@pytest.mark.parametrize("values", [{}, {"train_shared": False}, {"rank": 2}])
def test_target_updates_equal_finite_differences(values: dict[str, Any]) -> None:
    tuned = bench(FunctionOracle(taught_loss), **values)
    stage = stage_of(tuned, "target")
    before = tuned.begin(stage, tuned.begin(stage_of(tuned, "distill"), teachers()))
    state, batch = exact(before), tuned.batch(stage, 0)
    after = tuned.step(stage, state, 0)

    def loss(now: State) -> float:
        prompt = composed(now, 0)
        tokens = sum(len(row.target_ids) for row in batch.rows)
        return float(sum(wavy_loss(prompt, row) for row in batch.rows)) / tokens

    assert tuned.metrics["target"][0]["loss"] == pytest.approx(loss(state))
    expected = slopes(loss, state, [*RATES])
    if not values.get("train_shared", True):
        expected["shared"] = torch.zeros_like(expected["shared"])
    for name, rate in RATES.items():
        found = (state[name] - after[name]) / rate
        torch.testing.assert_close(found, expected[name], rtol=1e-5, atol=1e-6, msg=name)


@pytest.mark.parametrize("tasks_per_step", [None, 2])
def test_weights_of_zero_equal_plain_training(tasks_per_step: int | None) -> None:
    same = {"distill_tasks_per_step": tasks_per_step, "distill_optimizer": "adamw"}
    taught = bench(logits_weight=0.0, hidden_weight=0.0, **same)
    plain = bench(distillation=False, **same)
    first, second = taught.run(), plain.run()
    for stage in ("distill", "target"):
        for name in RATES:
            assert torch.equal(first[stage][name], second[stage][name]), name
        assert taught.metrics[stage] == plain.metrics[stage]
    assert "source" in first
    assert "source" not in second


def test_each_drawn_task_has_its_own_teacher() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, distill_tasks_per_step=2, logits_weight=0.3, hidden_weight=0.7)
    stage = stage_of(tuned, "distill")
    state = tuned.begin(stage, teachers())
    seen = set()
    for index in range(8):
        tuned.step(stage, state, index)
        ask = oracle.asks[-1]
        drawn = list(dict.fromkeys(row.task for row in ask.rows))
        assert isinstance(ask.objective, Distill)
        assert (ask.objective.logits, ask.objective.hidden) == (0.3, 0.7)
        wanted = teachers()["sources"][[SOURCES.index(task) for task in drawn]]
        assert torch.equal(ask.objective.teachers, wanted)
        assert ask.prompts.shape == (2, P, D)
        seen |= set(drawn)
    assert seen == set(SOURCES)


def test_without_distillation_nobody_teaches() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, distillation=False)
    assert [stage.key for stage, _ in tuned.active] == ["distill", "target"]
    states = tuned.run()
    assert all(ask.objective is None for ask in oracle.asks)
    assert not any("teachers" in state for state in states.values())


def test_teachers_stay_as_they_are_and_hold_the_prompts() -> None:
    """With rank P every task's prompt can be reached; the more teachers count, the nearer."""
    away = []
    for weight in (0.1, 30.0):
        more = {"logits_weight": weight, "hidden_weight": 0.0, "distill_optimizer": "adamw"}
        tuned = bench(rank=P, distill_schedule="cosine", distill_steps=300, **more)
        stage = stage_of(tuned, "distill")
        state = tuned.run_stage(stage, 300, teachers())
        assert torch.equal(state["teachers"], teachers()["sources"])
        prompts = torch.stack([composed(state, place) for place in range(len(SOURCES))])
        away.append(float((prompts - teachers()["sources"]).norm()))
    assert away[1] < 0.25 * away[0]


@pytest.mark.parametrize("rank", [1, 3])
def test_it_starts_near_the_first_prompt_of_prompt_tuning(rank: int) -> None:
    quiet, noisy = (bench(rank=rank, factor_noise=noise) for noise in (0.0, 0.02))
    for tuned, tolerance in ((quiet, 1e-6), (noisy, 0.3)):
        state = tuned.begin(stage_of(tuned, "distill"), teachers())
        assert state["rows"].shape == (len(SOURCES), P, rank)
        assert state["columns"].shape == (len(SOURCES), rank, D)
        for place in range(len(SOURCES)):
            scale = composed(state, place) / state["shared"]
            torch.testing.assert_close(scale, torch.ones_like(scale), rtol=0.0, atol=tolerance)
            assert torch.equal(state["rows"][place], state["rows"][0])
    vocabulary = quiet.env("distill").vocabulary
    assert all(any(row.equal(known) for known in vocabulary) for row in state["shared"])


def test_the_target_starts_at_the_shared_prompt_and_mean_factors() -> None:
    tuned = bench()
    before = exact(tuned.begin(stage_of(tuned, "distill"), teachers()))
    found = tuned.begin(stage_of(tuned, "target"), before)
    assert set(found) == {"shared", "rows", "columns"}
    assert torch.equal(found["shared"], before["shared"])
    for name in ("rows", "columns"):
        mean = sum(before[name][place] for place in range(len(SOURCES))) / len(SOURCES)
        torch.testing.assert_close(found[name], torch.as_tensor(mean)[None])


def test_a_frozen_shared_prompt_has_no_moments() -> None:
    tuned = bench(train_shared=False, optimizer="adamw")
    state = tuned.run()["target"]
    assert {name for name in state if "." in name} == {
        f"{name}.{moment}" for name in ("rows", "columns") for moment in ("m", "v")
    }


@pytest.mark.parametrize(
    ("stage", "rate", "stopped"),
    [
        ("distill", "distill_learning_rate", {"shared"}),
        ("distill", "distill_factor_lr", {"rows", "columns"}),
        ("target", "learning_rate", {"shared"}),
        ("target", "factor_lr", {"rows", "columns"}),
    ],
)
def test_a_rate_of_zero_stops_its_part_alone(stage: str, rate: str, stopped: set[str]) -> None:
    tuned = bench(**{rate: 0.0}, optimizer="adamw", distill_optimizer="adamw")
    upstream = teachers()
    if stage == "target":
        upstream = tuned.run_stage(stage_of(tuned, "distill"), 2, upstream)
    before = tuned.begin(stage_of(tuned, stage), upstream)
    after = tuned.run_stage(stage_of(tuned, stage), 3, upstream)
    still = {name for name in RATES if after[name].equal(before[name])}
    assert still == stopped


def test_with_still_factors_of_one_the_target_stage_is_prompt_tuning() -> None:
    same = {"steps": 5, "batch_size": 4, "optimizer": "adamw", "learning_rate": 0.1}
    tuned = bench(factor_lr=0.0, factor_noise=0.0, **same)
    plain = Bench(methods()["prompt_tuning"], {"num_virtual_tokens": P, **same}, token_dim=D)
    stage = plain.active[0][0]
    start = plain.begin(stage, {})["prompt"]
    ones = {"rows": torch.ones(1, P, 1), "columns": torch.ones(1, 1, D)}
    found = tuned.run_stage(stage_of(tuned, "target"), 5, {"shared": start, **ones})
    assert torch.equal(found["shared"], plain.run()["target"]["prompt"])


def test_a_source_has_its_own_prompt_and_a_new_task_mean_factors() -> None:
    tuned = bench(rank=2)
    state, env = exact(tuned.begin(stage_of(tuned, "distill"), teachers())), tuned.env("distill")
    for place, task in enumerate(SOURCES):
        found = tuned.method.mixture(env, state, task, rows_of(task, 2)).merged
        torch.testing.assert_close(found, composed(state, place))
    means = {name: state[name].mean(0, keepdim=True) for name in ("rows", "columns")}
    artifact = tuned.method.artifact(env, state, TARGETS[0])
    torch.testing.assert_close(artifact.prompt, composed({**state, **means}, 0))
    assert (artifact.kind, artifact.more) == ("plain", {})


def test_a_rank_above_the_prompt_s_length_is_refused() -> None:
    with pytest.raises(ConfigError, match="rank above the prompt's length of 3 virtual tokens"):
        validated(INFO.config_type, {"num_virtual_tokens": 3, "rank": 4}, "Study")
    validated(INFO.config_type, {"num_virtual_tokens": 3, "rank": 3}, "Study")
