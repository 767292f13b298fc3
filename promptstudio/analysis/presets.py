"""Settings of a method as shipped studies have them, to begin from."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from promptstudio.core.ids import canonical_json
from promptstudio.core.paths import resource
from promptstudio.core.settings import Frozen
from promptstudio.core.spec import StudySpec, load_study


class Preset(Frozen):
    """The settings of one method in one study that differ from the defaults.

    ``title`` names the study and, where it has one, the method's label; ``source`` is what the
    study says of itself.
    """

    title: str
    source: str
    config: dict[str, Any]


def presets_of(method: str) -> tuple[Preset, ...]:
    """Return the presets of a method, papers before the sandbox; equal settings stand once."""
    found: dict[str, Preset] = {}
    for name, study in _studies().items():
        for spec in study.methods:
            if spec.key == method and spec.config and not _has_lists(spec.config):
                title = f"{name}: {spec.label}" if spec.label else name
                preset = Preset(title=title, source=study.description, config=spec.config)
                found.setdefault(canonical_json(spec.config), preset)
    return tuple(found.values())


def _has_lists(config: Mapping[str, Any]) -> bool:
    return any(isinstance(value, list | tuple) for value in config.values())


@cache
def _studies() -> dict[str, StudySpec]:
    """Read the shipped studies by name, those of the sandbox last."""
    paths = sorted(resource("studies").glob("*.toml"), key=lambda p: ("sandbox" in p.stem, p.stem))
    return {path.stem: load_study(path) for path in paths}
