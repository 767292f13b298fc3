from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import ConfigError
from promptstudio.core.spec import (
    BackboneSpec,
    Deviation,
    EvaluationSpec,
    MethodSpec,
    StudySpec,
    TextSpec,
)
from promptstudio.gui.study.protocol_dialog import ProtocolLine
from promptstudio.gui.study.study_form import StudyForm


@pytest.fixture
def form(qtbot: QtBot, fakes: SimpleNamespace, outlook: Any) -> StudyForm:
    form = StudyForm(fakes.cards, fakes.methods, outlook, fakes.study)
    qtbot.addWidget(form, before_close_func=lambda form: form.rest())
    form.set_study(fakes.study)
    return form


def full_study() -> StudySpec:
    return StudySpec(
        name="All of it",
        description="Kept although no widget shows it.",
        backbone=BackboneSpec(
            source="/models/t5",
            revision="abc",
            dtype="bfloat16",
            quantization="8bit",
            device="cuda:1",
            prompt_position="append",
            max_input_tokens=99,
            max_target_tokens=7,
        ),
        source_tasks=("hotel_sentiment", "work_boolean"),
        target_tasks=("film_sentiment",),
        methods=(
            MethodSpec(key="router", config={"temperature": 0.25}),
            MethodSpec(key="plain", config={"steps": 7}),
            MethodSpec(
                key="plain",
                label="Plain, fast",
                control=True,
                config={"lr": [0.1, 0.5], "init": ["random", "text"], "text": ["a, b", "c"]},
            ),
            MethodSpec(key="particles", config={"bandwidth": [None, 2.0], "adapt": [True, False]}),
        ),
        shots=None,
        source_shots=32,
        seeds=(3, 4, 5, 9),
        split_seeds=(1, 2),
        split_rule="total",
        text=TextSpec(task_prefix=True, label_words="nonsense"),
        sweep={"shots": (4, "all"), "text.task_prefix": (True, False)},
        published=("bmtpt",),
        deviations=(Deviation(setting="lr", paper="0.3", here="0.5"),),
        evaluation=EvaluationSpec(
            every=10, patience=3, free_text=True, validation_rows=40, test_rows=50
        ),
        budget_rows=1000,
        in_flight=2,
        sharing="in_turn",
    )


def test_a_study_goes_through_the_form_and_back(form: StudyForm) -> None:
    form.set_study(full_study())
    assert form.study() == full_study()


def test_forms_that_were_looked_at_give_the_same_study(form: StudyForm) -> None:
    form.set_study(full_study())
    for key in ("plain", "router", "particles"):
        form.methods.tick(key)
        form.methods.current_form()
    assert form.study() == full_study()


def test_a_second_study_leaves_nothing_of_the_first(
    form: StudyForm, fakes: SimpleNamespace
) -> None:
    form.set_study(full_study())
    form.set_study(fakes.study)
    assert form.study() == fakes.study


def test_setting_a_study_tells_once(form: StudyForm) -> None:
    heard: list[None] = []
    form.changed.connect(lambda: heard.append(None))
    form.set_study(full_study())
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        (
            {"source_tasks": ("lost",), "methods": (MethodSpec(key="newest"),)},
            "task 'lost', method 'newest'",
        ),
        ({"sweep": {"source_tasks": (("topic_home",), ("gone",))}}, "task 'gone'"),
        (
            {"target_tasks": tuple(f"t{number}" for number in range(9))},
            "task 't0', task 't1', task 't2', task 't3', task 't4', …",
        ),
    ],
)
def test_of_a_study_that_names_what_is_not_there_nothing_is_shown(
    form: StudyForm, fakes: SimpleNamespace, changes: dict[str, Any], names: str
) -> None:
    heard: list[None] = []
    form.changed.connect(lambda: heard.append(None))
    study = fakes.study.model_copy(update={"name": "Other", "seeds": (7,)} | changes)
    with pytest.raises(ConfigError) as caught:
        form.set_study(study)
    assert str(caught.value) == (
        f"The study 'Other' names what is not there: {names}. Own tasks are imported on the page "
        "Data. If a newer PromptStudio wrote the study, update this one. Nothing of the form was "
        "changed."
    )
    assert form.study() == fakes.study
    assert heard == []


def test_an_incomplete_study_says_what_is_missing(form: StudyForm, fakes: SimpleNamespace) -> None:
    form.tasks.set_selection((), ())
    with pytest.raises(ConfigError, match="Tick at least one target task"):
        form.study()
    form.tasks.set_selection((), ("film_sentiment",))
    for key in fakes.methods:
        form.methods.tick(key, ticked=False)
    with pytest.raises(ConfigError, match="Tick at least one method"):
        form.study()


def test_bad_seeds_are_told(form: StudyForm) -> None:
    form.setup.set_seeds("1, one")
    with pytest.raises(ConfigError, match="Seeds: 'one' is neither"):
        form.study()


def test_a_revision_stays_with_its_model(form: StudyForm) -> None:
    form.set_study(full_study())
    other = full_study().model_copy(update={"backbone": BackboneSpec(source="sandbox")})
    values = form.setup.values(other.backbone)
    assert values["backbone"].revision is None


def test_duplicate_adds_an_entry_with_the_same_settings(form: StudyForm) -> None:
    form.methods.tick("particles")
    button = next(b for b in form.findChildren(QPushButton) if b.text() == "Duplicate")
    button.click()
    form.methods.current_form().editor("particles").set_value(9)
    specs = [spec for spec in form.study().methods if spec.key == "particles"]
    assert [(s.label, s.config["particles"]) for s in specs] == [("", 5), ("SVGD transfer 2", 9)]


def test_budget_and_scoring_are_edited_in_the_protocol(form: StudyForm) -> None:
    form.protocol.every.setValue(7)
    form.protocol.patience.setValue(2)
    form.protocol.budget.setValue(5000)
    study = form.study()
    assert (study.evaluation.every, study.evaluation.patience) == (7, 2)
    assert study.budget_rows == 5000
    assert "at most 5,000 gradient rows" in form.protocol.summary()
    form.protocol.patience.setValue(0)
    form.protocol.budget.setValue(0)
    assert (form.study().evaluation.patience, form.study().budget_rows) == (None, None)


def test_limits_are_edited_in_the_protocol(form: StudyForm) -> None:
    form.protocol.input_tokens.setValue(64)
    form.protocol.test_rows.setValue(100)
    form.protocol.dtype.setCurrentIndex(1)
    study = form.study()
    assert (study.backbone.max_input_tokens, study.evaluation.test_rows) == (64, 100)
    assert study.backbone.dtype == "bfloat16"
    assert form.protocol.summary() == "bfloat16; inputs up to 64 tokens; tested on 100 rows"
    form.protocol.test_rows.setValue(0)
    assert form.study().evaluation.test_rows is None


def test_what_can_not_be_read_is_told_beside_it(qtbot: QtBot, form: StudyForm) -> None:
    line = form.findChild(ProtocolLine)
    line.button.click()
    qtbot.waitUntil(line.dialog.isVisible)
    form.protocol.sweep.setPlainText("shots = 4")
    assert line.dialog.problem.isVisible()
    assert "'shots' needs a list" in line.dialog.problem.text()
    form.protocol.sweep.setPlainText("shots = [4]")
    assert not line.dialog.problem.isVisible()
    line.dialog.close()


def test_the_backbone_is_put_in_words_after_a_pause(qtbot: QtBot, form: StudyForm) -> None:
    for source in ("first", "second"):
        form.setup.understand(BackboneSpec(source=source))
    qtbot.waitUntil(lambda: form.setup.understood.text() == "understood: second")
