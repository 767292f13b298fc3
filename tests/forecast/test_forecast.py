"""The forecast of a study: jobs, memory and time, without torch and without a trace."""

import subprocess
import sys
from pathlib import Path

import pytest

from promptstudio.cli.app import run
from promptstudio.core import system
from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import BackboneSpec, MethodSpec, StudySpec, dump_study
from promptstudio.forecast import forecast
from tests.integration.conftest import quick_study


def study(**changes: object) -> StudySpec:
    return quick_study("prompt_tuning", **{"backbone": BackboneSpec(device="cpu"), **changes})


def test_a_study_has_jobs_memory_and_time(tmp_path: Path) -> None:
    found = forecast(study(), tmp_path)
    assert (found.plan.runs, found.device, found.fits) == (2, "cpu", True)
    assert found.memory_bytes is not None
    assert 500e6 < found.memory_bytes < 800e6
    assert found.seconds is not None
    assert 0 < found.seconds[0] < found.seconds[1] < 120
    assert found.sentence.startswith(found.plan.sentence)
    assert "GB of memory." in found.sentence
    assert [table.key for table in found.tables] == ["forecast", "memory"]
    assert any("rough, nothing was measured" in note for note in found.notes)
    assert list(tmp_path.iterdir()) == []


def test_the_window_can_ask_without_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from promptstudio.planning import find_study; "
        "from promptstudio.forecast import forecast; "
        "forecast(find_study('sandbox'), Path(sys.argv[1])); "
        "assert not {'torch', 'transformers', 'datasets'} & sys.modules.keys()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_more_steps_and_longer_prompts_take_more(tmp_path: Path) -> None:
    def seconds(**config: int) -> float:
        methods = (MethodSpec(key="prompt_tuning", config={"steps": 400, **config}),)
        found = forecast(study(methods=methods), tmp_path).seconds
        assert found is not None
        return found[1]

    assert seconds() < seconds(steps=800) < seconds(steps=800, num_virtual_tokens=50)


def test_a_swept_study_counts_every_variant(tmp_path: Path) -> None:
    once, twice = (forecast(study(sweep=sweep), tmp_path) for sweep in ({}, {"shots": (8, 16)}))
    assert twice.plan.runs == 2 * once.plan.runs
    tokens = [float(found.tables[0].rows[3][1].replace(",", "")) for found in (once, twice)]
    assert tokens[1] > 1.5 * tokens[0]


def test_past_runs_tell_the_time(tmp_path: Path) -> None:
    (tmp_path / "quick.toml").write_text(dump_study(study()))
    assert (
        run(["run", str(tmp_path / "quick.toml"), "--workspace", str(tmp_path), "--in-process"])
        == 0
    )
    found = forecast(study(), tmp_path)
    assert any("from 2 jobs of this workspace" in note for note in found.notes)
    assert found.seconds is not None
    assert found.seconds[0] < found.seconds[1] < 60
    other = study(backbone=BackboneSpec(device="cpu", dtype="bfloat16"))
    assert any("rough" in note for note in forecast(other, tmp_path).notes)


def test_too_little_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "memory", lambda: {"total_mib": 400, "available_mib": 100})
    found = forecast(study(), tmp_path)
    assert found.fits is False
    assert "105 MB are free" in found.notes[-1]


def test_a_model_that_is_not_here_leaves_the_numbers_open(tmp_path: Path) -> None:
    found = forecast(study(backbone=BackboneSpec(source="owner/name")), tmp_path)
    assert (found.memory_bytes, found.fits, found.seconds, found.tables) == (None, None, None, ())
    assert "memory and time are not known" in found.sentence
    assert "'owner/name' is not in the local cache" in found.notes[0]


def test_a_gpu_without_a_past_has_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gpu = {"name": "x", "memory_mib": 900, "free_mib": 800, "driver": "1"}
    monkeypatch.setattr(system, "gpus", lambda: [gpu])
    found = forecast(study(backbone=BackboneSpec(device="cuda")), tmp_path)
    assert (found.device, found.free_bytes, found.seconds) == ("cuda:0", 800 * 2**20, None)
    assert "nothing was measured on 'cuda:0'" in found.notes[0]
    beyond = forecast(study(backbone=BackboneSpec(device="cuda:1")), tmp_path)
    assert beyond.fits is None
    assert "There is no 'cuda:1' on this machine." in beyond.notes


def test_what_is_wrong_with_a_study_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no task 'nothing'"):
        forecast(study(target_tasks=("nothing",)), tmp_path)
