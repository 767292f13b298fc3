import math
from typing import Any, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError, model_validator

from promptstudio.core.errors import ConfigError
from promptstudio.core.settings import (
    FieldSpec,
    Frozen,
    Idle,
    MethodConfig,
    explain,
    fields_of,
    setting,
    that_matter,
    validated,
)


class Example(MethodConfig):
    """One field of every kind."""

    steps: int = setting(100, title="Steps", help="How many.", stage="tune", ge=1, le=1000)
    lr: float | None = setting(
        0.3, title="Learning rate", help="How far.", stage="tune", ge=0, le=10, unit="per step"
    )
    init: Literal["random", "text"] = setting("text", title="Start", help="Where.", stage="sources")
    text: str = setting(
        "classify", title="Text", help="Which.", stage="sources", when={"init": ("text",)}
    )
    frozen: bool = setting(default=True, title="Frozen", help="Whether.", stage="tune")


def test_fields_are_read_in_order_with_all_that_a_form_needs() -> None:
    assert fields_of(Example) == (
        FieldSpec(
            name="steps",
            title="Steps",
            help="How many.",
            kind="int",
            default=100,
            low=1,
            high=1000,
            stage="tune",
        ),
        FieldSpec(
            name="lr",
            title="Learning rate",
            help="How far.",
            kind="float",
            default=0.3,
            low=0,
            high=10,
            optional=True,
            unit="per step",
            stage="tune",
        ),
        FieldSpec(
            name="init",
            title="Start",
            help="Where.",
            kind="choice",
            default="text",
            choices=("random", "text"),
            stage="sources",
        ),
        FieldSpec(
            name="text",
            title="Text",
            help="Which.",
            kind="text",
            default="classify",
            stage="sources",
            when={"init": ("text",)},
        ),
        FieldSpec(
            name="frozen", title="Frozen", help="Whether.", kind="bool", default=True, stage="tune"
        ),
    )


def test_a_field_is_relevant_only_under_its_condition() -> None:
    steps, *_, text, _frozen = fields_of(Example)
    assert text.relevant({"init": "text"})
    assert not text.relevant({"init": "random"})
    assert not text.relevant({})
    assert steps.relevant({})


@pytest.mark.parametrize(
    ("annotation", "field", "message"),
    [
        (
            int,
            setting(1, title="", help="h", stage="s", ge=0, le=1),
            "The setting 'x' lacks its title, help, stage or default.",
        ),
        (
            int,
            setting(1, title="t", help="h", stage="", ge=0, le=1),
            "The setting 'x' lacks its title, help, stage or default.",
        ),
        (
            int,
            setting(..., title="t", help="h", stage="s", ge=0, le=1),
            "The setting 'x' lacks its title, help, stage or default.",
        ),
        (
            float,
            setting(1.0, title="t", help="h", stage="s", ge=0),
            "The setting 'x' is a number without bounds.",
        ),
        (
            list[int],
            setting((), title="t", help="h", stage="s"),
            "The setting 'x' has a type that no form can show.",
        ),
        (
            int,
            Field(1, title="t", description="h", gt=0, lt=3, json_schema_extra={"stage": "s"}),
            "Settings have inclusive bounds; use ge and le.",
        ),
    ],
)
def test_an_incomplete_declaration_is_refused(annotation: Any, field: Any, message: str) -> None:
    config = type("Faulty", (MethodConfig,), {"__annotations__": {"x": annotation}, "x": field})
    with pytest.raises(ConfigError) as caught:
        fields_of(config)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"step": 3},
            (
                "Method 'example': there is no setting 'step'. Check its spelling. If a newer "
                "PromptStudio wrote the study, update this one."
            ),
        ),
        (
            {"steps": 0},
            "Method 'example': steps = 0: Input should be greater than or equal to 1.",
        ),
        (
            {"init": "zero"},
            "Method 'example': init = 'zero': Input should be 'random' or 'text'.",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        validated(Example, values, "Method 'example'")
    assert str(caught.value) == message


def test_valid_settings_keep_the_other_defaults() -> None:
    config = validated(Example, {"lr": None, "steps": 7}, "Method 'example'")
    assert config.model_dump() == {
        "steps": 7,
        "lr": None,
        "init": "text",
        "text": "classify",
        "frozen": True,
    }


def test_records_can_not_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Example().steps = 3  # type: ignore[misc]


def test_numbers_that_are_not_finite_survive_json() -> None:
    class Record(Frozen):
        values: tuple[float, ...]

    record = Record(values=(math.inf, -math.inf, 1.0))
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_a_failure_of_the_whole_is_told_without_all_its_values() -> None:
    class Pair(Frozen):
        a: int
        b: int

        @model_validator(mode="after")
        def _differ(self) -> "Pair":
            if self.a == self.b:
                raise ValueError("a and b are equal")
            return self

    with pytest.raises(ValidationError) as caught:
        Pair(a=1, b=1)
    assert explain(caught.value, "The pair") == "The pair: a and b are equal."


class Heir(Example):
    """Does without two settings in one case."""

    idle: ClassVar[tuple[Idle, ...]] = (
        Idle(("lr", "init"), {"steps": (1, 2), "frozen": (False,)}),
    )


@pytest.mark.parametrize(
    ("changes", "hidden"),
    [
        ({}, set()),
        ({"steps": 1}, set()),
        ({"steps": 1, "frozen": False}, {"lr", "init", "text"}),
        ({"steps": [1, 2], "frozen": [False]}, {"lr", "init", "text"}),
        ({"steps": [1, 3], "frozen": False}, set()),
        ({"init": "random"}, {"text"}),
        ({"init": ["random", "text"]}, set()),
    ],
)
def test_what_depends_on_an_idle_setting_is_idle(changes: dict[str, Any], hidden: set[str]) -> None:
    fields = fields_of(Heir)
    values = Heir().model_dump() | changes
    assert {field.name for field in fields} - set(that_matter(fields, values)) == hidden


def test_none_is_a_word_for_optional_numbers_alone() -> None:
    assert validated(Example, {"lr": "none", "text": "none"}, "e") == Example(lr=None, text="none")
    with pytest.raises(ConfigError, match="steps = 'none'"):
        validated(Example, {"steps": "none"}, "e")
