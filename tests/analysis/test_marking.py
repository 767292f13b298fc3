"""Changes of marks, and what takes them back."""

from hypothesis import given
from hypothesis import strategies as st

from promptstudio.analysis.marking import retagged, shared_tags, taken_back
from promptstudio.analysis.run_lines import RunLine
from promptstudio.core.marks import MarkChange
from tests.gui.stored import line

TAGS = st.lists(st.sampled_from("abc"), unique=True).map(lambda tags: tuple(sorted(tags)))
MARKED = st.builds(
    lambda number, tags, note, star, away: line(
        number, tags=tags, note=note, is_favourite=star, is_archived=away
    ),
    st.integers(0, 50),
    TAGS,
    st.sampled_from(["", "a note", "another"]),
    st.booleans(),
    st.booleans(),
)
MAYBE = st.none() | st.booleans()
CHANGES = st.builds(
    lambda add, remove, note, star, away: MarkChange(
        add_tags=add,
        remove_tags=tuple(tag for tag in remove if tag not in add),
        note=note,
        is_favourite=star,
        is_archived=away,
    ),
    TAGS,
    TAGS,
    st.none() | st.sampled_from(["", "new"]),
    MAYBE,
    MAYBE,
)


@given(st.lists(MARKED, unique_by=lambda run: run.job_id), CHANGES)
def test_a_change_taken_back_leaves_nothing(lines: list[RunLine], change: MarkChange) -> None:
    after = {run.job_id: run.marked(change) for run in lines}
    for marking in taken_back(lines, change):
        for job_id in marking.job_ids:
            after[job_id] = after[job_id].marked(marking.change)
    assert list(after.values()) == lines


def test_runs_of_equal_marks_are_taken_back_together() -> None:
    lines = [line(0), line(1), line(2, is_archived=True)]
    back = taken_back(lines, MarkChange(is_archived=True))
    assert [(each.job_ids, each.change.is_archived) for each in back] == [
        (("run-0", "run-1"), False),
        (("run-2",), True),
    ]


def test_only_shared_tags_are_replaced() -> None:
    lines = [line(0, tags=("a", "b")), line(1, tags=("b", "c"))]
    assert shared_tags(lines) == ("b",)
    change = retagged(lines, [" d ", "", "b", "d"])
    assert (change.add_tags, change.remove_tags) == (("d",), ())
    change = retagged(lines, [])
    assert (change.add_tags, change.remove_tags) == ((), ("b",))
    assert [run.marked(change).tags for run in lines] == [("a",), ("c",)]
    assert shared_tags([]) == ()
