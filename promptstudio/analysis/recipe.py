"""A study as text that runs it: as a command for a shell, and as a Python script."""

import shlex
from typing import Any, Final

from promptstudio.core.settings import Frozen
from promptstudio.core.spec import StudySpec, dump_study

_END: Final = "STUDY"
_INDENT: Final = "    "
_LINE: Final = 88


def as_command(study: StudySpec, workspace: str) -> str:
    """Return a command for a POSIX shell that runs the study, which stands in the command."""
    head = shlex.join(["promptstudio", "run", "-", "--workspace", workspace])
    return f"{head} <<'{_END}'\n{dump_study(study)}{_END}\n"


def as_python(study: StudySpec, workspace: str) -> str:
    """Return a script that runs the study and prints the test scores of its runs."""
    names = ", ".join(sorted(_classes(study)))
    return f"""from pathlib import Path

from promptstudio.core.spec import {names}
from promptstudio.running import run_study

STUDY = {_written(study, 0)}

if __name__ == "__main__":  # the worker is a process of its own
    for run in run_study(STUDY, Path({workspace!r})):
        print(run.title, run.status, run.test)
"""


def _classes(value: Any) -> set[str]:
    """Return the names of the records that a value is written with."""
    if isinstance(value, Frozen):
        inner = (_classes(part) for part in _changed(value).values())
        return {type(value).__name__}.union(*inner)
    if isinstance(value, tuple):
        return set().union(*map(_classes, value))
    return set()


def _changed(record: Frozen) -> dict[str, Any]:
    """Return the fields of a record that differ from their defaults."""
    fields = type(record).model_fields
    values = {name: getattr(record, name) for name in fields}
    return {
        name: value
        for name, value in values.items()
        if fields[name].is_required()
        or value != fields[name].get_default(call_default_factory=True)
    }


def _written(value: Any, depth: int) -> str:
    if not isinstance(value, Frozen | tuple | list | dict):
        return repr(value)
    opening, parts, closing = _parts(value, depth)
    line = opening + ", ".join(parts) + closing
    if len(line) <= _LINE - len(_INDENT) * depth and "\n" not in line:
        return line if len(parts) != 1 or opening != "(" else f"({parts[0]},)"
    inner = "".join(f"{_INDENT * (depth + 1)}{part},\n" for part in parts)
    return f"{opening}\n{inner}{_INDENT * depth}{closing}"


def _parts(value: Any, depth: int) -> tuple[str, list[str], str]:
    if isinstance(value, Frozen):
        fields = _changed(value).items()
        parts = [f"{name}={_written(field, depth + 1)}" for name, field in fields]
        return f"{type(value).__name__}(", parts, ")"
    if isinstance(value, dict):
        return "{", [f"{key!r}: {_written(v, depth + 1)}" for key, v in value.items()], "}"
    parts = [_written(part, depth + 1) for part in value]
    return ("(", parts, ")") if isinstance(value, tuple) else ("[", parts, "]")
