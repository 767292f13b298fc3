"""Methods to tick: cards, search, presets, reset, and what survives a change from outside."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette, QPixmap
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QStyleOptionViewItem, QToolButton
from pytestqt.qtbot import QtBot

from promptstudio.analysis.presets import presets_of
from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import MethodSpec
from promptstudio.gui.parts.help_page import help_html
from promptstudio.gui.study.method_card import PAPER, SUMMARY, MethodCards
from promptstudio.gui.study.method_list import MethodList
from promptstudio.methods.registry import methods


@pytest.fixture
def listed(qtbot: QtBot, fakes: SimpleNamespace) -> MethodList:
    listed = MethodList(fakes.methods)
    qtbot.addWidget(listed)
    listed.resize(420, 500)
    listed.show()
    return listed


@pytest.fixture
def real(qtbot: QtBot) -> MethodList:
    listed = MethodList(methods())
    qtbot.addWidget(listed)
    return listed


def found(listed: MethodList) -> QListWidget:
    return listed.findChild(QListWidget)


def titles(listed: MethodList) -> list[str]:
    names = found(listed)
    items = [names.item(row) for row in range(names.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_a_card_has_two_lines_with_what_the_method_does(listed: MethodList) -> None:
    names = found(listed)
    item = names.item(0)
    assert item.data(SUMMARY).startswith("Learns one soft prompt per target")
    assert item.data(PAPER) == "Lester et al. 2021"
    option = QStyleOptionViewItem()
    option.fontMetrics = names.fontMetrics()
    delegate = names.itemDelegate()
    assert isinstance(delegate, MethodCards)
    size = delegate.sizeHint(option, names.indexFromItem(item))
    assert size.height() >= 2 * names.fontMetrics().height()


def test_cards_are_drawn_at_every_width(listed: MethodList) -> None:
    pictures: list[QPixmap] = []
    for width in (120, 300, 600):
        listed.resize(QSize(width, 500))
        pictures.append(found(listed).viewport().grab())
    assert all(not picture.isNull() for picture in pictures)


def test_search_hides_methods_and_unticks_none(listed: MethodList) -> None:
    listed.set_specs((MethodSpec(key="plain"), MethodSpec(key="router")))
    listed.search.setText("cloud of prompts")
    assert titles(listed) == ["SVGD transfer"]
    assert [spec.key for spec in listed.specs()] == ["plain", "router"]
    listed.search.setText("  Pouramini ")
    assert titles(listed) == ["CrossPT"]
    listed.search.clear()
    assert len(titles(listed)) == 3


def test_effort_follows_settings_and_tasks(listed: MethodList) -> None:
    listed.tick("particles")
    assert listed.head.effort_text() == (
        "300 steps on the sources, shared by all targets, then 200 steps on each target"
    )
    listed.current_form().editor("target_steps").set_value(7)
    assert listed.head.effort_text().endswith("then 7 steps on each target")


def test_effort_counts_gradients_of_all_tasks(real: MethodList) -> None:
    real.tick("source_prompts")
    real.set_tasks(sources=3, targets=2)
    assert "24 gradients on the sources" in real.head.effort_text()


def test_the_prompt_of_the_current_method_has_slots(real: MethodList) -> None:
    real.tick("prompt_tuning")
    assert real.current_slots() == 10
    real.current_form().set_values({"num_virtual_tokens": [20, 30]})
    assert real.current_slots() == 20
    real.tick("majority")
    assert real.current_slots() == 0


def test_presets_fill_the_form_and_reset_empties_it(qtbot: QtBot, real: MethodList) -> None:
    real.tick("svgd_transfer")
    real.head.menu.aboutToShow.emit()
    actions = real.head.menu.actions()
    wanted = presets_of("svgd_transfer")
    assert [action.text() for action in actions] == [preset.title for preset in wanted]
    assert actions[0].toolTip() == wanted[0].source
    with qtbot.waitSignal(real.changed):
        actions[0].trigger()
    assert real.current_form().values() == wanted[0].config
    real.head.menu.aboutToShow.emit()
    assert [action.isChecked() for action in real.head.menu.actions()].count(True) == 1
    assert real.head.reset.isEnabled()
    real.head.reset.click()
    assert real.current_form().values() == {}
    assert not real.head.reset.isEnabled()


def test_departures_from_a_preset_are_told_and_taken_back(qtbot: QtBot, real: MethodList) -> None:
    real.tick("svgd_transfer")
    assert real.head.preset_text() == ""
    real.head.menu.aboutToShow.emit()
    real.head.menu.actions()[0].trigger()
    preset = presets_of("svgd_transfer")[0]
    form = real.current_form()
    assert real.head.preset_text() == f"Preset {preset.title}"
    assert real.head.back.isHidden()
    form.editor("particles").set_value(7)
    form.editor("steps").set_value(form.editor("steps").value() + 1)
    assert real.head.preset_text() == f"Preset {preset.title}, 2 changes"
    assert "Particles" in real.head.back.toolTip()
    real.head.menu.aboutToShow.emit()
    assert [action.isChecked() for action in real.head.menu.actions()].count(True) == 1
    real.head.back.click()
    assert form.values() == preset.config
    assert real.head.preset_text() == f"Preset {preset.title}"
    real.head.reset.click()
    assert real.head.preset_text() == ""


def test_settings_of_a_preset_are_known_again(qtbot: QtBot, real: MethodList) -> None:
    preset = presets_of("svgd_transfer")[0]
    real.set_specs((MethodSpec(key="svgd_transfer", config=preset.config),))
    real.tick("svgd_transfer")
    qtbot.waitUntil(lambda: real.head.preset_text() == f"Preset {preset.title}")
    real.tick("majority")
    assert real.head.preset_text() == ""


def test_a_method_without_presets_says_so(real: MethodList) -> None:
    real.tick("majority")
    real.head.menu.aboutToShow.emit()
    (action,) = real.head.menu.actions()
    assert (action.text(), action.isEnabled()) == ("No shipped study sets it", False)


def test_help_of_the_method_is_a_click_away(qtbot: QtBot, listed: MethodList) -> None:
    listed.tick("router")
    button = next(b for b in listed.findChildren(QToolButton) if b.text() == "?")
    with qtbot.waitSignal(listed.help_wanted, check_params_cb=lambda key: key == "router"):
        button.click()


def test_help_names_the_studies_that_set_the_method() -> None:
    page = help_html(methods()["svgd_transfer"])
    assert "Presets from shipped studies" in page
    assert all(preset.title in page for preset in presets_of("svgd_transfer"))
    assert "Presets" not in help_html(methods()["majority"])


def test_copies_are_renamed_and_removed(qtbot: QtBot, listed: MethodList) -> None:
    listed.set_specs((MethodSpec(key="plain", config={"steps": 7}),))
    listed.tick("plain")
    assert not listed.rename.isEnabled()
    assert not listed.remove.isEnabled()
    next(b for b in listed.findChildren(QPushButton) if b.text() == "Duplicate").click()
    assert [spec.label for spec in listed.specs()] == ["", "Prompt tuning 2"]
    listed.rename.trigger()
    editor = found(listed).findChild(QLineEdit)
    editor.setText("  Seven steps ")
    with qtbot.waitSignal(listed.changed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [spec.label for spec in listed.specs()] == ["", "Seven steps"]
    with qtbot.waitSignal(listed.changed):
        listed.remove.trigger()
    assert listed.specs() == (MethodSpec(key="plain", config={"steps": 7}),)
    assert listed.current_form().values() == {"steps": 7}


def test_a_method_whose_only_entry_is_removed_stays_on_offer(listed: MethodList) -> None:
    listed.set_specs((MethodSpec(key="plain", label="Wide", control=True), SPECS[2]))
    assert "CONTROLS, WHICH A GAIN HAS TO BEAT" in titles(listed)
    listed.tick("plain")
    listed.remove.trigger()
    assert titles(listed) == ["CrossPT", "SVGD transfer", "Prompt tuning"]
    assert listed.specs() == (SPECS[2],)


SPECS = (
    MethodSpec(key="plain", config={"steps": 7}),
    MethodSpec(key="plain", label="Plain 2", config={"steps": 9}),
    MethodSpec(key="router"),
)


def test_settings_from_outside_leave_the_current_form_in_place(listed: MethodList) -> None:
    listed.set_specs(SPECS)
    listed.tick("router")
    form, order = listed.current_form(), titles(listed)
    listed.set_specs((SPECS[0], SPECS[1], MethodSpec(key="router", config={"temperature": 2.0})))
    assert listed.current_form() is form
    assert form.values() == {"temperature": 2.0}
    assert titles(listed) == order
    listed.set_specs(SPECS[:2])
    assert listed.current_form() is form
    assert listed.specs() == SPECS[:2]
    assert titles(listed) == order


@pytest.mark.parametrize(
    "change",
    [
        lambda specs: specs[::-1],
        lambda specs: specs[:1],
        lambda specs: (*specs, MethodSpec(key="plain", label="Third")),
        lambda specs: (MethodSpec(key="plain", control=True), *specs),
    ],
    ids=["order", "copy gone", "copy more", "control"],
)
def test_entries_that_do_not_fit_are_made_anew(
    listed: MethodList, change: Callable[..., tuple[MethodSpec, ...]]
) -> None:
    listed.set_specs(SPECS)
    listed.set_specs(change(SPECS))
    assert listed.specs() == change(SPECS)
    labels = {spec.label for spec in change(SPECS)}
    assert ("Plain 2" in titles(listed)) == ("Plain 2" in labels)
    listed.set_specs(SPECS)
    assert listed.specs() == SPECS


def test_a_bad_setting_changes_nothing(listed: MethodList) -> None:
    listed.set_specs(SPECS)
    with pytest.raises(ConfigError, match="steps = 0"):
        listed.set_specs((MethodSpec(key="plain", config={"steps": 0}),))
    assert listed.specs() == SPECS


def test_headings_in_other_colours_are_no_change_of_the_study(
    qtbot: QtBot, real: MethodList
) -> None:
    names = found(real)
    colours = names.palette()
    colours.setColor(QPalette.ColorRole.PlaceholderText, QColor("red"))
    with qtbot.assertNotEmitted(real.changed):
        names.setPalette(colours)
    headings = [
        names.item(n) for n in range(names.count()) if "CONTROLS" in names.item(n).text().upper()
    ]
    assert [item.foreground().color() for item in headings] == [QColor("red")]
