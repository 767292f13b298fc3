"""What stands in the tables of the prompt lens."""

from collections.abc import Sequence

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
        title="Nearest tokens",
        columns=("slot", "norm", *(f"nearest {place}" for place in range(1, count + 1))),
        rows=rows,
        numeric=frozenset({1}),
        values=tuple((norm,) for norm in found.norms),
        notes=(f"Cosine of each virtual token with the vocabulary. {norm_sentence(found)}",),
    )


def norm_sentence(found: NeighboursFound) -> str:
    """Return how long the virtual tokens are beside the tokens of the vocabulary."""
    low, high = found.vocabulary.low, found.vocabulary.high
    outside = sum(not low <= norm <= high for norm in found.norms)
    words = f"Nine of ten vocabulary tokens have norms from {low:.3g} to {high:.3g}"
    if not outside:
        return f"{words}; so have all {len(found.norms)} virtual tokens."
    return f"{words}; {outside} of {len(found.norms)} virtual tokens lie outside."


def map_table(names: Sequence[str], places: Sequence[Sequence[float]]) -> Table:
    """Return the places of a map of prompts as a table."""
    return Table(
        key="map",
        title="Map",
        columns=("prompt", "x", "y"),
        rows=tuple(
            (name, f"{x:.4g}", f"{y:.4g}") for name, (x, y) in zip(names, places, strict=True)
        ),
        numeric=frozenset({1, 2}),
        notes=("The two principal components of the prompts' directions; norms do not count.",),
    )
