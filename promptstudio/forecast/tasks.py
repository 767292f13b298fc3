"""Rows and token lengths of a study's tasks, from a sample, without loading a model."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from promptstudio.analysis.estimate_work import TaskFacts
from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase
from promptstudio.core.spec import JobSpec, SplitRule
from promptstudio.tasks.cards import FileSource, HubSource, SandboxSource, TaskCard
from promptstudio.tasks.examples import to_examples
from promptstudio.tasks.files import Split, format_of
from promptstudio.tasks.sandbox.rows import SIZES
from promptstudio.tasks.sources import available_splits, first_rows, place_of
from promptstudio.tasks.tokenizers import FileTokenizer
from promptstudio.tasks.wording import worded

_SAMPLE: Final = 64
_MOST_DERIVED: Final = 1000
_GUESSED_ROWS: Final = 1000
_GUESSED_INPUT: Final = 128
_GUESSED_WORD: Final = 2
_GUESSED_ANSWER: Final = 8


class _Sample(NamedTuple):
    """How many rows were read, and tokens of their inputs and answers; none where unknown."""

    rows: int
    inputs: list[int]
    outputs: list[int]


class Lengths:
    """Counts tokens of tasks as the model in a folder reads them.

    Each task is sampled once. Without a tokenizer that can be read here lengths are assumed.
    """

    def __init__(self, folder: Path) -> None:
        self._samples: dict[tuple[str, str], _Sample] = {}
        self._tokenizer: FileTokenizer | None = None
        with contextlib.suppress(TaskError):  # a model may come with another kind of tokenizer
            self._tokenizer = FileTokenizer(folder)

    def facts(self, card: TaskCard, spec: JobSpec) -> TaskFacts:
        """Return what is known of a task under the settings of a job.

        Raises
        ------
        TaskError
            If the first rows can not be read or do not fit the card.
        """
        limits, guessed = spec.backbone, []
        sample = self._sample(worded(card, spec.text), spec.text.model_dump_json())
        inputs = [min(length, limits.max_input_tokens) for length in sample.inputs]
        most = max(sample.outputs, default=1) if card.labels else limits.max_target_tokens
        outputs = [min(length, most) for length in sample.outputs]
        if not inputs:
            guessed.append(Phrase("lengths"))
            inputs = [min(_GUESSED_INPUT, limits.max_input_tokens)]
            outputs = [_GUESSED_WORD if card.labels else _GUESSED_ANSWER]
        sizes = {split: _size(card, split, sample.rows) for split in available_splits(card)}
        if None in sizes.values():
            guessed.append(Phrase("numbers of rows"))
        known = {split: size or _GUESSED_ROWS for split, size in sizes.items()}
        shots = spec.source_shots if card.key in spec.source_tasks else spec.shots
        validation, test = _held_back(card, known, shots, spec.split_rule)
        return TaskFacts(
            inputs=sum(inputs) / len(inputs),
            longest=limits.max_input_tokens if "lengths" in guessed else max(inputs),
            outputs=sum(outputs) / len(outputs),
            longest_output=max(outputs),
            candidates=len(card.labels) if card.labels else 1,
            validation=validation,
            test=test,
            guessed=tuple(guessed),
        )

    def _sample(self, card: TaskCard, wording: str) -> _Sample:
        """Read some rows of a task, unless they would come from the hub."""
        if isinstance(card.source, HubSource):
            return _Sample(0, [], [])
        key = (card.key, wording)
        if key not in self._samples:
            rows = first_rows(card, "train", _SAMPLE)
            examples = to_examples(card, rows, place_of(card, "train"))
            answers = list((card.labels or {}).values()) or [each.target for each in examples]
            inputs = self._counted([each.text for each in examples])
            self._samples[key] = _Sample(len(rows), inputs, self._counted(answers))
        return self._samples[key]

    def _counted(self, texts: list[str]) -> list[int]:
        if self._tokenizer is None or not texts:
            return []
        return [len(ids) for ids in self._tokenizer(texts)["input_ids"]]


def _size(card: TaskCard, split: Split, sampled: int) -> int | None:
    """Return the rows of a split, of a text file by the bytes of its first rows."""
    if isinstance(card.source, SandboxSource):
        return SIZES[split]
    if not isinstance(card.source, FileSource):
        return None
    path = card.source.files()[split]
    if format_of(path) == "parquet":
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    return _text_rows(path, sampled)


def _text_rows(path: Path, sampled: int) -> int:
    """Return about how many rows a text file has: its bytes over those of its first lines."""
    with path.open("rb") as file:
        lines = [line for line, _ in zip(file, range(sampled + 1), strict=False)]
    read = sum(len(line) for line in lines)
    return max(1, round(path.stat().st_size / max(1, read) * len(lines)))


def _held_back(
    card: TaskCard, sizes: Mapping[Split, int], shots: int | None, rule: SplitRule
) -> tuple[int, int]:
    """Return the numbers of validation and test rows, as `promptstudio.tasks.splits` has them."""
    train = sizes.get("train", _GUESSED_ROWS)
    test = sizes.get("test", sizes.get("validation"))
    if test is None:
        test = max(1, round(train * card.splits.test))
        train -= test
    if rule == "train_derived":
        return min(_MOST_DERIVED, max(1, train // 10)), test
    if shots is not None:
        classes = len(card.labels) if card.labels and rule == "per_class" else 1
        return shots * classes, test
    if "validation" in sizes and "test" in sizes:
        return sizes["validation"], test
    return max(1, round(train * card.splits.validation)), test
