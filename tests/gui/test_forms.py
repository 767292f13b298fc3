from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import FieldSpec, fields_of, validated
from promptstudio.gui.parts.editors import FloatBox, editor_for
from promptstudio.gui.parts.forms import ConfigForm
from promptstudio.gui.parts.wheel import calm
from promptstudio.methods.registry import methods


def another_value(field: FieldSpec) -> Any:
    """A valid value other than the default."""
    low, high = field.low or 0.0, field.high or 0.0
    match field.kind:
        case "bool":
            return not field.default
        case "choice":
            return next(choice for choice in field.choices if choice != field.default)
        case "text":
            return "other words"
        case "int":
            return int(high if field.default != high else low)
        case "float":
            return low if field.default != low else high


@pytest.mark.parametrize("key", sorted(methods()))
class TestEveryMethod:
    def test_defaults_need_no_words(self, qtbot: QtBot, key: str) -> None:
        form = ConfigForm(methods()[key])
        qtbot.addWidget(form)
        assert form.values() == {}

    def test_every_setting_goes_through_the_form_and_back(self, qtbot: QtBot, key: str) -> None:
        info = methods()[key]
        form = ConfigForm(info)
        qtbot.addWidget(form)
        for field in fields_of(info.config_type):
            value = another_value(field)
            try:
                validated(info.config_type, {field.name: value}, key)
            except ConfigError:
                continue  # the method forbids it beside the defaults of the others
            form.set_values({field.name: value})
            assert form.values() == {field.name: value}, field.name
            editor = form.editor(field.name)
            assert type(editor.value()) is type(value), field.name

    def test_only_relevant_settings_are_shown(self, qtbot: QtBot, key: str) -> None:
        info = methods()[key]
        form = ConfigForm(info)
        qtbot.addWidget(form)
        form.show()
        defaults = {field.name: field.default for field in fields_of(info.config_type)}
        for field in fields_of(info.config_type):
            shown = form.editor(field.name).isVisible()
            assert shown == field.relevant(defaults), field.name

    def test_every_editor_explains_itself(self, qtbot: QtBot, key: str) -> None:
        info = methods()[key]
        form = ConfigForm(info)
        qtbot.addWidget(form)
        for field in fields_of(info.config_type):
            box = form.editor(field.name).focusProxy()
            assert field.help in box.toolTip()
            assert box.accessibleName() == field.title


@pytest.fixture
def form(qtbot: QtBot, fakes: SimpleNamespace) -> ConfigForm:
    form = ConfigForm(fakes.methods["plain"])
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_condition_shows_and_hides_a_line(form: ConfigForm) -> None:
    assert not form.editor("text").isVisible()
    form.editor("init").set_value("text")
    assert form.editor("text").isVisible()
    assert form.visible_names() == ("steps", "lr", "init", "text")


def test_a_changed_setting_is_marked_and_can_be_reset(qtbot: QtBot, form: ConfigForm) -> None:
    label = next(w for w in form.findChildren(QLabel) if w.text() == "Learning rate")
    reset = next(
        w for w in form.findChildren(QToolButton) if w.accessibleName() == "Reset Learning rate"
    )
    assert not label.font().bold()
    assert not reset.isEnabled()
    form.editor("lr").set_value(1e-5)
    assert label.font().bold()
    assert form.values() == {"lr": 1e-5}
    with qtbot.waitSignal(form.changed):
        qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert form.values() == {}
    assert not label.font().bold()


def test_a_departure_from_the_preset_is_marked_and_taken_back_first(form: ConfigForm) -> None:
    label = next(w for w in form.findChildren(QLabel) if w.text() == "Learning rate")
    reset = next(
        w for w in form.findChildren(QToolButton) if w.accessibleName() == "Reset Learning rate"
    )
    form.set_values({"lr": 0.5})
    form.set_preset({"lr": 0.5})
    assert (label.font().bold(), label.font().italic()) == (True, False)
    assert reset.toolTip() == "Back to the default: 0.1"
    form.editor("lr").set_value(0.1)
    assert (label.font().bold(), label.font().italic()) == (False, True)
    assert reset.toolTip() == "Back to the preset: 0.5"
    reset.click()
    assert form.values() == {"lr": 0.5}
    reset.click()
    assert form.values() == {}
    form.set_preset(None)
    assert not label.font().italic()


def test_the_tab_key_goes_down_the_form_even_to_lines_that_came_late(qtbot: QtBot) -> None:
    form = ConfigForm(methods()["prompt_tuning"])
    qtbot.addWidget(form)
    form.show()
    form.set_values({"init": "text"})
    form.editor("steps").button.click()
    order: list[str] = []
    widget = form.editor("num_virtual_tokens").focusProxy()
    for _ in range(200):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget.accessibleName())
        widget = widget.nextInFocusChain()
    names = ("Virtual tokens", "Initialisation", "Initial text", "Steps")
    parts = ("{0}", "Several values of {0}", "Reset {0}")
    order = [name for name in dict.fromkeys(order) if name]
    assert order[:12] == [part.format(name) for name in names for part in parts]


