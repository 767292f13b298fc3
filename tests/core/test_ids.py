import hashlib
import math

import pytest

from promptstudio.core import ids
from promptstudio.core.ids import canonical_json, digest, new_id


def test_canonical_json_is_one_text_whatever_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": [1.5, None, "é"]}) == '{"a":[1.5,null,"é"],"b":1}'
    assert canonical_json({"a": [1.5, None, "é"], "b": 1}) == canonical_json(
        {"b": 1, "a": (1.5, None, "é")}
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_canonical_json_refuses_what_json_can_not_say(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"loss": value})


def test_digest_is_the_beginning_of_the_sha256_of_the_canonical_text() -> None:
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()[:12] == "44136fa355b3"
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 1.0}) != digest({"a": "1"})


def test_new_ids_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10**9, 15 * 10**9, 16 * 10**9, 2**40 * 10**6])
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(times))
    made = [new_id("run") for _ in range(4)]
    assert made == sorted(made)
    assert made[0].startswith("run-0000000003e8-")
    assert len({len(name) for name in made}) == 1


def test_new_ids_of_one_instant_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids.time, "time_ns", lambda: 10**9)
    assert len({new_id("run") for _ in range(50)}) == 50
