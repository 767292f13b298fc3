"""What this machine has: versions, memory, GPUs, disk, and the system libraries that Qt needs.

At module level only the standard library is imported, so that the set-up script can ask for
Qt's libraries before anything is installed.
"""

import ctypes
import os
import platform
import shutil
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final, Literal, NamedTuple

Manager = Literal["apt-get", "dnf", "pacman"]

_DISTRIBUTIONS: Final = (
    "promptstudio",
    "PySide6-Essentials",
    "pyqtgraph",
    "torch",
    "transformers",
    "tokenizers",
    "datasets",
    "safetensors",
    "peft",
    "numpy",
    "scipy",
    "scikit-learn",
    "sqlite-utils",
    "pydantic",
)


class Library(NamedTuple):
    """A shared library, the Qt platform plugin that needs it, and the packages that hold it.

    ``platform`` is empty where every Qt program needs it, with or without a display.
    """

    file: str
    platform: Literal["", "xcb", "wayland"]
    debian: str
    fedora: str
    arch: str


LIBRARIES: Final = (
    Library("libEGL.so.1", "", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "", "libx11-6", "libX11", "libx11"),
    Library("libxkbcommon.so.0", "", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libdbus-1.so.3", "", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "", "libfreetype6", "freetype", "freetype2"),
    Library("libglib-2.0.so.0", "", "libglib2.0-0", "glib2", "glib2"),
    Library("libxkbcommon-x11.so.0", "xcb", "libxkbcommon-x11-0", "libxkbcommon-x11",
            "libxkbcommon-x11"),
    Library("libX11-xcb.so.1", "xcb", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxcb.so.1", "xcb", "libxcb1", "libxcb", "libxcb"),
    Library("libxcb-cursor.so.0", "xcb", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "xcb", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "xcb", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "xcb", "libxcb-keysyms1", "xcb-util-keysyms",
            "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "xcb", "libxcb-randr0", "libxcb", "libxcb"),
    Library("libxcb-render.so.0", "xcb", "libxcb-render0", "libxcb", "libxcb"),
    Library("libxcb-render-util.so.0", "xcb", "libxcb-render-util0", "xcb-util-renderutil",
            "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "xcb", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-shm.so.0", "xcb", "libxcb-shm0", "libxcb", "libxcb"),
    Library("libxcb-sync.so.1", "xcb", "libxcb-sync1", "libxcb", "libxcb"),
    Library("libxcb-util.so.1", "xcb", "libxcb-util1", "xcb-util", "xcb-util"),
    Library("libxcb-xfixes.so.0", "xcb", "libxcb-xfixes0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "xcb", "libxcb-xkb1", "libxcb", "libxcb"),
    Library("libwayland-client.so.0", "wayland", "libwayland-client0", "libwayland-client",
            "wayland"),
    Library("libwayland-cursor.so.0", "wayland", "libwayland-cursor0", "libwayland-cursor",
            "wayland"),
)  # fmt: skip
"""What the Qt 6.11 libraries and its xcb and wayland plugins link against (``readelf -d``)."""


def versions() -> dict[str, str]:
    """Return the versions of Python, the system and the installed packages, importing none."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def memory() -> dict[str, int]:
    """Return ``total_mib`` and ``available_mib`` of the machine's main memory."""
    import psutil

    found = psutil.virtual_memory()
    return {"total_mib": found.total // 2**20, "available_mib": found.available // 2**20}


def disk_free(path: Path) -> int:
    """Return the free bytes of the disk that holds a path, or will hold it once it is made."""
    place = path.absolute()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def gpus() -> list[dict[str, str | int]]:
    """Return ``name``, ``memory_mib``, ``free_mib`` and ``driver`` of each NVIDIA GPU.

    Empty where there is none, or no driver.
    """
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return []
    try:
        driver = pynvml.nvmlSystemGetDriverVersion()
        return [_gpu(index, driver) for index in range(pynvml.nvmlDeviceGetCount())]
    except pynvml.NVMLError:
        return []
    finally:
        pynvml.nvmlShutdown()


def _gpu(index: int, driver: str) -> dict[str, str | int]:
    import pynvml

    handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    found = pynvml.nvmlDeviceGetMemoryInfo(handle)
    return {
        "name": pynvml.nvmlDeviceGetName(handle),
        "memory_mib": found.total // 2**20,
        "free_mib": found.free // 2**20,
        "driver": driver,
    }


def qt_platform() -> str:
    """Return the Qt platform plugin that a window will use: ``xcb``, ``wayland``, ..."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen.partition(";")[0].partition(":")[0]
    return "wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb"


def missing_qt_libraries(plugin: str | None = None) -> list[str]:
    """Return the shared libraries that Qt needs under a platform plugin and can not load.

    Without ``plugin``, what a window on this desktop needs. Other systems than Linux bring
    everything along.
    """
    if not sys.platform.startswith("linux"):
        return []
    needed = ("", qt_platform() if plugin is None else plugin)
    return [lib.file for lib in LIBRARIES if lib.platform in needed and not _loads(lib.file)]


def packages(libraries: Iterable[str], manager: Manager) -> list[str]:
    """Return the packages that hold the libraries, as a package manager calls them."""
    column = {"apt-get": "debian", "dnf": "fedora", "pacman": "arch"}[manager]
    wanted = set(libraries)
    return sorted({getattr(lib, column) for lib in LIBRARIES if lib.file in wanted})


def qt_problem(plugin: str | None = None) -> str | None:
    """Return what keeps Qt from opening a window here and what to do, or None."""
    missing = missing_qt_libraries(plugin)
    if missing:
        return (
            f"Qt can not start: the system lacks {', '.join(missing)}. {_how_to_install(missing)}"
        )
    if plugin is None and sys.platform.startswith("linux") and not _has_display():
        return (
            "There is no display to open a window on. Without one, use the command line: "
            "`promptstudio run sandbox`."
        )
    return None


def _how_to_install(missing: list[str]) -> str:
    commands: dict[Manager, str] = {
        "apt-get": "sudo apt-get install",
        "dnf": "sudo dnf install",
        "pacman": "sudo pacman -S",
    }
    for manager, command in commands.items():
        if shutil.which(manager):
            return f"Install it with:\n  {command} {' '.join(packages(missing, manager))}"
    return "Install these libraries with the package manager of your system, then try again."


def _has_display() -> bool:
    if qt_platform() == "xcb":
        return bool(os.environ.get("DISPLAY"))
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
