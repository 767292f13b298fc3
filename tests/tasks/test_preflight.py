from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.core.spec import MethodSpec, StudySpec
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.preflight import check_study

MakeCard = Callable[..., TaskCard]
WriteRows = Callable[[Path, list[dict[str, Any]]], Path]


def study(**changes: Any) -> StudySpec:
    values = {
        "name": "s",
        "target_tasks": ("own",),
        "methods": (MethodSpec(key="prompt_tuning"),),
        "shots": 4,
    }
    return StudySpec.model_validate(values | changes)


@pytest.fixture
def cards(tmp_path: Path, make_card: MakeCard, write_jsonl: WriteRows) -> Mapping[str, TaskCard]:
    rows = [{"text": f"t{n}", "label": n % 2} for n in range(20)]
    write_jsonl(tmp_path / "train.jsonl", rows)
    write_jsonl(tmp_path / "test.jsonl", [{"text": "x", "label": 0}])
    own = make_card({"path": str(tmp_path)}, template="{text}", key="own")
    return {**load_catalogue().cards, "own": own}


def test_a_study_that_fits_passes(cards: Mapping[str, TaskCard]) -> None:
    check_study(study(), cards)
    check_study(study(source_tasks=["film_sentiment"], source_shots=8), cards)


def test_a_split_that_is_too_small_is_told_before_anything_runs(
    cards: Mapping[str, TaskCard],
) -> None:
    with pytest.raises(TaskError, match="has 10 different training rows, but 6 shots need 12"):
        check_study(study(shots=6), cards)
    with pytest.raises(TaskError, match="6 shots need 12"):
        check_study(study(sweep={"shots": [2, 6]}), cards)
    with pytest.raises(TaskError, match="6 shots need 12"):
        check_study(study(target_tasks=["trec"], source_tasks=["own"], source_shots=6), cards)


def test_data_of_the_hub_are_not_touched(cards: Mapping[str, TaskCard]) -> None:
    check_study(study(target_tasks=["trec", "squad"], shots=4000), cards)


def test_free_text_has_no_label_words_to_share(cards: Mapping[str, TaskCard]) -> None:
    with pytest.raises(TaskError, match="but the task 'squad' is answered in free text"):
        check_study(study(target_tasks=["squad"], text={"label_words": "shared"}), cards)
    check_study(study(target_tasks=["squad"], text={"label_words": "numeric"}), cards)


def test_a_sandbox_task_that_is_too_small_is_told(cards: Mapping[str, TaskCard]) -> None:
    with pytest.raises(TaskError, match="'film_sentiment' has 1"):
        check_study(study(target_tasks=["film_sentiment"], shots=900), cards)


def test_rows_in_total_must_hold_every_class(cards: Mapping[str, TaskCard]) -> None:
    values = {"target_tasks": ["film_sentiment"], "split_rule": "total"}
    check_study(study(**values, shots=2), cards)
    with pytest.raises(TaskError, match="has 2 classes, and 1 rows in total can not hold"):
        check_study(study(**values, shots=1), cards)


def test_columns_are_looked_at_even_where_all_rows_are_taken(
    cards: Mapping[str, TaskCard], tmp_path: Path, make_card: MakeCard
) -> None:
    broken = make_card({"path": str(tmp_path), "label_field": "gone"}, key="own")
    with pytest.raises(TaskError, match="there is no column 'gone'"):
        check_study(study(shots="all"), {**cards, "own": broken})
