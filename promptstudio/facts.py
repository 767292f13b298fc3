"""What can be told of tasks and backbones before anything runs, without a model library."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from promptstudio.backbones.shape import BackboneShape, model_folder, read_shape
from promptstudio.core.errors import BackboneError, TaskError
from promptstudio.core.phrases import Phrase, joined
from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.tasks.cards import HubSource, TaskCard
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.showing import ShownRow, row_at, shown_row
from promptstudio.tasks.tokenizers import FileTokenizer
from promptstudio.tasks.wording import worded

if TYPE_CHECKING:
    from promptstudio.tasks.overview import Overview

_SHOWN_ROWS = 20
_PLAIN = TextSpec()
_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9


class CardFacts:
    """Rows of tasks whose cards are at hand. Any thread may ask; cards may be added."""

    def __init__(self, cards: Mapping[str, TaskCard]) -> None:
        self._cards = cards

    def rows(self, task: str, text: TextSpec = _PLAIN) -> Sequence[tuple[str, str]]:
        """Return input and answer of the first rows, in the words of a study.

        Raises
        ------
        TaskError
            If the rows come from the hub, or can not be read.
        """
        rows = preview_rows(self._near(task, text), _SHOWN_ROWS)
        return [(row.text, row.target) for row in rows]

    def tokens(
        self, task: str, row: int, slots: int, backbone: BackboneSpec, text: TextSpec = _PLAIN
    ) -> ShownRow:
        """Return a training row, counted from 1, with so many slots of a prompt.

        Raises
        ------
        TaskError
            If there is no such row, or the backbone has no tokenizer on this machine.
        """
        return shown_row(
            row_at(self._near(task, text), row),
            _tokenizer(backbone),
            max_input_tokens=backbone.max_input_tokens,
            num_virtual_tokens=slots,
            prompt_position=backbone.prompt_position,
        )

    def overview(self, task: str, backbone: BackboneSpec, text: TextSpec = _PLAIN) -> "Overview":
        """Return labels, lengths and warnings.

        Raises
        ------
        TaskError
            If the rows come from the hub, can not be read or do not fit the card, or the
            backbone has no tokenizer on this machine.
        """
        from promptstudio.tasks.overview import overview  # loads pyarrow

        tokenizer = _tokenizer(backbone)
        return overview(
            self._near(task, text),
            count_tokens=lambda text: len(tokenizer.encode(text)),
            limit=backbone.max_input_tokens,
        )

    def _near(self, task: str, text: TextSpec) -> TaskCard:
        card = self._cards[task]
        if isinstance(card.source, HubSource):
            raise TaskError("Rows of a task from the hub are fetched when a run begins.")
        return worded(card, text)


def backbone_words(spec: BackboneSpec) -> str:
    """Return in a line what a backbone is understood as, or why it can not be used.

    A model that may be on the hub is told to be fetched; the hub is not asked.
    """
    source = spec.source
    is_name = source.count("/") == 1 and not source.startswith(("/", "~", "."))
    try:
        return _understood(read_shape(spec), spec)
    except BackboneError as error:
        if is_name and not Path(source).exists():
            return Phrase("Not a folder: would be fetched from the hub as {0}.", source)
        return str(error)


def _understood(shape: BackboneShape, spec: BackboneSpec) -> str:
    parts = (
        shape.family or Phrase("unnamed family"),
        shape.kind,
        Phrase("{0} parameters", _short(shape.parameters)),
        Phrase("width {0:,}", shape.width),
        spec.dtype,
        _origin(spec),
    )
    return joined(", ", parts)


def _origin(spec: BackboneSpec) -> str:
    if spec.source == "sandbox":
        return Phrase("shipped with the program")
    if Path(spec.source).expanduser().is_dir():
        return Phrase("in its folder")
    return Phrase("in the local cache of the hub")


def _short(count: int) -> str:
    if count >= _BILLION:
        return Phrase("{0:.1f} billion", count / _BILLION)
    if count >= _MILLION:
        return Phrase("{0:.1f} million", count / _MILLION)
    if count >= _THOUSAND:
        return Phrase("{0:.1f} thousand", count / _THOUSAND)
    return str(count)


def _tokenizer(backbone: BackboneSpec) -> FileTokenizer:
    try:
        folder = model_folder(backbone)
    except BackboneError as error:
        raise TaskError(
            f"Tokens are known once the backbone '{backbone.source}' is on this machine."
        ) from error
    return FileTokenizer(folder)
