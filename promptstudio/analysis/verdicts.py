"""What may be said of comparisons: a word and a sentence for each of a family of tests."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from promptstudio.analysis.outcomes import Unit
from promptstudio.analysis.paired import ALPHA, Comparison
from promptstudio.core.phrases import Phrase, counted

Verdict = Literal["better", "worse", "no_difference", "not_enough", "no_control"]

TITLES: Final[dict[Verdict, str]] = {
    "better": Phrase("better"),
    "worse": Phrase("worse"),
    "no_difference": Phrase("no difference shown"),
    "not_enough": Phrase("not enough runs"),
    "no_control": Phrase("no control"),
}

_UNITS: Final[dict[Unit, str]] = {
    "target": Phrase("one per target"),
    "split": Phrase("one per target and split, seeds averaged"),
    "run": Phrase("one per run"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the p corrected for the family, and the sentence that tells both."""

    verdict: Verdict
    p_corrected: float | None
    sentence: str


def fewest_pairs(comparisons: int = 1) -> int:
    """Return how many pairs a family of comparisons needs before one of them can reach 0.05.

    The smallest n with comparisons * 2 / 2^n <= 0.05: 6 for a single comparison.
    """
    return math.ceil(math.log2(2 * comparisons / ALPHA))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values corrected for being many, in the given order.

    The i-th smallest of m, counted from 0, is multiplied by m - i, is at least as large as the
    one before it, and at most 1.

    References
    ----------
    Holm, 1979, "A simple sequentially rejective multiple test procedure".
    """
    corrected = [0.0] * len(p_values)
    least = 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = min(1.0, max(least, p_values[index] * (len(p_values) - place)))
        corrected[index] = least
    return corrected


def judge(comparisons: Sequence[Comparison]) -> list[Judgement]:
    """Judge a family of comparisons at 0.05 after Holm's correction.

    Only comparisons that have a p belong to the family. One that the correction leaves above
    0.05 although its pairs are too few to get below it is not enough, rather than no difference.
    """
    tested = [comparison.p_value for comparison in comparisons if comparison.p_value is not None]
    corrected = iter(holm(tested))
    return [
        _judgement(c, None if c.p_value is None else next(corrected), len(tested))
        for c in comparisons
    ]


def _judgement(comparison: Comparison, p: float | None, family: int) -> Judgement:
    if p is not None and p <= ALPHA:
        return _shown(comparison, p, family)
    family = family + 1 if p is None else family  # it would be one test more
    needed = fewest_pairs(family)
    if comparison.units - comparison.ties < needed:
        return Judgement("not_enough", p, _not_enough(comparison, needed, family))
    sentence = Phrase("No difference shown over {0}", _test(comparison, p, family))
    return Judgement("no_difference", p, sentence)


def _shown(comparison: Comparison, p: float, family: int) -> Judgement:
    difference = comparison.difference or 0.0
    test = _test(comparison, p, family)
    if difference * (comparison.rank_biserial or 0.0) <= 0:
        sentence = Phrase(
            "No difference shown: mean and ranks point to different sides, so a few pairs make the "
            "mean; {0}",
            test,
        )
        return Judgement("no_difference", p, sentence)
    points = abs(difference) * 100
    if difference > 0:
        return Judgement("better", p, Phrase("Better by {0:.1f} points over {1}", points, test))
    return Judgement("worse", p, Phrase("Worse by {0:.1f} points over {1}", points, test))


def _test(comparison: Comparison, p: float | None, family: int) -> Phrase:
    chance = "" if p is None else "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    known = (comparison.units, _UNITS[comparison.unit], chance)
    if family <= 1:
        return Phrase("{0} pairs ({1}), {2}.", *known)
    return Phrase(
        "{0} pairs ({1}), {2} after Holm's correction for {3} comparisons.", *known, family
    )


def _not_enough(comparison: Comparison, needed: int, family: int) -> Phrase:
    there = counted(
        comparison.units,
        "There is 1 pair to compare ({1})",
        "There are {0} pairs to compare ({1})",
        _UNITS[comparison.unit],
    )
    if comparison.ties:
        there = Phrase("{0}, {1} of them without a difference,", there, comparison.ties)
    wanted = Phrase("{0} are needed", needed)
    if family > 1:
        wanted = Phrase("{0} are needed among {1} comparisons", needed, family)
    return Phrase(
        "{0} and {1}: with fewer, the test can not reach 0.05 whatever the scores.", there, wanted
    )
