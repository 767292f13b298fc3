"""What to change where a run did not learn, as a setting with a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from promptstudio.analysis.failures import Kind
from promptstudio.core.settings import FieldSpec

_FACTOR: Final = 3.0
_HIGHER: Final[frozenset[Kind]] = frozenset({"flat", "one_class"})
_RATE_NAMES: Final = ("learning_rate", "lr")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A setting's present value and the one to try. ``title`` is what the form calls it."""

    name: str
    title: str
    present: float
    wanted: float


def remedy(
    kind: Kind, fields: Sequence[FieldSpec], config: Mapping[str, Any], stage: str
) -> Remedy | None:
    """Return the learning rate of a stage, three times as high or a third, as the sign asks for.

    A score that does not move asks for more, values that blow up for less. The new rate has two
    significant digits and stays within the setting's bounds.

    Parameters
    ----------
    fields
        The settings of the method.
    config
        The settings of the run that differ from their defaults, or all.
    stage
        The stage at work when the sign was seen.

    Returns
    -------
    None where the stage has no one learning rate, or it is at its bound already.
    """
    rates = [
        field
        for field in fields
        if field.kind == "float" and field.name.endswith(_RATE_NAMES) and field.stage == stage
    ]
    if len(rates) != 1 or rates[0].low is None or rates[0].high is None:
        return None
    field = rates[0]
    present = float(config.get(field.name, field.default))
    factor = _FACTOR if kind in _HIGHER else 1 / _FACTOR
    wanted = min(max(float(f"{present * factor:.2g}"), rates[0].low), rates[0].high)
    if wanted == present:
        return None
    return Remedy(field.name, field.title, present, wanted)
