from collections.abc import Callable

import pytest
from scipy import stats

from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.metrics import (
    calibration_error,
    evaluate_free_labels,
    evaluate_labels,
    evaluate_numbers,
    evaluate_texts,
    majority_accuracy,
    rouge_l,
    token_f1,
)

MakeCard = Callable[..., TaskCard]

GOLD = [1, 1, 1, 0, 0, 0, 0, 0]
PREDICTED = [
    1,
    1,
    0,
    1,
    0,
    0,
    0,
    0,
]  # class 1: 2 true, 1 false positive, 1 missed; class 0: 4, 1, 1


@pytest.mark.parametrize(
    ("metric", "score"),
    [
        ("accuracy", 6 / 8),
        ("f1", 2 / 3),
        ("macro_f1", (2 / 3 + 4 / 5) / 2),
        ("matthews", (2 * 4 - 1 * 1) / (3 * 3 * 5 * 5) ** 0.5),
    ],
)
def test_label_metrics_by_hand(make_card: MakeCard, metric: str, score: float) -> None:
    scores = evaluate_labels(make_card({"path": "x"}, metric=metric), PREDICTED, GOLD)
    assert set(scores) == {"accuracy", "macro_f1", metric}
    assert scores["accuracy"] == 6 / 8
    assert scores[metric] == pytest.approx(score, abs=1e-12)


def test_one_class_only_gives_no_warning(make_card: MakeCard) -> None:
    for metric, right, wrong in (("f1", 0.0, 0.0), ("macro_f1", 1.0, 0.0), ("matthews", 0.0, 0.0)):
        card = make_card({"path": "x"}, metric=metric)
        assert evaluate_labels(card, [0, 0], [0, 0])[metric] == right
        assert evaluate_labels(card, [0, 0], [1, 1])[metric] == wrong


def test_lengths_must_agree(make_card: MakeCard) -> None:
    with pytest.raises(ValueError, match="longer"):
        evaluate_labels(make_card({"path": "x"}), [0], [0, 1])


@pytest.mark.parametrize(
    ("text", "gold", "f1"),
    [
        ("The cat.", "a CAT", 1.0),
        ("black cat", "the cat", 2 / 3),
        ("cat cat dog", "cat dog dog", 2 / 3),
        ("dog", "cat", 0.0),
        ("", "cat", 0.0),
        ("the", "!", 1.0),
        ("another theme", "other me", 0.0),
    ],
)
def test_token_f1_by_hand(text: str, gold: str, f1: float) -> None:
    assert token_f1(text, gold) == pytest.approx(f1, abs=1e-12)


def test_the_best_gold_answer_counts() -> None:
    scores = evaluate_texts(
        ["the Paris", "big red dog", "nothing"],
        [("London", "Paris!"), ("dog", "red dog"), ("a", "b")],
    )
    assert scores["exact_match"] == pytest.approx(1 / 3)
    assert scores["token_f1"] == pytest.approx((1 + 4 / 5 + 0) / 3)


def test_word_order_matters_to_exact_match_only() -> None:
    scores = evaluate_texts(["dog red"], [("red dog",)])
    assert (scores["exact_match"], scores["token_f1"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "gold", "score"),
    [
        ("the cat sat down", "cat sat on mat down", 2 * 3 / (3 + 5)),
        ("dog red", "red dog", 0.5),
        ("same words", "Same, words!", 1.0),
        ("x", "y", 0.0),
        ("", "", 1.0),
        ("", "y", 0.0),
    ],
)
def test_rouge_l_by_hand(text: str, gold: str, score: float) -> None:
    assert rouge_l(text, gold) == pytest.approx(score)
    assert evaluate_texts([text], [(gold, "none of it")])["rouge_l"] == pytest.approx(score)


def test_correlations_are_those_of_scipy() -> None:
    texts, gold = ["1.0", " 3.5", "2", "5.0"], ["0.5", "3.0", "3.5", "4.9"]
    scores = evaluate_numbers(texts, [(value,) for value in gold])
    numbers = [float(value) for value in gold]
    assert scores["pearson"] == pytest.approx(stats.pearsonr([1, 3.5, 2, 5], numbers).statistic)
    assert scores["spearman"] == pytest.approx(0.8)
    assert scores["invalid_rate"] == 0.0


def test_answers_that_are_no_number_count_as_the_middle() -> None:
    gold = [("0",), ("2",), ("4",)]
    found = evaluate_numbers(["0", "no", "4"], gold)
    assert found == {"pearson": pytest.approx(1.0), "spearman": 1.0, "invalid_rate": 1 / 3}
    assert evaluate_numbers(["nan", "inf", "x"], gold)["invalid_rate"] == 1.0


def test_equal_predictions_have_no_correlation() -> None:
    scores = evaluate_numbers(["2", "2.0"], [("1",), ("3",)])
    assert (scores["pearson"], scores["spearman"]) == (0.0, 0.0)


def test_calibration_error_by_hand() -> None:
    """Two bins: 0.95 and 0.92 with one right of two; 0.55 right."""
    found = calibration_error([0.95, 0.92, 0.55], [True, False, True])
    assert found == pytest.approx((2 * abs(0.935 - 0.5) + abs(0.55 - 1.0)) / 3)
    assert calibration_error([1.0, 1.0], [True, True]) == 0.0
    assert calibration_error([1.0], [False]) == 1.0


def test_free_answers_name_a_label_or_none() -> None:
    found = evaluate_free_labels(
        ["very bad", "good"], ["Good", "very  bad ", "bad", ""], [1, 0, 0, 1]
    )
    assert found == {"generated_accuracy": 0.5, "invalid_rate": 0.5}


def test_majority() -> None:
    assert majority_accuracy(GOLD) == 5 / 8
    assert majority_accuracy([2]) == 1.0
