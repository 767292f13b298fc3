"""Keep the translations of the window in step with its texts.

    python packaging/translations.py update     take new texts into the .ts files, drop old ones
    python packaging/translations.py release    make the .qm files, which the window loads
    python packaging/translations.py check      name texts that have no translation yet

Texts of the window stand in calls of ``tr``. Below the window they are phrases and declarations:
the settings, stages and summaries of the methods, the preferences, states, families of tasks.
These go under one context. A new text that another class has translated already takes that
translation; what is left is marked as unfinished in the .ts file and waits for a translator.
"""

import argparse
import ast
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, get_args

import PySide6

from promptstudio.analysis.log_book import LEVELS
from promptstudio.analysis.particles import map_of, shared_title
from promptstudio.core.declaration import MethodInfo
from promptstudio.core.events import RunStarted, Status
from promptstudio.core.preferences import Look, Work
from promptstudio.core.settings import FieldSpec, Frozen, fields_of
from promptstudio.methods.registry import methods
from promptstudio.nn.similarity import MEASURES
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.importing.profile import Kind

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = CHECKOUT / "promptstudio"
DECLARED = "Declared"
"""The context of all texts from below the window."""

TRANSLATIONS = CHECKOUT / "resources" / "translations"
LANGUAGES = ("de",)


class Text(NamedTuple):
    """A text of the window under the context in which Qt looks it up."""

    context: str
    source: str


def main() -> int:
    """Carry out one command for every language."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("update", "release", "check"))
    command = parser.parse_args().command
    texts = all_texts()
    missing = 0
    for language in LANGUAGES:
        path = TRANSLATIONS / f"promptstudio_{language}.ts"
        if command == "update":
            write(path, language, texts, read(path) if path.exists() else {})
        elif command == "release":
            release(path)
        left = [text for text in texts if not read(path).get(text)]
        for text in left:
            print(f"{path.name}: no translation of {text.source!r} ({text.context})")
        missing += len(left)
    return 1 if missing and command == "check" else 0


def all_texts() -> list[Text]:
    """Return all texts that the window shows, sorted."""
    return sorted({*found_texts(SOURCES), *declared_texts()})


def found_texts(folder: Path) -> list[Text]:
    """Return the texts and phrases of the modules under a folder, sorted.

    Qt's own lupdate does not know the context of module functions that are named ``_tr``.

    Raises
    ------
    ValueError
        If a text or its context can not be read from the code.
    """
    texts = set()
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        try:
            texts |= set(_texts(tree, "", _module_context(tree)))
            texts |= set(_phrases(tree))
        except ValueError as error:
            raise ValueError(f"{path.name}, {error}") from None
    return sorted(texts)


def _texts(node: ast.AST, owner: str, module: str) -> Iterator[Text]:
    if isinstance(node, ast.ClassDef):
        owner = node.name
    if isinstance(node, ast.Call):
        match node.func:
            case ast.Attribute(value=ast.Name(id="self"), attr="tr"):
                yield Text(owner, _literal(node))
            case ast.Attribute(attr="tr"):
                raise ValueError(f"line {node.lineno}: only self.tr() and _tr() have a context.")
            case ast.Name(id="_tr") if module:
                yield Text(module, _literal(node))
            case ast.Name(id="_tr"):
                raise ValueError(
                    f"line {node.lineno}: the module has no function _tr that names a context."
                )
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, owner, module)


def _phrases(tree: ast.Module) -> Iterator[Text]:
    """Yield the templates of all phrases of a module that imports them."""
    known = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "promptstudio.core.phrases"
        for name in node.names
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Phrase"), args=[ast.Name(), ast.Starred()]):
                pass  # one that was taken apart is put together again
            case ast.Call(func=ast.Name(id=name)) if name in known & _TEMPLATES.keys():
                templates = map(_constant, node.args[_TEMPLATES[name]])
                yield from (Text(DECLARED, template) for template in templates if template)


_TEMPLATES: Final = {"Phrase": slice(1), "phrases": slice(None), "counted": slice(1, 3)}
"""Which arguments of these calls are texts."""


def _literal(call: ast.Call) -> str:
    if len(call.args) == 1:
        return _constant(call.args[0])
    raise ValueError(f"line {call.lineno}: a text is one string, without variables.")


def _constant(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
    raise ValueError(f"line {node.lineno}: a text is one string, without variables.")


def _module_context(tree: ast.Module) -> str:
    """Return the context that the function ``_tr`` of a module names."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(
                name="_tr",
                body=[ast.Return(value=ast.Call(args=[ast.Constant(value=str(context)), *_]))],
            ):
                return context
    return ""


def declared_texts() -> set[Text]:
    """Return the texts of all declarations that the window shows."""
    found = {*LEVELS, *get_args(Kind), *(status.value for status in Status)}
    found |= {
        _words(sharing) for sharing in get_args(RunStarted.model_fields["sharing"].annotation)
    }
    for info in methods().values():
        found |= _of_method(info) | _of_settings(info.config_type)
    for group in (Look, Work):
        found |= _of_settings(group)
    for measure in MEASURES.values():
        found |= {measure.title, measure.help}
    for card in load_catalogue().cards.values():
        found.add(_words(card.family).capitalize())
    return {Text(DECLARED, text) for text in found if text}


def _of_method(info: MethodInfo) -> set[str]:
    series = info.series or {}
    maps = {shared_title(series[x], series[y]) for x, y in map_of(series).values()}
    stages = {text for stage in info.stages for text in (stage.title, stage.scope)}
    return {info.summary, *series.values(), *maps, *stages}


def _of_settings(group: type[Frozen]) -> set[str]:
    return {text for field in fields_of(group) for text in _of_field(field)}


def _of_field(field: FieldSpec) -> Iterator[str]:
    yield from (field.title, field.help, field.unit)
    yield from map(_words, field.choices)


def _words(key: str) -> str:
    return key.replace("_", " ")


def read(path: Path) -> dict[Text, str]:
    """Return the texts of a .ts file with their translations, empty where unfinished."""
    known = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - a file of our own
        for message in context.iter("message"):
            text = Text(context.findtext("name", ""), message.findtext("source", ""))
            known[text] = message.findtext("translation", "")
    return known


def write(path: Path, language: str, texts: list[Text], known: Mapping[Text, str]) -> None:
    """Write a .ts file of some texts with what is known of their translations."""
    elsewhere = {text.source: translation for text, translation in known.items() if translation}
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text in texts:
        context = contexts.get(text.context)
        if context is None:
            context = contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = text.context
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text.source
        translation = ET.SubElement(message, "translation")
        translation.text = known.get(text) or elsewhere.get(text.source, "")
        if not translation.text:
            translation.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )


def release(path: Path) -> None:
    """Make the .qm file of a .ts file with Qt's lrelease."""
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if os.name == "nt" else "lrelease")
    subprocess.run([tool, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


if __name__ == "__main__":
    sys.exit(main())
