import pytest

from promptstudio.analysis.pace import Lateness, Pace, duration_text, rate_text


def test_a_steady_pace_gives_the_time_left() -> None:
    pace = Pace()
    for step in range(10):
        pace.observe(step, 100.0 + 2.0 * step)
    assert pace.left_s(20) == pytest.approx(2.0 * (20 - 9))


def test_old_observations_drop_out() -> None:
    pace = Pace()
    for step in range(100):
        pace.observe(step, 10.0 * step)
    for step in range(100, 200):
        pace.observe(step, 1000.0 + 0.5 * (step - 100))
    assert pace.left_s(209) == pytest.approx(5.0)


def test_nothing_is_known_from_one_observation_or_without_progress() -> None:
    pace = Pace()
    assert pace.left_s(10) is None
    pace.observe(3, 1.0)
    assert pace.left_s(10) is None
    pace.observe(3, 2.0)
    assert pace.left_s(10) is None


def test_going_back_starts_anew_and_the_end_is_zero() -> None:
    pace = Pace()
    pace.observe(90, 1.0)
    pace.observe(10, 2.0)
    assert pace.left_s(20) is None
    pace.observe(20, 3.0)
    assert pace.left_s(20) == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3600, "1 h 00 min"),
        (4810, "1 h 20 min"),
    ],
)
def test_durations_read_as_a_person_says_them(seconds: float | None, text: str) -> None:
    assert duration_text(seconds) == text


def test_lateness_is_the_worst_delay_and_a_rest_does_not_count() -> None:
    lateness = Lateness(0.1)
    for now in (0.0, 0.1, 0.23, 0.33):
        lateness.tick(now)
    assert lateness.worst_ms == pytest.approx(30.0)
    lateness.rest()
    lateness.tick(99.0)
    assert lateness.worst_ms == pytest.approx(30.0)


def test_lateness_forgets_after_its_window() -> None:
    lateness = Lateness(0.1, window=2)
    for now in (0.0, 0.5, 0.6, 0.7):
        lateness.tick(now)
    assert lateness.worst_ms == pytest.approx(0.0, abs=1e-9)


def test_the_rate_is_units_per_second() -> None:
    pace = Pace()
    assert pace.per_s is None
    for second in range(5):
        pace.observe(30.0 * second, float(second))
    assert pace.per_s == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("rate", "text"), [(0.25, "0.25"), (87.34, "87.3"), (1239.6, "1,240"), (99.96, "100")]
)
def test_rates_have_three_digits(rate: float, text: str) -> None:
    assert rate_text(rate) == text
