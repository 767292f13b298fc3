import pytest
import torch

from promptstudio.core.errors import ConfigError
from promptstudio.methods.registry import methods
from tests.methods.fakes import SOURCES, STUDY, TARGETS, Bench, QuadraticOracle, rows_of

P, D = 2, 3
INFO = methods()["source_prompts"]


def bench(oracle: QuadraticOracle | None = None, **values: object) -> Bench:
    plain = {"num_virtual_tokens": P, "source_steps": 3}
    return Bench(INFO, {**plain, **values}, oracle or QuadraticOracle(), token_dim=D)


def test_source_prompts_are_tuned_each_on_its_task() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, source_steps=300, source_batch_size=32, source_schedule="cosine")
    sources = tuned.run_stage(*tuned.active[0], {})["sources"]
    for number, task in enumerate(SOURCES):
        best = torch.stack([oracle.center(row, (P, D)) for row in rows_of(task)]).mean(0)
        torch.testing.assert_close(sources[number].double(), best, rtol=0.0, atol=1e-2)


def test_prompts_start_together_or_apart() -> None:
    together, apart = (bench(same_start=value) for value in (True, False))
    first = together.begin(together.active[0][0], {})
    assert torch.equal(first["sources"], first["origins"])
    assert torch.equal(first["sources"][0], first["sources"][2])
    second = apart.begin(apart.active[0][0], {})
    assert not torch.equal(second["sources"][0], second["sources"][2])


def test_origins_stay_where_the_prompts_started() -> None:
    tuned = bench()
    stage, steps = tuned.active[0]
    before = tuned.begin(stage, {})
    after = tuned.run_stage(stage, steps, {})
    assert torch.equal(after["origins"], before["origins"])
    assert not torch.equal(after["sources"], before["sources"])


def test_the_source_with_the_smallest_validation_loss_is_chosen() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle)
    rows = rows_of(TARGETS[0], 6)
    near = torch.stack([oracle.center(row, (P, D)) for row in rows]).mean(0).float()
    sources = torch.stack([near + 3.0, near, near - 1.0])
    state = tuned.begin(tuned.active[1][0], {"sources": sources})
    assert int(state["chosen"]) == 1
    assert torch.equal(state["prompt"], near)


def test_a_named_source_is_taken_without_asking() -> None:
    oracle = QuadraticOracle()
    tuned = bench(oracle, source="travel")
    sources = torch.arange(3.0)[:, None, None].expand(3, P, D)
    state = tuned.begin(tuned.active[1][0], {"sources": sources})
    assert torch.equal(state["prompt"], sources[2])
    assert oracle.asks == []


def test_a_source_that_the_study_lacks_is_refused() -> None:
    config = INFO.config_type(source="moon")
    assert INFO.check is not None
    with pytest.raises(ConfigError, match="'moon' is no source task of the study"):
        INFO.check(config, STUDY)
