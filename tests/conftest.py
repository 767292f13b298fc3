"""What all tests share: no display, no network, one thread, and nobody's own data."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ |= {
    "QT_QPA_PLATFORM": "offscreen",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
}
os.environ.pop("WAYLAND_DISPLAY", None)

if sys.platform == "win32":  # there, torch can not be loaded after Qt
    import torch  # noqa: F401

CHECKOUT = Path(__file__).resolve().parent.parent
_GRACE_S = 5.0


def pytest_configure(config: pytest.Config) -> None:
    """Keep caches and user data of the tests in a folder of their own."""
    home = tempfile.mkdtemp(prefix="promptstudio-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ |= {"HF_HOME": f"{home}/hub", "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the root of the repository."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and models beside the checkout."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"there is no folder '{folder}' with real data")
    return folder


@pytest.fixture(autouse=True)
def no_leftover_threads() -> Iterator[None]:
    """Fail a test that leaves a thread behind which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in left if not thread.daemon]
    for thread in left:
        thread.join(_GRACE_S)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"the test left running threads: {names}"
