"""What the window and the process that takes data in say to each other, a JSON line each."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from promptstudio.core.phrases import Phrase
from promptstudio.core.settings import Frozen
from promptstudio.core.tables import Table
from promptstudio.tasks.cards import TaskCard
from promptstudio.tasks.templates import render


class Look(Frozen):
    """Understand a path or a data set of the hub; ``changes`` as `understand` takes them."""

    type: Literal["look"] = "look"
    what: str
    name: str = ""
    changes: dict[str, str] = Field(default_factory=dict)


class Keep(Frozen):
    """Write what was looked at last."""

    type: Literal["keep"] = "keep"


Wish = Annotated[Look | Keep, Field(discriminator="type")]
WISHES: Final[TypeAdapter[Wish]] = TypeAdapter(Wish)


class Doing(Frozen):
    """What is being done, the rows done, and how many there are, 0 where that is not known."""

    type: Literal["doing"] = "doing"
    text: str
    rows: int
    of: int


Columns = tuple[tuple[str, str, str], ...]
"""Name, what stands in it and first value of every column."""


class _WithColumns(Frozen):
    """``packed_columns`` hold `Columns` as `packed` returns them."""

    packed_columns: Any

    @property
    def columns(self) -> Columns:
        """Name, what stands in it and first value of every column."""
        found: Columns = unpacked(self.packed_columns)
        return found


class Understood(_WithColumns):
    """What was understood of data; ``packed_tables`` hold the report."""

    type: Literal["understood"] = "understood"
    wish: Look
    card: TaskCard
    labels: str
    packed_tables: tuple[dict[str, Any], ...]
    first: tuple[dict[str, Any], ...]

    @property
    def template(self) -> str:
        """How a row becomes text."""
        return self.card.template

    @property
    def kind(self) -> str:
        """What sort of task the data make."""
        return self.card.kind

    @property
    def answer(self) -> str:
        """The column that is to be said."""
        source = self.card.source
        return source.label_field if self.kind == "classification" else source.answer_field

    @property
    def tables(self) -> tuple[Table, ...]:
        """The report."""
        return tuple(map(unpacked_table, self.packed_tables))

    @property
    def rows(self) -> int:
        """Number of example rows."""
        return len(self.first)

    def rendered(self, template: str, row: int) -> str:
        """Return an example row, counted from 0, as a template writes it.

        Raises
        ------
        TaskError
            If the template is not right, or names no column.
        """
        return render(template, self.first[row], f"Row {row + 1}").text


class Kept(Frozen):
    """The rows are written, and so is the card at ``path``."""

    type: Literal["kept"] = "kept"
    path: str


class Unclear(_WithColumns):
    """The rows could be read, but no task made of them as things are."""

    type: Literal["unclear"] = "unclear"
    reason: str


class Failed(Frozen):
    """A wish was not carried out. ``report`` is a traceback where the cause is a bug."""

    type: Literal["failed"] = "failed"
    reason: str
    report: str = ""


Answer = Understood | Unclear | Kept | Failed
Told = Annotated[Doing | Answer, Field(discriminator="type")]
TOLD: Final[TypeAdapter[Told]] = TypeAdapter(Told)


def packed_table(table: Table) -> dict[str, Any]:
    """Return a table as plain JSON values; its phrases stay phrases, for they are translated."""
    names = ("key", "title", "columns", "rows", "notes", "values")
    values = {name: packed(getattr(table, name)) for name in names}
    return {**values, "numeric": sorted(table.numeric)}


def unpacked_table(values: dict[str, Any]) -> Table:
    """Return the table that `packed_table` was given."""
    found = {name: unpacked(value) for name, value in values.items()}
    return Table(**found | {"numeric": frozenset(values["numeric"])})


def packed(value: object) -> object:
    """Return texts, phrases, numbers and tuples of these as plain JSON values."""
    if isinstance(value, Phrase):
        return {"phrase": [value.template, *map(packed, value.values)]}
    return [packed(part) for part in value] if isinstance(value, tuple) else value


def unpacked(value: Any) -> Any:
    """Return what `packed` was given."""
    if isinstance(value, dict):
        template, *values = value["phrase"]
        return Phrase(template, *map(unpacked, values))
    return tuple(map(unpacked, value)) if isinstance(value, list) else value
