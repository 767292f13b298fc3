"""Which prompts the prompt lens compares, and what stands in its tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.prompts import PromptEntry
from promptstudio.core.questions import NeighboursFound
from promptstudio.core.tables import Table


def neighbour_table(found: NeighboursFound) -> Table:
    """Return the nearest tokens of the vocabulary, a row for every virtual token."""
    count = max((len(row) for row in found.tokens), default=0)
    rows = tuple(
        (
            f"P{place}",
            f"{norm:.3g}",
            *(f"{one.token}  {one.similarity:.2f}" for one in row),
            *("",) * (count - len(row)),
        )
        for place, (norm, row) in enumerate(zip(found.norms, found.tokens, strict=True), start=1)
    )
    return Table(
        key="neighbours",
        title=Phrase("Nearest tokens"),
        columns=(
            *phrases("slot", "norm"),
            *(Phrase("nearest {0}", place) for place in range(1, count + 1)),
        ),
        rows=rows,
        numeric=frozenset({1}),
        values=tuple((norm,) for norm in found.norms),
        notes=(
            Phrase("Cosine of each virtual token with the vocabulary. {0}", norm_sentence(found)),
        ),
    )


def norm_sentence(found: NeighboursFound) -> str:
    """Return how long the virtual tokens are beside the tokens of the vocabulary."""
    low, high = found.vocabulary.low, found.vocabulary.high
    outside = sum(not low <= norm <= high for norm in found.norms)
    words = Phrase("Nine of ten vocabulary tokens have norms from {0:.3g} to {1:.3g}", low, high)
    count = len(found.norms)
    if not outside:
        return Phrase("{0}; so have all {1} virtual tokens.", words, count)
    return Phrase("{0}; {1} of {2} virtual tokens lie outside.", words, outside, count)


def map_table(names: Sequence[str], places: Sequence[Sequence[float]]) -> Table:
    """Return the places of a map of prompts as a table."""
    return Table(
        key="map",
        title=Phrase("Map"),
        columns=phrases("prompt", "x", "y"),
        rows=tuple(
            (name, f"{x:.4g}", f"{y:.4g}") for name, (x, y) in zip(names, places, strict=True)
        ),
        numeric=frozenset({1, 2}),
        notes=phrases(
            "The two principal components of the prompts' directions; norms do not count."
        ),
    )


@dataclass(frozen=True, slots=True)
class Lineup:
    """Prompts that are compared, and how many more could be or can not."""

    entries: tuple[PromptEntry, ...]
    left_out: int
    other_width: int


def lineup(chosen: Sequence[PromptEntry], shown: Sequence[PromptEntry], most: int) -> Lineup:
    """Return which prompts are compared: the chosen ones, or one with all that are shown.

    Only prompts of one model's width can be. Of many the first ``most`` are taken, what is chosen
    before all others.
    """
    names = {entry.prompt_id for entry in chosen}
    others = () if len(chosen) > 1 else tuple(e for e in shown if e.prompt_id not in names)
    wanted = (*chosen, *others)
    fitting = [entry for entry in wanted if entry.token_dim == wanted[0].token_dim]
    left_out = max(0, len(fitting) - most)
    return Lineup(tuple(fitting[:most]), left_out, len(wanted) - len(fitting))
