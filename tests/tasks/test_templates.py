import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.templates import field_names, render


def test_fields_and_escaped_braces() -> None:
    template = "{{a}} {premise}: {b c}{{{premise}}}"
    assert field_names(template) == ("premise", "b c")
    assert render(template, {"premise": "x", "b c": "{y}"}, "here") == "{a} x: {y}{x}"


@pytest.mark.parametrize(
    ("value", "text"), [("x", "x"), ("", ""), (7, "7"), (2.0, "2"), (2.5, "2.5"), (True, "true")]
)
def test_plain_values_as_text(value: object, text: str) -> None:
    assert render("<{v}>", {"v": value}, "here") == f"<{text}>"


def test_nothing_is_executed() -> None:
    row = {"text": "plain"}
    assert render("{text.__class__}", {"text.__class__": "a name"}, "here") == "a name"
    for hostile in ("{text.__class__}", "{text[0]}", "{text!r}", "{text:>9}"):
        with pytest.raises(TaskError, match="there is no column"):
            render(hostile, row, "here")


@pytest.mark.parametrize("template", ["{", "}", "a {} b", "{a", "a}", "{{a}", "{a{b}}"])
def test_unbalanced_braces_are_refused(template: str) -> None:
    with pytest.raises(TaskError, match="single or empty brace"):
        field_names(template)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"body": "x", "label": 1},
            r"Task 'a', row 3: there is no column 'text'. Columns: body, l",
        ),
        ({"text": None}, r"Task 'a', row 3: the column 'text' holds no value\."),
        ({"text": ["x"]}, r"the column 'text' holds neither text nor a number\."),
    ],
)
def test_unusable_fields_are_named(fields: dict[str, object], message: str) -> None:
    with pytest.raises(TaskError, match=message):
        render("{text}", fields, "Task 'a', row 3")
