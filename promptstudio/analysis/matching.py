"""Finds words by what a person types of them."""

from collections.abc import Sequence


def score(typed: str, title: str) -> float | None:
    """Return how well a title fits; None if the typed letters do not stand in it in order.

    A title that begins so is best, then a word that begins so, then a part of a word, then
    letters spread over the title, the closer together the better.
    """
    wanted, text = typed.casefold().strip(), title.casefold()
    if not wanted:
        return 0.0
    if text.startswith(wanted):
        return 4.0
    if any(word.startswith(wanted) for word in text.split()):
        return 3.0
    if wanted in text:
        return 2.0
    first = at = text.find(wanted[0])
    for letter in wanted[1:]:
        if at < 0:
            return None
        at = text.find(letter, at + 1)
    return None if at < 0 else 1.0 / (1 + at - first)


def best(typed: str, titles: Sequence[str], count: int) -> list[int]:
    """Return the places of the titles that fit, best first; equals keep their order."""
    scores = [score(typed, title) for title in titles]
    found = [place for place, value in enumerate(scores) if value is not None]
    return sorted(found, key=lambda place: -(scores[place] or 0.0))[:count]
