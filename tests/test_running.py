"""Studies run from a script."""

import subprocess
import sys
from pathlib import Path

import pytest

from promptstudio.analysis.recipe import as_python
from promptstudio.core.errors import ConfigError
from promptstudio.core.events import Status
from promptstudio.running import run_study
from tests.integration.conftest import quick_study


def test_a_study_is_run_to_its_end(tmp_path: Path) -> None:
    study = quick_study("prompt_tuning")
    runs = run_study(study, tmp_path, in_process=True)
    assert [run.target_task for run in runs] == ["hotel_sentiment", "book_sentiment"]
    assert {run.status for run in runs} == {Status.FINISHED}
    assert all(0 <= run.test["accuracy"] <= 1 for run in runs)


def test_a_study_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no task 'lost'\. .* If a newer PromptStudio"):
        run_study(quick_study("prompt_tuning", target_tasks=("lost",)), tmp_path)
    assert not (tmp_path / "promptstudio.db").exists()


def test_a_script_of_a_study_runs_it(tmp_path: Path) -> None:
    study = quick_study("prompt_tuning", target_tasks=("hotel_sentiment",))
    script = tmp_path / "script.py"
    script.write_text(as_python(study, str(tmp_path / "workspace")))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Prompt tuning: hotel_sentiment, seed 0 finished {'")
