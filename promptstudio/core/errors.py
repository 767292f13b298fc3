"""Errors whose message is a sentence for the user: what happened, where, what to do."""

import traceback
from typing import Final

IF_NEWER: Final = "If a newer PromptStudio wrote the study, update this one."
"""What to add where a study names what this version does not know."""


class PromptStudioError(Exception):
    """Root of every deliberate error; ``str(error)`` is shown to the user as it stands.

    ``report`` is a traceback where another process told of a bug.
    """

    report: str = ""


class ConfigError(PromptStudioError):
    """A study, a method setting or a command line is not valid."""


class TaskError(PromptStudioError):
    """A task card or its data can not be used."""


class BackboneError(PromptStudioError):
    """A language model can not be loaded or can not answer."""


class StoreError(PromptStudioError):
    """The experiment store can not be read or written."""


class StoreLockedError(StoreError):
    """Another program writes to the experiment store; it can be read."""


class ExportError(PromptStudioError):
    """A prompt can not be exported in the form asked for."""


class LibraryError(PromptStudioError):
    """A folder of prompts, or a table about them, can not be read."""


class AnalysisError(PromptStudioError):
    """A figure can not be computed from what was given."""


class DivergedError(PromptStudioError):
    """A run produced a loss or a prompt that is not finite."""


class WorkerError(PromptStudioError):
    """The worker process could not be started, or ended before its work did."""


def told(error: Exception) -> tuple[str, str]:
    """Return what to tell of an error: its sentence, or for a bug its name and a traceback."""
    if isinstance(error, PromptStudioError):
        return str(error), error.report
    return f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error))
