import re
from collections.abc import Callable, Sequence

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.encoding import TaskData, encode_task, with_instruction
from promptstudio.tasks.examples import Example
from promptstudio.tasks.splits import Splits

MakeCard = Callable[..., TaskCard]


class Letters:
    """One token per letter; begins with 1000 if told to, and always ends with 1."""

    def __init__(self, *, begin: Sequence[int] = (), same: str = "") -> None:
        self.begin = list(begin)
        self.same = same

    def encode(self, text: str, *, add_special_tokens: bool = True) -> list[int]:
        ids = [0 if letter in self.same else ord(letter) for letter in text]
        return [*self.begin, *ids, 1] if add_special_tokens else ids

    def __call__(
        self, text: list[str], *, add_special_tokens: bool = True
    ) -> dict[str, list[list[int]]]:
        return {"input_ids": [self.encode(t, add_special_tokens=add_special_tokens) for t in text]}

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = False) -> str:
        return "".join(chr(i) for i in token_ids if not (skip_special_tokens and i == 1))


def ids(text: str) -> tuple[int, ...]:
    return tuple(map(ord, text))


def splits(*examples: Example) -> Splits:
    return Splits(train=examples, validation=examples[:1], test=examples[1:], dropped=4, left_out=3)


def encoded(card: TaskCard, data: Splits, tokenizer: Letters, limit: int = 8) -> TaskData:
    return encode_task(card, data, tokenizer, max_input_tokens=limit, max_target_tokens=3)


def test_label_words_are_the_targets(make_card: MakeCard) -> None:
    card = make_card({"path": "x"}, labels={"0": "bad", "1": "great"})
    data = encoded(card, splits(Example("abc", "great", 1), Example("", "bad", 0)), Letters())
    assert data.candidates == ((*ids("bad"), 1), (*ids("great"), 1))
    assert [row.input_ids for row in data.train] == [(*ids("abc"), 1), (1,)]
    assert [row.target_ids for row in data.train] == [data.candidates[1], data.candidates[0]]
    assert [row.label for row in data.train] == [1, 0]
    assert {row.task for row in data.train} == {"mine"}
    assert (data.validation, data.test) == (data.train[:1], data.train[1:])
    assert (data.truncated, data.truncated_targets) == (0, 0)
    assert (data.dropped, data.left_out) == (4, 3)


def test_long_inputs_are_cut_and_counted_special_tokens_kept(make_card: MakeCard) -> None:
    card = make_card({"path": "x"})
    long, exact = Example("abcdefgh", "negative", 0), Example("abcdefg", "negative", 0)
    data = encoded(card, splits(long, exact), Letters())
    assert [row.input_ids for row in data.train] == [(*ids("abcdefg"), 1)] * 2
    assert data.truncated == 2  # once in train, once in validation
    data = encoded(card, splits(long, exact), Letters(begin=[1000]))
    assert [row.input_ids for row in data.train] == [(1000, *ids("abcdef"), 1)] * 2
    assert data.truncated == 4


def test_free_text_keeps_its_answers(make_card: MakeCard) -> None:
    card = make_card({"path": "x"}, kind="generation", metric="token_f1", labels=None)
    examples = splits(
        Example("q", "ab", answers=("ab", "c")), Example("r", "abc", answers=("abc",))
    )
    data = encoded(card, examples, Letters())
    assert data.candidates == ()
    assert [row.target_ids for row in data.train] == [(*ids("ab"), 1), (*ids("ab"), 1)]
    assert [row.answers for row in data.train] == [("ab", "c"), ("abc",)]
    assert [row.label for row in data.train] == [-1, -1]
    assert (data.truncated, data.truncated_targets) == (0, 2)


def test_label_words_that_look_the_same_to_the_backbone_are_refused(make_card: MakeCard) -> None:
    card = make_card({"path": "x"}, labels={"0": "ba", "1": "bo"})
    examples = splits(Example("a", "ba", 0), Example("b", "bo", 1))
    with pytest.raises(
        TaskError, match=r"'mine': this backbone can not tell the label words 'ba' an"
    ):
        encoded(card, examples, Letters(same="ao"))
    assert len(encoded(card, examples, Letters()).candidates) == 2


def test_the_instruction_stands_in_front(make_card: MakeCard) -> None:
    card = make_card({"path": "x"}, instruction="good or bad ?")
    data = splits(Example("text: a", "negative", 0), Example("text: b", "positive", 1))
    told = with_instruction(card, data)
    assert [e.text for e in told.train] == ["good or bad ? text: a", "good or bad ? text: b"]
    assert told.test[0].text == "good or bad ? text: b"
    assert (told.train[0].label, told.dropped, told.left_out) == (0, 4, 3)
    assert with_instruction(card, data, "say it :").validation[0].text == "say it : text: a"
    with pytest.raises(TaskError, match="The task 'mine' has no instruction"):
        with_instruction(make_card({"path": "x"}), data)


class Pieces:
    """One token per word; spaces belong to words, stand alone, or are not there."""

    def __init__(self, spaces: str) -> None:
        self.spaces = spaces
        self.known: dict[str, int] = {}

    def encode(self, text: str, *, add_special_tokens: bool = True) -> list[int]:
        found = re.findall(r" ?[^ ]+", text)
        if self.spaces == "none":
            found = text.split()
        elif self.spaces == "alone":
            found = re.findall(r" |[^ ]+", text)
        ids = [self.known.setdefault(piece, 10 + len(self.known)) for piece in found]
        return [7, *ids] if add_special_tokens else ids

    def __call__(
        self, text: list[str], *, add_special_tokens: bool = True
    ) -> dict[str, list[list[int]]]:
        return {"input_ids": [self.encode(t, add_special_tokens=add_special_tokens) for t in text]}

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = False) -> str:
        names = {number: piece for piece, number in self.known.items()}
        return "".join(names.get(number, "") for number in token_ids)


@pytest.mark.parametrize(("spaces", "word"), [("part", " bad"), ("alone", "bad"), ("none", "bad")])
def test_a_target_that_continues_the_input_is_closed_and_not_opened(
    make_card: MakeCard, spaces: str, word: str
) -> None:
    card = make_card({"path": "x"}, labels={"0": "bad", "1": "very good"})
    tokenizer = Pieces(spaces)
    data = encode_task(
        card,
        splits(Example("this is it", "bad", 0)),
        tokenizer,
        max_input_tokens=8,
        max_target_tokens=3,
        closing_id=2,
    )
    assert data.train[0].input_ids[0] == 7
    assert tokenizer.decode(data.train[0].input_ids[1:2]) == "this"
    assert [ids[-1] for ids in data.candidates] == [2, 2]
    assert 7 not in {token for ids in data.candidates for token in ids}
    assert tokenizer.decode(data.candidates[0][:-1]) == word
    assert data.train[0].target_ids == data.candidates[0]


def test_a_long_answer_that_continues_the_input_is_cut_before_its_end(
    make_card: MakeCard,
) -> None:
    card = make_card({"path": "x"}, kind="generation", metric="token_f1", labels=None)
    examples = splits(Example("q", "ab", answers=("ab",)), Example("r", "abc", answers=("abc",)))
    data = encode_task(
        card, examples, Letters(), max_input_tokens=8, max_target_tokens=3, closing_id=2
    )
    assert [row.target_ids for row in data.train] == [(*ids("ab"), 2)] * 2
    assert data.truncated_targets == 2  # once in train, once in test
