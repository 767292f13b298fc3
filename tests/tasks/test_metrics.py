from collections.abc import Callable

import pytest

from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.metrics import evaluate_labels, evaluate_texts, majority_accuracy, token_f1

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
    assert set(scores) == {"accuracy", metric}
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
    assert evaluate_texts(["dog red"], [("red dog",)]) == {"exact_match": 0.0, "token_f1": 1.0}


def test_majority() -> None:
    assert majority_accuracy(GOLD) == 5 / 8
    assert majority_accuracy([2]) == 1.0
