"""What to know of a study before it runs, as the one who advises tells those who show it."""

from typing import Literal, NamedTuple

from promptstudio.core.spec import StudySpec

Severity = Literal["stop", "warning", "note"]
"""Nothing can run; the result may mislead; good to know."""


class Advice(NamedTuple):
    """A sentence, and the study as it would be after the fix, with what the fix is called."""

    severity: Severity
    sentence: str
    fix: StudySpec | None = None
    fix_label: str = ""
