import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w
from safetensors.numpy import save

from promptstudio.core.errors import PromptStudioError
from promptstudio.core.spec import BackboneSpec, MethodSpec, StudySpec, parse_study
from promptstudio.planning import prepare, weights_fingerprint


def weights_of(value: float) -> bytes:
    return save({"shared": np.full(3, value)})


def folder_with(path: Path, weights: bytes) -> BackboneSpec:
    path.mkdir(exist_ok=True)
    (path / "model.safetensors").write_bytes(weights)
    (path / "config.json").write_text("{}")
    (path / "tokenizer.json").write_text("{}")
    return BackboneSpec(source=str(path))


def test_other_weights_in_the_same_folder_have_another_fingerprint(tmp_path: Path) -> None:
    first = weights_fingerprint(folder_with(tmp_path / "model", b"one"))
    assert first == weights_fingerprint(folder_with(tmp_path / "model", b"one"))
    assert first != weights_fingerprint(folder_with(tmp_path / "model", b"two"))


def test_large_files_count_by_size_and_time_of_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptstudio.planning._HASHED_BYTES", 2)
    spec = folder_with(tmp_path / "model", b"large")
    before = weights_fingerprint(spec)
    assert before == weights_fingerprint(spec)
    os.utime(tmp_path / "model" / "model.safetensors", ns=(1, 1))
    assert before != weights_fingerprint(spec)


def test_a_backbone_of_the_hub_has_no_files_yet() -> None:
    assert weights_fingerprint(BackboneSpec(source="some/model")) == ""


def test_new_weights_make_new_stages(tmp_path: Path) -> None:
    def stage(weights: bytes) -> str:
        study = StudySpec(
            name="s",
            backbone=folder_with(tmp_path / "model", weights),
            source_tasks=("film_sentiment",),
            target_tasks=("hotel_sentiment",),
            methods=(MethodSpec(key="source_prompts"),),
            source_shots=8,
        )
        jobs = prepare(study, tmp_path).jobs
        return next(job.job_id for job in jobs if job.spec.kind == "stage")

    assert stage(weights_of(1.0)) == stage(weights_of(1.0))
    assert stage(weights_of(1.0)) != stage(weights_of(2.0))


def test_swept_source_tasks_are_looked_up_too(tmp_path: Path) -> None:
    study = StudySpec(
        name="s",
        source_tasks=("film_sentiment",),
        target_tasks=("hotel_sentiment",),
        methods=(MethodSpec(key="source_prompts"),),
        source_shots=8,
        sweep={"source_tasks": (["film_sentiment"], ["book_tense"])},
    )
    sources = {job.spec.source_tasks for job in prepare(study, tmp_path).jobs}
    assert sources == {("film_sentiment",), ("book_tense",)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"published": ("nope",)}, "There are no published figures 'nope'"),
        ({"backbone": {"source": "./gone"}}, r"There is no folder 'gone'. Name a model's folder"),
        ({"source_tasks": ("hotel_sentiment",)}, "is both source and target"),
    ],
)
def test_what_is_not_there_is_told_before_anything_runs(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    values = {
        "name": "s",
        "target_tasks": ("hotel_sentiment",),
        "methods": ({"key": "prompt_tuning"},),
    }
    text = tomli_w.dumps(values | changes)
    with pytest.raises(PromptStudioError, match=message) as caught:
        prepare(parse_study(text, "The study"), tmp_path)
    assert "prompt_tuning" not in str(caught.value)
