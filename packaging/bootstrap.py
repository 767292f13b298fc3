"""Sets PromptStudio up in the folder `.venv` of this checkout, then starts or tests it.

    python3 packaging/bootstrap.py start [OPTIONS]     open the window; OPTIONS go to promptstudio
    python3 packaging/bootstrap.py test [OPTIONS]      run the tests; OPTIONS go to pytest
    python3 packaging/bootstrap.py install             set up, and no more

Needs Python 3.11 or later with its venv module, and nothing else. What is set up already is
kept, so a second call starts at once. Settings of pip (its configuration file, the variables
PIP_*) are honoured.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "promptstudio-setup.txt"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BAD_INPUT = 2


class SetupError(Exception):
    """The set-up can not go on; the message says why and what to do."""


def main(arguments: list) -> int:
    """Carry out one command and return its exit code."""
    command, *options = arguments or ["--help"]
    if options[:1] == ["--"]:
        del options[0]
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    try:
        check_python()
        if command == "start":
            check_qt(None)
            install("")
            return run(PYTHON, "-m", "promptstudio", *options)
        if command == "test":
            check_qt("offscreen")
            install("test")
            return run(PYTHON, "-m", "pytest", *options, folder=ROOT)
        if command == "install":
            install("")
            return 0
    except SetupError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    print(f"There is no command '{command}'.\n\n{__doc__}", file=sys.stderr)
    return BAD_INPUT


def check_python() -> None:
    """Refuse a Python that is too old or can not make virtual environments."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        version = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(
            f"PromptStudio needs Python 3.11 or later, and this is Python {version}. "
            "Install a newer one and call this script with it, for example: "
            "python3.12 packaging/bootstrap.py start"
        )
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise SetupError(
            f"This Python can not make virtual environments: its module '{missing[0]}' is missing. "
            "On Debian and Ubuntu, install it with:\n  sudo apt-get install python3-venv"
        )


def check_qt(platform) -> None:
    """Refuse to begin where system libraries of Qt, or the display, are missing."""
    sys.path.insert(0, str(ROOT))
    from promptstudio.core.system import qt_problem

    problem = qt_problem(platform)
    if problem:
        raise SetupError(
            f"{problem}\nWhat needs no window can be set up now: "
            f"python3 packaging/bootstrap.py install, then {PYTHON} -m promptstudio --help"
        )


def install(extra: str) -> None:
    """Make the environment complete, with an optional extra, unless it is so already."""
    if is_complete(extra):
        return
    print(f"Setting PromptStudio up in {ENVIRONMENT} (2 GB or more, takes minutes).", flush=True)
    STAMP.unlink(missing_ok=True)
    if not is_usable() and run(sys.executable, "-m", "venv", "--clear", ENVIRONMENT) != 0:
        raise SetupError(
            f"The environment {ENVIRONMENT} could not be made; Python's message above says why."
        )
    package = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = ("-m", "pip", "install", "--disable-pip-version-check")
    if run(PYTHON, *pip, "--constraint", CONSTRAINTS, "--editable", package) != 0:
        raise SetupError(
            "The packages could not be installed; pip's message above says why. Check the "
            "connection and the free disk space, then give the same command again."
        )
    STAMP.write_text(stamp(extra), encoding="utf-8")


def is_complete(extra: str) -> bool:
    """Tell whether an earlier set-up with the same Python and pins holds what is needed."""
    if not (STAMP.exists() and PYTHON.exists()):
        return False
    return STAMP.read_text(encoding="utf-8") in {stamp(extra), stamp("test")}


def is_usable() -> bool:
    """Tell whether the environment is one of this very Python and has pip."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    found = subprocess.run(probe, capture_output=True, text=True)
    return found.returncode == 0 and found.stdout.strip() == sys.version


def stamp(extra: str) -> str:
    """Return what identifies a set-up: pins, Python, place, and the extra."""
    content = hashlib.sha256()
    for part in (CONSTRAINTS.read_bytes(), (ROOT / "pyproject.toml").read_bytes()):
        content.update(hashlib.sha256(part).digest())
    content.update(f"{sys.version}\n{ROOT}".encode())
    return f"{content.hexdigest()} {extra}"


def run(*command, folder=None) -> int:
    """Run a command to its end and return its exit code."""
    child = subprocess.Popen([str(part) for part in command], cwd=folder)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child got it too, and ends in its own way
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
