"""Ranges of time, from what was measured or from the size of a model."""

import pytest

from promptstudio.analysis.estimate_time import (
    Duration,
    Stretch,
    matrix_rate,
    measured_duration,
    rough_duration,
    spent_tokens,
    tokens_per_second,
)
from promptstudio.analysis.estimate_work import Tokens
from promptstudio.core.events import Cost
from tests.analysis.test_estimate_activations import T5


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (12.4, 39.6, "about 12 to 40 s"),
        (60, 240, "about 1 to 4 min"),
        (180, 360, "about 3 to 6 min"),
        (20, 100, "about 0.3 to 2 min"),
        (7000, 8900, "about 2 h"),
        (3 * 3600, 1000 * 3600, "about 3 to 1,000 h"),
    ],
)
def test_a_range_in_words(low: float, high: float, words: str) -> None:
    assert Duration(low=low, high=high, basis="").words == words


def test_jobs_that_ran_at_once_share_their_time() -> None:
    stretches = [Stretch(10, 20, 300), Stretch(0, 12, 100), Stretch(11, 15, 50)]
    assert tokens_per_second(stretches) == 450 / 20
    assert tokens_per_second([*stretches, Stretch(100, 110, 150)]) == 600 / 30


def test_nothing_recorded_is_no_rate() -> None:
    assert tokens_per_second([]) is None
    assert tokens_per_second([Stretch(0, 5, 0)]) is None
    assert tokens_per_second([Stretch(5, 5, 10)]) is None


def test_recorded_costs_count_in_forward_passes() -> None:
    """10 gradients, 4 products (one forward, two backward) and 6 losses, of 30 tokens each."""
    cost = Cost(rows=14, tokens=600, forwards=20, backwards=18, evaluation_forwards=5)
    assert spent_tokens(cost, 7) == 30 * (2 * 10 + 5 * 4 + 6 + 5 + 7)
    assert spent_tokens(Cost(evaluation_forwards=9), 7) == 0


def test_a_measured_rate_lies_within_its_range() -> None:
    found = measured_duration(Tokens(9_000, 1_000), 100.0, 4)
    assert found.low < 100 < found.high
    assert "from 4 jobs of this workspace" in found.basis
    assert "from 1 job of" in measured_duration(Tokens(1, 1), 1.0, 1).basis


def test_a_rough_time_says_that_it_is_rough_and_follows_the_operations() -> None:
    tokens = Tokens(1e6, 0)
    slow, fast = (rough_duration(tokens, T5, rate) for rate in (1e6, 1e9))
    assert "rough, nothing was measured" in slow.basis
    assert slow.low < tokens.flops(T5) / 1e6 * 2 < slow.high
    assert fast.high < slow.low


def test_a_matrix_product_has_a_rate() -> None:
    assert 1e8 < matrix_rate() < 1e14
