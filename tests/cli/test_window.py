"""The command without a name opens the window."""

import gc
from pathlib import Path
from typing import Any

import pytest

from promptstudio.cli.app import run
from promptstudio.core.errors import StoreError


def test_no_garbage_is_searched_while_the_window_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def opened(workspace: Path, study: str, *, start: bool, in_process: bool) -> int:
        seen.append((workspace, study, start, in_process, gc.isenabled()))
        return 0

    monkeypatch.setattr("promptstudio.gui.launch.open_window", opened)
    assert run(["--workspace", str(tmp_path), "--study", "tour", "--start"]) == 0
    assert seen == [(tmp_path, "tour", True, False, False)]
    assert gc.isenabled()


def test_garbage_is_searched_again_after_a_window_that_could_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_arguments: Any, **_options: Any) -> int:
        raise StoreError("The store can not be read.")

    monkeypatch.setattr("promptstudio.gui.launch.open_window", refused)
    assert run(["--workspace", str(tmp_path)]) == 2
    assert gc.isenabled()
    assert capsys.readouterr().err == "promptstudio: The store can not be read.\n"
