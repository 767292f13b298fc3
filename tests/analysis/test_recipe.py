import subprocess
from pathlib import Path

import pytest

from promptstudio.analysis.recipe import as_command, as_python
from promptstudio.core.spec import (
    BackboneSpec,
    Deviation,
    EvaluationSpec,
    MethodSpec,
    StudySpec,
    parse_study,
)

SMALL = StudySpec(name="small", target_tasks=("b",), methods=(MethodSpec(key="prompt_tuning"),))
LARGE = StudySpec(
    name='It\'s "large"',
    description="Two\nlines, a 'quote' and STUDY\nSTUDY\n",
    backbone=BackboneSpec(source="/models/my model", max_input_tokens=64),
    source_tasks=tuple(f"source_task_number_{n}" for n in range(9)),
    target_tasks=("b",),
    methods=(
        MethodSpec(key="prompt_tuning", label="Plain", config={"steps": [1, 2], "init": "random"}),
        MethodSpec(key="spot", control=True, config={"lr": 1e-5, "adapt": True}),
    ),
    shots=None,
    sweep={"shots": (4, "all"), "text.task_prefix": (True, False)},
    deviations=(Deviation(setting="lr", paper="0.3", here="0.5"),),
    evaluation=EvaluationSpec(patience=3),
)


def study_in(script: str) -> StudySpec:
    """Execute a script without its last part, which runs the study."""
    names: dict[str, object] = {}
    exec(compile(script, "script", "exec"), names)  # noqa: S102 - it is our own
    study = names["STUDY"]
    assert isinstance(study, StudySpec)
    return study


@pytest.mark.parametrize("study", [SMALL, LARGE], ids=lambda study: study.name)
def test_the_script_makes_the_same_study(study: StudySpec) -> None:
    assert study_in(as_python(study, "/my folder")) == study


def test_the_script_says_what_differs_and_no_more() -> None:
    script = as_python(SMALL, "/w")
    assert (
        "STUDY = StudySpec(name='small', target_tasks=('b',), "
        "methods=(MethodSpec(key='prompt_tuning'),))"
    ) in script
    assert "from promptstudio.core.spec import MethodSpec, StudySpec\n" in script
    assert max(map(len, as_python(LARGE, "/w").splitlines())) <= 100


@pytest.mark.parametrize("study", [SMALL, LARGE], ids=lambda study: study.name)
def test_a_shell_hands_the_same_study_to_the_command(study: StudySpec, tmp_path: Path) -> None:
    program = tmp_path / "promptstudio"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\ncat > study\n')
    program.chmod(0o700)
    subprocess.run(
        ["/bin/sh", "-c", as_command(study, "/my folder/it's")],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        check=True,
    )
    words = (tmp_path / "arguments").read_text().splitlines()
    assert words == ["run", "-", "--workspace", "/my folder/it's"]
    assert parse_study((tmp_path / "study").read_text(), "The text") == study
