"""No socket is opened unless a study names a data set or a model of the hub."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

STUDY = """
name = "quiet"
source_tasks = ["film_sentiment"]
target_tasks = ["{target}"]
shots = 4
source_shots = 8

[backbone]
source = "{backbone}"

[evaluation]
test_rows = 16
validation_rows = 8

[[methods]]
key = "prompt_tuning"
config = {{ steps = 2, batch_size = 4 }}
"""
REFUSAL = """
import socket, sys

def refuse(*args, **kwargs):
    sys.stderr.write("SOCKET OPENED\\n")
    raise OSError("no network")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment in which this process's children, and theirs, are refused every socket."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(REFUSAL)
    paths = [str(tmp_path / "guard"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run(
    tmp_path: Path, environment: dict[str, str], **names: str
) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(**({"target": "hotel_sentiment", "backbone": "sandbox"} | names)))
    command = [sys.executable, "-m", "promptstudio", "run", str(path), "--workspace"]
    return subprocess.run(
        [*command, str(tmp_path / "work")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_study_of_what_is_here_opens_no_socket(tmp_path: Path, guarded: dict[str, str]) -> None:
    done = run(tmp_path, guarded)
    assert "SOCKET OPENED" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_the_guard_sees_the_worker(tmp_path: Path, guarded: dict[str, str]) -> None:
    """A task of the hub is looked for by the worker, which the guard refuses."""
    environment = {name: value for name, value in guarded.items() if name != "HF_HUB_OFFLINE"}
    done = run(tmp_path, environment | {"HF_HUB_OFFLINE": "0"}, target="rte")
    assert done.returncode == 2
    logs = "".join(path.read_text() for path in (tmp_path / "work/logs").glob("*"))
    assert "SOCKET OPENED" in done.stderr + logs
    assert "can not be reached: there is no network" in done.stderr + done.stdout


@pytest.mark.parametrize("names", [{"target": "rte"}, {"backbone": "someone/t5-unheard-of"}])
def test_offline_nothing_of_the_hub_is_looked_for(
    tmp_path: Path, guarded: dict[str, str], names: dict[str, str]
) -> None:
    done = run(tmp_path, guarded | {"HF_HUB_OFFLINE": "1"}, **names)
    assert done.returncode == 2
    logs = "".join(path.read_text() for path in (tmp_path / "work/logs").glob("*"))
    assert "SOCKET OPENED" not in done.stderr + logs
    assert "Traceback" not in done.stderr
