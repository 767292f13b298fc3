"""The set-up script, with pip and venv replaced by a record of what was called."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from promptstudio.core import system

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "bootstrap.py"


class Machine:
    """The script in a checkout of its own, and the commands that it ran."""

    def __init__(self, script: ModuleType, root: Path) -> None:
        self.script, self.root = script, root
        self.called: list[str] = []
        self.codes: dict[str, int] = {}

    def run(self, *command: object, folder: Path | None = None) -> int:
        words = [str(part) for part in command]
        name = words[2]
        self.called.append(" ".join(words[1:]))
        if name == "venv":
            self.script.PYTHON.parent.mkdir(parents=True)
            self.script.PYTHON.touch()
        return self.codes.get(name, 0)

    def kinds(self) -> list[str]:
        """Return the modules that were called since the last question."""
        names = [command.split()[1] for command in self.called]
        self.called.clear()
        return names


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


@pytest.fixture
def machine(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("torch==2.13.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "CONSTRAINTS", tmp_path / "packaging" / "constraints.txt")
    monkeypatch.setattr(script, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(script, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(script, "STAMP", tmp_path / ".venv" / "promptstudio-setup.txt")
    monkeypatch.setattr(script, "is_usable", script.PYTHON.exists)
    machine = Machine(script, tmp_path)
    monkeypatch.setattr(script, "run", machine.run)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(system, "qt_problem", lambda plugin=None: None)
    return machine


def call(machine: Machine, *arguments: str) -> list[str]:
    assert machine.script.main(list(arguments)) == 0
    return machine.kinds()


def test_start_sets_up_then_opens_the_window_with_the_options(machine: Machine) -> None:
    assert machine.script.main(["start", "--", "--start", "--workspace", "my runs"]) == 0
    root, pins = machine.root, machine.script.CONSTRAINTS
    assert machine.called == [
        f"-m venv --clear {root / '.venv'}",
        f"-m pip install --disable-pip-version-check --constraint {pins} --editable {root}",
        "-m promptstudio --start --workspace my runs",
    ]


def test_test_installs_the_extra_and_hands_its_options_to_pytest(machine: Machine) -> None:
    assert machine.script.main(["test", "-k", "ids"]) == 0
    assert machine.called[1].endswith(f"--editable {machine.root}[test]")
    assert machine.called[2] == "-m pytest -k ids"


def test_what_is_set_up_is_kept(machine: Machine) -> None:
    assert call(machine, "install") == ["venv", "pip"]
    assert call(machine, "install") == []
    assert call(machine, "start") == ["promptstudio"]


def test_the_test_set_up_serves_the_window_but_not_the_other_way_round(machine: Machine) -> None:
    assert call(machine, "start") == ["venv", "pip", "promptstudio"]
    assert call(machine, "test") == ["pip", "pytest"]
    assert call(machine, "start") == ["promptstudio"]


@pytest.mark.parametrize("changed", ["packaging/constraints.txt", "pyproject.toml"])
def test_changed_pins_are_installed(machine: Machine, changed: str) -> None:
    call(machine, "install")
    with (machine.root / changed).open("a") as file:
        file.write("# more\n")
    assert call(machine, "install") == ["pip"]
    assert call(machine, "install") == []


def test_another_place_or_python_is_set_up_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(machine, "install")
    monkeypatch.setattr(sys, "version", "3.99.0 (other)")
    assert call(machine, "install") == ["pip"]
    moved = machine.root / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").write_bytes((machine.root / "pyproject.toml").read_bytes())
    monkeypatch.setattr(machine.script, "ROOT", moved)
    assert call(machine, "install") == ["pip"]


def test_a_removed_interpreter_means_a_new_environment(machine: Machine) -> None:
    call(machine, "install")
    machine.script.PYTHON.unlink()
    machine.script.PYTHON.parent.rmdir()
    assert call(machine, "install") == ["venv", "pip"]


def test_an_interrupted_installation_is_done_again(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    call(machine, "install")
    (machine.root / "pyproject.toml").write_text("[project] # changed\n")
    machine.codes["pip"] = 1
    assert machine.script.main(["start"]) == 2
    assert machine.kinds() == ["pip"], "the window must not open"
    assert capsys.readouterr().err == (
        "The packages could not be installed; pip's message above says why. Check the "
        "connection and the free disk space, then give the same command again.\n"
    )
    machine.codes.clear()
    (machine.root / "pyproject.toml").write_text("[project]\n")
    assert call(machine, "start") == ["pip", "promptstudio"], "the old packages are half gone"


def test_an_environment_that_can_not_be_made(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.codes["venv"] = 1
    assert machine.script.main(["install"]) == 2
    assert machine.kinds() == ["venv"]
    assert "could not be made; Python's message above says why." in capsys.readouterr().err


def test_the_exit_code_is_that_of_the_program(machine: Machine) -> None:
    machine.codes["pytest"] = 1
    assert machine.script.main(["test"]) == 1


def test_missing_libraries_end_it_before_anything_is_installed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str | None] = []

    def problem(plugin: str | None = None) -> str:
        asked.append(plugin)
        return "Qt can not start."

    monkeypatch.setattr(system, "qt_problem", problem)
    for command in ("start", "test"):
        assert machine.script.main([command]) == 2
        error = capsys.readouterr().err
        assert error.startswith("Qt can not start.\nWhat needs no window can be set up now: ")
    assert asked == [None, "offscreen"]
    assert machine.called == []
    assert call(machine, "install") == ["venv", "pip"], "only the window needs Qt's libraries"


def test_a_python_that_can_not_make_environments(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name)
    )
    assert machine.script.main(["install"]) == 2
    error = capsys.readouterr().err
    assert "its module 'ensurepip' is missing" in error
    assert error.endswith("sudo apt-get install python3-venv\n")
    assert machine.called == []


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_names_every_command(
    machine: Machine, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert machine.script.main(arguments) == 0
    shown = capsys.readouterr().out
    assert all(f"bootstrap.py {command}" in shown for command in ("start", "test", "install"))


def test_an_unknown_command_is_refused(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert machine.script.main(["strat"]) == 2
    assert capsys.readouterr().err.startswith("There is no command 'strat'.\n")
    assert machine.called == []


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True)


def test_an_old_python_gets_one_sentence() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    code = (
        "import runpy, sys; sys.version_info = (3, 10, 4); "
        f"sys.argv = ['bootstrap.py', 'start']; runpy.run_path({str(SCRIPT)!r}, "
        "run_name='__main__')"
    )
    found = python("-c", code)
    assert found.returncode == 2
    assert found.stdout == ""
    assert found.stderr == (
        "PromptStudio needs Python 3.11 or later, and this is Python 3.10.4. Install a newer one "
        "and call this script with it, for example: python3.12 packaging/bootstrap.py start\n"
    )


@pytest.mark.parametrize(
    ("code", "version", "usable"),
    [(0, sys.version, True), (0, "3.11.0 (old)", False), (1, sys.version, False)],
)
def test_usable_is_an_environment_of_this_python_with_pip(
    script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    version: str,
    *,
    usable: bool,
) -> None:
    def probe(command: Sequence[str], **options: object) -> object:
        return subprocess.CompletedProcess(command, code, stdout=f"{version}\n")

    monkeypatch.setattr(script, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(script.subprocess, "run", probe)
    assert not script.is_usable(), "there is no interpreter yet"
    script.PYTHON.touch()
    assert script.is_usable() is usable
