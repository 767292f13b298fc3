"""Several values of a setting, methods in groups, and the protocol."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from pytestqt.qtbot import QtBot

from promptstudio.core.declaration import MethodInfo
from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import FieldSpec
from promptstudio.core.spec import MethodSpec
from promptstudio.gui.parts.forms import ConfigForm
from promptstudio.gui.parts.grouped_list import GroupedList
from promptstudio.gui.parts.several import SeveralEditor
from promptstudio.gui.shell.main_window import MainWindow
from promptstudio.gui.study.method_list import MethodList
from promptstudio.gui.study.protocol_dialog import ProtocolLine
from promptstudio.gui.study.protocol_form import ProtocolForm


def field(kind: str, **values: Any) -> FieldSpec:
    facts = {"name": "f", "title": "F", "help": "h.", "default": 1, "low": 0, "high": 10}
    return FieldSpec.model_validate({**facts, "kind": kind, **values})


@pytest.mark.parametrize(
    ("setting", "typed", "value"),
    [
        (field("float"), "0.1, 1e-3,2", [0.1, 1e-3, 2.0]),
        (field("int"), "4, 16", [4, 16]),
        (field("int"), "4, many", [4, "many"]),
        (field("int", optional=True), "none, 16", [None, 16]),
        (field("bool", default=True), "yes, no", [True, False]),
        (field("choice", default="a", choices=("a", "b_c")), "a, b c", ["a", "b_c"]),
        (field("text", default=""), "good, bad; fine", ["good, bad", "fine"]),
        (field("float"), "", []),
    ],
)
def test_typed_values_are_read_by_kind(
    qtbot: QtBot, setting: FieldSpec, typed: str, value: list[Any]
) -> None:
    editor = SeveralEditor(setting)
    qtbot.addWidget(editor)
    editor.button.setChecked(True)
    editor.line.setText(typed)
    assert editor.value() == value


def test_the_line_starts_with_the_single_value_and_gives_way_again(qtbot: QtBot) -> None:
    editor = SeveralEditor(field("float", default=0.5))
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.changed):
        editor.button.click()
    assert editor.value() == [0.5]
    assert editor.focusProxy() is editor.line
    editor.button.click()
    assert editor.value() == 0.5


def test_a_setting_matters_if_it_does_under_one_of_the_values(
    qtbot: QtBot, fakes: SimpleNamespace
) -> None:
    form = ConfigForm(fakes.methods["plain"])
    qtbot.addWidget(form)
    form.set_values({"init": ["random", "text"]})
    assert "text" in form.visible_names()
    form.set_values({"init": ["random", "sampled_vocabulary"]})
    assert "text" not in form.visible_names()
    with pytest.raises(ConfigError, match=r"lr = 11"):
        form.set_values({"lr": [0.1, 11]})


def test_a_bad_value_among_several_stops_the_run(window: MainWindow) -> None:
    window.study.form.methods.tick("plain")
    editor = window.study.form.methods.current_form().editor("lr")
    editor.button.click()
    editor.line.setText("0.1, 0.3")
    assert window.plan_text.startswith("16 runs")
    editor.line.setText("0.1, fast")
    assert "lr = 'fast'" in window.plan_text
    assert not window.commands.run.isEnabled()


def rows(methods: MethodList) -> list[str]:
    found = methods.findChild(QListWidget)
    return [found.item(row).text() for row in range(found.count())]


def test_controls_and_experiments_stand_under_headings(
    qtbot: QtBot, fakes: SimpleNamespace
) -> None:
    infos: dict[str, MethodInfo] = dict(fakes.methods)
    methods = MethodList(infos)
    qtbot.addWidget(methods)
    assert rows(methods) == ["Prompt tuning", "SVGD transfer", "CrossPT"]
    specs = (
        MethodSpec(key="plain", label="Wide start", control=True),
        MethodSpec(key="plain"),
    )
    methods.set_specs(specs)
    assert rows(methods) == [
        "Prompt tuning",
        "SVGD transfer",
        "CrossPT",
        "CONTROLS, WHICH A GAIN HAS TO BEAT",
        "Wide start",
    ]
    assert methods.specs() == specs
    methods.set_specs(specs[1:])
    assert rows(methods) == ["Prompt tuning", "SVGD transfer", "CrossPT"]


def test_groups_keep_their_order(qtbot: QtBot) -> None:
    names = GroupedList(("", "B", "C"))
    qtbot.addWidget(names)
    for text, group in (("c1", 2), ("a1", 0), ("b1", 1), ("c2", 2), ("a2", 0), ("b2", 1)):
        names.add(QListWidgetItem(text), group)
    texts = [names.item(row).text() for row in range(names.count())]
    assert texts == ["a1", "a2", "B", "b1", "b2", "C", "c1", "c2"]
    assert not names.item(2).flags() & Qt.ItemFlag.ItemIsSelectable
    palette = names.palette()
    palette.setColor(palette.ColorRole.PlaceholderText, "#123456")
    names.setPalette(palette)
    assert names.item(2).foreground().color().name() == "#123456"
    names.empty()
    assert names.count() == 0
    names.add(QListWidgetItem("b3"), 1)
    assert [names.item(row).text() for row in range(2)] == ["B", "b3"]


def test_the_protocol_tells_what_is_special(qtbot: QtBot, fakes: SimpleNamespace) -> None:
    form = ProtocolForm()
    line = ProtocolLine(form)
    qtbot.addWidget(line)
    form.set_study(fakes.study)
    assert line.summary == ""
    form.words.setCurrentIndex(4)
    form.split_seeds.setText("3-5")
    assert line.summary == "nonsense: words without meaning; split seeds 3-5"
    values = form.values(fakes.study)
    assert values["split_seeds"] == (3, 4, 5)
    assert values["text"].label_words == "nonsense"
    form.sweep.setPlainText("shots = 4")
    with pytest.raises(ConfigError, match="'shots' needs a list"):
        form.values(fakes.study)


def test_the_protocol_opens_beside_the_window(qtbot: QtBot, window: MainWindow) -> None:
    line = window.study.form.findChild(ProtocolLine)
    line.button.click()
    assert line.dialog.isVisible()
    window.study.form.protocol.sweep.setPlainText("shots = [4, 8, 16]")
    assert window.plan_text.startswith("36 runs")
    line.dialog.close()
