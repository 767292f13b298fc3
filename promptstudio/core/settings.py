"""One declaration per setting: form, command line, validation and help all read it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from promptstudio.core.errors import IF_NEWER, ConfigError

Kind = Literal["bool", "int", "float", "text", "choice"]

NONE: Final = "none"
"""How no value of an optional number is spelled in a study file."""


class Frozen(BaseModel):
    """Base of all plain records: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class Idle(NamedTuple):
    """Settings without effect where every setting in ``where`` has one of the values there."""

    names: tuple[str, ...]
    where: Mapping[str, tuple[bool | int | float | str, ...]]


class MethodConfig(Frozen, defer_build=True):
    """Base of the settings of a method. Every field is declared with `setting`.

    What validates them is built when a method is first used: a window names all methods.

    ``idle`` says what the declarations of inherited settings can not: when the method does
    without them.
    """

    idle: ClassVar[tuple[Idle, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _none_is_a_word(cls, values: Any) -> Any:
        if not isinstance(values, dict) or NONE not in values.values():
            return values
        optional = {f.name for f in fields_of(cls) if f.optional and f.kind in ("int", "float")}
        return {n: None if v == NONE and n in optional else v for n, v in values.items()}


class FieldSpec(Frozen):
    """What a form, a help page or a command line needs to know of one setting.

    ``when`` maps another field's name to the values under which this one matters; under any
    of ``idle`` it does not. ``stage`` is the key of the first stage that reads the setting.
    """

    name: str
    title: str
    help: str
    kind: Kind
    default: bool | int | float | str | None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    optional: bool = False
    unit: str = ""
    stage: str = ""
    when: dict[str, tuple[bool | int | float | str, ...]] = {}
    idle: tuple[dict[str, tuple[bool | int | float | str, ...]], ...] = ()

    def relevant(self, values: Mapping[str, Any]) -> bool:
        """Tell whether the setting matters under the values of the others.

        A list stands for several values that another setting takes in turn.
        """

        def taken(name: str) -> list[Any]:
            value = values.get(name)
            return value if isinstance(value, list) else [value]

        if any(all(set(taken(n)) <= set(v) for n, v in rule.items()) for rule in self.idle):
            return False
        return all(set(taken(name)) & set(allowed) for name, allowed in self.when.items())


def setting(
    default: Any,
    *,
    title: str,
    help: str,  # noqa: A002 - the field's standard word
    stage: str,
    ge: float | None = None,
    le: float | None = None,
    unit: str = "",
    when: dict[str, tuple[Any, ...]] | None = None,
) -> Any:
    """Declare a field of a `MethodConfig`. Numbers need both bounds."""
    extra: dict[str, Any] = {"stage": stage, "unit": unit, "when": when or {}}
    return Field(default, title=title, description=help, ge=ge, le=le, json_schema_extra=extra)


@cache
def fields_of(config_type: type[Frozen]) -> tuple[FieldSpec, ...]:
    """Read the declarations of a config class, in order.

    Raises
    ------
    ConfigError
        If a field lacks its title, help, default or (for numbers) bounds.
    """
    idle: tuple[Idle, ...] = getattr(config_type, "idle", ())
    return tuple(_field_spec(n, info, idle) for n, info in config_type.model_fields.items())


def that_matter(fields: Sequence[FieldSpec], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the settings that matter under their values; what depends on an idle one is idle."""
    names = tuple(field.name for field in fields)
    while True:
        known = {name: values[name] for name in names}
        kept = tuple(f.name for f in fields if f.name in known and f.relevant(known))
        if kept == names:
            return names
        names = kept


def validated(config_type: type[MethodConfig], values: dict[str, Any], where: str) -> MethodConfig:
    """Build a config, turning a validation failure into one sentence.

    Raises
    ------
    ConfigError
        Naming ``where``, the field, its value and what is expected.
    """
    try:
        return config_type.model_validate(values)
    except ValidationError as error:
        told = explain(error, where)
        if is_unknown(error):
            told = f"{told} {IF_NEWER}"
        raise ConfigError(told) from error


def is_unknown(error: ValidationError) -> bool:
    """Tell whether the first failure is a setting that there is not."""
    return error.errors()[0]["type"] == "extra_forbidden"


def explain(error: ValidationError, where: str) -> str:
    """Return one sentence for the first failure that pydantic found."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ").rstrip(".")
    if not field:
        return f"{where}: {said}."
    if is_unknown(error):
        return f"{where}: there is no setting '{field}'. Check its spelling."
    if first["type"] == "missing":
        return f"{where}: the setting '{field}' is missing."
    return f"{where}: {field} = {first['input']!r}: {said}."


def _field_spec(name: str, info: FieldInfo, idle: Sequence[Idle]) -> FieldSpec:
    kind, choices, optional = _kind_of(name, info.annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    low, high = _bounds(info)
    if not info.title or not info.description or info.is_required() or not extra.get("stage"):
        raise ConfigError(f"The setting '{name}' lacks its title, help, stage or default.")
    if kind in ("int", "float") and (low is None or high is None):
        raise ConfigError(f"The setting '{name}' is a number without bounds.")
    return FieldSpec(
        name=name,
        title=info.title,
        help=info.description,
        kind=kind,
        default=info.default,
        choices=choices,
        low=low,
        high=high,
        optional=optional,
        unit=str(extra.get("unit", "")),
        stage=str(extra["stage"]),
        when=extra.get("when", {}),
        idle=tuple(dict(rule.where) for rule in idle if name in rule.names),
    )


def _kind_of(name: str, annotation: Any) -> tuple[Kind, tuple[str, ...], bool]:
    optional = type(None) in get_args(annotation)
    if optional:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(value) for value in get_args(annotation)), optional
    kinds: dict[Any, Kind] = {bool: "bool", int: "int", float: "float", str: "text"}
    if annotation not in kinds:
        raise ConfigError(f"The setting '{name}' has a type that no form can show.")
    return kinds[annotation], (), optional


def _bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    low: float | None = None
    high: float | None = None
    for item in info.metadata:
        if isinstance(item, Ge):
            low = float(item.ge)  # type: ignore[arg-type]
        elif isinstance(item, Le):
            high = float(item.le)  # type: ignore[arg-type]
        elif isinstance(item, Gt | Lt):
            raise ConfigError("Settings have inclusive bounds; use ge and le.")
    return low, high
