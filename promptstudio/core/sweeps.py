"""Several values of a setting: every combination of them, without doubles.

A sweep over a field of the study makes variants of the study, one over a setting of a method
makes variants of its config. A setting that does not matter under the others makes no further
variant.
"""

import itertools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import tomli_w
from pydantic import ValidationError

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import IF_NEWER, ConfigError
from promptstudio.core.ids import canonical_json
from promptstudio.core.settings import (
    MethodConfig,
    explain,
    fields_of,
    that_matter,
    validated,
)
from promptstudio.core.spec import MethodSpec, StudySpec

_STUDY_FIELDS: Final = ("shots", "source_shots", "source_tasks", "split_rule", "budget_rows")
_STUDY_TABLES: Final = ("text", "backbone", "evaluation")
OF_SOURCES: Final = ("source_shots", "source_tasks")
_MOST_VARIANTS: Final = 10_000


class StudyVariant(NamedTuple):
    """A study without sweep, and the swept values that made it by field name."""

    study: StudySpec
    swept: Mapping[str, Any]

    def label(self, name: str, *, uses_sources: bool) -> str:
        """Return the name of a method with the swept values that concern it."""
        kept = {f: v for f, v in self.swept.items() if uses_sources or f not in OF_SOURCES}
        return _with_values(name, kept)


class ConfigVariant(NamedTuple):
    """A config of a method, and the name of the method with its swept values."""

    config: MethodConfig
    label: str


def study_variants(study: StudySpec) -> tuple[StudyVariant, ...]:
    """Return the study under every combination of its swept fields.

    Raises
    ------
    ConfigError
        If a field can not be swept, a value is not valid, or there are too many combinations.
    """
    for name in study.sweep:
        table, _, field = name.partition(".")
        if name not in _STUDY_FIELDS and not (table in _STUDY_TABLES and field):
            fields = ", ".join((*_STUDY_FIELDS, *(f"{table}...." for table in _STUDY_TABLES)))
            raise ConfigError(f"The sweep names '{name}'. A sweep can be over: {fields}.")
    values = study.model_dump(mode="json") | {"sweep": {}}
    return tuple(
        StudyVariant(_changed(values, swept), swept) for swept in _combinations(study.sweep)
    )


def sweep_text(sweep: Mapping[str, Sequence[Any]]) -> str:
    """Return swept fields as TOML lines, as a study file has them."""
    return tomli_w.dumps({name: list(values) for name, values in sweep.items()}).strip()


def parse_sweep(text: str) -> dict[str, tuple[Any, ...]]:
    """Read TOML lines such as ``shots = [4, 16, "all"]``.

    Raises
    ------
    ConfigError
        If the text is not TOML, or a value is no list.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f'Sweep: write one line for every field, such as shots = [4, 16, "all"]. {error}.'
        ) from error
    for name, value in values.items():
        if not isinstance(value, list):
            raise ConfigError(
                f"Sweep: '{name}' needs a list of values in square brackets. A field of a group is "
                'written in quotes, such as "text.label_words".'
            )
    return {name: tuple(value) for name, value in values.items()}


def entry_names(study: StudySpec, methods: Mapping[str, MethodInfo]) -> tuple[str, ...]:
    """Return the names of a study's methods: label, or title; equal ones are numbered.

    Raises
    ------
    ConfigError
        If there is no such method.
    """
    found: list[str] = []
    for entry in study.methods:
        if entry.key not in methods:
            known = ", ".join(sorted(methods))
            raise ConfigError(
                f"There is no method '{entry.key}'. Known methods: {known}. {IF_NEWER}"
            )
        name = entry.label or methods[entry.key].title
        numbered = (f"{name} {number}" for number in itertools.count(2))
        found.append(next(n for n in itertools.chain([name], numbered) if n not in found))
    return tuple(found)


def config_variants(entry: MethodSpec, info: MethodInfo, name: str) -> tuple[ConfigVariant, ...]:
    """Return a method of a study under every combination of the settings given as lists.

    ``name`` is what the study calls it.

    Raises
    ------
    ConfigError
        If a setting is not valid, or there are too many combinations.
    """
    where = f"Method '{entry.key}'"
    lists = {name: value for name, value in entry.config.items() if isinstance(value, list | tuple)}
    found: dict[str, ConfigVariant] = {}
    for swept in _combinations(lists):
        config = validated(info.config_type, entry.config | swept, where)
        values = _that_matter(config, info)
        kept = {field: value for field, value in swept.items() if field in values}
        found.setdefault(canonical_json(values), ConfigVariant(config, _with_values(name, kept)))
    return tuple(found.values())


def _combinations(lists: Mapping[str, Sequence[Any]]) -> Iterable[dict[str, Any]]:
    count = 1
    for name, values in lists.items():
        if not values:
            raise ConfigError(f"The sweep over '{name}' has no values. Give one at least.")
        count *= len(values)
    if count > _MOST_VARIANTS:
        raise ConfigError(
            f"The sweep has {count} combinations; {_MOST_VARIANTS} are the most. Leave some out."
        )
    return (dict(zip(lists, chosen, strict=True)) for chosen in itertools.product(*lists.values()))


def _changed(values: Mapping[str, Any], swept: Mapping[str, Any]) -> StudySpec:
    """Put swept values into a study's plain values."""
    new = dict(values)
    for name, value in swept.items():
        table, _, field = name.partition(".")
        new[table] = {**new[table], field: value} if field else value
    try:
        return StudySpec.model_validate(new)
    except ValidationError as error:
        raise ConfigError(explain(error, "The sweep")) from error


def _that_matter(config: MethodConfig, info: MethodInfo) -> dict[str, Any]:
    values: dict[str, Any] = config.model_dump(mode="json")
    return {name: values[name] for name in that_matter(fields_of(info.config_type), values)}


def _with_values(name: str, swept: Mapping[str, Any]) -> str:
    return ", ".join((name, *(f"{field} {_text(value)}" for field, value in swept.items())))


def _text(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value) or "(none)"
