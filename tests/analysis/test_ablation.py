"""Effects of single settings from pairs of runs that differ in nothing else."""

from typing import Any

import pytest
from scipy import stats

from promptstudio.analysis.ablation import Effect, Trial, effects, setting_text, value_text


def trial(score: float, seed: int = 0, target: str = "film", **settings: Any) -> Trial:
    return Trial("A", target, seed, seed, {"steps": 80, **settings}, score)


def by_value(found: tuple[Effect, ...], setting: str) -> dict[Any, Effect]:
    return {effect.value: effect for effect in found if effect.setting == setting}


def test_differences_are_to_the_value_of_most_runs() -> None:
    found = effects(
        [
            *(trial(score, seed, lr=0.1) for seed, score in enumerate((0.5, 0.6, 0.7))),
            *(trial(score, seed, lr=0.3) for seed, score in enumerate((0.6, 0.6, 0.9))),
            trial(0.4, 0, lr=1.0),
        ]
    )
    own = by_value(found, "lr")
    assert {effect.reference for effect in found} == {0.1}
    assert own[0.1].difference == 0
    assert own[0.1].interval is None
    assert own[0.3].difference == pytest.approx(0.1)
    half = float(stats.t.ppf(0.975, 2)) * stats.sem([0.1, 0.0, 0.2])
    assert own[0.3].interval is not None
    assert own[0.3].interval.high == pytest.approx(0.1 + half)
    assert (own[1.0].difference, own[1.0].pairs) == (pytest.approx(-0.1), 1)
    assert own[1.0].interval is None


def test_runs_that_differ_in_two_settings_are_not_compared() -> None:
    assert effects([trial(0.5, lr=0.1, init="a"), trial(0.9, lr=0.3, init="b")]) == ()


def test_other_settings_are_held_fixed_in_a_grid() -> None:
    scores = {(0.1, "a"): 0.5, (0.1, "b"): 0.7, (0.3, "a"): 0.6, (0.3, "b"): 0.9}
    found = effects(trial(score, lr=lr, init=init) for (lr, init), score in scores.items())
    assert by_value(found, "lr")[0.3].difference == pytest.approx(0.15)
    assert by_value(found, "lr")[0.3].pairs == 2
    assert by_value(found, "init")["b"].difference == pytest.approx(0.25)


def test_targets_weigh_alike_however_many_runs_they_have() -> None:
    found = effects(
        [
            *(trial(0.5, lr=lr, target="film") for lr in (0.1, 0.3)),
            *(Trial("A", "book", 0, seed, {"lr": 0.1}, 0.5) for seed in range(3)),
            *(Trial("A", "book", 0, seed, {"lr": 0.3}, 0.9) for seed in range(3)),
        ]
    )
    assert by_value(found, "lr")[0.3].difference == pytest.approx(0.2)


def test_methods_are_not_compared_with_each_other() -> None:
    assert effects([trial(0.5, lr=0.1), trial(0.7, lr=0.3)._replace(method="B")]) == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (False, "no"),
        (None, "none"),
        ("", "none"),
        (0.1, "0.1"),
        (["a", "b"], "a+b"),
    ],
)
def test_values_as_words(value: Any, words: str) -> None:
    assert value_text(value) == words


def test_names_as_words() -> None:
    assert setting_text("job.source_shots") == "source shots"
