"""Steps back and forth through the states of a form, so that what was edited can be undone."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

from promptstudio.core.settings import Frozen

S = TypeVar("S")

MOST_STEPS: Final = 200
TOGETHER_S: Final = 1.5
"""Changes of the same thing within this time are one step, as when a word is typed."""


class History(Generic[S]):
    """States in the order in which they came; the present one is among them.

    ``changed`` names what two states differ in. A change of one and the same thing soon after
    the last replaces the present state rather than adding one.
    """

    def __init__(self, first: S, changed: Callable[[S, S], frozenset[str]]) -> None:
        self._states = [first]
        self._place = 0
        self._changed = changed
        self._last: tuple[frozenset[str], float] | None = None

    @property
    def present(self) -> S:
        """The state that counts now."""
        return self._states[self._place]

    @property
    def can_undo(self) -> bool:
        """Tell whether there is an earlier state."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Tell whether there is a later state."""
        return self._place + 1 < len(self._states)

    def push(self, state: S, at: float) -> None:
        """Take in a state; those that were undone are forgotten.

        Parameters
        ----------
        at : float
            When it came, in seconds of a monotonic clock.
        """
        names = self._changed(self.present, state)
        if not names:
            return
        del self._states[self._place + 1 :]
        if self._goes_on(names, at):
            self._states[self._place] = state
        else:
            self._states.append(state)
            del self._states[:-MOST_STEPS]
            self._place = len(self._states) - 1
        self._last = (names, at)

    def undo(self) -> S:
        """Go to the state before, if there is one, and return the present state."""
        self._place = max(0, self._place - 1)
        self._last = None
        return self.present

    def redo(self) -> S:
        """Go to the state after, if there is one, and return the present state."""
        self._place = min(len(self._states) - 1, self._place + 1)
        self._last = None
        return self.present

    def _goes_on(self, names: frozenset[str], at: float) -> bool:
        if self._last is None or len(names) > 1:
            return False
        before, when = self._last
        return names == before and at - when <= TOGETHER_S


def changed_fields(before: Frozen, after: Frozen) -> frozenset[str]:
    """Return the fields that two records differ in, such as ``methods.0.config.steps``."""
    return frozenset(_differing(before.model_dump(mode="json"), after.model_dump(mode="json"), ""))


def _differing(before: Any, after: Any, name: str) -> set[str]:
    if before == after:
        return set()
    pairs = _parts(before), _parts(after)
    if pairs[0] is None or pairs[1] is None or pairs[0].keys() ^ pairs[1].keys():
        return {name}
    return {
        found
        for key in pairs[0]
        for found in _differing(pairs[0][key], pairs[1][key], f"{name}.{key}".lstrip("."))
    }


def _parts(value: Any) -> Mapping[Any, Any] | None:
    """Return what a group or a list of groups consists of; a list of plain values is one value."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
        return dict(enumerate(value))
    return None
