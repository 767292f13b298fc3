import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptstudio.core.errors import TaskError
from promptstudio.tasks.syntax import written
from promptstudio.tasks.templates import field_names, needed_names, render, unmarked


def test_fields_and_escaped_braces() -> None:
    template = "{{a}} {premise}: {b c}{{{premise}}}"
    assert field_names(template) == ("premise", "b c")
    assert render(template, {"premise": "x", "b c": "{y}"}, "here").text == "{a} x: {y}{x}"


@pytest.mark.parametrize(
    ("value", "text"), [("x", "x"), ("", ""), (7, "7"), (2.0, "2"), (2.5, "2.5"), (True, "true")]
)
def test_plain_values_as_text(value: object, text: str) -> None:
    assert render("<{v}>", {"v": value}, "here").text == f"<{text}>"


def test_nothing_is_executed() -> None:
    row = {"text": "plain"}
    assert render("{text.__class__}", {"text.__class__": "a name"}, "here").text == "a name"
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


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a?}{b}", "x"),
        ("<{c?}>{z?}", "<>"),
        ("{[c: {c} ]}{b}", "x"),
        ("{[b: {b} ]}{b}", "b: x x"),
        ("{[{b} {c}]}", ""),
        ("{[{b}{c?}.]}", "x."),
        ("{b}{[ ({n})]}{[ ({z})]}", "x (0)"),
        ("{[n={n}]}]}}", "n=0]}"),
        ("{[[{b}]]}", "[x]"),
        ("{[{{{b}}}]}", "{x}"),
        ("[{b}]", "[x]"),
        ("{{[{b}]}}", "{[x]}"),
        ("{{[{b}]}}}}", "{[x]}}"),
        ("{b|cut}{c?|cut}{q??}{q???}", "xyes!yes!"),
    ],
)
def test_what_is_missing_or_empty_leaves_nothing(template: str, text: str) -> None:
    fields = {"b": "x", "c": " \n", "n": 0, "z": None, "q?": "yes!"}
    assert render(template, fields, "here").text == text


def test_a_field_of_a_group_that_is_no_text_is_still_an_error() -> None:
    for template in ("{[{a}]}", "{a?}"):
        with pytest.raises(TaskError, match="'a' holds neither text nor a number"):
            render(template, {"a": ["x"]}, "here")


def test_a_question_mark_of_the_columns_own_name_is_not_overlooked() -> None:
    message = (
        r"here: the template names \{toxic\?\}, a column 'toxic' .* Write \{toxic\?\?\} for it"
    )
    with pytest.raises(TaskError, match=message):
        render("{toxic?}", {"toxic?": "no"}, "here")
    for name in ("plain", "toxic?", "really??", "?"):
        assert field_names(written(name)) == needed_names(written(name)) == (name,)
        assert render(written(name), {name: "v"}, "here").text == "v"


def test_names_and_a_form_to_fill_in() -> None:
    template = "{{1}} {a|cut} {b?}{[c: {c?|cut} {d} ]}{a}"
    assert field_names(template) == ("a", "b", "c", "d")
    assert needed_names(template) == ("a",)
    assert unmarked(template) == "{{1}} {a} {b}c: {c} {d} {a}"


def test_spans_that_may_be_shortened() -> None:
    row = {"a": "long", "b": "", "c": "text"}
    text, spans = render("1 {a|cut} 2{b|cut}{[ {c|cut}]}{a}", row, "here")
    assert text == "1 long 2 textlong"
    assert [text[begin:end] for begin, end in spans] == ["long", "text"]
    assert spans == ((2, 6), (9, 13))
    assert render("{a}{c}", row, "here").cuttable == ()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{[{a}", "a group that is not closed"),
        ("{[{a}{[{b}]}]}", "a group within a group"),
        ("{a}]}", "the end of a group that does not begin"),
        ("{[words]}", "a group without a field that it depends on"),
        ("{[{a?}]}", "a group without a field that it depends on"),
        ("{?}", "single or empty brace"),
        ("{|cut}", "single or empty brace"),
    ],
)
def test_groups_and_marks_that_say_nothing_are_refused(template: str, message: str) -> None:
    with pytest.raises(TaskError, match=message):
        field_names(template)


@given(st.text("ab{}[]?| cut", max_size=24))
def test_a_template_is_refused_or_renders_whatever_the_row_holds(template: str) -> None:
    try:
        names = field_names(template)
    except TaskError:
        return
    row = {name: f"<{place}>" for place, name in enumerate(names)}
    text, spans = render(template, row, "here")
    assert all(value in text for value in row.values())
    assert all(text[begin:end] in row.values() for begin, end in spans)
    needed = {name: row[name] for name in needed_names(template)}
    if not any(f"{name}?" in needed for name in names):
        assert all(value in render(template, needed, "here").text for value in needed.values())
