import math
from typing import Any

import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.methods.contract import Batch, Part, Row, State
from promptstudio.methods.registry import methods
from tests.methods.fakes import (
    SOURCES,
    STUDY,
    TARGETS,
    Bench,
    FakeEnv,
    FunctionOracle,
    QuadraticOracle,
    drive,
    seeded,
    wavy_loss,
)

P, D, W = 3, 4, 5
INFO = methods()["attempt"]
CASES: list[dict[str, Any]] = [
    {},
    {"attend_target": False},
    {"train_layer_norm": False},
    {"temperature": 0.4, "attend_target": False, "train_layer_norm": False},
]
each_case = pytest.mark.parametrize(
    "values", CASES, ids=lambda v: "-".join(f"{name}={x}" for name, x in v.items()) or "default"
)


def bench(oracle: object = None, dim: int = D, **values: object) -> Bench:
    plain = {
        "num_virtual_tokens": P,
        "projection": W,
        "optimizer": "sgd",
        "learning_rate": 0.05,
        "attention_lr": 0.02,
        "batch_size": 4,
    }
    oracle = oracle or QuadraticOracle()
    return Bench(INFO, {**plain, **values}, oracle, token_dim=dim)  # type: ignore[arg-type]


def upstream(dim: int = D) -> State:
    return {"sources": torch.randn(len(SOURCES), P, dim, generator=seeded("sources"))}


def sentences(count: int = 4) -> tuple[Row, ...]:
    """Rows of different lengths, with targets of different lengths."""
    return tuple(
        Row(
            task=TARGETS[0],
            input_ids=tuple((7 * row + 11 * place) % 126 + 2 for place in range(1 + row)),
            target_ids=(1,) * (1 + row % 2),
        )
        for row in range(count)
    )


def batch(rows: tuple[Row, ...], index: int = 0) -> Batch:
    return Batch(index=index, parts=(Part(task=TARGETS[0], rows=rows),))


def begun(tuned: Bench) -> State:
    return tuned.begin(tuned.active[1][0], upstream(tuned.token_dim))


def exact_state(tuned: Bench) -> dict[str, Tensor]:
    """A state with nothing at zero, in float64."""
    return {
        name: torch.randn(value.shape, generator=seeded(name), dtype=torch.float64)
        for name, value in begun(tuned).items()
    }


def by_loops(
    tuned: Bench, state: State, row: Row, vocabulary: Tensor
) -> tuple[list[float], Tensor]:
    """Attention weights and the prompt of one row, number by number."""
    config: Any = tuned.config
    vectors = [vocabulary[token].tolist() for token in row.input_ids]
    pooled = [max(column) for column in zip(*vectors, strict=True)]
    hidden = [sum(pooled[d] * float(state["down"][d, w]) for d in range(D)) for w in range(W)]
    hidden = [x / (1.0 + math.exp(-x)) for x in hidden]
    wide = [sum(hidden[w] * float(state["up"][w, d]) for w in range(W)) for d in range(D)]
    mean = sum(wide) / D
    deviation = math.sqrt(sum((x - mean) ** 2 for x in wide) / D + 1e-5)
    asked = [(x - mean) / deviation for x in wide]
    if config.train_layer_norm:
        scale, offset = state["scale"][0].tolist(), state["offset"][0].tolist()
        asked = [a * s + o for a, s, o in zip(asked, scale, offset, strict=True)]
    prompts = [*state["sources"], *([state["prompt"]] if config.attend_target else [])]
    scores = []
    for prompt in prompts:
        key = [max(float(prompt[p, d]) for p in range(P)) for d in range(D)]
        score = sum(a * k for a, k in zip(asked, key, strict=True))
        scores.append(math.exp(score / (config.temperature * D)))
    weights = [score / sum(scores) for score in scores]
    mixed = sum((w * prompt for w, prompt in zip(weights, prompts, strict=True)), torch.zeros(P, D))
    return weights, state["prompt"] + mixed


@each_case
def test_the_prompt_of_a_row_equals_loops(values: dict[str, Any]) -> None:
    tuned = bench(**values)
    state, env, rows = exact_state(tuned), tuned.env("target"), sentences()
    found = tuned.method.mixture(env, state, TARGETS[0], rows)
    for number, row in enumerate(rows):
        _, expected = by_loops(tuned, state, row, env.vocabulary)
        torch.testing.assert_close(found.prompts[number], expected)
    assert found.merged is found.prompts
    assert found.row.tolist() == found.prompt.tolist() == [0, 1, 2, 3]


