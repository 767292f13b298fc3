"""The window speaks every language that it offers: all texts, with their placeholders and keys."""

import ast
import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QMenu,
    QTabBar,
)
from pytestqt.qtbot import QtBot

from promptstudio.core.preferences import Language
from promptstudio.gui.app import speak
from promptstudio.gui.services import Services
from promptstudio.gui.shell.help_window import PAGES
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.gui.shell.palette_entries import palette_entries
from promptstudio.methods.registry import methods

CHECKOUT = Path(__file__).resolve().parents[2]
MEND = (
    "Run 'python packaging/translations.py update', finish the new texts in the .ts file, "
    "then run 'python packaging/translations.py release'."
)
LANGUAGES = ("de",)


def load_script() -> ModuleType:
    path = CHECKOUT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations_script", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script: Any = load_script()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def known(language: str) -> dict[tuple[str, str], str]:
    return dict(script.read(script.TRANSLATIONS / f"promptstudio_{language}.ts"))


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{[^{}]*\}", text))


def ends(text: str) -> tuple[bool, bool, bool]:
    return text[:1].isspace(), text[-1:].isspace(), text.endswith("…")


def keys(text: str) -> list[str]:
    return [key.lower() for key in re.findall(r"&(\w)", text)]


# -- the files -----------------------------------------------------------------------------


def test_every_language_of_the_settings_is_there() -> None:
    assert {"system", "en", *LANGUAGES} == set(get_args(Language))
    assert script.LANGUAGES == LANGUAGES


def test_every_text_of_the_window_is_translated(known: dict[tuple[str, str], str]) -> None:
    texts = script.all_texts()
    assert len(texts) > 1200
    assert not [tuple(text) for text in texts if not known.get(text)], MEND
    assert not known.keys() - set(texts), f"Some texts are no longer in the code. {MEND}"


def test_translations_keep_placeholders_keys_and_ends(known: dict[tuple[str, str], str]) -> None:
    for (_, source), text in known.items():
        assert placeholders(text) == placeholders(source), source
        assert len(keys(text)) == len(keys(source)), source
        assert ends(text) == ends(source), source


def test_what_the_window_loads_is_what_the_translator_wrote(
    qapp: QApplication, language: str, known: dict[tuple[str, str], str]
) -> None:
    translator = QTranslator()
    assert translator.load(f"promptstudio_{language}", str(script.TRANSLATIONS)), MEND
    loaded = {text: translator.translate(*text) for text in known}
    assert loaded == known, MEND


# -- the window ----------------------------------------------------------------------------


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert speak(qapp, "de")
    yield
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def fenster(german: None, qtbot: QtBot, services: Services, fakes: Any) -> MainWindow:
    window = MainWindow(services, fakes.study)
    qtbot.addWidget(window, before_close_func=lambda w: w.close_now())
    window.show()
    qtbot.waitUntil(lambda: window.live.panel.chart is not None, timeout=10_000)
    return window


def menus(window: MainWindow) -> dict[str, list[str]]:
    titles = [action.text() for action in window.menuBar().actions()]
    found = {"": titles}
    for menu in window.menuBar().findChildren(QMenu):
        if menu.title() in titles:  # Qt's own menu, for what does not fit, has none
            found[menu.title()] = [a.text() for a in menu.actions() if not a.isSeparator()]
    assert len(found) == 1 + len(titles)
    return found


def test_the_window_in_german(fenster: MainWindow) -> None:
    pages = [action.text() for action in fenster.commands.pages]
    assert pages == ["Studie", "Live", "Ergebnisse", "Prompts", "Daten", "Einstellungen"]
    assert menus(fenster)[""] == ["&Studie", "&Bearbeiten", "Aus&führen", "&Ansicht", "&Hilfe"]
    titles = {entry.title for entry in palette_entries(fenster)}
    assert "Hilfe zu Prompt tuning" in titles


def test_no_menu_keeps_an_english_text(
    fenster: MainWindow, known: dict[tuple[str, str], str]
) -> None:
    shown = [text for texts in menus(fenster).values() for text in texts]
    assert len(shown) > 25
    assert [text for text in shown if text not in known.values()] == []


def test_no_label_button_tab_or_action_keeps_an_english_text(
    fenster: MainWindow, known: dict[tuple[str, str], str]
) -> None:
    for page in fenster.pages:
        fenster.show_page(page)
    shown = {button.text() for button in fenster.findChildren(QAbstractButton)}
    shown |= {action.text() for action in fenster.findChildren(QAction)}
    shown |= {box.title() for box in fenster.findChildren(QGroupBox)}
    shown |= {bar.tabText(i) for bar in fenster.findChildren(QTabBar) for i in range(bar.count())}
    shown |= {label.text() for label in fenster.findChildren(QLabel)}
    shown |= {
        box.itemText(i) for box in fenster.findChildren(QComboBox) for i in range(box.count())
    }
    assert {"Aus&führen", "Lernrate", "zufällig", "Textgröße"} <= shown
    english = {source for _, source in known} - set(known.values())
    assert shown & english == set()


