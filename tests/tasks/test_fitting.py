"""What is too long is shortened where it may be; the words of a made-up tokenizer are counted."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptstudio.core.paths import resource
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.encoding import encode_task, with_instruction
from promptstudio.tasks.examples import Example, to_examples
from promptstudio.tasks.fitting import Fitter, Text
from promptstudio.tasks.splits import Splits
from promptstudio.tasks.templates import render
from promptstudio.tasks.tokenizers import FileTokenizer


class Words:
    """One token per word, between 0 and 1; counts the texts that it is given."""

    def __init__(self) -> None:
        self.known: list[str] = ["<", ">"]
        self.calls = 0

    def encode(self, text: str, *, add_special_tokens: bool = True) -> list[int]:
        self.calls += 1
        for word in text.split():
            if word not in self.known:
                self.known.append(word)
        ids = [self.known.index(word) for word in text.split()]
        return [0, *ids, 1] if add_special_tokens else ids

    def __call__(
        self, text: list[str], *, add_special_tokens: bool = True
    ) -> dict[str, list[list[int]]]:
        return {"input_ids": [self.encode(t, add_special_tokens=add_special_tokens) for t in text]}

    def decode(self, token_ids: Sequence[int], *, skip_special_tokens: bool = False) -> str:
        return " ".join(self.known[i] for i in token_ids if not skip_special_tokens or i > 1)


def fitted(template: str, row: dict[str, object], limit: int) -> tuple[str, int, int]:
    """Return the text between the special tokens, and what was counted."""
    tokenizer = Words()
    fitter = Fitter(tokenizer, limit)
    (ids,) = fitter.fit([Text(*render(template, row, "here"))])
    assert len(ids) <= limit
    assert (ids[0], ids[-1]) == (0, 1)
    return tokenizer.decode(ids[1:-1]), fitter.cut, fitter.cut_beyond


ROW: dict[str, object] = {"c": "c1 c2 c3 c4 c5 c6", "d": "d1 d2 d3", "q": "q1 q2"}


@pytest.mark.parametrize(
    ("limit", "text", "counts"),
    [
        (15, "c: c1 c2 c3 c4 c5 c6 d: d1 d2 d3 q1 q2", (0, 0)),
        (14, "c: c1 c2 c3 c4 c5 d: d1 d2 d3 q1 q2", (1, 0)),
        (12, "c: c1 c2 c3 d: d1 d2 d3 q1 q2", (1, 0)),
        (11, "c: c1 c2 d: d1 d2 q1 q2", (1, 0)),
        (8, "c: c1 d: d1 q1 q2", (1, 0)),
        (7, "c: d: q1 q2", (1, 0)),
        (6, "c: d: q1 q2", (1, 0)),
        (5, "c: d: q1", (1, 1)),
    ],
)
def test_the_longest_field_gives_way_first_and_the_rest_stays(
    limit: int, text: str, counts: tuple[int, int]
) -> None:
    assert fitted("c: {c|cut} d: {d|cut} {q}", ROW, limit) == (text, *counts)


def test_without_a_mark_the_end_is_cut() -> None:
    assert fitted("{c} {q}", ROW, 9) == ("c1 c2 c3 c4 c5 c6 q1", 1, 0)
    assert fitted("{q} {c|cut}", ROW, 6) == ("q1 q2 c1 c2", 1, 0)


def test_text_without_spaces_is_shortened_too() -> None:
    """Twenty-four letters count as a word; spaces of the text itself stay as they are."""
    row: dict[str, object] = {"c": "x" * 60, "q": "q"}
    letters = FileTokenizer(resource("sandbox/model"))
    text = Text(*render("{c|cut} {q}", row, "here"))
    room = len(letters.encode("x" * 48 + " q"))
    assert list(Fitter(letters, room).fit([text])) == [tuple(letters.encode("x" * 48 + " q"))]
    assert list(Fitter(letters, room - 1).fit([text])) == [tuple(letters.encode("x" * 24 + " q"))]


def test_few_calls_of_the_tokenizer() -> None:
    tokenizer = Words()
    text = Text(*render("{c|cut} {q}", {"c": "word " * 4000, "q": "q"}, "here"))
    (ids,) = Fitter(tokenizer, 100).fit([text])
    assert len(ids) == 100
    assert tokenizer.calls <= 2 + 1 + 1 + 12  # two to begin, the whole, nothing, and a search


WORDS = st.lists(st.sampled_from(["a", "bb", "ccc"]), max_size=12).map(" ".join)


@given(first=WORDS, second=WORDS, limit=st.integers(8, 24))
def test_what_is_kept_is_the_most_that_fits(first: str, second: str, limit: int) -> None:
    template = "one: {a?|cut} two: {b?|cut} why then ?"
    text, cut, beyond = fitted(template, {"a": first, "b": second}, limit)
    kept = max(
        (
            candidate
            for bound in range(13)
            if len((candidate := shortest(first, second, bound)).split()) <= limit - 2
        ),
        key=len,
    )
    assert text == kept
    assert (cut, beyond) == (int(kept != shortest(first, second, 12)), 0)


def shortest(first: str, second: str, bound: int) -> str:
    one, two = (" ".join(words.split()[:bound]) for words in (first, second))
    return " ".join(f"one: {one} two: {two} why then ?".split())


@given(
    context=st.text("abc xyz.,\n", max_size=400),
    question=st.text("abcxyz ", min_size=1, max_size=20),
    limit=st.integers(48, 96),
)
def test_the_question_is_never_touched_with_the_tokenizer_of_the_sandbox(
    context: str, question: str, limit: int
) -> None:
    tokenizer = FileTokenizer(resource("sandbox/model"))
    text = Text(*render("{c?|cut} question: {q}", {"c": context, "q": question}, "here"))
    (ids,) = Fitter(tokenizer, limit).fit([text])
    whole = tuple(tokenizer.encode(text.text))
    assert len(ids) <= limit
    assert (ids == whole) == (len(whole) <= limit)
    said = tokenizer.decode(ids, skip_special_tokens=True)
    assert said.endswith(f" question: {question}")
    assert context.startswith(said.removesuffix(f" question: {question}")) or not context.strip()


def test_a_task_counts_what_it_cuts(make_card: Callable[..., TaskCard]) -> None:
    card = make_card(
        {"path": "x"}, template="{c|cut} {q}", labels={"0": "no", "1": "yes"}, instruction="say"
    )
    rows = [{"c": c, "q": "q1 q2", "label": 1} for c in ("c1", "c1 c2 c3 c4", "c1 c2")]
    rows.append({"c": "c1", "q": "q1 q2 q3 q4 q5 q6", "label": 0})
    examples = to_examples(card, rows, "here")
    splits = Splits(train=examples, validation=examples[:1], test=examples[1:2])

    def texts(data: Splits) -> tuple[list[str], int, int]:
        tokenizer = Words()
        done = encode_task(card, data, tokenizer, max_input_tokens=6, max_target_tokens=3)
        said = [tokenizer.decode(row.input_ids[1:-1]) for row in done.train]
        return said, done.truncated, done.cut_beyond

    assert texts(splits) == (
        ["c1 q1 q2", "c1 c2 q1 q2", "c1 c2 q1 q2", "q1 q2 q3 q4"], 3, 1
    )  # fmt: skip
    assert texts(with_instruction(card, splits)) == (
        ["say c1 q1 q2", "say c1 q1 q2", "say c1 q1 q2", "say q1 q2 q3"], 4, 1
    )  # fmt: skip
    assert Example("text", "t", cuttable=((0, 4),)).behind("say").cuttable == ((4, 8),)


def test_many_texts_come_back_in_order() -> None:
    tokenizer = Words()
    texts = [Text(f"t{n}") for n in range(2500)]
    found = list(Fitter(tokenizer, 8).fit(texts))
    assert [tokenizer.decode(ids[1:-1]) for ids in found] == [text.text for text in texts]