@each_case
def test_updates_equal_finite_differences(values: dict[str, Any]) -> None:
    """Every tensor moves by its own learning rate times the loss's slope."""
    tuned = bench(FunctionOracle(wavy_loss), **values)
    stage, env, rows = tuned.active[1][0], tuned.env("target"), sentences()
    state = exact_state(tuned)

    def loss(now: State) -> float:
        prompts = [by_loops(tuned, now, row, env.vocabulary)[1] for row in rows]
        total = sum(wavy_loss(prompt, row) for prompt, row in zip(prompts, rows, strict=True))
        return float(total) / sum(len(row.target_ids) for row in rows)

    after, metrics = drive(stage.step(env, state, batch(rows)), tuned.oracle)
    assert metrics["loss"] == pytest.approx(loss(state))
    for name, value in state.items():
        expected = torch.zeros_like(value)
        if name != "sources":
            for place in range(expected.numel()):
                nudge = torch.zeros_like(value)
                nudge.view(-1)[place] = 1e-5
                up, down = (loss({**state, name: value + n}) for n in (nudge, -nudge))
                expected.view(-1)[place] = (up - down) / 2e-5
        rate = 0.05 if name == "prompt" else 0.02
        # weights of rows are float32, which leaves 1e-7 of a loss near 10
        torch.testing.assert_close(
            (value - after[name]) / rate, expected, rtol=1e-5, atol=1e-6, msg=name
        )


@each_case
def test_mean_weights_of_the_batch_are_reported(values: dict[str, Any]) -> None:
    tuned = bench(**values)
    env, rows, state = tuned.env("target"), sentences(), exact_state(tuned)
    _, metrics = drive(tuned.active[1][0].step(env, state, batch(rows)), tuned.oracle)
    each = [by_loops(tuned, state, row, env.vocabulary)[0] for row in rows]
    names = [*SOURCES, *(["own"] if values.get("attend_target", True) else [])]
    expected = {
        f"attention/{TARGETS[0]}/{name}": sum(weights[j] for weights in each) / len(rows)
        for j, name in enumerate(names)
    }
    found = {name: value for name, value in metrics.items() if name != "loss"}
    assert found == pytest.approx(expected, rel=1e-5)
    assert set(INFO.series or {}) == {"attention"}


def test_a_row_has_the_same_prompt_in_every_batch() -> None:
    tuned = bench()
    state, env, rows = exact_state(tuned), tuned.env("target"), sentences()
    together = tuned.method.mixture(env, state, TARGETS[0], rows).prompts
    for number, row in enumerate(rows):
        alone = tuned.method.mixture(env, state, TARGETS[0], (row,)).prompts[0]
        torch.testing.assert_close(alone, together[number])
    assert not torch.allclose(together[0], together[1])


def test_every_row_is_asked_with_its_own_prompt() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle)
    rows = sentences()
    drive(tuned.active[1][0].step(tuned.env("target"), begun(tuned), batch(rows)), oracle)
    (ask,) = oracle.asks
    assert ask.prompts.shape == (4, P, D)
    assert ask.row.tolist() == ask.prompt.tolist() == [0, 1, 2, 3]
    torch.testing.assert_close(ask.weight, torch.full((4,), 1 / 6))


@pytest.mark.parametrize("optimizer", ["sgd", "adamw", "adafactor"])
def test_a_rate_of_zero_stops_its_part_alone(optimizer: str) -> None:
    for stopped in ("learning_rate", "attention_lr"):
        tuned = bench(**{stopped: 0.0}, optimizer=optimizer, steps=3)
        stage, steps = tuned.active[1]
        before, after = begun(tuned), tuned.run_stage(stage, steps, upstream())
        moved = {n for n in before if "." not in n and not after[n].equal(before[n])}
        attention = {"down", "up", "scale", "offset"}
        assert moved == ({"prompt"} if stopped == "attention_lr" else attention)


def test_the_rate_of_the_target_does_not_move_the_attention() -> None:
    slow, fast = (bench(learning_rate=rate) for rate in (0.01, 1.0))
    first, second = (b.step(b.active[1][0], begun(b), 0) for b in (slow, fast))
    assert not torch.equal(first["prompt"], second["prompt"])
    for name in ("down", "up", "scale", "offset"):
        assert torch.equal(first[name], second[name])


