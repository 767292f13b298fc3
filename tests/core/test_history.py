import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptstudio.core.history import MOST_STEPS, TOGETHER_S, History, changed_fields
from promptstudio.core.spec import MethodSpec, StudySpec, TextSpec


def first_word(before: str, after: str) -> frozenset[str]:
    """Name the first words of texts that differ."""
    return frozenset() if before == after else frozenset({before.split()[0], after.split()[0]})


STUDY = StudySpec(
    name="s",
    target_tasks=("a",),
    methods=(MethodSpec(key="m", config={"steps": 1, "lr": 0.1}), MethodSpec(key="n")),
)


def test_back_and_forth() -> None:
    history = History("a", first_word)
    assert not history.can_undo
    for at, state in enumerate(("b", "c")):
        history.push(state, 10.0 * at)
    assert (history.present, history.can_undo, history.can_redo) == ("c", True, False)
    assert [history.undo(), history.undo(), history.undo()] == ["b", "a", "a"]
    assert [history.redo(), history.redo(), history.redo()] == ["b", "c", "c"]


def test_a_new_state_forgets_what_was_undone() -> None:
    history = History("a", first_word)
    history.push("b", 0)
    history.push("c", 10)
    history.undo()
    history.push("d", 20)
    assert not history.can_redo
    assert history.undo() == "b"


def test_quick_changes_of_one_thing_are_one_step() -> None:
    history = History("x", first_word)
    for at, state in enumerate(("x 1", "x 12", "x 123")):
        history.push(state, 0.5 * at)
    history.push("x 1234", 1.0 + TOGETHER_S + 0.01)
    assert [history.undo(), history.undo()] == ["x 123", "x"]


@pytest.mark.parametrize("state", ["y", "y 2"])
def test_changes_of_other_things_are_steps_of_their_own(state: str) -> None:
    history = History("x", first_word)
    history.push("x 1", 0)
    history.push(state, 0.1)
    assert history.undo() == "x 1"


def test_after_an_undo_a_change_is_a_step_of_its_own() -> None:
    history = History("x", first_word)
    history.push("x 1", 0)
    history.push("x 2", 10)
    history.undo()
    history.push("x 3", 10.1)
    assert history.undo() == "x 1"


def test_an_equal_state_is_no_step() -> None:
    history = History("x", first_word)
    history.push("x 1", 0)
    history.undo()
    history.push("x", 10)
    assert history.redo() == "x 1"


def test_the_oldest_states_are_given_up() -> None:
    history = History("0", first_word)
    for number in range(1, MOST_STEPS + 50):
        history.push(str(number), 10.0 * number)
    states = {history.undo() for _ in range(2 * MOST_STEPS)}
    assert min(states, key=int) == str(50)


@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["undo", "redo"])), max_size=40))
def test_it_does_what_a_list_with_a_place_does(acts: list[int | str]) -> None:
    history = History(0, lambda a, b: frozenset({"n"}) if a != b else frozenset())
    states, place = [0], 0
    for at, act in enumerate(acts):
        if act == "undo":
            place = max(0, place - 1)
            assert history.undo() == states[place]
        elif act == "redo":
            place = min(len(states) - 1, place + 1)
            assert history.redo() == states[place]
        elif isinstance(act, int) and act != states[place]:
            states = [*states[: place + 1], act]
            place += 1
            history.push(act, 100.0 * at)
        assert history.present == states[place]
        assert (history.can_undo, history.can_redo) == (place > 0, place + 1 < len(states))


def test_changed_fields_are_named_by_their_place() -> None:
    methods = (MethodSpec(key="m", config={"steps": 2, "lr": 0.1}), MethodSpec(key="n"))
    assert changed_fields(STUDY, STUDY) == frozenset()
    assert changed_fields(STUDY, STUDY.model_copy(update={"methods": methods})) == {
        "methods.0.config.steps"
    }
    assert changed_fields(STUDY, STUDY.model_copy(update={"seeds": (0, 1)})) == {"seeds"}
    other = STUDY.model_copy(update={"text": TextSpec(task_prefix=True), "shots": 4})
    assert changed_fields(STUDY, other) == {"text.task_prefix", "shots"}


def test_what_is_added_or_taken_away_is_one_field() -> None:
    fewer = STUDY.model_copy(update={"methods": STUDY.methods[:1]})
    assert changed_fields(STUDY, fewer) == {"methods"}
    plain = (MethodSpec(key="m", config={"steps": 1}), MethodSpec(key="n"))
    assert changed_fields(STUDY, STUDY.model_copy(update={"methods": plain})) == {
        "methods.0.config"
    }
