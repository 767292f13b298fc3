import pytest
import torch
from torch import Tensor

from promptstudio.core.errors import ConfigError
from promptstudio.methods.contract import State
from promptstudio.methods.registry import methods
from tests.methods.fakes import SOURCES, STUDY, TARGETS, Bench, QuadraticOracle, rows_of, seeded

P, D = 2, 3
INFO = methods()["spot"]


def bench(**values: object) -> Bench:
    plain = {"num_virtual_tokens": P, "probe_steps": 2, "steps": 4, "optimizer": "sgd"}
    return Bench(INFO, {**plain, **values}, token_dim=D)


def upstream(sources: Tensor | None = None) -> dict[str, Tensor]:
    drawn = torch.randn(3, P, D, generator=seeded("sources")) if sources is None else sources
    return {"sources": drawn, "origins": torch.zeros(3, P, D)}


def begun(tuned: Bench, state: State) -> State:
    """The first state of the target stage."""
    return tuned.begin(tuned.active[-1][0], state)


def wanted(task: str) -> Tensor:
    """The prompt that the target's validation rows want."""
    oracle = QuadraticOracle()
    return torch.stack([oracle.center(row, (P, D)) for row in rows_of(task, 6)]).mean(0).float()


def cosine(a: Tensor, b: Tensor) -> float:
    return float(a @ b / (a.norm() * b.norm()))


def test_the_most_similar_source_starts_the_target() -> None:
    state = upstream()
    probe = state["sources"][2] + 0.1
    found = begun(bench(), {**state, "prompt": probe})
    means = [cosine(s.mean(0), probe.mean(0)) for s in state["sources"]]
    assert max(range(3), key=means.__getitem__) == 2
    torch.testing.assert_close(found["scores"], torch.tensor(means))
    assert torch.equal(found["prompt"], state["sources"][2])


def test_the_probe_is_tuned_from_the_common_start() -> None:
    tuned = bench()
    state = upstream()
    state["origins"] = state["origins"] + 0.7
    first = tuned.begin(tuned.active[1][0], state)
    assert torch.equal(first["prompt"], torch.full((P, D), 0.7))


def test_a_named_source_needs_no_probe() -> None:
    tuned = bench(retrieval="named", source="food")
    assert [stage.key for stage, _ in tuned.active] == ["source", "target"]
    state = upstream()
    assert torch.equal(begun(tuned, state)["prompt"], state["sources"][1])
    assert tuned.oracle.asks == []  # type: ignore[attr-defined]


def test_zero_shot_retrieval_takes_the_smallest_validation_loss() -> None:
    target = wanted(TARGETS[0])
    state = upstream(torch.stack([target + 2.0, target - 0.1, target + 1.0]))
    found = begun(bench(retrieval="zero_shot"), state)
    assert torch.equal(found["prompt"], state["sources"][1])


def test_neurons_are_compared_by_which_are_active() -> None:
    """The fake oracle's neurons are the first two rows of the prompt."""
    probe = torch.tensor([[1.0, -1.0, 1.0], [1.0, 1.0, -1.0]])
    sources = torch.stack([-probe, 3.0 * probe, probe * torch.tensor([1.0, -1.0, -1.0])])
    found = begun(bench(retrieval="neurons"), {**upstream(sources), "prompt": probe})
    active = [(s > 0).double().flatten() for s in (probe, *sources)]
    expected = [cosine(active[0], other) for other in active[1:]]
    torch.testing.assert_close(found["scores"], torch.tensor(expected))
    assert torch.equal(found["prompt"], sources[1])


def test_the_weighted_mean_leaves_out_what_is_not_near() -> None:
    state = upstream()
    tuned = bench(use="weighted", top_k=2)
    found = begun(tuned, {**state, "prompt": state["sources"][0] + 0.2})
    order = found["scores"].argsort(descending=True)[:2]
    weights = found["scores"][order].clamp_min(0)
    weights = weights / weights.sum()
    expected = sum(w * state["sources"][i] for w, i in zip(weights, order, strict=True))
    torch.testing.assert_close(found["prompt"], expected)


def test_zero_shot_weights_are_likelihoods() -> None:
    """Three sources with losses 0.1, 1 and 3; the nearest two weigh as exp(-loss)."""
    tuned = bench(retrieval="zero_shot", use="weighted", top_k=2)
    weights = tuned.method._weights(-torch.tensor([1.0, 0.1, 3.0]))  # type: ignore[attr-defined]
    expected = torch.tensor([0.28905, 0.71095, 0.0])
    torch.testing.assert_close(weights, expected, rtol=1e-4, atol=1e-5)


