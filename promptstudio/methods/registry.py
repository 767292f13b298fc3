"""Finds the methods: every sub-package that holds a constant ``METHOD``."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import promptstudio.methods
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import MethodConfig, fields_of

if TYPE_CHECKING:  # the window reads declarations; torch stays out of its process
    from promptstudio.methods.contract import Method


@cache
def methods() -> Mapping[str, MethodInfo]:
    """Return every method's declaration by key, in order of title. Loads no torch.

    Raises
    ------
    ConfigError
        If a folder declares no ``METHOD``, a key other than its name, or a faulty setting.
    """
    folders = [m.name for m in pkgutil.iter_modules(promptstudio.methods.__path__) if m.ispkg]
    found = [_declaration(name) for name in folders]
    known = {info.key: info for info in sorted(found, key=lambda i: i.title)}
    for info in found:
        _check_owners(info, known)
    return MappingProxyType(known)


def build(info: MethodInfo, config: MethodConfig) -> "Method":
    """Import the algorithm of a method and configure it."""
    module_name, _, class_name = info.build.partition(":")
    module = importlib.import_module(f"promptstudio.methods.{info.key}.{module_name}")
    method: Method = getattr(module, class_name)(config)
    return method


def _declaration(name: str) -> MethodInfo:
    module = importlib.import_module(f"promptstudio.methods.{name}")
    info = getattr(module, "METHOD", None)
    if not isinstance(info, MethodInfo) or info.key != name:
        raise ConfigError(f"The folder methods/{name} declares no METHOD with the key '{name}'.")
    settings = {field.name for field in fields_of(info.config_type)}
    missing = [stage.key for stage in info.stages if stage.steps not in {"", *settings}]
    if missing:
        raise ConfigError(f"The method '{name}' has no steps setting for the stage '{missing[0]}'.")
    return info


def _check_owners(info: MethodInfo, known: Mapping[str, MethodInfo]) -> None:
    for stage in info.stages:
        owner = known.get(stage.owner) if stage.owner else info
        if owner is None or stage.key not in {s.key for s in owner.stages}:
            raise ConfigError(
                f"The method '{info.key}' shares the stage '{stage.key}' of '{stage.owner}', "
                "which has no such stage."
            )
