"""Which rows train, validate and test: few-shot samples by seed, no row in two splits.

Under the rules ``per_class`` and ``total`` the validation rows of a few-shot sample are as many as
the training rows and drawn from the same training split, so that no method sees more labelled
rows than it claims. Under ``train_derived`` a large part of the training split validates, as in
papers that keep the official validation split for the test.

References
----------
Ye et al. 2021, CrossFit, arXiv:2104.08835 (k rows per class, development set of equal size).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import SplitRule
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.examples import Example, read_counted
from promptstudio.tasks.files import Split
from promptstudio.tasks.sources import available_splits

_MOST_DERIVED: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """The rows of a task.

    ``dropped`` counts training and validation rows that were left out because their input
    stood twice, or in a split that must not know it; ``left_out`` rows of all splits that the
    card leaves out for their label.
    """

    train: tuple[Example, ...]
    validation: tuple[Example, ...]
    test: tuple[Example, ...]
    dropped: int = 0
    left_out: int = 0


def make_splits(
    card: TaskCard, *, shots: int | None, split_seed: int, split_rule: SplitRule = "per_class"
) -> Splits:
    """Draw the rows of a task.

    Test rows are the card's test split, else its validation split, else a part of the
    training rows that the card's own seed fixes. All splits come in a shuffled order, so the
    first rows of any are a fair sample.

    Parameters
    ----------
    shots : int or None
        Training rows per class (in all where answers are free text, or under the rule
        ``total``, which shares them out evenly); the sample of a seed contains its smaller
        samples. None takes all rows.
    split_rule : {"per_class", "total", "train_derived"}
        Under the first two, as many validation rows as training rows; without shots the card's,
        or a part of the training rows. Under the last, a tenth of the training split validates,
        1,000 rows at most, and the card's validation rows are not used so.

    Raises
    ------
    TaskError
        If the data can not be read, all training rows have one class, or a class has too few.
    """
    there = available_splits(card)
    pool, left_out = read_counted(card, "train")
    validation: tuple[Example, ...] = ()
    derived = split_rule == "train_derived"
    tested: Split | None = next((split for split in ("test", "validation") if split in there), None)
    if tested:
        test, more = read_counted(card, tested)
        left_out += more
        if tested == "test" and "validation" in there and shots is None and not derived:
            validation, more = read_counted(card, "validation")
            left_out += more
    else:
        # Not by the card's key: two cards over one file have to hold back the same rows.
        pool, test = _cut(_shuffled(pool, "test", card.splits.seed), card.splits.test)
    pool, dropped = _unseen(pool, test)
    _check_classes(card, pool)
    pool = _shuffled(pool, card.key, split_seed)
    if derived:
        pool, validation = _derived(card, pool, shots)
    elif shots is not None:
        counts = _shared_out(card, shots, split_seed) if split_rule == "total" else {}
        pool, validation = _few(card, pool, shots, counts)
    elif validation:
        validation, twice = _unseen(validation, test)
        pool, more = _unseen(pool, validation)
        dropped += twice + more
    else:
        pool, validation = _cut(pool, card.splits.validation)
    _check_filled(card, pool, validation)
    return Splits(
        train=pool,
        validation=_shuffled(validation, card.key, card.splits.seed),
        test=_shuffled(test, card.key, card.splits.seed),
        dropped=dropped,
        left_out=left_out,
    )


def _few(
    card: TaskCard, pool: Sequence[Example], shots: int, counts: Mapping[int, int]
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Take the first rows of every class to train, the last ones to validate.

    ``counts`` says how many of which class; without it all have ``shots``.
    """
    train: list[Example] = []
    validation: list[Example] = []
    for label, name, rows in _classes(card, pool):
        count = counts.get(label, shots)
        _check_enough(card, name, len(rows), count, 2 * count, "as many to validate as to train")
        train += rows[:count]
        validation += rows[len(rows) - count :]
    return tuple(train), tuple(validation)


def _derived(
    card: TaskCard, pool: Sequence[Example], shots: int | None
) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Set a part of the rows aside to validate; of the rest take some of every class, or all."""
    size = min(_MOST_DERIVED, max(1, len(pool) // 10))
    rest, validation = tuple(pool[:-size]), tuple(pool[-size:])
    if shots is None:
        return rest, validation
    train: list[Example] = []
    for _, name, rows in _classes(card, rest):
        _check_enough(card, name, len(rows), shots, shots, f"{size} more validate")
        train += rows[:shots]
    return tuple(train), validation


def _shared_out(card: TaskCard, shots: int, seed: int) -> dict[int, int]:
    """Share rows out evenly among the classes; who gets the odd ones depends on the seed."""
    if not card.labels:
        return {-1: shots}
    classes = len(card.labels)
    if shots < classes:
        raise TaskError(
            f"The task '{card.key}' has {classes} classes, so {shots} rows in total leave some "
            f"without a row. Ask for {classes} shots at least."
        )
    order = Random(f"shares/{card.key}/{seed}").sample(range(classes), classes)  # noqa: S311
    each, odd = divmod(shots, classes)
    return {label: each + (place < odd) for place, label in enumerate(order)}


def _classes(
    card: TaskCard, pool: Sequence[Example]
) -> Iterator[tuple[int, str, Sequence[Example]]]:
    """Go through the classes: index, name, rows."""
    found: dict[int, list[Example]] = defaultdict(list)
    for example in pool:
        found[example.label].append(example)
    names = dict(enumerate(card.labels)) if card.labels else {-1: ""}
    for label, name in names.items():
        yield label, name, found[label]


def _check_enough(card: TaskCard, name: str, there: int, shots: int, needed: int, why: str) -> None:
    if there < needed:
        whose = f"The class '{name}' of the task" if name else "The task"
        raise TaskError(
            f"{whose} '{card.key}' has {there} different training rows, but {shots} shots "
            f"need {needed} ({why}). Ask for fewer shots."
        )


def _check_classes(card: TaskCard, pool: Sequence[Example]) -> None:
    there = {example.target for example in pool}
    if card.labels and len(there) == 1:
        raise TaskError(
            f"Task '{card.key}': all training rows have one class, '{there.pop()}'. There is "
            "nothing to learn; two classes at least are needed."
        )


def _shuffled(rows: Sequence[Example], name: str, seed: int) -> tuple[Example, ...]:
    return tuple(Random(f"splits/{name}/{seed}").sample(rows, len(rows)))  # noqa: S311 - no secret


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
