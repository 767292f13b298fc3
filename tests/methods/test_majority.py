from dataclasses import dataclass, replace

import pytest
import torch

from promptstudio.methods.contract import Constant, Row
from promptstudio.methods.registry import build, methods
from tests.methods.fakes import Bench, FakeEnv

INFO = methods()["majority"]


@dataclass(frozen=True)
class KnownEnv(FakeEnv):
    """Lends given training rows; other rows are not to be asked for."""

    known: tuple[Row, ...] = ()
    words: tuple[str, ...] = ()

    def rows(self, task: str, split: str) -> tuple[Row, ...]:
        assert (task, split) == ("hotel", "train")
        return self.known

    def label_words(self, task: str) -> tuple[str, ...]:
        return self.words


def predicted(env: FakeEnv) -> Constant:
    method = build(INFO, INFO.config_type())
    found = method.mixture(env, {"prompt": torch.zeros(0, 4)}, "hotel", ())
    assert isinstance(found, Constant)
    return found


def labelled(*labels: int) -> KnownEnv:
    row = Row(task="hotel", input_ids=(7,), target_ids=(1,))
    rows = tuple(replace(row, label=label) for label in labels)
    return KnownEnv(known=rows, words=("bad", "fair", "good"))


@pytest.mark.parametrize(
    ("labels", "shares", "winner"),
    [
        ((2, 0, 2, 2, 1, 2, 2, 0), (2 / 8, 1 / 8, 5 / 8), 2),
        ((2, 1, 1), (0.0, 2 / 3, 1 / 3), 1),
        ((2, 2, 1, 1, 0, 0), (1 / 3, 1 / 3, 1 / 3), 0),
        ((2, 2, 1, 1, 0), (0.2, 0.4, 0.4), 1),
        ((0, 1, 1), (1 / 3, 2 / 3, 0.0), 1),
    ],
)
def test_probabilities_are_the_classes_shares(
    labels: tuple[int, ...], shares: tuple[float, ...], winner: int
) -> None:
    found = predicted(labelled(*labels))
    torch.testing.assert_close(found.probabilities, torch.tensor(shares))
    assert int(found.probabilities.argmax()) == winner
    assert found.text == ""


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ([("six",), ("two", "2"), ("two",)], "two"),
        ([("six",), ("two",), ("ten",)], "six"),
        ([("two", "2"), ("3", "2")], "2"),
    ],
)
def test_free_text_is_the_most_frequent_answer(answers: list[tuple[str, ...]], text: str) -> None:
    rows = tuple(
        Row(task="hotel", input_ids=(7,), target_ids=(1,), answers=gold) for gold in answers
    )
    found = predicted(KnownEnv(known=rows))
    assert (found.text, len(found.probabilities)) == (text, 0)


def test_nothing_is_asked_and_nothing_is_kept() -> None:
    tuned = Bench(INFO, {}, oracle=lambda ask: pytest.fail("nothing is to be asked"))
    assert [steps for _, steps in tuned.active] == [0]
    state = tuned.run()["target"]
    assert {name: tuple(value.shape) for name, value in state.items()} == {"prompt": (0, 4)}
