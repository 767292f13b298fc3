"""Task cards: one TOML file per task says where its rows come from and how they are put.

``resources/tasks/README.md`` explains the fields to people who write cards.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

import tomli  # a third of the time that Python's own takes, and there are 190 cards
import tomli_w
from pydantic import Field, ValidationError, field_validator, model_validator

from promptstudio.core.errors import TaskError
from promptstudio.core.ids import digest
from promptstudio.core.paths import resource
from promptstudio.core.settings import Frozen, explain
from promptstudio.core.spec import TASK_KEY
from promptstudio.tasks.columns import ColumnKind
from promptstudio.tasks.files import SPLITS, Split, files_under, sha256_of
from promptstudio.tasks.sandbox import WORLD_VERSION
from promptstudio.tasks.templates import field_names

Metric = Literal[
    "accuracy",
    "macro_f1",
    "f1",
    "matthews",
    "exact_match",
    "token_f1",
    "rouge_l",
    "pearson",
    "spearman",
]
Relation = Literal[
    "same_skill", "same_skill_other_words", "composition", "unrelated", "adversarial"
]
_TEXT_METRICS = ("exact_match", "token_f1", "rouge_l")
_NUMBER_METRICS = ("pearson", "spearman")
Origin = Literal["sandbox", "own", "hub", "verified"]
"""Where rows come from; of cards for the hub, whether the hub was asked if they are right."""

COLUMN_FIELDS: Final = ("label_among", "left_out", "no_answer", "columns")
"""Settings of a source that a card of plain columns and labels does without."""


class SandboxSource(Frozen):
    """Rows made by the sandbox world: a skill practised in a domain."""

    type: Literal["sandbox"] = "sandbox"
    skill: str
    domain: str
    label_field: Literal["label"] = "label"
    answer_field: Literal["answer"] = "answer"


class _Columns(Frozen):
    """Which columns say what, and which rows are left out.

    ``columns`` declares the columns that the card reads; only lists and nested columns need it.
    With ``label_among`` the class is the place, from 0, of the label in that list of names.
    Rows whose label (or answer) is in ``left_out`` are not used: "-1" or "", which also stands
    for no value, where a data set hides its labels. ``no_answer`` is what to say to a question
    without an answer; without it such a row is an error.
    """

    label_field: str = "label"
    answer_field: str = "answer"
    label_among: str | None = None
    left_out: tuple[str, ...] = ()
    no_answer: str = ""
    columns: dict[str, ColumnKind] = Field(default_factory=dict)


class FileSource(_Columns):
    """Rows of the user's own files: ``path`` of one file or folder, or a file per split."""

    type: Literal["file"] = "file"
    path: str | None = None
    train: str | None = None
    validation: str | None = None
    test: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "FileSource":
        named = any((self.train, self.validation, self.test))
        if bool(self.path) == named or (named and not self.train):
            raise ValueError("[source] needs either 'path' or at least 'train'")
        return self

    def files(self) -> dict[Split, Path]:
        """Return the file of every split that there is.

        Raises
        ------
        TaskError
            If ``path`` names nothing that can be read.
        """
        if self.path:
            return files_under(Path(self.path))
        named = {split: getattr(self, split) for split in SPLITS}
        return {split: Path(name) for split, name in named.items() if name}

    def beside(self, folder: Path) -> "FileSource":
        """Return the same source with paths relative to a folder made absolute."""
        paths = {name: getattr(self, name) for name in ("path", *SPLITS)}
        full = {name: str(folder / Path(p).expanduser()) for name, p in paths.items() if p}
        return self.model_copy(update=full)


class HubSource(_Columns):
    """Rows of a data set of the Hugging Face hub; ``train`` and so on name its splits.

    ``verified`` tells whether the hub was asked if all this is there.
    """

    type: Literal["hub"] = "hub"
    id: str
    config: str | None = None
    revision: str | None = None
    train: str = "train"
    validation: str | None = None
    test: str | None = None
    verified: bool = False


Source = Annotated[SandboxSource | FileSource | HubSource, Field(discriminator="type")]


class SplitRules(Frozen):
    """Which part of the training rows stands in for a split that the data lack."""

    validation: float = Field(0.1, gt=0, lt=1)
    test: float = Field(0.2, gt=0, lt=1)
    seed: int = Field(0, ge=0)


