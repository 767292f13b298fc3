"""Outcomes made from scores."""

from collections.abc import Mapping, Sequence

from promptstudio.analysis.outcomes import Outcome, Pair, by_method, pairs_of


def outcome(method: str = "A", target: str = "film", score: float = 0.5, **more: object) -> Outcome:
    values: dict[str, object] = {"split_seed": 0, "seed": 0, "test_rows": 100}
    values |= {"metric": "accuracy", "method": method, "target": target, "score": score} | more
    return Outcome(**values)  # type: ignore[arg-type]


def outcomes(method: str, scores: Mapping[str, Sequence[float]], **more: object) -> list[Outcome]:
    """Make one run per split, from scores by target."""
    return [
        outcome(method, target, score, split_seed=split, seed=split, **more)
        for target, row in scores.items()
        for split, score in enumerate(row)
    ]


def pairs(
    method: Mapping[str, Sequence[float]], base: Mapping[str, Sequence[float]], **more: object
) -> tuple[Pair, ...]:
    table = by_method([*outcomes("A", method, **more), *outcomes("B", base, **more)])
    return pairs_of(table["A"], table["B"])
