"""Reads JSON documents: lists of rows, Natural-Instructions tasks, SQuAD files; and tab pairs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promptstudio.core.errors import TaskError
from promptstudio.core.phrases import Phrase
from promptstudio.tasks.files import SPLITS, Split
from promptstudio.tasks.tables import Fields, json_value
from promptstudio.tasks.texts import text_lines, undecodable


@dataclass(frozen=True, slots=True)
class Document:
    """What a JSON document is, its rows by split, and the task in words where it has them."""

    kind: str
    splits: Mapping[Split, list[Fields]]
    instruction: str = ""


def is_lines(path: Path) -> bool:
    """Tell whether a text file has one JSON object on every line.

    Raises
    ------
    TaskError
        If the file can not be read.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            lines = (line for line in file if line.strip())
            first, second = next(lines, ""), next(lines, "")
    except OSError as error:
        raise TaskError(f"The file '{path}' can not be read: {error.strerror}.") from error
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return second.lstrip().startswith("{") and not first.rstrip().endswith("[")
    if not isinstance(value, dict):
        return bool(second) or not isinstance(value, list)
    whole = any(name in value for name in ("Instances", "data", "train"))
    return bool(second) or not whole


def read_document(path: Path) -> Document:
    """Read a JSON document whole.

    Raises
    ------
    TaskError
        If it is no JSON, or of none of the known forms.
    """
    value = _value(path)
    if isinstance(value, list):
        return Document(Phrase("a JSON list"), {"train": _rows(value, path)})
    if isinstance(value, dict):
        if "Instances" in value:
            return _natural_instructions(value, path)
        if isinstance(value.get("data"), list):
            return _data(value["data"], path)
        if "train" in value and set(value) <= set(SPLITS):
            parts = {split: _rows(value[split], path) for split in SPLITS if split in value}
            return Document(Phrase("a JSON document with splits"), parts)
    raise TaskError(
        f"The JSON document '{path}' is of no known form. Known are: a list of objects, an object "
        "with 'data' or with the splits, Natural-Instructions tasks, and SQuAD files."
    )


def _value(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TaskError(undecodable(path)) from error
    except OSError as error:
        raise TaskError(f"The file '{path}' can not be read: {error.strerror}.") from error
    if not text.strip():
        raise TaskError(f"The file '{path}' is empty.")
    return json_value(text, f"File '{path}'")


def _data(values: list[Any], path: Path) -> Document:
    if values and isinstance(values[0], dict) and "paragraphs" in values[0]:
        return Document(Phrase("a file in SQuAD's format"), {"train": _squad(values, path)})
    return Document(Phrase("a JSON document"), {"train": _rows(values, path)})


def tab_pairs(path: Path) -> Iterator[Fields]:
    """Yield input and output of lines with tabs; more cells are further answers.

    Raises
    ------
    TaskError
        Naming the line, if it has no tab or is not UTF-8; or if the file can not be read.
    """
    for number, line in enumerate(text_lines(path, newline="\n"), 1):
        given, *answers = line.rstrip("\r\n").split("\t")
        if not answers:
            raise TaskError(f"File '{path}', line {number}: there is no tab.")
        yield {"input": given, "output": answers if len(answers) > 1 else answers[0]}


def _rows(values: Any, path: Path) -> list[Fields]:
    if not isinstance(values, list):
        raise TaskError(f"The JSON document '{path}' holds no list of rows.")
    for number, value in enumerate(values, 1):
        if not isinstance(value, dict):
            raise TaskError(f"File '{path}', row {number}: this is no JSON object.")
    return values


def _natural_instructions(value: dict[str, Any], path: Path) -> Document:
    """Read a task of either generation: the definition is a text, or a list of texts."""
    definition = value.get("Definition", "")
    instruction = " ".join(definition) if isinstance(definition, list) else str(definition)
    rows: list[Fields] = []
    for number, instance in enumerate(_rows(value["Instances"], path), 1):
        given, answers = instance.get("input"), instance.get("output")
        if isinstance(answers, str):
            answers = [answers]
        if not isinstance(given, str) or not isinstance(answers, list) or not answers:
            raise TaskError(f"File '{path}', instance {number}: it needs 'input' and 'output'.")
        rows.append({"input": given, "output": answers})
    if all(len(row["output"]) == 1 for row in rows):  # type: ignore[arg-type]
        rows = [{**row, "output": row["output"][0]} for row in rows]  # type: ignore[index]
    return Document(Phrase("a Natural-Instructions task"), {"train": rows}, instruction.strip())


def _squad(articles: list[Any], path: Path) -> list[Fields]:
    rows: list[Fields] = []
    for number, article in enumerate(articles, 1):
        try:
            rows += _asked(article)
        except (AttributeError, TypeError) as error:
            raise TaskError(
                f"File '{path}', article {number}: in SQuAD's format it holds 'paragraphs' with "
                "'context' and 'qas', a list of objects with 'question' and 'answers'."
            ) from error
    if not rows:
        raise TaskError(f"The file '{path}' is in SQuAD's format, but holds no question.")
    return rows


def _asked(article: Any) -> list[Fields]:
    return [
        {
            "id": str(asked.get("id", "")),
            "title": str(article.get("title", "")),
            "context": paragraph.get("context", ""),
            "question": asked.get("question", ""),
            "answers": list(dict.fromkeys(a.get("text", "") for a in asked.get("answers", ()))),
        }
        for paragraph in article.get("paragraphs", ())
        for asked in paragraph.get("qas", ())
    ]