class TaskCard(Frozen):
    """One task. ``labels`` maps the classes as they stand in the rows to label words.

    A task that has rows for the test alone names in ``trains_on`` the task whose training and
    validation rows it takes; `load_catalogue` puts that task's card into ``training``.
    """

    key: str = Field(max_length=120)
    title: str = Field(min_length=1, max_length=120)
    family: str = "own data"
    summary: str = ""
    licence: str = ""
    paper: str = ""
    kind: Literal["classification", "generation", "regression"]
    metric: Metric
    template: str = Field(min_length=1)
    instruction: str = ""
    held_out: bool = False
    source: Source
    labels: dict[str, str] | None = None
    related: dict[str, Relation] = Field(default_factory=dict)
    splits: SplitRules = SplitRules()
    trains_on: str = ""
    training: "TaskCard | None" = None

    @property
    def origin(self) -> Origin:
        """Where the rows come from."""
        if isinstance(self.source, SandboxSource):
            return "sandbox"
        if isinstance(self.source, FileSource):
            return "own"
        return "verified" if self.source.verified else "hub"

    @field_validator("key")
    @classmethod
    def _plain_key(cls, key: str) -> str:
        if not TASK_KEY.fullmatch(key):
            raise ValueError(f"the key '{key}' may hold a-z, 0-9, '_', '.' and '-' only")
        return key

    @field_validator("template")
    @classmethod
    def _with_fields(cls, template: str) -> str:
        if not field_names(template):
            raise ValueError("the template names no field; write for example 'text: {text}'")
        return template

    @model_validator(mode="after")
    def _fits_together(self) -> "TaskCard":
        kinds = dict.fromkeys(_TEXT_METRICS, "generation")
        kinds |= dict.fromkeys(_NUMBER_METRICS, "regression")
        is_text = self.kind != "classification"
        said = self.source.answer_field if is_text else self.source.label_field
        if said in field_names(self.template):
            raise ValueError(f"the template shows the column '{said}', which is what is to be said")
        if kinds.get(self.metric, "classification") != self.kind:
            raise ValueError(f"the metric '{self.metric}' does not fit the kind '{self.kind}'")
        if is_text == bool(self.labels) or (self.labels and len(self.labels) < 2):
            raise ValueError(
                "a classification needs [labels] with at least two classes, other kinds have none"
            )
        words = [word.strip() for word in (self.labels or {}).values()]
        if "" in words or len(set(words)) < len(words):
            raise ValueError("label words must differ from each other and not be empty")
        if self.metric == "f1" and len(words) != 2:
            raise ValueError("the metric 'f1' needs exactly two classes; 'macro_f1' takes more")
        return self

    @model_validator(mode="after")
    def _tests_alone(self) -> "TaskCard":
        if self.trains_on and not (isinstance(self.source, HubSource) and self.source.test):
            raise ValueError("a card with 'trains_on' needs a hub source that names its 'test'")
        return self

    def of(self, split: Split) -> "TaskCard":
        """Return the card that the rows of a split belong to."""
        return self.training if self.training and split != "test" else self


class Catalogue(NamedTuple):
    """Usable cards by key, and a sentence for every card that is not usable."""

    cards: Mapping[str, TaskCard]
    problems: tuple[str, ...]


def build_card(values: Mapping[str, Any], where: str) -> TaskCard:
    """Check the fields of a card.

    Raises
    ------
    TaskError
        Beginning with ``where`` and naming the field that is wrong.
    """
    try:
        return TaskCard.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "value_error":
            raise TaskError(f"{where}: {first['ctx']['error']}.") from error
        raise TaskError(explain(error, where)) from error
    except TaskError as error:
        raise TaskError(f"{where}: {error}") from error


