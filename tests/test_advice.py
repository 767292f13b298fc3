"""What is told of a study before it runs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from promptstudio.advice import advice
from promptstudio.analysis.verdicts import fewest_pairs
from promptstudio.core.advice import Advice
from promptstudio.core.spec import EvaluationSpec, MethodSpec, StudySpec
from promptstudio.methods.registry import methods
from promptstudio.tasks.cards import TaskCard, build_card, load_catalogue

FINE: dict[str, Any] = {
    "name": "fine",
    "source_tasks": ("film_sentiment",),
    "target_tasks": ("hotel_sentiment",),
    "methods": (
        MethodSpec(key="prompt_tuning"),
        MethodSpec(key="spot"),
        MethodSpec(key="majority"),
    ),
    "seeds": tuple(range(8)),
    "source_shots": 16,
}


@pytest.fixture(scope="module")
def cards() -> Mapping[str, TaskCard]:
    return load_catalogue().cards


@pytest.fixture
def look(cards: Mapping[str, TaskCard]) -> Callable[..., tuple[Advice, ...]]:
    def look(**changes: Any) -> tuple[Advice, ...]:
        return advice(StudySpec.model_validate(FINE | changes), methods(), cards)

    return look


Look = Callable[..., tuple[Advice, ...]]


def mended(found: Advice, cards: Mapping[str, TaskCard]) -> tuple[str, ...]:
    """Return what is still said after the fix."""
    assert found.fix is not None
    assert found.fix_label
    return tuple(one.sentence for one in advice(found.fix, methods(), cards))


def test_a_study_without_a_flaw_needs_no_advice(look: Look) -> None:
    assert look() == ()


def test_too_few_pairs_are_told_and_seeds_added(look: Look, cards: Mapping[str, TaskCard]) -> None:
    (found,) = look(seeds=(3, 0))
    assert found.severity == "warning"
    assert "over 2 pairs of runs" in found.sentence
    assert "with 2 comparisons, 7 are needed" in found.sentence
    assert found.fix is not None
    assert found.fix.seeds == (3, 0, 1, 2, 4, 5, 6)
    assert found.fix_label == "Use 7 seeds"
    assert mended(found, cards) == ()


def test_targets_and_split_seeds_make_pairs_and_seeds_on_one_split_do_not(
    look: Look, cards: Mapping[str, TaskCard]
) -> None:
    two = ("hotel_sentiment", "gadget_sentiment")
    (found,) = look(target_tasks=two, seeds=tuple(range(8)), split_seeds=(5,))
    assert found.fix is not None
    assert found.fix.split_seeds == (5, 0, 1, 2)
    assert found.fix.seeds == tuple(range(8))
    assert found.fix_label == "Use 4 split seeds"
    assert mended(found, cards) == ()
    assert look(target_tasks=two, seeds=tuple(range(4))) == ()


def test_every_swept_setting_is_a_comparison_more(look: Look) -> None:
    swept = MethodSpec(key="spot", config={"steps": [100, 200, 300]})
    specs = (MethodSpec(key="prompt_tuning"), swept, MethodSpec(key="majority"))
    (found,) = look(methods=specs, seeds=(0, 1))
    assert f"with 4 comparisons, {fewest_pairs(4)} are needed" in found.sentence


def test_one_method_alone_is_compared_with_nothing(look: Look) -> None:
    found = look(methods=(MethodSpec(key="prompt_tuning"),), seeds=(0,))
    assert [one.severity for one in found] == ["note"]


def test_without_its_baseline_a_gain_can_not_be_told(
    look: Look, cards: Mapping[str, TaskCard]
) -> None:
    (found,) = look(methods=FINE["methods"][1:])
    assert found.sentence.startswith("Gains are over 'Prompt tuning'")
    assert found.fix is not None
    assert found.fix.methods[0].key == "prompt_tuning"
    assert mended(found, cards) == ()


def test_a_control_is_recommended(look: Look, cards: Mapping[str, TaskCard]) -> None:
    (found,) = look(methods=FINE["methods"][:2])
    assert (found.severity, found.fix_label) == ("note", "Tick Majority answer")
    assert mended(found, cards) == ()
    control = MethodSpec(key="prompt_tuning", label="Wide", control=True)
    assert look(methods=(*FINE["methods"][:2], control)) == ()


def test_a_run_that_is_scored_once_is_told(look: Look, cards: Mapping[str, TaskCard]) -> None:
    short = MethodSpec(key="spot", config={"steps": 40})
    (found,) = look(methods=(FINE["methods"][0], short, FINE["methods"][2]))
    assert found.sentence.startswith("'SPoT': only the last prompt is scored")
    assert found.fix is not None
    assert found.fix.evaluation.every == 8
    assert mended(found, cards) == ()
    every = EvaluationSpec(every=20)
    assert look(methods=(FINE["methods"][0], short, FINE["methods"][2]), evaluation=every) == ()


def test_prompts_of_other_lengths_are_told(look: Look) -> None:
    long = MethodSpec(key="spot", config={"num_virtual_tokens": 20})
    (found,) = look(methods=(FINE["methods"][0], long, FINE["methods"][2]))
    assert "(10, 20 virtual tokens)" in found.sentence
    assert found.fix is None


def test_targets_without_a_related_source_are_told(look: Look) -> None:
    (found,) = look(source_tasks=("book_tense", "film_flipped"))
    assert found.sentence.startswith("No source task is related to 'Hotel sentiment'")
    assert look(source_tasks=("book_tense", "film_sentiment")) == ()


def test_rows_of_the_hub_are_told(look: Look) -> None:
    (found,) = look(target_tasks=("hotel_sentiment", "trec"))
    assert found.severity == "note"
    assert "Rows of 1 task come from the hub" in found.sentence


def test_methods_without_sources_stop_and_can_be_left_out(
    look: Look, cards: Mapping[str, TaskCard]
) -> None:
    (found,) = look(source_tasks=())
    assert found.severity == "stop"
    assert found.sentence == "'SPoT' learns from source tasks, and no source task is ticked."
    assert found.fix is not None
    assert [spec.key for spec in found.fix.methods] == ["prompt_tuning", "majority"]
    assert mended(found, cards) == ()
    (alone,) = look(source_tasks=(), methods=(MethodSpec(key="spot"),))
    assert (alone.fix, alone.fix_label) == (None, "")


def test_a_lost_task_and_a_bad_setting_stop(look: Look) -> None:
    (found,) = look(target_tasks=("lost", "hotel_sentiment"))
    assert found == Advice("stop", "There is no task card for 'lost'.")
    (found,) = look(methods=(MethodSpec(key="spot", config={"steps": 0}),))
    assert (found.severity, found.fix) == ("stop", None)
    assert "steps = 0" in found.sentence


@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps"])
def test_a_device_that_is_not_there_stops_and_auto_mends_it(
    device: str, cards: Mapping[str, TaskCard]
) -> None:
    study = StudySpec.model_validate(FINE | {"backbone": {"device": device}})
    (found,) = advice(study, methods(), cards, ("cpu",))
    assert found.severity == "stop"
    assert found.sentence == f"This machine has no device '{device}'. It has cpu."
    assert found.fix == StudySpec.model_validate(FINE)
    assert found.fix_label == "Use auto"
    assert advice(found.fix, methods(), cards, ("cpu",)) == ()
    assert advice(study, methods(), cards, ("cpu", "cuda:0", "cuda:1", "mps")) == ()
    assert advice(study, methods(), cards, None) == (), "nothing is known of the machine"


@pytest.mark.parametrize(
    ("device", "devices", "stops"),
    [
        ("auto", ("cpu",), True),
        ("auto", ("cpu", "mps"), True),
        ("cpu", ("cpu", "cuda:0"), True),
        ("auto", ("cpu", "cuda:0"), False),
        ("cuda:0", ("cpu", "cuda:0"), False),
        ("auto", None, False),
    ],
)
def test_quantized_weights_need_a_gpu(
    cards: Mapping[str, TaskCard],
    device: str,
    devices: tuple[str, ...] | None,
    stops: bool,  # noqa: FBT001 - a column of the table
) -> None:
    backbone = {"device": device, "quantization": "8bit"}
    study = StudySpec.model_validate(FINE | {"backbone": backbone})
    found = advice(study, methods(), cards, devices)
    assert bool(found) == stops
    if stops:
        (one,) = found
        sentence = "Weights in 8bit need a CUDA device, and this study would run without one."
        assert (one.severity, one.sentence, one.fix_label) == ("stop", sentence, "Do not quantize")
        assert one.fix is not None
        assert (one.fix.backbone.quantization, one.fix.backbone.device) == ("none", device)
        assert advice(one.fix, methods(), cards, devices) == ()


def test_swept_devices_are_looked_for_in_place_of_the_study_s_own(
    cards: Mapping[str, TaskCard],
) -> None:
    changes = {"backbone": {"device": "mps"}, "sweep": {"backbone.device": ("cpu", "cuda")}}
    study = StudySpec.model_validate(FINE | changes)
    (found,) = advice(study, methods(), cards, ("cpu",))
    assert found == Advice("stop", "This machine has no device 'cuda'. It has cpu.")
    assert advice(study, methods(), cards, ("cpu", "cuda:0")) == ()


@pytest.fixture
def own(tmp_path: Path) -> TaskCard:
    """A task of 20 rows, ten of each class."""
    lines = [f'{{"text": "t{n}", "label": {n % 2}}}\n' for n in range(20)]
    (tmp_path / "train.jsonl").write_text("".join(lines))
    (tmp_path / "test.jsonl").write_text('{"text": "x", "label": 0}\n')
    values = {
        "key": "own",
        "title": "Own",
        "kind": "classification",
        "metric": "accuracy",
        "template": "{text}",
        "source": {"type": "file", "path": str(tmp_path)},
        "labels": {"0": "no", "1": "yes"},
    }
    return build_card(values, "Task 'own'")


def test_more_shots_than_rows_stop_and_fewer_are_offered(
    own: TaskCard, cards: Mapping[str, TaskCard]
) -> None:
    every = {**cards, "own": own}
    study = StudySpec.model_validate(FINE | {"target_tasks": ("own",), "shots": 16})
    (found,) = advice(study, methods(), every)
    assert found.severity == "stop"
    assert "10 different training rows, but 16 shots need 32" in found.sentence
    assert found.fix is not None
    assert (found.fix.shots, found.fix_label) == (4, "Use 4 shots")
    assert mended(found, every) == ()


def test_label_words_that_do_not_fit_stop(cards: Mapping[str, TaskCard], look: Look) -> None:
    (found,) = look(target_tasks=("squad",), text={"label_words": "shared"})
    assert (found.severity, found.fix_label) == ("stop", "Use natural label words")
    assert all("label words" not in sentence for sentence in mended(found, cards))
