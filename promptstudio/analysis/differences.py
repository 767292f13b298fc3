"""In which settings runs differ."""

from collections.abc import Mapping
from typing import Final

from promptstudio.analysis.ablation import setting_text
from promptstudio.core.ids import canonical_json
from promptstudio.core.phrases import Phrase
from promptstudio.core.tables import Table

_ABSENT: Final = "-"


def differences(settings: Mapping[str, Mapping[str, object]]) -> Table:
    """Return a table of the settings that are not equal in all runs.

    Parameters
    ----------
    settings
        For each run, by the name that heads its column, its settings by name. A run without a
        setting that others have differs from them.
    """
    known = {name for values in settings.values() for name in values}
    names = sorted(known, key=lambda name: (setting_text(name), name))
    words = {name: [_words(values, name) for values in settings.values()] for name in names}
    rows = tuple((setting_text(n), *words[n]) for n in names if len(set(words[n])) > 1)
    equal = len(names) - len(rows)
    return Table(
        key="differences",
        title=Phrase("Settings that differ"),
        columns=(Phrase("Setting"), *settings),
        rows=rows,
        notes=(Phrase("Equal in all runs: {0} more.", equal),)
        if equal and len(settings) > 1
        else (),
    )


def _words(values: Mapping[str, object], name: str) -> str:
    if name not in values:
        return _ABSENT
    value = values[name]
    if value is None:
        return "none"
    return value if isinstance(value, str) else canonical_json(value)
