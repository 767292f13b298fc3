"""Which rows train, validate and test: few-shot samples by seed, no row in two splits.

With ``shots`` the validation rows are as many as the training rows and drawn from the same
training split, so that no method sees more labelled rows than it claims.

References
----------
Ye et al. 2021, CrossFit, arXiv:2104.08835 (k rows per class, development set of equal size).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import Example, read_examples
from promptstudio.tasks.sources import available_splits


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """The rows of a task.

    ``dropped`` counts training and validation rows that were left out because their input
    stood twice, or in a split that must not know it.
    """

    train: tuple[Example, ...]
    validation: tuple[Example, ...]
    test: tuple[Example, ...]
    dropped: int = 0


def make_splits(card: TaskCard, *, shots: int | None, split_seed: int) -> Splits:
    """Draw the rows of a task.

    Test rows are the card's test split, else its validation split, else a part of the
    training rows that the card's own seed fixes. All splits come in a shuffled order, so the
    first rows of any are a fair sample.

    Parameters
    ----------
    shots : int or None
        Training rows per class (in all where answers are free text), and as many validation
        rows; the sample of a seed contains its smaller samples. None takes all rows; the
        validation rows are then the card's, or a part of the training rows.

    Raises
    ------
    TaskError
        If the data can not be read, or a class has too few rows.
    """
    there = available_splits(card)
    pool = read_examples(card, "train")
    validation: tuple[Example, ...] = ()
    if "test" in there:
        test = read_examples(card, "test")
        if "validation" in there and shots is None:
            validation = read_examples(card, "validation")
    elif "validation" in there:
        test = read_examples(card, "validation")
    else:
        pool, test = _cut(_shuffled(pool, card, card.splits.seed), card.splits.test)
    pool, dropped = _unseen(pool, test)
    pool = _shuffled(pool, card, split_seed)
    if shots is not None:
        pool, validation = _few(card, pool, shots)
    elif validation:
        validation, twice = _unseen(validation, test)
        pool, more = _unseen(pool, validation)
        dropped += twice + more
    else:
        pool, validation = _cut(pool, card.splits.validation)
    _check_filled(card, pool, validation)
    return Splits(
        train=pool,
        validation=_shuffled(validation, card, card.splits.seed),
        test=_shuffled(test, card, card.splits.seed),
        dropped=dropped,
    )


def _few(
    card: TaskCard, pool: Sequence[Example], shots: int
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Take the first rows of every class to train, the last ones to validate."""
    classes: dict[int, list[Example]] = defaultdict(list)
    for example in pool:
        classes[example.label].append(example)
    names = dict(enumerate(card.labels)) if card.labels else {-1: ""}
    train: list[Example] = []
    validation: list[Example] = []
    for label, name in names.items():
        rows = classes[label]
        if len(rows) < 2 * shots:
            whose = f"The class '{name}' of the task" if name else "The task"
            raise TaskError(
                f"{whose} '{card.key}' has {len(rows)} different training rows, but {shots} shots "
                f"need {2 * shots} (as many to validate as to train). Ask for fewer shots."
            )
        train += rows[:shots]
        validation += rows[-shots:]
    return tuple(train), tuple(validation)


def _shuffled(rows: Sequence[Example], card: TaskCard, seed: int) -> tuple[Example, ...]:
    return tuple(Random(f"splits/{card.key}/{seed}").sample(rows, len(rows)))  # noqa: S311 - no secret


def _cut(
    rows: Sequence[Example], fraction: float
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Cut off a part at the end, one row at least."""
    size = max(1, round(len(rows) * fraction))
    return tuple(rows[:-size]), tuple(rows[-size:])


def _unseen(rows: Sequence[Example], others: Iterable[Example]) -> tuple[tuple[Example, ...], int]:
    """Keep the first row of every input that is not among the others; count the rest."""
    seen = {example.text for example in others}
    kept = {example.text: example for example in reversed(rows) if example.text not in seen}
    return tuple(reversed(kept.values())), len(rows) - len(kept)


def _check_filled(card: TaskCard, train: Sequence[Example], validation: Sequence[Example]) -> None:
    for name, rows in (("train", train), ("validate", validation)):
        if not rows:
            raise TaskError(
                f"The task '{card.key}' has no row left to {name} once rows that are also in "
                "another split are left out. Give it more rows."
            )
