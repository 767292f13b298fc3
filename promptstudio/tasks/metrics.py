"""Scores between 0 and 1 (Matthews correlation: -1 to 1)."""

import math
import re
import string
from collections import Counter, defaultdict
from collections.abc import Sequence

from promptstudio.tasks.cards import TaskCard

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def evaluate_labels(
    card: TaskCard, predicted: Sequence[int], gold: Sequence[int]
) -> dict[str, float]:
    """Return the card's metric, the accuracy and the macro-F1.

    Class 1, the second label of the card, is the positive class of ``f1``; ``macro_f1``
    averages over the classes that occur in either sequence.

    Parameters
    ----------
    predicted, gold : sequence of int
        Class indices, equally many, one at least.
    """
    from sklearn import metrics

    found = {
        "accuracy": sum(p == g for p, g in zip(predicted, gold, strict=True)) / len(gold),
        "macro_f1": metrics.f1_score(gold, predicted, average="macro", zero_division=0.0),
    }
    if card.metric == "matthews":
        one_class = len({*gold, *predicted}) == 1  # 0/0, which sklearn warns about
        found["matthews"] = 0.0 if one_class else metrics.matthews_corrcoef(gold, predicted)
    elif card.metric == "f1":
        found["f1"] = metrics.f1_score(
            gold, predicted, labels=[1], average="micro", zero_division=0.0
        )
    return {name: float(score) for name, score in found.items()}


def calibration_error(
    confidence: Sequence[float], correct: Sequence[bool], *, bins: int = 10
) -> float:
    """Return the expected calibration error: how far confidence is from accuracy, 0 is best.

    Predictions are put in bins of equal width by their confidence, the probability of the
    predicted label; the error is the mean over predictions of their bin's distance between
    mean confidence and accuracy.

    References
    ----------
    Guo et al. 2017, arXiv:1706.04599, equation 3.
    """
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in zip(confidence, correct, strict=True):
        groups[min(int(sure * bins), bins - 1)].append((sure, right))
    gaps = (abs(sum(sure - right for sure, right in group)) for group in groups.values())
    return sum(gaps) / len(confidence)


def evaluate_free_labels(
    words: Sequence[str], texts: Sequence[str], gold: Sequence[int]
) -> dict[str, float]:
    """Return how often free answers name the right label, and how often no label at all.

    An answer counts as a label if it is equal to its word up to case and spacing.

    Parameters
    ----------
    words : sequence of str
        The label words in class order.
    """
    known = {" ".join(word.lower().split()): index for index, word in enumerate(words)}
    found = [known.get(" ".join(text.lower().split())) for text in texts]
    right = sum(index == label for index, label in zip(found, gold, strict=True))
    return {
        "generated_accuracy": right / len(gold),
        "invalid_rate": found.count(None) / len(gold),
    }


def evaluate_texts(
    predictions: Sequence[str], answers: Sequence[Sequence[str]]
) -> dict[str, float]:
    """Return exact match, token F1 and ROUGE-L, each against the best of a row's gold answers.

    Case, punctuation, articles and spacing do not count.

    References
    ----------
    Rajpurkar et al. 2016, SQuAD, arXiv:1606.05250, section 6.1. Lin 2004, "ROUGE: A Package for
    Automatic Evaluation of Summaries", section 3 (here with equal weight of recall and precision).
    """
    pairs = list(zip(predictions, answers, strict=True))
    exact = sum(max(_words(text) == _words(gold) for gold in golds) for text, golds in pairs)
    f1 = sum(max(token_f1(text, gold) for gold in golds) for text, golds in pairs)
    rouge = sum(max(rouge_l(text, gold) for gold in golds) for text, golds in pairs)
    scores = {"exact_match": exact, "token_f1": f1, "rouge_l": rouge}
    return {name: total / len(pairs) for name, total in scores.items()}


def evaluate_numbers(
    predictions: Sequence[str], answers: Sequence[Sequence[str]]
) -> dict[str, float]:
    """Return Pearson's and Spearman's correlation of answers that are numbers as text.

    An answer that is no number counts as the middle of the gold numbers' range, and
    ``invalid_rate`` tells how many there are. Where all predictions are equal there is no
    correlation, and the score is 0.
    """
    from scipy import stats

    gold = [float(golds[0]) for golds in answers]
    middle = (min(gold) + max(gold)) / 2
    parsed = [_number(text) for text in predictions]
    values = [middle if value is None else value for value in parsed]
    flat = len(set(values)) == 1 or len(set(gold)) == 1
    return {
        "pearson": 0.0 if flat else float(stats.pearsonr(values, gold).statistic),
        "spearman": 0.0 if flat else float(stats.spearmanr(values, gold).statistic),
        "invalid_rate": parsed.count(None) / len(parsed),
    }


def rouge_l(text: str, gold: str) -> float:
    """Return the F1 of the longest common subsequence of the words of a text and an answer."""
    found, wanted = _words(text), _words(gold)
    if not found or not wanted:
        return float(found == wanted)
    lengths = [0] * (len(wanted) + 1)
    for word in found:
        before = lengths.copy()
        for place, other in enumerate(wanted, 1):
            same = before[place - 1] + 1 if word == other else 0
            lengths[place] = max(same, before[place], lengths[place - 1])
    return 2 * lengths[-1] / (len(found) + len(wanted))


def token_f1(text: str, gold: str) -> float:
    """Return the F1 of the bags of words of a text and a gold answer."""
    found, wanted = _words(text), _words(gold)
    if not found or not wanted:
        return float(found == wanted)
    common = (Counter(found) & Counter(wanted)).total()
    return 2 * common / (len(found) + len(wanted))


def majority_accuracy(gold: Sequence[int]) -> float:
    """Return the accuracy of always naming the most frequent class."""
    return max(Counter(gold).values()) / len(gold)


def _number(text: str) -> float | None:
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _words(text: str) -> list[str]:
    return _ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split()
