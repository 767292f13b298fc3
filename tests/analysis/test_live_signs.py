from promptstudio.analysis.live import JobState
from promptstudio.analysis.live_signs import points_of, signs_of
from promptstudio.analysis.series import Series


def series(values: list[float]) -> Series:
    made = Series()
    for step, value in enumerate(values, start=1):
        made.append(step, value)
    return made


def job(rows: int = 32) -> JobState:
    made = JobState("run-1", validation_rows=rows)
    made.validation["accuracy"] = series([0.5] * 6)
    return made


def test_a_score_that_never_moves_is_a_sign() -> None:
    (sign,) = signs_of(job(), "accuracy")
    assert sign.kind == "flat"


def test_before_the_first_score_nothing_is_said() -> None:
    assert not signs_of(job(rows=0), "accuracy")


def test_the_norm_comes_from_the_evaluations() -> None:
    made = job()
    made.validation = {"prompt_norm": series([1.0, 50.0])}
    assert [sign.kind for sign in signs_of(made, "accuracy")] == ["norm_blow_up"]


def test_the_loss_comes_from_the_steps() -> None:
    made = job()
    made.validation = {}
    made.numbers["loss"] = series([float(v) for v in range(20)])
    assert [sign.kind for sign in signs_of(made, "accuracy")] == ["loss_rising"]


def test_long_curves_are_thinned_but_keep_what_is_not_finite() -> None:
    values = [0.0] * 9_999
    values[4321] = float("nan")
    points = points_of(series(values), most=100)
    assert 100 <= len(points) <= 101
    assert points[0] == (1, 0.0)
    assert points[-1] == (9_999, 0.0)
    assert [step for step, value in points if value != value] == [4322]
