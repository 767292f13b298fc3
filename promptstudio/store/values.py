"""How Python values stand in columns: numbers that are not finite, times, settings."""

import json
import math
from datetime import UTC, datetime
from typing import Any, Final

from promptstudio.core.ids import canonical_json

Setting = bool | int | float | str | None | list[Any] | dict[str, Any]

_TYPES: Final[dict[type, str]] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "text",
    type(None): "none",
}


def from_number(value: float) -> tuple[float | None, str | None]:
    """Return the columns ``value`` and ``non_finite``: SQL and JSON know no NaN or infinity."""
    return (float(value), None) if math.isfinite(value) else (None, str(float(value)))


def to_number(value: float | None, non_finite: str | None) -> float:
    """Return the number that `from_number` took apart."""
    return float(non_finite or "nan") if value is None else value


def finite_json(values: dict[str, float]) -> str:
    """Return numbers as a JSON object in their order; null stands for what is not finite."""
    return json.dumps({name: from_number(value)[0] for name, value in values.items()})


def from_time(seconds: float) -> str:
    """Return seconds since the epoch as ISO 8601 text in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def to_time(text: str) -> datetime:
    """Return the moment that ISO 8601 text names."""
    return datetime.fromisoformat(text)


def from_setting(value: Setting) -> tuple[str, str, float | None]:
    """Return the columns ``type``, ``text`` and ``real`` of a setting.

    Text stands as it is, everything else as JSON; numbers and switches are in ``real`` too,
    so that they sort and compare as numbers.
    """
    kind = _TYPES.get(type(value), "json")
    text = value if isinstance(value, str) else canonical_json(value)
    return kind, text, float(value) if isinstance(value, int | float) else None


def to_setting(kind: str, text: str) -> Setting:
    """Return the setting that `from_setting` took apart."""
    value: Setting = text if kind == "text" else json.loads(text)
    return value
