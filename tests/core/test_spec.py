from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import (
    TASK_KEY,
    EvaluationSpec,
    JobSpec,
    MethodSpec,
    StudySpec,
    dump_study,
    load_study,
    parse_study,
    stage_id,
)

STUDY: dict[str, Any] = {
    "name": "film to food",
    "target_tasks": ["food"],
    "methods": [{"key": "prompt_tuning", "config": {"lr": 0.5, "init": "text"}}],
}


def written(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_study_survives_its_file(tmp_path: Path) -> None:
    study = StudySpec.model_validate(
        STUDY
        | {
            "description": 'Two "words"\nand a line',
            "source_tasks": ["film", "books.2"],
            "seeds": [3, 1],
            "shots": 8,
            "backbone": {"source": "/models/t5", "dtype": "bfloat16", "device": "cuda:1"},
            "evaluation": {"every": 5, "patience": 3},
            "sharing": "in_turn",
        }
    )
    assert load_study(written(tmp_path, dump_study(study))) == study


def test_all_rows_survive_the_file(tmp_path: Path) -> None:
    study = StudySpec.model_validate(STUDY | {"shots": None, "source_shots": None})
    assert load_study(written(tmp_path, dump_study(study))) == study
    text = "name = 'x'\nshots = 'all'\ntarget_tasks = ['food']\nmethods = [{key = 'm'}]"
    assert load_study(written(tmp_path, text)).shots is None


def test_task_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, dump_study(StudySpec.model_validate(STUDY | {"task_folders": ["t"]})))
    assert load_study(path).task_folders == (str(tmp_path.resolve() / "t"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "is not valid TOML: Invalid value (at end of document)."),
        ("nam = 'x'\ntarget_tasks = ['food']\nmethods = [{key = 'm'}]", "'name' is missing."),
        (
            "name = 'x'\ntarget_tasks = ['food']\nmethods = [{key = 'm'}]\nshot = 3",
            (
                "there is no setting 'shot'. Check its spelling. If a newer PromptStudio wrote "
                "the study, update this one."
            ),
        ),
        (
            "name = 'x'\ntarget_tasks = ['food']\nmethods = [{key = 'm'}]\n[evaluation]\nevery = 0",
            "evaluation.every = 0: Input should be greater than or equal to 1.",
        ),
        (
            "name = 'x'\ntarget_tasks = ['food']\nmethods = [{kee = 'm'}]",
            "the setting 'methods.0.key' is missing.",
        ),
        (
            (
                "name = 'x'\ntarget_tasks = ['food']\nmethods = [{key = 'm'}]\n"
                "[backbone]\ndtype = 'float16'"
            ),
            (
                "backbone.dtype = 'float16': float16 is not offered, because its range is too "
                "small for T5; choose float32 or bfloat16."
            ),
        ),
    ],
)
def test_a_wrong_study_file_is_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_study(path)
    assert str(caught.value).startswith(("Study file '", "The study file '"))
    assert f"study file '{path}'" in str(caught.value).lower()
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)


def test_a_missing_study_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_study(tmp_path / "none.toml")
    assert str(caught.value) == f"There is no study file '{tmp_path / 'none.toml'}'."


def test_a_study_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(ConfigError, match=r"is not UTF-8 text\. Save it as UTF-8"):
        load_study(path)
    with pytest.raises(ConfigError, match=r"can not be read: .*[Dd]irectory"):
        load_study(tmp_path)
    path.write_bytes(b"#" * 2**21)
    with pytest.raises(ConfigError, match="is no study: it has 2,097,152 bytes"):
        load_study(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source_tasks": ["food"]}, "the task 'food' is both source and target"),
        ({"target_tasks": ["food", "food"]}, "the same entry stands twice"),
        ({"seeds": [1, 1]}, "the same entry stands twice"),
        ({"seeds": []}, "at least 1 item"),
        ({"target_tasks": []}, "at least 1 item"),
        ({"methods": []}, "at least 1 item"),
        ({"name": ""}, "at least 1 character"),
        ({"shots": 0}, "greater than or equal to 1"),
        ({"backbone": {"device": "gpu"}}, "String should match pattern"),
        ({"backbone": {"quantization": "2bit"}}, "Input should be 'none', '8bit' or '4bit'"),
    ],
)
def test_a_study_that_makes_no_sense_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        StudySpec.model_validate(STUDY | changes)


@pytest.mark.parametrize("key", ["film", "9-lives", "a_b.c-1"])
def test_task_keys(key: str) -> None:
    assert TASK_KEY.fullmatch(key)


@pytest.mark.parametrize("key", ["", "Film", "-film", ".film", "a b", "a/b", "é"])
def test_task_keys_that_are_none(key: str) -> None:
    assert not TASK_KEY.fullmatch(key)


def job_spec(**changes: Any) -> JobSpec:
    values: dict[str, Any] = {
        "kind": "run",
        "method": "prompt_tuning",
        "config": {"lr": 0.3},
        "stages": ("tune",),
        "needs": None,
        "backbone": {},
        "source_tasks": (),
        "joint_tasks": (),
        "target_task": "food",
        "tasks": {"food": "b2"},
        "seed": 0,
        "split_seed": 0,
        "shots": 16,
        "source_shots": None,
        "evaluation": {},
        "budget_rows": None,
    }
    return JobSpec.model_validate(values | changes)


def test_equal_jobs_have_equal_digests() -> None:
    assert job_spec().digest == job_spec(config={"lr": 0.3}).digest
    assert len(job_spec().digest) == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"config": {"lr": 0.4}},
        {"tasks": {"food": "b3"}},
        {"seed": 1},
        {"shots": None},
        {"needs": "0123456789ab"},
        {"backbone": {"dtype": "bfloat16"}},
        {"backbone": {"quantization": "8bit"}},
        {"evaluation": EvaluationSpec(every=7)},
    ],
)
def test_whatever_changes_the_result_changes_the_digest(changes: dict[str, Any]) -> None:
    assert job_spec(**changes).digest != job_spec().digest


def test_unquantized_jobs_keep_the_digest_from_before_there_was_quantization() -> None:
    assert job_spec().digest == "b79c1edf1614"
    assert job_spec(backbone={"quantization": "none"}).digest == "b79c1edf1614"
    quantized = job_spec(backbone={"quantization": "4bit"})
    assert JobSpec.model_validate_json(quantized.model_dump_json()) == quantized


def test_a_job_names_the_stage_that_it_needs() -> None:
    assert job_spec().needs_id is None
    assert job_spec(needs="0123456789ab").needs_id == stage_id("0123456789ab")
    assert stage_id("0123456789ab") == "stage-0123456789ab"


def test_a_study_with_gaps_is_equal_to_the_one_read_from_its_file() -> None:
    method = MethodSpec(key="svgd_transfer", config={"bandwidth": [None, 2.0], "particles": None})
    study = StudySpec(
        name="gaps",
        target_tasks=("b",),
        methods=(method,),
        sweep={"source_tasks": (["a"], ["a", "c"])},
    )
    assert study.sweep == {"source_tasks": (("a",), ("a", "c"))}
    assert parse_study(dump_study(study), "The text") == study
    changed = study.model_copy(
        update={"methods": (method.model_copy(update={"config": {"particles": None}}),)}
    )
    assert 'particles = "none"' in dump_study(changed)


def test_a_sweep_has_no_gaps() -> None:
    with pytest.raises(ValidationError, match="the sweep over shots has a gap"):
        StudySpec(
            name="gap",
            target_tasks=("b",),
            methods=(MethodSpec(key="m"),),
            sweep={"shots": (4, None)},
        )
