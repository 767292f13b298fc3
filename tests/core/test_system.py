import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pynvml
import pytest

from promptstudio import __version__
from promptstudio.core import system

BASE = [lib.file for lib in system.LIBRARIES if not lib.platform]
XCB = [lib.file for lib in system.LIBRARIES if lib.platform == "xcb"]
WAYLAND = [lib.file for lib in system.LIBRARIES if lib.platform == "wayland"]


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux machine with an X display, apt-get, and every library."""
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(system, "_loads", lambda library: True)
    use_manager(monkeypatch, "apt-get")
    return monkeypatch


def use_manager(monkeypatch: pytest.MonkeyPatch, manager: str) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == manager else None)


def lose(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(system, "_loads", lambda library: library not in libraries)


def test_module_level_needs_the_standard_library_alone(checkout: Path) -> None:
    """The set-up script imports it before anything is installed: ``-S`` hides site-packages."""
    code = "from promptstudio.core import system; print(system.qt_platform())"
    found = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=checkout, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "offscreen"


def test_versions_are_found_without_importing_the_packages(checkout: Path) -> None:
    code = (
        "import json, sys; from promptstudio.core import system; "
        "print(json.dumps([system.versions(), sorted(sys.modules)]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=True
    )
    versions, modules = json.loads(found.stdout)
    assert versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert versions["torch"].startswith("2.")
    assert not {"torch", "transformers", "PySide6", "numpy", "peft"} & set(modules)


def test_versions_leave_out_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "peft":
            raise system.metadata.PackageNotFoundError(name)
        return __version__

    monkeypatch.setattr(system.metadata, "version", version)
    found = system.versions()
    assert "peft" not in found
    assert found["promptstudio"] == __version__


def test_memory_is_plausible() -> None:
    found = system.memory()
    assert 0 < found["available_mib"] <= found["total_mib"] < 2**24


def test_free_disk_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    there, later = system.disk_free(tmp_path), system.disk_free(tmp_path / "a" / "b")
    assert abs(there - later) < 2**30
    assert not (tmp_path / "a").exists()


def test_free_disk_is_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def usage(path: Path) -> Any:
        asked.append(path)
        return SimpleNamespace(free=12345)

    monkeypatch.setattr(system.shutil, "disk_usage", usage)
    assert system.disk_free(tmp_path / "a" / "b") == 12345
    assert asked == [tmp_path]


def test_no_driver_means_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise pynvml.NVMLError(pynvml.NVML_ERROR_LIBRARY_NOT_FOUND)

    monkeypatch.setattr(pynvml, "nvmlInit", fail)
    assert system.gpus() == []


def test_gpus_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    answers: dict[str, Any] = {
        "nvmlInit": None,
        "nvmlShutdown": None,
        "nvmlSystemGetDriverVersion": "600.1",
        "nvmlDeviceGetCount": 2,
        "nvmlDeviceGetHandleByIndex": "handle",
        "nvmlDeviceGetMemoryInfo": SimpleNamespace(total=8 * 2**30, free=3 * 2**30),
        "nvmlDeviceGetName": "Card",
    }

    def fake(name: str, answer: Any) -> Any:
        def call(*arguments: Any) -> Any:
            calls.append(name)
            return answer

        return call

    for name, answer in answers.items():
        monkeypatch.setattr(pynvml, name, fake(name, answer))
    card = {"name": "Card", "memory_mib": 8192, "free_mib": 3072, "driver": "600.1"}
    assert system.gpus() == [card, card]
    assert calls[-1] == "nvmlShutdown"


def test_a_gpu_that_does_not_answer_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise pynvml.NVMLError(pynvml.NVML_ERROR_UNKNOWN)

    closed: list[bool] = []
    monkeypatch.setattr(pynvml, "nvmlInit", lambda: None)
    monkeypatch.setattr(pynvml, "nvmlSystemGetDriverVersion", fail)
    monkeypatch.setattr(pynvml, "nvmlShutdown", lambda: closed.append(True))
    assert system.gpus() == []
    assert closed == [True]


def test_the_tests_themselves_have_what_qt_needs() -> None:
    assert system.qt_platform() == "offscreen"
    assert system.missing_qt_libraries() == []
    assert system.qt_problem() is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux names them so")
def test_libraries_are_really_tried() -> None:
    assert system._loads("libc.so.6")
    assert not system._loads("libpromptstudio-has-none.so.1")


@pytest.mark.parametrize(
    ("variables", "plugin"),
    [
        ({}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, "xcb"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=x"}, "offscreen"),
    ],
)
def test_the_plugin_is_the_one_that_qt_takes(
    desktop: pytest.MonkeyPatch, variables: dict[str, str], plugin: str
) -> None:
    for name, value in variables.items():
        desktop.setenv(name, value)
    assert system.qt_platform() == plugin


@pytest.mark.parametrize(
    ("plugin", "needed"), [("offscreen", []), ("xcb", XCB), ("wayland", WAYLAND)]
)
def test_each_plugin_needs_its_own_libraries(
    desktop: pytest.MonkeyPatch, plugin: str, needed: list[str]
) -> None:
    lose(desktop, *BASE, *XCB, *WAYLAND)
    assert system.missing_qt_libraries(plugin) == BASE + needed


def test_other_systems_bring_the_libraries_along(desktop: pytest.MonkeyPatch) -> None:
    lose(desktop, *BASE, *XCB)
    desktop.setattr(system.sys, "platform", "darwin")
    desktop.delenv("DISPLAY")
    assert system.missing_qt_libraries() == []
    assert system.qt_problem() is None


@pytest.mark.parametrize(
    ("manager", "advice"),
    [
        (
            "apt-get",
            "Install it with:\n  sudo apt-get install libegl1 libxcb-cursor0 libxcb-icccm4",
        ),
        ("dnf", "Install it with:\n  sudo dnf install libglvnd-egl xcb-util-cursor xcb-util-wm"),
        ("pacman", "Install it with:\n  sudo pacman -S libglvnd xcb-util-cursor xcb-util-wm"),
        (
            "none",
            "Install these libraries with the package manager of your system, then try again.",
        ),
    ],
)
def test_missing_libraries_come_with_the_command_that_installs_them(
    desktop: pytest.MonkeyPatch, manager: str, advice: str
) -> None:
    lose(desktop, "libEGL.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4")
    use_manager(desktop, manager)
    assert system.qt_problem() == (
        "Qt can not start: the system lacks libEGL.so.1, libxcb-cursor.so.0, libxcb-icccm.so.4. "
        + advice
    )


def test_libraries_of_one_package_are_asked_for_once() -> None:
    assert system.packages(["libGL.so.1", "libEGL.so.1"], "pacman") == ["libglvnd"]
    assert system.packages([], "apt-get") == []


def test_a_machine_without_a_display_is_told_so(desktop: pytest.MonkeyPatch) -> None:
    assert system.qt_problem() is None
    desktop.delenv("DISPLAY")
    assert system.qt_problem() == (
        "There is no display to open a window on. Without one, use the command line: "
        "`promptstudio run sandbox`."
    )
    assert system.qt_problem("offscreen") is None
    desktop.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.qt_problem() is None
