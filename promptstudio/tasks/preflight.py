"""What can be known to be wrong before anything runs: label words, rows per class."""

from collections.abc import Iterable, Mapping
from typing import Final

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import SplitRule, StudySpec
from promptstudio.core.sweeps import study_variants
from promptstudio.tasks.cards import HubSource, SandboxSource, TaskCard
from promptstudio.tasks.splits import make_splits
from promptstudio.tasks.wording import worded

_READ_BYTES: Final = 16 * 2**20
_SANDBOX_HAS: Final = 200
"""Every sandbox task has rows for at least so many shots, so they need not be made to count."""


def check_study(study: StudySpec, cards: Mapping[str, TaskCard]) -> None:
    """Check every variant of a study against its tasks.

    Rows are counted where that is quick: hub data are not loaded here, nor large files; what
    is wrong with those is told when their run begins.

    Raises
    ------
    ConfigError
        If a sweep is not valid.
    TaskError
        If tasks have no label words that they could share, or a class has too few rows.
    """
    counted: set[tuple[str, int | None, str]] = set()
    for variant in study_variants(study):
        one = variant.study
        tasks = (*one.source_tasks, *one.target_tasks)
        _check_words(one, [cards[task] for task in tasks])
        for task in tasks:
            shots = one.source_shots if task in one.source_tasks else one.shots
            if (task, shots, one.split_rule) in counted:
                continue
            counted.add((task, shots, one.split_rule))
            _check_share(cards[task], shots, one.split_rule)
            if _is_to_count(cards[task], shots):
                seed = (one.split_seeds or one.seeds)[0]
                make_splits(cards[task], shots=shots, split_seed=seed, split_rule=one.split_rule)


def _check_words(study: StudySpec, cards: Iterable[TaskCard]) -> None:
    for card in cards:
        if study.text.label_words == "shared" and not card.labels:
            raise TaskError(
                f"The study wants label words that all tasks share, but the task '{card.key}' is "
                "answered in free text. Leave the task out or choose other label words."
            )
        worded(card, study.text)


def _check_share(card: TaskCard, shots: int | None, rule: SplitRule) -> None:
    if rule == "total" and card.labels and shots is not None and shots < len(card.labels):
        raise TaskError(
            f"The task '{card.key}' has {len(card.labels)} classes, and {shots} rows in total can "
            "not hold one of each. Raise the shots."
        )


def _is_to_count(card: TaskCard, shots: int | None) -> bool:
    """Tell whether counting may find something, and is quick."""
    if isinstance(card.source, HubSource):
        return False
    if isinstance(card.source, SandboxSource):
        return shots is not None and shots > _SANDBOX_HAS
    return sum(path.stat().st_size for path in card.source.files().values()) <= _READ_BYTES