def load_card(path: Path) -> TaskCard:
    """Read one card; file paths in it are relative to the card's folder.

    Raises
    ------
    TaskError
        Naming the file, the key as far as there is one, and what is wrong.
    """
    try:
        raw = tomli.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TaskError(f"There is no task card '{path}'.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TaskError(f"The task card '{path}' can not be read: {error}.") from error
    except tomli.TOMLDecodeError as error:
        raise TaskError(f"The task card '{path}' is not valid TOML: {error}.") from error
    where = f"Task card '{path}'" + (f" (key '{raw['key']}')" if "key" in raw else "")
    card = build_card(raw, where)
    if isinstance(card.source, FileSource):
        card = card.model_copy(update={"source": card.source.beside(path.parent.resolve())})
    return card


def load_cards(*folders: Path) -> Mapping[str, TaskCard]:
    """Read every card in the folders and below them, by key, in order of file name.

    Raises
    ------
    TaskError
        If a card is broken, or two have the same key.
    """
    files: dict[str, Path] = {}
    cards: dict[str, TaskCard] = {}
    for path in _card_files(*folders):
        _add(path, cards, files)
    return cards


def own_cards(*folders: Path) -> Catalogue:
    """Read the user's folders alone; a broken card is reported."""
    cards: dict[str, TaskCard] = {}
    files: dict[str, Path] = {}
    problems: list[str] = []
    for path in _card_files(*folders):
        try:
            _add(path, cards, files)
        except TaskError as error:
            problems.append(str(error))
    return Catalogue(cards, tuple(problems))


def load_catalogue(*folders: Path) -> Catalogue:
    """Read the shipped cards, then the user's folders; a broken card of the user is reported.

    A card of the user takes the place of a shipped card with the same key.

    Raises
    ------
    TaskError
        If a shipped card is broken.
    """
    own, told = own_cards(*folders)
    problems = [*told]
    cards = {**load_cards(resource("tasks")), **own}
    for key, card in tuple(cards.items()):
        try:
            cards[key] = _with_training(card, cards)
        except TaskError as error:
            problems.append(str(error))
            del cards[key]
    return Catalogue(cards, tuple(problems))


def _with_training(card: TaskCard, cards: Mapping[str, TaskCard]) -> TaskCard:
    if not card.trains_on:
        return card
    other = cards.get(card.trains_on)
    if other is None or other.trains_on:
        raise TaskError(
            f"Task '{card.key}': there is no task '{card.trains_on}' with training rows to take."
        )
    words, others = ([*(one.labels or {}).values()] for one in (card, other))
    if other.kind != card.kind or words != others:
        raise TaskError(
            f"Task '{card.key}' can not train on '{other.key}': both need the same kind and the "
            "same label words in the same order."
        )
    return card.model_copy(update={"training": other})


def dump_card(card: TaskCard) -> str:
    """Return the card as TOML text that `load_card` reads back equal."""
    values: dict[str, Any] = card.model_dump(
        mode="json", exclude_none=True, exclude_defaults=True, exclude={"training"}
    )
    values["source"] = {"type": card.source.type, **values["source"]}
    return tomli_w.dumps(values)


def fingerprint(card: TaskCard) -> str:
    """Return 12 hexadecimal digits that change whenever the rows or their form change.

    Titles, relations and the place of the files do not matter; their bytes do, and so does
    the order of the classes.

    Raises
    ------
    TaskError
        If a data file is missing.
    """
    about = {"title", "family", "summary", "licence", "paper", "related", "held_out"}
    about |= {"trains_on", "training"}
    content = card.model_dump(mode="json", exclude=about | {"labels"})
    content["labels"] = list((card.labels or {}).items())
    if isinstance(card.source, SandboxSource):
        content["world"] = WORLD_VERSION
    elif isinstance(card.source, FileSource):
        for name in ("path", *SPLITS):
            del content["source"][name]
        content["files"] = {split: sha256_of(path) for split, path in card.source.files().items()}
    if card.training:
        content["training"] = fingerprint(card.training)
    content["source"].pop("verified", None)
    for name in COLUMN_FIELDS:
        if not content["source"].get(name):  # so that older fingerprints stay what they are
            content["source"].pop(name, None)
    return digest(content)


def _card_files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*.toml"))]


def _add(path: Path, cards: dict[str, TaskCard], files: dict[str, Path]) -> None:
    card = load_card(path)
    if card.key in cards:
        raise TaskError(
            f"Task card '{path}': the key '{card.key}' is taken by '{files[card.key]}'. "
            "Give one of them another key."
        )
    cards[card.key] = card
    files[card.key] = path
