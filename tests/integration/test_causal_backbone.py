"""Studies on a decoder-only model: a Llama of 260,000 parameters that was trained on stories."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load

from promptstudio.backbones.loader import load_backbone
from promptstudio.backbones.requests import Generate, Request, Score
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import Status
from promptstudio.core.spec import BackboneSpec, EvaluationSpec, MethodSpec, StudySpec
from promptstudio.methods.contract import Ask
from promptstudio.methods.registry import methods
from promptstudio.planning import prepare
from tests.integration.conftest import Bench, quick_study

WIDTH = 64
VIRTUAL_TOKENS = 4


def few_steps(info: MethodInfo) -> MethodSpec:
    config: dict[str, Any] = {stage.steps: 2 for stage in info.stages if stage.steps}
    names = info.config_type.model_fields
    small = {"num_virtual_tokens": VIRTUAL_TOKENS, "batch_size": 4}
    return MethodSpec(key=info.key, config=config | {k: v for k, v in small.items() if k in names})


def stories_study(shared: Path, **changes: Any) -> StudySpec:
    folder = shared / "models" / "stories260k"
    values: dict[str, Any] = {
        "backbone": BackboneSpec(source=str(folder), device="cpu", max_target_tokens=8),
        "source_shots": 8,
        "evaluation": EvaluationSpec(every=2, validation_rows=4, test_rows=8),
        "target_tasks": ("hotel_sentiment",),
    }
    return quick_study(**(values | changes))


def run(bench: Bench, study: StudySpec) -> list[str]:
    prepared = prepare(study, bench.workspace)
    bench.supervisor.submit(prepared)
    bench.finish()
    return [job.job_id for job in prepared.jobs if job.spec.kind == "run"]


def test_every_method_runs_to_stored_scores_and_prompts(
    open_bench: Callable[..., Bench], shared: Path
) -> None:
    bench, infos = open_bench(), methods().values()
    study = stories_study(shared, methods=tuple(few_steps(info) for info in infos))
    run_ids = run(bench, study)
    assert len(run_ids) == len(infos)
    reader = bench.supervisor.reader
    for run_id in run_ids:
        record = reader.run(run_id)
        assert record.status == Status.FINISHED, record.reason
        assert 0.0 <= record.test[record.metric] <= 1.0
        stored = reader.prompts(run_id)[-1]
        prompt = load(stored.data)["prompt_embeddings"]
        assert prompt.shape == (stored.num_virtual_tokens, WIDTH)
        assert prompt.isfinite().all()
    assert bench.failures == []


def test_inputs_begin_and_targets_end_as_the_model_was_told(
    open_bench: Callable[..., Bench], shared: Path, asked: list[Request]
) -> None:
    """Prompt, then the input from its begin token on, then the answer up to the end token."""
    study = stories_study(
        shared,
        methods=(few_steps(methods()["prompt_tuning"]),),
        evaluation=EvaluationSpec(every=2, validation_rows=4, test_rows=4, free_text=True),
    )
    bench = open_bench()
    (run_id,) = run(bench, study)
    assert bench.supervisor.reader.run(run_id).status == Status.FINISHED
    tokenizer = load_backbone(study.backbone).tokenizer
    begin, end = 1, 2
    for request in asked:
        for row in request.rows:
            assert row.input_ids[0] == begin
            assert not {begin, end} & set(row.input_ids[1:])
            assert row.target_ids[-1] == end
            assert not {begin, end} & set(row.target_ids[:-1])
    scores = [request for request in asked if isinstance(request, Score)]
    words = {tokenizer.decode(list(ids[:-1])) for ids in scores[0].candidates}
    assert words == {"negative", "positive"}
    assert {type(request) for request in asked} == {Ask, Score, Generate}


def test_a_task_of_free_text_is_learnt_and_answered(
    open_bench: Callable[..., Bench], shared: Path
) -> None:
    bench = open_bench()
    (run_id,) = run(
        bench,
        stories_study(
            shared,
            methods=(few_steps(methods()["prompt_tuning"]),),
            target_tasks=("garden_answer",),
        ),
    )
    record = bench.supervisor.reader.run(run_id)
    assert record.status == Status.FINISHED, record.reason
    assert 0.0 <= record.test[record.metric] <= 1.0


def test_a_study_whose_rows_are_too_long_for_the_model_says_so(
    open_bench: Callable[..., Bench], shared: Path
) -> None:
    spec = few_steps(methods()["prompt_tuning"])
    long = MethodSpec(key=spec.key, config=spec.config | {"num_virtual_tokens": 505})
    bench = open_bench()
    (run_id,) = run(bench, stories_study(shared, methods=(long,)))
    record = bench.supervisor.reader.run(run_id)
    assert record.status == Status.FAILED
    assert "The longest row of the task" in record.reason
    assert "with its prompt and answer has" in record.reason
    assert (
        "takes 512. Lower the lengths in the backbone settings, or use fewer virtual tokens."
        in record.reason
    )


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)
