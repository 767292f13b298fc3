"""Tokens of a study, counted by hand."""

from typing import Any

import pytest

from promptstudio.analysis.estimate_work import TaskFacts, Tokens, largest_question, total_work
from promptstudio.core.expansion import expand
from promptstudio.core.spec import EvaluationSpec, JobSpec, MethodSpec, StudySpec
from promptstudio.methods.registry import methods
from tests.analysis.test_estimate_activations import T5

FACTS = {
    "film": TaskFacts(
        inputs=20, longest=30, outputs=2, longest_output=2, candidates=2, validation=32, test=500
    ),
    "food": TaskFacts(
        inputs=40, longest=60, outputs=3, longest_output=5, candidates=4, validation=64, test=100
    ),
}


def jobs(key: str, config: dict[str, Any], **changes: Any) -> list[JobSpec]:
    values: dict[str, Any] = {
        "name": "count",
        "source_tasks": ("food",),
        "target_tasks": ("film",),
        "methods": (MethodSpec(key=key, config=config),),
        "evaluation": EvaluationSpec(every=10, test_rows=200),
    }
    study = StudySpec.model_validate(values | changes)
    found = expand(study, study_id="x", methods=methods(), fingerprints={"film": "", "food": ""})
    return [job.spec for job in found]


def total(specs: list[JobSpec], *, causal: bool = False) -> Tokens:
    return total_work(specs, methods(), FACTS, causal=causal)


def test_a_run_trains_looks_and_is_tested() -> None:
    """25 steps of 8 gradients, 3 looks at 32 rows, 200 test rows."""
    specs = jobs("prompt_tuning", {"steps": 25, "batch_size": 8, "num_virtual_tokens": 5})
    rows = 25 * 8 * 2 + 3 * 32 + 200
    assert total(specs).read == rows * (5 + 20)
    assert total(specs).written == 25 * 8 * 2 * 2 + (3 * 32 + 200) * 2 * 2


def test_a_decoder_reads_a_row_for_every_label_word() -> None:
    specs = jobs("prompt_tuning", {"steps": 25, "batch_size": 8, "num_virtual_tokens": 5})
    rows = 25 * 8 * 2 + 2 * (3 * 32 + 200)
    assert total(specs, causal=True).read == rows * (5 + 20)


def test_products_cost_five_passes_and_are_of_the_sources() -> None:
    config = {"source_steps": 10, "meta_batch": 1, "source_batch_size": 4, "query_size": 6}
    config |= {"steps": 1, "batch_size": 1, "num_virtual_tokens": 5, "report_every": 10}
    stage = next(spec for spec in jobs("meta_init", config) if spec.kind == "stage")
    passes = 10 * (2 * (4 + 6) + 5 * 4) + 6
    assert total([stage]).read == pytest.approx(passes * (5 + 40))
    assert total([stage]).written == pytest.approx(passes * 3)


def test_a_budget_of_rows_ends_the_steps() -> None:
    config = {"steps": 100, "batch_size": 8, "num_virtual_tokens": 5}
    limited = total(jobs("prompt_tuning", config, budget_rows=80))
    assert limited == total(jobs("prompt_tuning", config | {"steps": 10}))


def test_what_is_not_trained_is_scored_once() -> None:
    assert total(jobs("majority", {})).read == (32 + 200) * 20


def test_an_ensemble_is_scored_prompt_by_prompt() -> None:
    config = {"steps": 10, "batch_size": 2, "particles": 3, "num_virtual_tokens": 5}
    runs = [s for s in jobs("svgd_transfer", config | {"inference": "particles"}) if s.needs]
    assert total(runs).read == 3 * (10 * 2 * 2 + 32 + 200) * (5 + 20)


def test_the_largest_question_is_the_largest_of_all_tasks() -> None:
    config = {"composition": "concat", "num_virtual_tokens": 7}
    asked = largest_question(jobs("crosspt", config), methods(), FACTS, runs=4)
    assert (asked.virtual, asked.inputs, asked.outputs, asked.candidates) == (14, 60, 5, 4)
    assert (asked.prompts, asked.runs, asked.products) == (2, 4, False)
    assert largest_question(jobs("meta_init", {}), methods(), FACTS, runs=1).products


def test_operations_are_two_for_each_number_and_token() -> None:
    layer = 4 * 16 * 16 + 3 * 16 * 32
    crossed = layer + 4 * 16 * 16
    assert Tokens(10, 0).flops(T5) == 2 * 10 * 2 * layer
    assert Tokens(0, 10).flops(T5) == 2 * 10 * (2 * crossed + 66 * 16)
