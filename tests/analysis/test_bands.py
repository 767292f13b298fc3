import numpy as np
import pytest
from scipy import stats

from promptstudio.analysis.bands import Band, band, student
from promptstudio.analysis.intervals import mean_interval

NAN = float("nan")


def runs(*values: list[float]) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(np.arange(float(len(v))), np.array(v)) for v in values]


def test_the_interval_is_students() -> None:
    found = band(runs([1.0, 4.0], [2.0, 4.5], [4.0, 8.0]), "interval")
    for place, values in enumerate(([1.0, 2.0, 4.0], [4.0, 4.5, 8.0])):
        known = mean_interval(values)
        assert known is not None
        assert found.mean[place] == pytest.approx(np.mean(values), rel=1e-12)
        # Quantiles have six digits.
        assert found.low[place] == pytest.approx(known.low, abs=1e-5)
        assert found.high[place] == pytest.approx(known.high, abs=1e-5)


@pytest.mark.parametrize("degrees", [*range(1, 33), 50, 100, 1000])
def test_quantiles_are_those_of_scipy(degrees: int) -> None:
    assert student(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=5e-5)


def test_the_range_goes_from_the_least_to_the_greatest() -> None:
    found = band(runs([1.0, 9.0], [2.0, 3.0], [6.0, 6.0]), "range")
    assert found.mean.tolist() == [3.0, 6.0]
    assert found.low.tolist() == [1.0, 3.0]
    assert found.high.tolist() == [6.0, 9.0]
    assert found.runs.tolist() == [3, 3]


@pytest.mark.parametrize("kind", ["interval", "range"])
def test_one_run_has_no_band(kind: str) -> None:
    found = band(runs([1.0, 2.0]), kind)  # type: ignore[arg-type]
    assert found.low.tolist() == found.mean.tolist() == found.high.tolist() == [1.0, 2.0]


def test_an_interval_needs_three_runs() -> None:
    found = band(runs([1.0, 5.0], [3.0, 5.0]), "interval")
    assert found.mean.tolist() == found.low.tolist() == found.high.tolist() == [2.0, 5.0]
    assert band(runs([1.0], [3.0]), "range").high.tolist() == [3.0]


def test_a_run_counts_between_its_first_and_last_point() -> None:
    short = (np.array([1.0, 3.0]), np.array([10.0, 30.0]))
    long = (np.array([0.0, 2.0, 4.0]), np.array([0.0, 0.0, 0.0]))
    found = band([short, long], "range")
    assert found.x.tolist() == [0, 1, 2, 3, 4]
    assert found.runs.tolist() == [1, 2, 2, 2, 1]
    assert found.high.tolist() == [0.0, 10.0, 20.0, 30.0, 0.0]


def test_values_that_are_not_finite_do_not_count() -> None:
    found = band(runs([1.0, NAN, NAN], [3.0, 5.0, NAN]), "interval")
    assert found.x.tolist() == [0.0, 1.0]
    assert found.mean.tolist() == [2.0, 5.0]
    assert found.runs.tolist() == [2, 1]


def test_nothing_makes_an_empty_band() -> None:
    found = band([(np.empty(0), np.empty(0))], "interval")
    assert isinstance(found, Band)
    assert not len(found.x)
