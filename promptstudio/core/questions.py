"""What a worker is asked besides running jobs, and its answers.

A question is answered between two rounds of the jobs in flight. What can not be answered is
refused (`promptstudio.core.commands.Refused`) under the question's ``request_id``.
"""

from typing import Literal

from pydantic import Field

from promptstudio.core.ids import new_id
from promptstudio.core.settings import Frozen
from promptstudio.core.spec import BackboneSpec


class _Question(Frozen):
    request_id: str = Field(default_factory=lambda: new_id("question"))


class Try(_Question):
    """Asks what the model says to one text under some prompts.

    ``prompts`` maps names to safetensors files with the table ``prompt_embeddings``: (P, D), or
    (M, P, D) for several prompts whose predictions are averaged; a table ``members`` (M, P, D)
    beside it says the same, and the tables of a shift of the input are added as in its run. An
    empty path stands for no prompt. ``text`` is the input as the model reads it; ``labels`` are
    the words to score, and may be empty.
    """

    type: Literal["try"] = "try"
    backbone: BackboneSpec
    prompts: dict[str, str] = Field(min_length=1)
    text: str
    labels: tuple[str, ...] = ()
    max_new_tokens: int = Field(16, ge=1, le=512)


class Outcome(Frozen):
    """Probabilities of the label words, which add up to one, and what the model wrote."""

    probabilities: dict[str, float]
    text: str


class Tried(Frozen):
    """The answer to `Try`: an outcome for each name; ``cut`` says that the text was too long."""

    type: Literal["tried"] = "tried"
    request_id: str
    outcomes: dict[str, Outcome]
    cut: bool = False


class Neighbours(_Question):
    """Asks which tokens of the vocabulary point where a prompt's virtual tokens point.

    ``prompt`` is a file as in `Try`, ``name`` what a refusal calls it; of several prompts their
    mean is meant. ``count`` tokens are named for each virtual token.
    """

    type: Literal["neighbours"] = "neighbours"
    backbone: BackboneSpec
    prompt: str
    name: str = "asked for"
    count: int = Field(5, ge=1, le=100)


class Neighbour(Frozen):
    """A token of the vocabulary and its cosine with a virtual token."""

    token: str
    similarity: float


class NormRange(Frozen):
    """Norms of the vocabulary's embeddings: 5, 50 and 95 of 100 are at most this long."""

    low: float
    median: float
    high: float


class NeighboursFound(Frozen):
    """The answer to `Neighbours`, for each virtual token in order: tokens, nearest first."""

    type: Literal["neighbours_found"] = "neighbours_found"
    request_id: str
    tokens: tuple[tuple[Neighbour, ...], ...]
    norms: tuple[float, ...]
    vocabulary: NormRange


class Verify(_Question):
    """Asks whether an exported prompt is the stored one, by reading it back from its folder.

    ``folder`` is what an export wrote, ``prompt`` the file of the stored prompt as in `Try`, and
    ``sha256`` the checksum that the store has of it. ``text`` is an input that the model reads
    behind both prompts.
    """

    type: Literal["verify"] = "verify"
    backbone: BackboneSpec
    folder: str
    prompt: str
    sha256: str
    text: str = Field(min_length=1)


class ReadBack(_Question):
    """Asks as `Verify` does, without a model: whether every number is the stored one."""

    type: Literal["read_back"] = "read_back"
    folder: str
    prompt: str
    sha256: str


class Verified(Frozen):
    """The answer to `Verify` and to `ReadBack`.

    ``difference`` is the largest between the model's scores of the next token under the stored
    and under the exported prompt, 0 where no model was asked. ``by`` tells whether PEFT loaded the
    folder too, or it was only read back. ``sha256`` is the checksum of the stored prompt;
    ``sentence`` says what was found.
    """

    type: Literal["verified"] = "verified"
    request_id: str
    matches: bool
    difference: float
    by: Literal["reload", "peft"]
    sha256: str
    sentence: str


ModelQuestion = Try | Neighbours | Verify
Question = ModelQuestion | ReadBack
Finding = Tried | NeighboursFound | Verified
