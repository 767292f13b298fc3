"""One declaration per setting: form, command line, validation and help all read it."""

from functools import cache
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from promptstudio.core.errors import ConfigError

Kind = Literal["bool", "int", "float", "text", "choice"]


class Frozen(BaseModel):
    """Base of all plain records: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class MethodConfig(Frozen):
    """Base of the settings of a method. Every field is declared with `setting`."""


class FieldSpec(Frozen):
    """What a form, a help page or a command line needs to know of one setting.

    ``when`` maps another field's name to the values under which this one matters;
    ``stage`` is the key of the first stage that reads the setting.
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

    def relevant(self, values: dict[str, Any]) -> bool:
        """Tell whether the setting matters under the values of the others."""
        return all(values.get(name) in allowed for name, allowed in self.when.items())


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
    return tuple(_field_spec(name, info) for name, info in config_type.model_fields.items())


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
        raise ConfigError(explain(error, where)) from error


def explain(error: ValidationError, where: str) -> str:
    """Return one sentence for the first failure that pydantic found."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ").rstrip(".")
    if not field:
        return f"{where}: {said}."
    if first["type"] == "extra_forbidden":
        return f"{where}: there is no setting '{field}'. Check its spelling."
    if first["type"] == "missing":
        return f"{where}: the setting '{field}' is missing."
    return f"{where}: {field} = {first['input']!r}: {said}."


def _field_spec(name: str, info: FieldInfo) -> FieldSpec:
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
