"""What the measurements print, from known numbers."""

from promptstudio.bench.sandbox import TaskLine, report
from promptstudio.bench.setting import setting


def line(task: str, instructed: float, full: float, *, held_out: bool = False) -> TaskLine:
    return TaskLine(
        task=task, held_out=held_out, majority=0.5, instructed=instructed, full=full, few=0.6
    )


def test_a_task_counts_from_twenty_points_and_is_steered_from_nine_tenths() -> None:
    assert line("a", 0.7, 0.63).counts
    assert not line("a", 0.699, 0.7).counts
    assert line("a", 0.8, 0.72).is_steered
    assert not line("a", 0.8, 0.719).is_steered


def test_the_verdict_counts_only_tasks_that_count() -> None:
    lines = [
        line("fine", 0.9, 0.88, held_out=True),
        line("stuck", 0.9, 0.5),
        TaskLine(task="chance", held_out=False, majority=0.5, instructed=0.5),
    ]
    verdict = report(lines)[-1]
    assert "count: 2 of 3, 1 of them" in verdict
    assert "all rows: 1 of 2" in verdict
    assert "9.0 points" in verdict
    assert "| chance | 0.500 | 0.500 |  |  | no | no |" in report(lines)


def test_the_setting_names_machine_and_date() -> None:
    text = setting()
    assert "CPU cores" in text
    assert "torch" in text
