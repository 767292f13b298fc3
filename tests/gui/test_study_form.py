from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from promptstudio.core.errors import ConfigError, TaskError
from promptstudio.core.spec import (
    BackboneSpec,
    Deviation,
    EvaluationSpec,
    MethodSpec,
    StudySpec,
    TextSpec,
)
from promptstudio.gui.study.study_form import StudyForm
from promptstudio.gui.study.task_selector import TaskSelector


@pytest.fixture
def form(qtbot: QtBot, fakes: SimpleNamespace) -> StudyForm:
    form = StudyForm(fakes.cards, fakes.methods, fakes.previews, fakes.study)
    qtbot.addWidget(form)
    form.set_study(fakes.study)
    return form


@pytest.fixture
def tasks(qtbot: QtBot, fakes: SimpleNamespace) -> TaskSelector:
    tasks = TaskSelector(fakes.cards, fakes.previews)
    qtbot.addWidget(tasks)
    return tasks


def full_study() -> StudySpec:
    return StudySpec(
        name="All of it",
        description="Kept although no widget shows it.",
        backbone=BackboneSpec(
            source="/models/t5", revision="abc", device="cuda:1", prompt_position="append"
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
        evaluation=EvaluationSpec(every=10, patience=3, free_text=True),
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


def test_what_is_not_there_is_named(form: StudyForm, fakes: SimpleNamespace) -> None:
    study = fakes.study.model_copy(
        update={"source_tasks": ("lost",), "methods": (MethodSpec(key="newest"),)}
    )
    with pytest.raises(ConfigError, match="'Sandbox' names what is not there: lost, newest"):
        form.set_study(study)


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


def test_source_and_target_exclude_each_other(tasks: TaskSelector) -> None:
    tasks.tick("film_sentiment", source=True)
    assert (tasks.sources(), tasks.targets()) == (("film_sentiment",), ())
    tasks.tick("film_sentiment", source=False)
    assert (tasks.sources(), tasks.targets()) == ((), ("film_sentiment",))


def test_search_looks_at_title_key_family_and_summary(tasks: TaskSelector) -> None:
    tasks.search("ENTAIL")
    assert tasks.visible_keys() == ("work_entailment",)
    tasks.search("hotel_sent")
    assert tasks.visible_keys() == ("hotel_sentiment",)
    tasks.search("which domain")
    assert tasks.visible_keys() == ("topic_home",)
    tasks.search("")
    assert len(tasks.visible_keys()) == 8


def test_a_search_unticks_nothing(tasks: TaskSelector) -> None:
    tasks.set_selection(("film_sentiment",), ("topic_home",))
    tasks.search("boolean")
    assert (tasks.sources(), tasks.targets()) == (("film_sentiment",), ("topic_home",))


def test_rows_are_shown_as_the_model_sees_them(tasks: TaskSelector) -> None:
    tasks.show_rows("film_sentiment")
    text = tasks.preview_text()
    assert "text: the film_sentiment <film> was not dull at all ." in text
    assert "→ positive" in text


def test_a_task_that_can_not_be_read_says_why(qtbot: QtBot, fakes: SimpleNamespace) -> None:
    def broken(key: str) -> list[tuple[str, str]]:
        raise TaskError(f"The task '{key}' has no file.")

    tasks = TaskSelector(fakes.cards, broken)
    qtbot.addWidget(tasks)
    tasks.show_rows("topic_home")
    assert tasks.preview_text() == "The task 'topic_home' has no file."
