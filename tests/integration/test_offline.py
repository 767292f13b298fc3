"""No socket is opened unless a study names a data set or a model of the hub."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from promptstudio.backbones.hub import DOWNLOADS

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


def command(
    tmp_path: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptstudio", *arguments, "--workspace", str(tmp_path / "work")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def written(tmp_path: Path, **names: str) -> str:
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(**({"target": "hotel_sentiment", "backbone": "sandbox"} | names)))
    return str(path)


def run(
    tmp_path: Path, environment: dict[str, str], **names: str
) -> subprocess.CompletedProcess[str]:
    return command(tmp_path, environment, "run", written(tmp_path, **names))


def logs(tmp_path: Path) -> str:
    return "".join(path.read_text() for path in (tmp_path / "work/logs").glob("*"))


def test_a_study_of_what_is_here_opens_no_socket(tmp_path: Path, guarded: dict[str, str]) -> None:
    done = run(tmp_path, guarded)
    assert "SOCKET OPENED" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_the_guard_sees_the_worker(tmp_path: Path, guarded: dict[str, str]) -> None:
    """A task of the hub is looked for by the worker, which the guard refuses."""
    environment = {name: value for name, value in guarded.items() if name != "HF_HUB_OFFLINE"}
    done = run(tmp_path, environment | {"HF_HUB_OFFLINE": "0"}, target="rte")
    assert done.returncode == 2
    assert "SOCKET OPENED" in done.stderr + logs(tmp_path)
    assert "can not be reached: there is no network" in done.stderr + done.stdout


@pytest.mark.parametrize("names", [{"target": "rte"}, {"backbone": "someone/t5-unheard-of"}])
def test_offline_nothing_of_the_hub_is_looked_for(
    tmp_path: Path, guarded: dict[str, str], names: dict[str, str]
) -> None:
    done = run(tmp_path, guarded | {"HF_HUB_OFFLINE": "1"}, **names)
    assert done.returncode == 2
    assert "SOCKET OPENED" not in done.stderr + logs(tmp_path)
    assert "Traceback" not in done.stderr


@pytest.fixture
def willing(guarded: dict[str, str]) -> dict[str, str]:
    """The same, with downloads allowed and nothing in the environment that forbids them."""
    allowed = {"HF_HUB_OFFLINE": "0", "HF_DATASETS_OFFLINE": "0", DOWNLOADS: "1"}
    return guarded | allowed


def test_the_guard_sees_a_model_that_is_looked_for(tmp_path: Path, willing: dict[str, str]) -> None:
    done = run(tmp_path, willing, backbone="someone/t5-unheard-of")
    assert done.returncode == 2
    assert "SOCKET OPENED" in logs(tmp_path)
    assert "can not be fetched from the hub: no network. Check the network" in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "names", "told"),
    [
        ((), ("--offline",), {"target": "rte"}, "OfflineModeIsEnabled"),
        (("--offline",), (), {"backbone": "someone/t5"}, "start without --offline"),
    ],
)
def test_the_switch_reaches_the_worker(
    tmp_path: Path,
    willing: dict[str, str],
    before: tuple[str, ...],
    after: tuple[str, ...],
    names: dict[str, str],
    told: str,
) -> None:
    done = command(tmp_path, willing, *before, "run", written(tmp_path, **names), *after)
    assert done.returncode == 2
    assert "SOCKET OPENED" not in done.stderr + logs(tmp_path)
    assert told in done.stderr


def test_offline_a_data_set_of_the_hub_is_not_imported(
    tmp_path: Path, willing: dict[str, str]
) -> None:
    done = command(tmp_path, willing, "import", "some/data", "--offline")
    assert done.returncode == 2
    assert "SOCKET OPENED" not in done.stderr
    assert "The data set 'some/data' of the hub can not be read" in done.stderr


def test_a_token_of_the_hub_is_written_nowhere(tmp_path: Path) -> None:
    """It is in the environment of the window, the worker and every export."""
    secret = "hf_secretsecretsecretsecretsecret"  # noqa: S105 - it opens nothing
    environment = {**os.environ, "HF_TOKEN": secret}
    done = command(tmp_path, environment, "run", written(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    refused = run(tmp_path, environment, backbone="someone/t5-unheard-of")
    run_id = json.loads(done.stdout)["runs"][0]["run_id"]
    exported = command(tmp_path, environment, "export", run_id, "--to", str(tmp_path / "prompt"))
    assert (refused.returncode, exported.returncode) == (2, 0), exported.stderr
    for ending in (done, refused, exported):
        assert secret not in ending.stdout + ending.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"promptstudio.db", "adapter_config.json", "worker.log"} <= {p.name for p in files}
    assert [path for path in files if secret.encode() in path.read_bytes()] == []