@pytest.mark.parametrize("key", ["spot", "crosspt"])
def test_a_form_in_parts_comes_to_the_same(qtbot: QtBot, key: str) -> None:
    info = methods()[key]
    form, whole = ConfigForm(info, in_parts=True), ConfigForm(info)
    for each in (form, whole):
        qtbot.addWidget(each)
        each.show()
    for each in (form, whole):
        each.set_values({"source_steps": 7, "init": "text"})
        assert each.values() == {"source_steps": 7, "init": "text"}

    def shown(form: ConfigForm) -> list[str]:
        return [w.text() for w in form.findChildren(QLabel) if w.isVisible()]

    qtbot.waitUntil(lambda: sorted(shown(form)) == sorted(shown(whole)))
    assert form.editor("init_text").value() == whole.editor("init_text").value()


def test_a_hidden_value_is_kept_for_later(form: ConfigForm) -> None:
    form.set_values({"init": "text", "text": "a film"})
    form.editor("init").set_value("random")
    form.editor("init").set_value("text")
    assert form.values() == {"init": "text", "text": "a film"}


def test_set_values_tells_once_and_refuses_what_is_not_valid(
    qtbot: QtBot, form: ConfigForm
) -> None:
    heard: list[None] = []
    form.changed.connect(lambda: heard.append(None))
    form.set_values({"steps": 7, "lr": 0.5})
    assert len(heard) == 1
    with pytest.raises(ConfigError, match="Method 'Prompt tuning': steps = 0"):
        form.set_values({"steps": 0})
    with pytest.raises(ConfigError, match="there is no setting 'stepz'"):
        form.set_values({"stepz": 1})
    assert form.values() == {"steps": 7, "lr": 0.5}


def test_an_optional_number_is_none_without_its_tick(qtbot: QtBot, fakes: SimpleNamespace) -> None:
    form = ConfigForm(fakes.methods["particles"])
    qtbot.addWidget(form)
    editor = form.editor("bandwidth")
    assert editor.value() is None
    form.set_values({"bandwidth": 2.5})
    assert form.values() == {"bandwidth": 2.5}
    form.set_values({})
    assert editor.value() is None


def test_bounds_and_unit_come_from_the_declaration(qtbot: QtBot) -> None:
    field = FieldSpec(
        name="n", title="N", help="h.", kind="int", default=3, low=2, high=9, unit="rows"
    )
    editor = editor_for(field)
    qtbot.addWidget(editor)
    spin = editor.findChild(QSpinBox)
    assert (spin.minimum(), spin.maximum(), spin.suffix()) == (2, 9, " rows")
    assert "2 to 9 rows." in spin.toolTip()
    assert "Default: 3." in spin.toolTip()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("1e-05", QValidator.State.Acceptable),
        ("0.3", QValidator.State.Acceptable),
        ("1e-", QValidator.State.Intermediate),
        ("", QValidator.State.Intermediate),
        ("11", QValidator.State.Intermediate),
        ("nan", QValidator.State.Invalid),
        ("0,3", QValidator.State.Invalid),
    ],
)
def test_numbers_may_be_written_in_scientific_notation(
    qtbot: QtBot, text: str, state: QValidator.State
) -> None:
    box = FloatBox()
    qtbot.addWidget(box)
    box.setRange(0.0, 10.0)
    assert box.validate(text, 0)[0] is state


def test_typing_a_small_number_keeps_it(qtbot: QtBot, form: ConfigForm) -> None:
    box = form.editor("lr").findChild(FloatBox)
    box.selectAll()
    qtbot.keyClicks(box, "2.5e-6")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form.values() == {"lr": 2.5e-6}
    assert box.text() == "2.5e-06"


def test_the_wheel_does_not_change_a_box_without_focus(qtbot: QtBot, form: ConfigForm) -> None:
    box = form.editor("steps").findChild(QSpinBox)
    box.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(box, turn)
    assert form.values() == {}


@pytest.mark.parametrize(
    ("start", "steps", "end"), [(0.0, 1, 1e-3), (0.0, -1, 0.0), (0.3, 1, 0.31), (1e-5, 1, 1.1e-5)]
)
def test_steps_are_of_use_even_from_zero(
    qtbot: QtBot, start: float, steps: int, end: float
) -> None:
    box = FloatBox()
    qtbot.addWidget(box)
    box.setRange(0.0, 10.0)
    box.setValue(start)
    box.stepBy(steps)
    assert box.value() == pytest.approx(end)


def test_a_long_text_is_shown_from_its_beginning(qtbot: QtBot, form: ConfigForm) -> None:
    form.set_values({"init": "text", "text": "a long text " * 20})
    assert form.editor("text").findChild(QLineEdit).cursorPosition() == 0


def test_a_method_without_settings_says_so(qtbot: QtBot) -> None:
    form = ConfigForm(methods()["majority"])
    qtbot.addWidget(form)
    assert [label.text() for label in form.findChildren(QLabel)] == ["This method has no settings."]


@pytest.mark.parametrize("kind", [QSpinBox, QComboBox])
def test_the_wheel_is_left_to_the_page(qtbot: QtBot, kind: type[QWidget]) -> None:
    box = kind()
    qtbot.addWidget(box)
    calm(box)
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(box, turn)
    assert not turn.isAccepted()
    assert box.focusPolicy() is Qt.FocusPolicy.StrongFocus
