"""Encoded tasks are made once: kept in memory for jobs, on disk for the next worker."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.spec import BackboneSpec, JobSpec, TextSpec
from promptstudio.engine import resources as module
from promptstudio.engine.resources import Resources
from promptstudio.tasks import cache
from promptstudio.tasks.cache import EncodedTasks
from promptstudio.tasks.cards import TaskCard, build_card, fingerprint
from promptstudio.tasks.encoding import TaskData
from promptstudio.tasks.fitting import Fitter, Text
from tests.engine.test_worker import run_of

ROWS = 60


@pytest.fixture(autouse=True)
def keep_small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LEAST_ROWS", ROWS)


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many inputs and answers were tokenised, call by call."""
    counts: list[int] = []
    fit = Fitter.fit

    def counted(self: Fitter, texts: Sequence[Text]) -> Any:
        counts.append(len(texts))
        return fit(self, texts)

    monkeypatch.setattr(Fitter, "fit", counted)
    return counts


def card_of(folder: Path, **changes: Any) -> TaskCard:
    rows = "".join(f"the film number {n} was fine,{n % 2}\n" for n in range(ROWS))
    (folder / "rows.csv").write_text(f"text,label\n{rows}")
    values = {
        "key": "food",
        "title": "Food",
        "kind": "classification",
        "metric": "accuracy",
        "template": "text: {text}",
        "source": {"type": "file", "path": str(folder / "rows.csv")},
        "labels": {"0": "bad", "1": "good"},
    }
    return build_card(values | changes, "card")


def worker(folder: Path) -> Resources:
    return Resources(EncodedTasks(folder / "cache"))


def encoded(resources: Resources, card: TaskCard, **changes: Any) -> TaskData:
    resources.add_cards({card.key: card.model_dump(mode="json")})
    spec: JobSpec = run_of("run-1").spec
    tasks = {card.key: fingerprint(card)}
    spec = spec.model_copy(
        update={"tasks": tasks, "shots": None, "target_task": card.key} | changes
    )
    job = run_of("run-1").model_copy(update={"spec": spec})
    machine = resources.use(job.spec, sharing="in_turn", may_change=True)
    return resources.tasks(spec, machine.backbone)[card.key]


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "cache").glob("*.safetensors"))


def test_the_next_worker_neither_reads_nor_tokenises(tmp_path: Path, fitted: list[int]) -> None:
    card = card_of(tmp_path)
    first = encoded(worker(tmp_path), card)
    assert sum(fitted) == ROWS
    fitted.clear()
    resources = worker(tmp_path)
    second = encoded(resources, card)
    assert second == first
    assert fitted == []
    assert encoded(resources, card) is second


@pytest.mark.parametrize(
    "changes",
    [
        {"split_seed": 1},
        {"shots": 4},
        {"split_rule": "train_derived"},
        {"text": TextSpec(label_words="numeric")},
        {"backbone": BackboneSpec(max_input_tokens=9)},
        {"backbone": BackboneSpec(max_target_tokens=9)},
    ],
)
def test_what_changes_the_rows_makes_an_entry_of_its_own(
    tmp_path: Path, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LEAST_ROWS", 1)
    card = card_of(tmp_path)
    encoded(worker(tmp_path), card)
    encoded(worker(tmp_path), card, **changes)
    assert len(entries(tmp_path)) == 2


def test_another_template_or_tokenizer_is_encoded_anew(
    tmp_path: Path, fitted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = encoded(worker(tmp_path), card_of(tmp_path))
    other = encoded(worker(tmp_path), card_of(tmp_path, template="review: {text}"))
    assert other.train[0].input_ids != first.train[0].input_ids
    assert sum(fitted) == 2 * ROWS
    monkeypatch.setattr(module, "tokenizer_mark", lambda tokenizer: "another")
    encoded(worker(tmp_path), card_of(tmp_path))
    assert sum(fitted) == 3 * ROWS
    assert len(entries(tmp_path)) == 3


def test_a_tokenizer_of_unknown_rules_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "tokenizer_mark", lambda tokenizer: "")
    encoded(worker(tmp_path), card_of(tmp_path))
    assert not (tmp_path / "cache").exists()


def test_a_file_that_was_cut_short_is_encoded_anew_and_mended(
    tmp_path: Path, fitted: list[int]
) -> None:
    card = card_of(tmp_path)
    first = encoded(worker(tmp_path), card)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2])
    assert encoded(worker(tmp_path), card) == first
    assert sum(fitted) == 2 * ROWS
    assert entry.read_bytes() == whole


def test_memory_holds_the_tasks_that_were_used_last(
    tmp_path: Path, fitted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    resources, card = Resources(), card_of(tmp_path)
    monkeypatch.setattr(module, "MOST_ROWS", 2 * ROWS)
    for seed in (0, 1, 0, 2):  # 2 drives out 1, which was not used for longer than 0
        encoded(resources, card, split_seed=seed)
    assert sum(fitted) == 3 * ROWS
    encoded(resources, card, split_seed=0)
    assert sum(fitted) == 3 * ROWS
    encoded(resources, card, split_seed=1)
    assert sum(fitted) == 4 * ROWS


def test_a_task_larger_than_the_bound_is_kept_while_it_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    resources, card = Resources(), card_of(tmp_path)
    assert encoded(resources, card) is encoded(resources, card)