def test_the_keys_of_a_menu_are_its_own(fenster: MainWindow) -> None:
    for menu, texts in menus(fenster).items():
        doubled = [key for key, n in Counter(k for t in texts for k in keys(t)).items() if n > 1]
        assert not doubled, f"{menu}: {texts}"


def test_buttons_of_qt_are_german(german: None, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_english_needs_no_translation(qapp: QApplication) -> None:
    before = QLocale()
    try:
        assert not speak(qapp, "en")
        assert QLocale().language() is QLocale.Language.English
    finally:
        QLocale.setDefault(before)


def test_dates_and_numbers_go_with_the_language(german: None) -> None:
    assert QLocale().language() is QLocale.Language.German


def test_the_help_is_german(fenster: MainWindow) -> None:
    fenster.help.show_topic("live")
    text = fenster.help.text
    fenster.help.close()
    assert text.startswith("Live\nKurven, ")


@pytest.mark.parametrize("page", PAGES)
def test_help_pages_say_the_same_in_every_language(language: str, page: str) -> None:
    """What is added to one page has to reach the other, or their headings and points differ."""
    folder = CHECKOUT / "resources" / "help"
    english, other = (
        (path / f"{page}.md").read_text(encoding="utf-8") for path in (folder, folder / language)
    )
    for mark in (r"^#", r"^ *(?:-|\d\.) ", r"\n\n", r"`[^`]+`", r"\*\*"):
        found = [len(re.findall(mark, text, re.MULTILINE)) for text in (english, other)]
        assert found[0] == found[1], f"{page}.md: {mark}"


# -- the script ----------------------------------------------------------------------------

CODE = """
class Panel:
    def show(self):
        self.tr("Open {0}").format(1)
        self.tr("two " "parts")

def _name():
    return _tr("&Save")

def _tr(text: str) -> str:
    return QCoreApplication.translate("Buttons", text)
"""

BELOW = """
from promptstudio.core.phrases import Phrase, counted, phrases

A = Phrase("{0} of {1}", 1, Phrase("inner"))
B = (*phrases("a", ""), counted(2, "1 run", "{0:,} runs", "not this"))
C = Phrase(template, *values)
"""


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "gui"
    folder.mkdir()
    (folder / "panel.py").write_text(CODE)
    return folder


def test_texts_are_found_under_the_context_of_qt(code: Path) -> None:
    assert script.found_texts(code) == [
        ("Buttons", "&Save"),
        ("Panel", "Open {0}"),
        ("Panel", "two parts"),
    ]


def test_phrases_are_found_under_one_context(code: Path) -> None:
    (code / "below.py").write_text(BELOW)
    found = {text.source for text in script.found_texts(code) if text.context == script.DECLARED}
    assert found == {"{0} of {1}", "inner", "a", "1 run", "{0:,} runs"}


def test_other_functions_of_these_names_are_left_alone(code: Path) -> None:
    (code / "other.py").write_text("phrases(words)\nPhrase(text)")
    assert {text.context for text in script.found_texts(code)} == {"Buttons", "Panel"}


def test_declarations_are_found() -> None:
    found = {text.source for text in script.declared_texts()}
    stage, setting, choice, unit = "Target tuning", "Learning rate", "full vocabulary", "rows"
    state, family, map_title = "finished", "Question answering", "Particles on a fixed plane"
    assert {stage, setting, choice, unit, state, family, map_title} <= found
    assert not found & {info.title for info in methods().values()} - {"Text instruction"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "from promptstudio.core.phrases import Phrase\nPhrase(f'{1}')",
            r"panel.py, line 2: a text is one string, without variables\.",
        ),
        ("self.tr(f'{1}')", r"panel.py, line 1: a text is one string, without variables\."),
        ("other.tr('a')", r"panel.py, line 1: only self\.tr\(\) and _tr\(\) have a context\."),
        ("_tr('a')", r"panel.py, line 1: the module has no function _tr that names a context\."),
    ],
)
def test_texts_that_qt_would_not_find_are_refused(code: Path, line: str, message: str) -> None:
    ast.parse(line)
    (code / "panel.py").write_text(line)
    with pytest.raises(ValueError, match=message):
        script.found_texts(code)


def test_an_update_keeps_translations_and_drops_what_is_gone(code: Path, tmp_path: Path) -> None:
    path = tmp_path / "promptstudio_de.ts"
    old = {
        script.Text("Panel", "Open {0}"): "{0} öffnen",
        script.Text("Elsewhere", "&Save"): "&Speichern",
        script.Text("Elsewhere", "gone"): "fort",
    }
    script.write(path, "de", script.found_texts(code), old)
    assert script.read(path) == {
        ("Buttons", "&Save"): "&Speichern",
        ("Panel", "Open {0}"): "{0} öffnen",
        ("Panel", "two parts"): "",
    }
    assert path.read_text(encoding="utf-8").count('type="unfinished"') == 1
