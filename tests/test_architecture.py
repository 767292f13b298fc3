"""Rules about the repository as a whole. The import contracts in pyproject.toml add to them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from promptstudio.cli.commands import app
from promptstudio.methods.registry import methods

CHECKOUT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt")
MODELS = ("torch", "transformers", "datasets")
IGNORED = re.compile(r"\.git|\.venv|build|dist|__pycache__|\..*_cache|.*\.egg-info")
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("download", "pytorch", "org"),
        ("anaconda", "org"),
        ("docker", "io"),
    )
)

PROBE = """
import importlib, sys
*names, forbidden = sys.argv[1:]
forbidden = set(forbidden.split(","))
for name in names:
    if name == "methods()":
        importlib.import_module("promptstudio.methods.registry").methods()
    else:
        importlib.import_module(name)
    if loaded := forbidden & sys.modules.keys():
        print(name, "loads", *sorted(loaded))
        break
"""


def files(suffix: str = "") -> Iterator[Path]:
    """Yield the files of the repository, without what git ignores."""
    folders = [CHECKOUT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.is_dir() and not IGNORED.fullmatch(path.name):
                folders.append(path)
            elif path.is_file() and path.name.endswith(suffix):
                yield path


def modules_of(package: str) -> list[str]:
    """Return the names of a package's modules."""
    paths = sorted((CHECKOUT / "promptstudio" / package).rglob("*.py"))
    names = [".".join(path.relative_to(CHECKOUT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def loads_first(modules: list[str], forbidden: tuple[str, ...]) -> str:
    """Import modules in a new interpreter; tell which one brings in a forbidden package."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *modules, ",".join(forbidden)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("core", (*MODELS, *QT, "numpy", "sqlite3", "sqlite_utils")),
        ("store", (*MODELS, *QT)),
        ("analysis", (*MODELS, *QT)),
        ("export", (*MODELS, *QT)),
    ],
)
def test_a_layer_loads_nothing_heavy(package: str, forbidden: tuple[str, ...]) -> None:
    modules = modules_of(package)
    assert f"promptstudio.{package}" in modules
    assert loads_first(modules, forbidden) == ""


def test_the_windows_process_loads_no_model_library() -> None:
    modules = ["promptstudio.cli.commands", "methods()", *modules_of("gui")]
    assert loads_first(modules, MODELS) == ""


def test_the_window_opens_without_what_only_charts_and_tables_need() -> None:
    modules = ["promptstudio.cli.app", "methods()", "promptstudio.gui.launch"]
    modules.append("promptstudio.gui.study.page")
    assert loads_first(modules, ("numpy", "scipy", "pyqtgraph", "pyarrow", "rich")) == ""


def test_the_probe_finds_what_it_looks_for() -> None:
    modules = ["promptstudio.core.ids", "promptstudio.core.settings", "promptstudio.core.spec"]
    assert loads_first(modules, ("torch", "pydantic")) == (
        "promptstudio.core.settings loads pydantic"
    )


def test_no_module_is_long() -> None:
    paths = [path.relative_to(CHECKOUT) for path in files(".py")]
    modules = [path for path in paths if path.parts[0] in ("promptstudio", "packaging")]
    lengths = {
        str(path): len((CHECKOUT / path).read_text(encoding="utf-8").splitlines())
        for path in modules
    }
    assert "packaging/bootstrap.py" in lengths
    assert not {name: length for name, length in lengths.items() if length > MAX_LINES}


@pytest.mark.parametrize("folder", ["packaging", "tests"])
def test_folders_that_are_no_packages(folder: str) -> None:
    assert any((CHECKOUT / folder).rglob("*.py"))
    assert not list((CHECKOUT / folder).rglob("__init__.py"))


def test_every_method_is_a_folder_of_two_files() -> None:
    root = CHECKOUT / "promptstudio" / "methods"
    folders = [path for path in root.iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert sorted(path.name for path in folders) == sorted(methods())
    for folder in folders:
        assert sorted(p.name for p in folder.iterdir() if p.name != "__pycache__") == [
            "__init__.py",
            "algorithm.py",
        ]


def test_the_readme_names_every_command() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_group(app)
    commands = [name for name, command in group.commands.items() if not command.hidden]
    assert "run" in commands
    assert [name for name in commands if f"`promptstudio {name}" not in readme] == []


def test_the_first_screen_of_the_readme_has_both_commands() -> None:
    first = (CHECKOUT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert "python3 packaging/bootstrap.py start" in first
    assert "python3 packaging/bootstrap.py test" in first
    gate = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "python3 packaging/bootstrap.py test" in gate


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the business of the machine's own pip settings."""
    named = []
    for path in files():
        content = path.read_bytes()
        named += [(path, host) for host in REGISTRIES if host.encode() in content]
    assert not named


def test_what_installs_things_holds_no_address() -> None:
    paths = [CHECKOUT / "pyproject.toml", *(CHECKOUT / ".ci").iterdir()]
    paths += [path for path in (CHECKOUT / "packaging").rglob("*") if path.is_file()]
    assert CHECKOUT / "packaging" / "constraints.txt" in paths
    assert not [path for path in paths if re.search(rb"https?://", path.read_bytes())]
