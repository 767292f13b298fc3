"""Settings of a method as shipped studies have them, to begin from."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from promptstudio.core.ids import canonical_json
from promptstudio.core.paths import resource
from promptstudio.core.settings import Frozen, fields_of
from promptstudio.core.spec import MethodSpec, StudySpec, load_study
from promptstudio.methods.registry import methods


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
            config = _without_defaults(spec) if spec.key == method else {}
            if config and not _has_lists(config):
                title = f"{name}: {spec.label}" if spec.label else name
                preset = Preset(title=title, source=study.description, config=config)
                found.setdefault(canonical_json(config), preset)
    return tuple(found.values())


def _without_defaults(spec: MethodSpec) -> dict[str, Any]:
    """Return the settings that differ from the defaults; studies name some that do not."""
    fields = fields_of(methods()[spec.key].config_type)
    defaults = {field.name: field.default for field in fields}
    return {name: value for name, value in spec.config.items() if value != defaults[name]}


def departures(preset: Mapping[str, Any], config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the settings in which a config departs from a preset.

    Both hold what differs from the defaults, so a setting that only one of them has counts.
    """
    names = dict.fromkeys((*preset, *config))
    missing = object()
    return tuple(n for n in names if preset.get(n, missing) != config.get(n, missing))


def _has_lists(config: Mapping[str, Any]) -> bool:
    return any(isinstance(value, list | tuple) for value in config.values())


@cache
def _studies() -> dict[str, StudySpec]:
    """Read the shipped studies by name, those of the sandbox last."""
    paths = sorted(resource("studies").glob("*.toml"), key=lambda p: ("sandbox" in p.stem, p.stem))
    return {path.stem: load_study(path) for path in paths}