@pytest.mark.parametrize("dim", [64, 128])
def test_attention_starts_neither_equal_nor_on_one_prompt(dim: int) -> None:
    """On prompts and embeddings of unit scale, with ten virtual tokens."""
    largest = []
    for seed in range(20):
        tuned = Bench(INFO, {}, token_dim=dim, seed=seed)
        sources = torch.randn(len(SOURCES), 10, dim, generator=seeded("unit", seed))
        stage, env = tuned.active[1][0], tuned.env("target")
        state = tuned.begin(stage, {"sources": sources})
        _, metrics = drive(stage.step(env, state, batch(sentences(6)[5:])), tuned.oracle)
        weights = [value for name, value in metrics.items() if name.startswith("attention/")]
        assert len(weights) == len(SOURCES) + 1
        largest.append(max(weights))
    mean = sum(largest) / len(largest)
    assert 1.3 / 4 < mean < 0.7  # 1 / 4 were equal weights
    assert max(largest) < 0.95


def test_where_the_target_prompt_starts() -> None:
    sources = upstream()["sources"]
    expected = {
        "mean": sources.mean(0),
        "first": sources[0],
        "named": sources[SOURCES.index("travel")],
        "vocabulary": None,
    }
    for start, prompt in expected.items():
        tuned = bench(target_init=start, target_source="travel", init="random")
        found = begun(tuned)["prompt"]
        if prompt is not None:
            torch.testing.assert_close(found, prompt)
            continue
        vocabulary = tuned.env("target").vocabulary
        assert all(any(row.equal(known) for known in vocabulary) for row in found)


def test_matrices_are_drawn_as_those_of_linear_layers() -> None:
    state = begun(bench(projection=300))
    for name, inputs in (("down", D), ("up", 300)):
        bound = inputs**-0.5
        assert 0.97 * bound < float(state[name].abs().max()) <= bound
    assert torch.equal(state["scale"], torch.ones(1, D))
    assert torch.equal(state["offset"], torch.zeros(1, D))


def test_without_training_the_normalisation_has_no_numbers() -> None:
    assert not {"scale", "offset"} & set(begun(bench(train_layer_norm=False)))


def test_sources_stay_frozen() -> None:
    tuned = bench(steps=3, optimizer="adamw")
    after = tuned.run_stage(*tuned.active[1], upstream())
    assert torch.equal(after["sources"], upstream()["sources"])
    assert "sources.m" not in after


def test_with_sources_of_zero_it_is_prompt_tuning() -> None:
    same = {"steps": 5, "batch_size": 4, "optimizer": "adamw", "learning_rate": 0.1}
    tuned = bench(target_init="vocabulary", attend_target=False, **same)
    plain = Bench(methods()["prompt_tuning"], {"num_virtual_tokens": P, **same}, token_dim=D)
    found = tuned.run_stage(*tuned.active[1], {"sources": torch.zeros(3, P, D)})
    # rounding: gradients are summed over one prompt per row, not over the rows of one prompt
    torch.testing.assert_close(found["prompt"], plain.run()["target"]["prompt"])


def test_the_average_prompt_and_all_that_makes_others_are_taken_away() -> None:
    tuned = bench()
    state, env = exact_state(tuned), tuned.env("target")
    artifact = tuned.method.artifact(env, state, TARGETS[0])
    rows = env.rows(TARGETS[0], "train")
    each = [by_loops(tuned, state, row, env.vocabulary)[1] for row in rows]
    torch.testing.assert_close(artifact.prompt, torch.stack(each).mean(0))
    assert artifact.kind == "conditional"
    names = {"sources", "target_prompt", "down", "up", "scale", "offset", "temperature"}
    assert set(artifact.more) == names
    assert torch.equal(artifact.more["target_prompt"], state["prompt"])
    assert artifact.more["temperature"].tolist() == pytest.approx([0.1 * D])


def test_of_many_training_rows_some_evenly_spaced_are_averaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("promptstudio.methods.attempt.algorithm._AVERAGED_ROWS", 5)
    tuned = bench()
    state, env = exact_state(tuned), FakeEnv(token_dim=D, count=12)
    found = tuned.method.artifact(env, state, TARGETS[0]).prompt
    rows = env.rows(TARGETS[0], "train")
    each = [by_loops(tuned, state, rows[i], env.vocabulary)[1] for i in (0, 3, 6, 9)]
    torch.testing.assert_close(found, torch.stack(each).mean(0))


@pytest.mark.parametrize("name", ["", "moon"])
def test_a_source_that_the_study_lacks_is_refused(name: str) -> None:
    assert INFO.check is not None
    config = INFO.config_type(target_init="named", target_source=name)  # type: ignore[call-arg]
    with pytest.raises(ConfigError, match=f"target_source = '{name}' is no source task"):
        INFO.check(config, STUDY)
    INFO.check(INFO.config_type(target_source=name), STUDY)  # type: ignore[call-arg]
