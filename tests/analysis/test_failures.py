import math

import pytest

from promptstudio.analysis.failures import Curve, LearningFailure, learning_failures


def curve(*values: float) -> Curve:
    return [(10 * (place + 1), value) for place, value in enumerate(values)]


def found(majority: float | None = None, **curves: Curve) -> list[LearningFailure]:
    named = {name.replace("__", "/"): points for name, points in curves.items()}
    return learning_failures(named, metric="accuracy", validation_rows=20, majority=majority)


def kinds(majority: float | None = None, **curves: Curve) -> list[str]:
    return [failure.kind for failure in found(majority, **curves)]


FALLING = curve(*(2.0 - step / 10 for step in range(12)))
LEARNING = curve(0.5, 0.6, 0.7, 0.8, 0.85, 0.9)


def test_a_run_that_learns_has_no_sign() -> None:
    learned = {
        "loss": FALLING,
        "prompt_norm": curve(4.0, 5.0, 6.0),
        "validation__accuracy": LEARNING,
        "validation__predicted_share": curve(1.0, 0.7, 0.6),
        "validation__loss": FALLING,
    }
    assert kinds(0.55, **learned) == []
    assert kinds() == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_the_first_value_that_is_not_finite_is_told(bad: float) -> None:
    (failure,) = found(loss=curve(1.0, 0.9, bad, bad), other=curve(1.0, 1.0, 1.0, bad))
    assert failure.kind == "not_finite"
    assert failure.sentence == f"'loss' is {bad} from step 30 on."
    assert failure.suggestion == "Lower 'Learning rate' or raise 'Warm-up steps'."


def test_a_score_that_moves_by_one_example_at_most_is_flat() -> None:
    (failure,) = found(validation__accuracy=curve(0.5, 0.55, 0.5, 0.55, 0.5))
    assert failure.kind == "flat"
    assert "accuracy stays at 0.500 over 5 evaluations" in failure.sentence
    assert "Raise 'Learning rate'" in failure.suggestion
    assert kinds(validation__accuracy=curve(0.5, 0.55, 0.5, 0.55, 0.6)) == []
    assert kinds(validation__accuracy=curve(0.5, 0.5, 0.5, 0.5)) == []  # four evaluations


def test_a_score_that_can_not_rise_is_not_flat() -> None:
    assert kinds(validation__accuracy=curve(*[1.0] * 4, 0.95)) == []


def test_the_targets_own_metric_decides_on_flatness() -> None:
    named = {"validation/matthews": curve(*[0.0] * 5), "validation/accuracy": LEARNING}
    (failure,) = learning_failures(named, metric="matthews", validation_rows=20)
    assert "validation matthews stays at 0.000" in failure.sentence


def test_one_class_by_what_is_predicted() -> None:
    (failure,) = found(validation__predicted_share=curve(0.6, 1.0))
    assert failure.kind == "one_class"
    assert "'Initialisation'" in failure.suggestion
    assert kinds(validation__predicted_share=curve(1.0, 0.95)) == []


def test_one_class_by_the_majority_rate() -> None:
    assert kinds(0.55, validation__accuracy=curve(0.9, 0.55)) == ["one_class"]
    assert kinds(0.55, validation__accuracy=curve(0.55, 0.6)) == []
    assert kinds(None, validation__accuracy=curve(0.9, 0.55)) == []


def test_what_is_predicted_overrules_the_majority_rate() -> None:
    share = curve(0.6, 0.6)
    assert (
        kinds(0.55, validation__accuracy=curve(0.9, 0.55), validation__predicted_share=share) == []
    )


def test_rows_of_one_class_alone_are_no_sign() -> None:
    assert kinds(1.0, validation__predicted_share=curve(1.0, 1.0)) == []


def test_a_norm_that_grows_tenfold() -> None:
    (failure,) = found(prompt_norm=curve(2.0, 3.0, 20.1))
    assert failure.kind == "norm_blow_up"
    assert failure.sentence == "The prompt's norm went from 2 to 20.1."
    assert "'Weight decay'" in failure.suggestion
    assert kinds(prompt_norm=curve(2.0, 50.0, 20.0)) == []
    assert kinds(prompt_norm=curve(0.0, 20.0)) == []  # a start at zero has no factor
    assert kinds(prompt_norm=curve(2.0)) == []


def test_a_rising_loss() -> None:
    (failure,) = found(target__loss=FALLING[::-1])
    assert failure.kind == "loss_rising"
    assert failure.sentence == "The training 'target/loss' rises, from 1 to 1.9."
    assert kinds(loss=curve(*range(7))) == []  # seven values
    assert kinds(loss=curve(*range(8))) == ["loss_rising"]


def test_a_loss_that_rises_less_than_its_noise_is_no_sign() -> None:
    noisy = curve(1.0, 2.0, 1.0, 2.0, 1.5, 1.5, 1.5, 1.5, 1.3, 2.1, 1.1, 2.1)
    assert kinds(loss=noisy) == []
    assert kinds(loss=curve(*[0.7] * 12)) == []


def test_a_rising_validation_loss_is_not_one_of_training() -> None:
    assert kinds(validation__loss=FALLING[::-1]) == []


def test_a_loss_of_every_stage_is_looked_at() -> None:
    rising = FALLING[::-1]
    assert kinds(source__loss=rising, target__loss=rising) == ["loss_rising", "loss_rising"]
