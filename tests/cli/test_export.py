"""`promptstudio export`: what it says of the verification, and its exit codes."""

from pathlib import Path
from typing import Any

import pytest

from promptstudio.cli import takeaway
from promptstudio.cli.app import run
from promptstudio.core.questions import Verify
from promptstudio.core.spec import dump_study
from promptstudio.export.context import ExportResult
from promptstudio.store.queries import RunReader
from promptstudio.supervisor import STORE_NAME
from tests.integration.conftest import quick_study


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which one run has finished."""
    folder = tmp_path_factory.mktemp("workspace")
    study = folder / "quick.toml"
    study.write_text(dump_study(quick_study("prompt_tuning", target_tasks=("hotel_sentiment",))))
    assert run(["run", str(study), "--workspace", str(folder), "--in-process"]) == 0
    return folder


@pytest.fixture
def export(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Export the run; return exit code, standard output and standard error."""
    with RunReader(workspace / STORE_NAME) as reader:
        (record,) = reader.runs()
    capsys.readouterr()

    def make(*options: str) -> tuple[int, str, str]:
        where = ["--workspace", str(workspace), "--to", str(tmp_path / "out")]
        code = run(["export", record.job_id, *where, *options])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return make


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("peft", "verified: PEFT loads the folder: every number is the stored one"),
        ("npz", "verified: Read back from 'prompt.npz': every number is the stored one"),
    ],
)
def test_an_export_is_verified_unless_it_shall_not(export: Any, form: str, beginning: str) -> None:
    if form == "peft":
        pytest.importorskip("peft", reason="PEFT is an optional package")
    code, out, _ = export("--format", form)
    assert code == 0
    assert beginning in out
    code, out, _ = export("--format", form, "--overwrite", "--no-verify")
    assert code == 0
    assert "verified:" not in out


def test_what_does_not_match_ends_with_code_1(export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = takeaway.take_away

    def damaging(*arguments: Any, **more: Any) -> ExportResult:
        result = honest(*arguments, **more)
        (result.folder / "promptstudio.json").write_text("{}")
        return result

    monkeypatch.setattr(takeaway, "take_away", damaging)
    code, out, _ = export("--format", "safetensors")
    assert code == 1
    assert "does not match: The export in" in out
    assert "'promptstudio.json' has not the checksum of the stored prompt" in out


def elsewhere(monkeypatch: pytest.MonkeyPatch, source: Path) -> None:
    """Have the run belong to another model."""
    honest = takeaway.verification

    def changed(*arguments: Any, **more: Any) -> Verify:
        question = honest(*arguments, **more)
        backbone = question.backbone.model_copy(update={"source": str(source)})
        return question.model_copy(update={"backbone": backbone})

    monkeypatch.setattr(takeaway, "verification", changed)


def test_a_model_that_is_not_here_is_told(
    export: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "gone"
    elsewhere(monkeypatch, source)
    code, out, _ = export()
    assert code == 0
    assert f"not verified: the model '{source}' is not on this machine." in out
    code, _, err = export("--overwrite", "--verify")
    assert code == 2
    assert "There is no folder" in err


def test_a_model_that_can_not_be_loaded_is_told(
    export: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "broken"
    source.mkdir()
    (source / "config.json").write_text('{"model_type": "t5"}')
    elsewhere(monkeypatch, source)
    code, out, _ = export()
    assert code == 0
    assert "not verified: The folder" in out
    assert "has no weights" in out
