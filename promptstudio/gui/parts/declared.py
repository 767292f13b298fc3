"""Words from below the window, in the window's language.

Below the window all words are English. Those of declarations (settings, stages, states) are
looked up as they are, sentences with values in them by their template. Numbers keep their decimal
point in every language, as papers, study files and commands have it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from string import Formatter
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from promptstudio.core.phrases import Phrase, phrases
from promptstudio.core.tables import Table

_METRICS: Final = phrases(
    "accuracy",
    "calibration error",
    "exact match",
    "generated accuracy",
    "invalid rate",
    "loss",
    "macro f1",
    "predicted share",
    "prompt norm",
)
_NARROW_SPACE: Final = "\u202f"
_BETWEEN_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")


def declared(text: str) -> str:
    """Return a text of a declaration; one that is not known stays as it is."""
    return QCoreApplication.translate("Declared", text) if text else ""


def choice_text(choice: object) -> str:
    """Return one of the choices of a setting as it is shown: without underscores."""
    return declared(str(choice).replace("_", " "))


def metric_text(name: str) -> str:
    """Return the name of a metric in words; those of papers stay as they are."""
    words = name.replace("_", " ")
    return declared(words) if words in _METRICS else words


def told(text: str) -> str:
    """Return a phrase with its values; what is no phrase is data and stays as it is."""
    if not isinstance(text, Phrase):
        return text
    values = [told(value) if isinstance(value, str) else value for value in text.values]
    template = declared(text.template)
    return _FORMATTER.vformat(template, values, {}) if values else template


def told_table(table: Table) -> Table:
    """Return a table whose phrases are told and whose numbers are grouped as here."""
    rows = ((_cell(table, at, cell) for at, cell in enumerate(row)) for row in table.rows)
    return replace(
        table,
        title=told(table.title),
        columns=tuple(map(told, table.columns)),
        rows=tuple(map(tuple, rows)),
        notes=tuple(map(told, table.notes)),
    )


def told_lines(texts: Iterable[str], separator: str = "\n") -> str:
    """Return texts told one after the other."""
    return separator.join(map(told, texts))


def count_text(value: float) -> str:
    """Return a whole number in groups of three digits."""
    return regrouped(f"{value:,.0f}")


def regrouped(number: str) -> str:
    """Where a comma would be read as a decimal point, thousands stand apart by a space."""
    return number if points_are_decimal() else _BETWEEN_THOUSANDS.sub(_NARROW_SPACE, number)


def moment_text(time: datetime) -> str:
    """Return a point in time to the minute."""
    here = time.astimezone()
    return f"{day_text(here)} {here:%H:%M}"


def day_text(day: date) -> str:
    """Return a day as the language has it.

    English readers do not agree on the order of day and month, so English has ISO 8601.
    """
    locale = QLocale()
    if locale.language() in (QLocale.Language.English, QLocale.Language.C):
        return f"{day:%Y-%m-%d}"
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def points_are_decimal() -> bool:
    """Tell whether a point in a number can be taken for nothing but the decimal point."""
    return QLocale().decimalPoint() == "."


def _cell(table: Table, column: int, cell: str) -> str:
    words = told(cell)
    return regrouped(words) if column in table.numeric else words


class _Formatter(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return regrouped(text) if "," in format_spec else text


_FORMATTER: Final = _Formatter()
