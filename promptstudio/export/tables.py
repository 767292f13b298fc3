"""Tables for papers and web pages: CSV, Markdown, LaTeX, HTML."""

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from promptstudio.core.errors import ExportError
from promptstudio.core.tables import Table

_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "±": r"$\pm$",
    "\N{MINUS SIGN}": "$-$",
    "—": "--",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font-family: sans-serif; margin: 2em; }}
table {{ border-collapse: collapse; margin: 1em 0; }}
th, td {{ border-bottom: 1px solid #ccc; padding: 0.25em 0.75em; text-align: left; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style></head>
<body>
{body}
</body>
</html>
"""


def write_tables(tables: Sequence[Table], path: Path) -> None:
    """Write tables to one file; its suffix names the format.

    Raises
    ------
    ExportError
        If the suffix is none of .csv, .md, .tex and .html, there is no table, or the file can
        not be written.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise ExportError(
            f"The file name '{path.name}' names no table format. Use {', '.join(FORMATS)}."
        )
    if not tables:
        raise ExportError("There is no table to write yet. Let a run of the study finish first.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form(tables), encoding="utf-8")
    except OSError as error:
        raise ExportError(f"The file '{path}' can not be written: {error.strerror}.") from error


def as_csv(tables: Sequence[Table]) -> str:
    """Return tables one after the other, each under a line with its title."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, table in enumerate(tables):
        writer.writerows([[]] if number else [])
        if len(tables) > 1:
            writer.writerow([table.title])
        writer.writerow(table.columns)
        writer.writerows(table.rows)
    return text.getvalue()


def as_markdown(tables: Sequence[Table], heading: str = "##") -> str:
    """Return tables as pipe tables under headings, notes below."""
    return "\n".join(_markdown(table, heading) for table in tables)


def as_latex(tables: Sequence[Table]) -> str:
    """Return a ``table`` environment for every table; notes go into the caption."""
    return "\n".join(_latex(table) for table in tables)


def as_html(tables: Sequence[Table]) -> str:
    """Return one page that needs no other file."""
    body = "\n".join(_html(table) for table in tables)
    return _PAGE.format(title=html.escape(tables[0].title), body=body)


def _markdown(table: Table, heading: str) -> str:
    rule = ["---:" if place in table.numeric else "---" for place in range(len(table.columns))]
    lines = [table.columns, rule, *table.rows]
    text = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    notes = "".join(f"\n{note}\n" for note in table.notes)
    return f"{heading} {table.title}\n\n" + "\n".join(text) + "\n" + notes


def _latex(table: Table) -> str:
    places = range(len(table.columns))
    align = "".join("r" if place in table.numeric else "l" for place in places)
    rows = [" & ".join(map(_escaped, row)) + r" \\" for row in table.rows]
    caption = " ".join(map(_escaped, (f"{table.title}.", *table.notes)))
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{caption}}}",
            rf"\begin{{tabular}}{{{align}}}",
            r"\hline",
            " & ".join(map(_escaped, table.columns)) + r" \\",
            r"\hline",
            *rows,
            r"\hline",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _html(table: Table) -> str:
    head = "".join(f"<th>{html.escape(column)}</th>" for column in table.columns)
    rows = ["<tr>" + "".join(_cells(table, row)) + "</tr>" for row in table.rows]
    notes = [f"<p>{html.escape(note)}</p>" for note in table.notes]
    return "\n".join(
        [
            f"<h2>{html.escape(table.title)}</h2>",
            "<table>",
            f"<tr>{head}</tr>",
            *rows,
            "</table>",
            *notes,
        ]
    )


def _cells(table: Table, row: Sequence[str]) -> list[str]:
    return [
        f'<td class="number">{html.escape(cell)}</td>'
        if place in table.numeric
        else f"<td>{html.escape(cell)}</td>"
        for place, cell in enumerate(row)
    ]


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


FORMATS: Final[Mapping[str, Callable[[Sequence[Table]], str]]] = MappingProxyType(
    {".csv": as_csv, ".md": as_markdown, ".tex": as_latex, ".html": as_html}
)
