import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest

from promptstudio.core.errors import ExportError
from promptstudio.core.tables import Table
from promptstudio.export.tables import as_csv, as_html, as_latex, as_markdown, write_tables

SCORES = Table(
    key="board",
    title="Scores & gains",
    columns=("method", "test"),
    rows=(("A|B", "0.81 ± 0.02"), ("x_1 <i>", "—")),
    notes=("5 % of rows.",),
    numeric=frozenset({1}),
)
OTHER = Table(key="o", title="Other", columns=("a",), rows=(('say "1", 2',),))


def test_csv_is_read_back() -> None:
    assert list(csv.reader(io.StringIO(as_csv([SCORES])))) == [
        ["method", "test"],
        *map(list, SCORES.rows),
    ]
    both = list(csv.reader(io.StringIO(as_csv([SCORES, OTHER]))))
    assert both == [
        ["Scores & gains"],
        ["method", "test"],
        ["A|B", "0.81 ± 0.02"],
        ["x_1 <i>", "—"],
        [],
        ["Other"],
        ["a"],
        ['say "1", 2'],
    ]


def test_markdown_escapes_pipes_and_aligns_numbers() -> None:
    assert as_markdown([SCORES]) == (
        "## Scores & gains\n\n"
        "| method | test |\n| --- | ---: |\n| A\\|B | 0.81 ± 0.02 |\n| x_1 <i> | — |\n"
        "\n5 % of rows.\n"
    )


def test_latex_escapes_its_signs() -> None:
    text = as_latex([SCORES])
    assert r"\caption{Scores \& gains. 5 \% of rows.}" in text
    assert r"\begin{tabular}{lr}" in text
    assert r"A|B & 0.81 $\pm$ 0.02 \\" in text
    assert r"x\_1 <i> & -- \\" in text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += [data.strip()] if data.strip() else []


def test_html_is_one_page_with_every_cell() -> None:
    page = as_html([SCORES, OTHER])
    reader = _Reader()
    reader.feed(page)
    assert {"A|B", "x_1 <i>", "5 % of rows.", 'say "1", 2', "Other"} <= set(reader.found)
    assert '<td class="number">0.81 ± 0.02</td>' in page
    assert "<i>" not in page


@pytest.mark.parametrize(
    ("name", "start"),
    [("t.csv", "method"), ("t.MD", "## "), ("t.tex", "\\begin"), ("deep/t.html", "<!DOCTYPE")],
)
def test_the_suffix_names_the_format(tmp_path: Path, name: str, start: str) -> None:
    write_tables([SCORES], tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_what_can_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'t.xls' names no table format. Use .csv, .md, .tex"):
        write_tables([SCORES], tmp_path / "t.xls")
    with pytest.raises(ExportError, match="There is no table to write yet"):
        write_tables([], tmp_path / "t.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="can not be written"):
        write_tables([SCORES], tmp_path / "file" / "t.csv")
