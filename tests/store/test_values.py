import json
import math
from datetime import UTC, datetime

import pytest

from promptstudio.store.values import (
    finite_json,
    from_number,
    from_setting,
    from_time,
    to_number,
    to_setting,
    to_time,
)


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        (0.1, (0.1, None)),
        (2, (2.0, None)),
        (math.inf, (None, "inf")),
        (-math.inf, (None, "-inf")),
        (math.nan, (None, "nan")),
    ],
)
def test_numbers(value: float, columns: tuple[float | None, str | None]) -> None:
    assert from_number(value) == columns
    back = to_number(*columns)
    assert back == value or (math.isnan(back) and math.isnan(value))


def test_json_of_numbers_is_valid_and_keeps_the_order() -> None:
    text = finite_json({"f1": 0.5, "accuracy": math.nan})
    assert text == '{"f1": 0.5, "accuracy": null}'
    assert json.loads(text)["accuracy"] is None


def test_times() -> None:
    assert from_time(0.25) == "1970-01-01T00:00:00.250+00:00"
    assert to_time("1970-01-01T00:00:00.250+00:00") == datetime(
        1970, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        (True, ("bool", "true", 1.0)),
        (3, ("int", "3", 3.0)),
        (0.3, ("float", "0.3", 0.3)),
        ("text", ("text", "text", None)),
        ("12", ("text", "12", None)),
        (None, ("none", "null", None)),
        ([1, 2], ("json", "[1,2]", None)),
    ],
)
def test_settings(value: object, columns: tuple[str, str, float | None]) -> None:
    assert from_setting(value) == columns
    back = to_setting(columns[0], columns[1])
    assert back == value
    assert type(back) is type(value)
