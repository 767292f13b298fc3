"""Figures that papers or their authors' files report, shipped as data with their source.

What is not known is not there: a table lists the figures that were read, and no other.
"""

import tomllib
from collections.abc import Iterable, Mapping

from pydantic import Field, ValidationError

from promptstudio.core.errors import ConfigError
from promptstudio.core.paths import resource
from promptstudio.core.settings import Frozen


class Figures(Frozen):
    """Scores of one method by task, between 0 and 100 (correlations too).

    ``metric`` is empty where the tasks of a table have different ones; the protocol then says
    which.
    """

    method: str
    metric: str = ""
    scores: dict[str, float] = Field(min_length=1)


class Published(Frozen):
    """One table: where it is from, and what has to be equal for a fair comparison."""

    key: str
    title: str
    paper: str
    source: str
    protocol: str
    figures: tuple[Figures, ...]


class Figure(Frozen):
    """One published score of a task, from 0 to 1, with the words that belong beside it."""

    table: str
    method: str
    metric: str
    score: float
    source: str


def published() -> Mapping[str, Published]:
    """Return the shipped tables by key."""
    found: dict[str, Published] = {}
    for path in sorted(resource("published").glob("*.toml")):
        table = Published.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        found[table.key] = table
    return found


def tables(keys: Iterable[str]) -> tuple[Published, ...]:
    """Return the tables of some keys.

    Raises
    ------
    ConfigError
        If there is no table of a key, or a shipped table is broken.
    """
    try:
        known = published()
    except ValidationError as error:
        raise ConfigError(f"A shipped table of published figures is broken: {error}.") from error
    for key in keys:
        if key not in known:
            raise ConfigError(f"There are no published figures '{key}'. Known: {', '.join(known)}.")
    return tuple(known[key] for key in keys)


def figures_of(tables: Iterable[Published], task: str, metric: str) -> tuple[Figure, ...]:
    """Return the published scores of a task under a metric, table by table."""
    return tuple(
        Figure(
            table=table.title,
            method=figures.method,
            metric=figures.metric,
            score=figures.scores[task] / 100,
            source=table.source,
        )
        for table in tables
        for figures in table.figures
        if task in figures.scores and figures.metric == metric
    )
