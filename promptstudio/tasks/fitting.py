"""Texts as token ids that fit a limit: what is too long is shortened where its card says.

Text is cut at its end, special tokens counted in and kept. Where spans of a text are marked as
cuttable, only these are shortened, from their ends and by whole words: the longest first, so that
no span keeps more words than a bound that is the same for all, and the bound is the largest that
fits. If the rest alone is too long, its end is cut, which is counted apart.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from promptstudio.core.ports import Tokenizer
from promptstudio.tasks.templates import Span

Ids = tuple[int, ...]

_AT_ONCE: Final = 1024
_WORD: Final = re.compile(r"\s*\S{1,24}")
"""A word; of text without spaces, so many letters of it."""


class Text(NamedTuple):
    """A text with the spans of it that may be shortened."""

    text: str
    cuttable: tuple[Span, ...] = ()


class Fitter:
    """Encodes texts with the special tokens of a tokenizer.

    ``cut`` counts the texts that were shortened, ``cut_beyond`` those of them that lost more
    than spans marked as cuttable.
    """

    def __init__(self, tokenizer: Tokenizer, limit: int) -> None:
        self.cut = 0
        self.cut_beyond = 0
        self._tokenizer = tokenizer
        self._limit = limit
        full, bare = (
            tokenizer.encode("a", add_special_tokens=special) for special in (True, False)
        )
        self._before = next(i for i in range(len(full)) if full[i : i + len(bare)] == bare)
        self._behind = len(full) - len(bare) - self._before

    def fit(self, texts: Sequence[Text]) -> Iterator[Ids]:
        """Yield the ids of every text, in order; many are encoded in one call."""
        for begin in range(0, len(texts), _AT_ONCE):
            some = texts[begin : begin + _AT_ONCE]
            whole = self._tokenizer([text.text for text in some], add_special_tokens=True)
            for text, ids in zip(some, whole["input_ids"], strict=True):
                yield tuple(ids) if len(ids) <= self._limit else self._cut(text, ids)

    def _cut(self, text: Text, ids: Sequence[int]) -> Ids:
        self.cut += 1
        if not text.cuttable:
            return self._without_end(ids)
        words = [_ends_of_words(text.text[begin:end]) for begin, end in text.cuttable]
        kept = self._encoded(text, words, 0)
        if len(kept) > self._limit:
            self.cut_beyond += 1
            return self._without_end(kept)
        low, high = 0, max(map(len, words))
        while low + 1 < high:  # low words fit, high words do not
            middle = (low + high) // 2
            ids = self._encoded(text, words, middle)
            if len(ids) <= self._limit:
                low, kept = middle, ids
            else:
                high = middle
        return tuple(kept)

    def _encoded(self, text: Text, words: Sequence[Sequence[int]], count: int) -> Sequence[int]:
        """Encode a text with so many words at most of every span."""
        return self._tokenizer.encode(_shortened(text, words, count), add_special_tokens=True)

    def _without_end(self, ids: Sequence[int]) -> Ids:
        room = max(0, self._limit - self._before - self._behind)
        behind = ids[len(ids) - self._behind :]
        return (*ids[: self._before + room], *behind)


def _shortened(text: Text, words: Sequence[Sequence[int]], count: int) -> str:
    said, place = "", 0
    for (begin, end), ends in zip(text.cuttable, words, strict=True):
        kept = begin + (ends[count - 1] if count else 0) if count < len(ends) else end
        said += text.text[place:kept]
        place = end
    return said + text.text[place:]


def _ends_of_words(text: str) -> list[int]:
    return [found.end() for found in _WORD.finditer(text)]