def test_every_stage_has_a_schedule_of_its_own() -> None:
    """Under a linear schedule the last mixture step still moves, though it is the 60th."""
    values = {"use": "mixture", "mixture_steps": 60, "steps": 5, "schedule": "linear"}
    tuned = bench(retrieval="zero_shot", optimizer="sgd", **values)
    stage = next(stage for stage, _ in tuned.active if stage.key == "mixture")
    state = tuned.begin(stage, upstream())
    assert not torch.equal(tuned.step(stage, state, 59)["prompt"], state["prompt"])


def test_sources_that_are_all_unlike_weigh_the_same() -> None:
    sources = torch.stack([torch.full((P, D), -1.0 - n) for n in range(3)])
    state = {**upstream(sources), "prompt": torch.ones(P, D)}
    found = begun(bench(use="weighted", top_k=3), state)
    torch.testing.assert_close(found["prompt"], sources.mean(0))


def test_of_k_prompts_the_best_on_validation_rows_is_kept() -> None:
    target = wanted(TARGETS[0])
    state = upstream(torch.stack([target + 3.0, target, target - 2.0]))
    tuned = bench(
        use="best_of_k",
        top_k=3,
        retrieval="named",
        source="film",
        learning_rate=0.0,
        choose_every=2,
    )
    stage = tuned.active[-1][0]
    first = tuned.begin(stage, state)
    assert first["prompts"].shape == (3, P, D)
    assert torch.equal(first["prompts"][int(first["choice"])], target)
    wrong = {**first, "choice": torch.tensor(0)}
    unchanged = tuned.step(stage, wrong, 0)
    assert int(unchanged["choice"]) == 0
    chosen = tuned.step(stage, wrong, 1)
    assert torch.equal(chosen["prompts"][int(chosen["choice"])], target)
    mixture = tuned.method.mixture(tuned.env("target"), chosen, TARGETS[0], rows_of("hotel", 2))
    assert torch.equal(mixture.merged, target)


def test_k_prompts_are_tuned_as_each_would_be_alone() -> None:
    state = upstream()
    together = bench(use="best_of_k", top_k=2, retrieval="named", source="food")
    stage = together.active[-1][0]
    after = together.step(stage, together.begin(stage, state), 0)["prompts"]
    order = together.begin(stage, state)["scores"].argsort(descending=True, stable=True)[:2]
    for place, index in enumerate(order.tolist()):
        alone = bench(retrieval="named", source=SOURCES[index])
        stage = alone.active[-1][0]
        expected = alone.step(stage, alone.begin(stage, state), 0)["prompt"]
        torch.testing.assert_close(after[place], expected)


def test_the_mixture_learns_from_the_rows_of_the_nearest_alone() -> None:
    tuned = bench(use="mixture", top_k=2, retrieval="named", source="food", mixture_steps=1)
    stage = next(stage for stage, _ in tuned.active if stage.key == "mixture")
    state = {**upstream(), "prompt": torch.zeros(P, D)}
    first = tuned.begin(stage, state)
    first = {**first, "scores": torch.tensor([0.1, 0.9, 0.5])}
    tuned.step(stage, first, 0)
    ask = tuned.oracle.asks[-1]  # type: ignore[attr-defined]
    assert {row.task for row in ask.rows} == {"food", "travel"}


def test_what_was_retrieved_is_reported_with_the_first_step() -> None:
    tuned = bench()
    stage = tuned.active[-1][0]
    state = begun(tuned, {**upstream(), "prompt": torch.ones(P, D)})
    tuned.step(stage, tuned.step(stage, state, 0), 1)
    first, second = tuned.metrics["target"]
    assert {f"similarity/{task}" for task in SOURCES} <= set(first)
    assert sum(first[f"weight/{task}"] for task in SOURCES) == pytest.approx(1.0)
    assert set(second) == {"loss"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"retrieval": "named", "source": "moon"}, "SPoT: 'moon' is no source task of the study."),
        (
            {"retrieval": "named", "source": "film", "use": "weighted"},
            "SPoT: a named source is one source",
        ),
        ({"use": "weighted", "top_k": 4}, "SPoT: 4 nearest sources are asked for, and the study"),
    ],
)
def test_settings_that_do_not_fit_the_study(values: dict[str, object], message: str) -> None:
    assert INFO.check is not None
    with pytest.raises(ConfigError, match=message):
        INFO.check(INFO.config_type.model_validate(values), STUDY)
