"""What a person notes about runs: tags, a note, a favourite, put away."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from promptstudio.core.settings import Frozen

MOST_TAG_CHARACTERS: Final = 40
MOST_NOTE_CHARACTERS: Final = 10_000

Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TAG_CHARACTERS),
]


class MarkChange(Frozen):
    """What changes in the marks of some runs; None leaves a mark as it is.

    Tags are added and removed one by one, so that runs marked together keep their other tags.
    """

    add_tags: tuple[Tag, ...] = ()
    remove_tags: tuple[Tag, ...] = ()
    note: str | None = Field(None, max_length=MOST_NOTE_CHARACTERS)
    is_favourite: bool | None = None
    is_archived: bool | None = None
