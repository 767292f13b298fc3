import math

import pytest

from promptstudio.nn.schedules import Schedule, ScheduleKind


def factors(kind: ScheduleKind, steps: int, warmup_steps: int) -> list[float]:
    schedule = Schedule(kind=kind, steps=steps, warmup_steps=warmup_steps)
    return [schedule(index) for index in range(steps)]


def test_constant() -> None:
    assert factors("constant", 4, 0) == [1.0, 1.0, 1.0, 1.0]


def test_warm_up_reaches_one_with_its_last_step() -> None:
    assert factors("constant", 6, 4) == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]


def test_linear_falls_to_zero_one_step_after_the_end() -> None:
    assert factors("linear", 6, 2) == pytest.approx([0.5, 1.0, 1.0, 0.75, 0.5, 0.25])


def test_cosine() -> None:
    found = factors("cosine", 4, 0)
    assert found == pytest.approx([(1 + math.cos(math.pi * t / 4)) / 2 for t in range(4)])
    assert found[2] == pytest.approx(0.5)


@pytest.mark.parametrize("kind", ["constant", "linear", "cosine"])
@pytest.mark.parametrize("warmup_steps", [0, 1, 7, 20])
def test_no_step_is_wasted_and_none_is_too_large(kind: ScheduleKind, warmup_steps: int) -> None:
    assert all(0.0 < factor <= 1.0 for factor in factors(kind, 10, warmup_steps))


@pytest.mark.parametrize("kind", ["linear", "cosine"])
def test_steps_after_the_end_stay_at_zero(kind: ScheduleKind) -> None:
    assert Schedule(kind=kind, steps=5)(9) == pytest.approx(0.0, abs=1e-12)
