import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import load_card, load_catalogue
from promptstudio.tasks.guess import guess_card, import_task
from promptstudio.tasks.preview import PreviewRow, preview_rows

WriteRows = Callable[[Path, list[dict[str, Any]]], Path]

REVIEWS = [
    {"id": f"r{n}", "review": f"review number {n}", "stars": n, "Label": ("not_ok", "fine")[n % 2]}
    for n in range(8)
]


def test_columns_are_told_apart(tmp_path: Path, write_table: WriteRows) -> None:
    card = guess_card(write_table(tmp_path / "My Reviews (2).csv", REVIEWS))
    assert (card.key, card.title, card.kind) == (
        "my_reviews_2_",
        "My Reviews (2)",
        "classification",
    )
    assert card.template == "review: {review}"
    assert card.labels == {"fine": "fine", "not_ok": "not ok"}
    assert preview_rows(card, 2) == (
        PreviewRow("review: review number 0", "not ok"),
        PreviewRow("review: review number 1", "fine"),
    )


def test_numbers_are_classes_in_their_order(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = [{"a": "one two", "b": "three four", "gold_label": n % 12} for n in (*range(12),) * 2]
    card = guess_card(write_jsonl(tmp_path / "n.jsonl", rows), key="mine")
    assert card.key == "mine"
    assert list(card.labels or {}) == [str(n) for n in range(12)]
    assert card.template == "a: {a} b: {b}"
    assert card.source.label_field == "gold_label"


def test_free_answers(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = [{"question": f"what is {n} ?", "target": f"number {n}"} for n in range(6)]
    card = guess_card(write_jsonl(tmp_path / "qa.jsonl", rows))
    assert (card.kind, card.metric, card.labels) == ("generation", "exact_match", None)
    assert preview_rows(card, 1) == (PreviewRow("question: what is 0 ?", "number 0"),)


@pytest.mark.parametrize(
    ("task", "template", "classes"),
    [
        ("sst2", "sentence: {sentence}", 2),
        ("mrpc", "sentence1: {sentence1} sentence2: {sentence2}", 2),
        ("trec", "text: {text}", 6),
        ("xquad_en", "context: {context} question: {question}", 0),
    ],
)
def test_real_folders(shared_data: Path, task: str, template: str, classes: int) -> None:
    card = guess_card(shared_data / task)
    if task == "xquad_en":
        assert card.source.answer_field == "answers"
    assert card.template == template
    assert len(card.labels or {}) == classes


def test_unclear_columns_are_listed(tmp_path: Path, write_table: WriteRows) -> None:
    path = write_table(tmp_path / "a.csv", [{"text": "a b", "kind of": "x"}] * 4)
    with pytest.raises(
        TaskError, match=r"which column of '.*a.csv' holds .* Columns: text, kind of"
    ):
        guess_card(path)
    path = write_table(tmp_path / "b.parquet", [{"n": n, "label": n % 2} for n in range(4)])
    with pytest.raises(TaskError, match=r"No column of '.*b.parquet' holds text to read"):
        guess_card(path)


def test_numbers_then_words_are_refused_with_the_row(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text("text,label\n" + "a b,0\nc d,1\n" * 3 + "e f,yes\n")
    with pytest.raises(
        TaskError, match=r"mixed.csv', row 7, column 'label': the label 'yes' is a word, but row 1"
    ):
        guess_card(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"There is no file '.*gone.csv'\."):
        guess_card(tmp_path / "gone.csv")


def test_import_writes_a_card_into_the_workspace(tmp_path: Path, write_table: WriteRows) -> None:
    data = write_table(tmp_path / "reviews.parquet", REVIEWS)
    words = {"not_ok": "bad", "fine": "good"}
    path = import_task(
        data, workspace=tmp_path / "work", changes={"labels": words, "title": "Ours"}
    )
    assert path == tmp_path / "work/tasks/reviews.toml"
    card = load_card(path)
    assert (card.title, card.labels) == ("Ours", words)
    assert load_catalogue(tmp_path / "work/tasks").cards["reviews"] == card
    assert preview_rows(card, 1)[0].target == "bad"
    with pytest.raises(TaskError, match="There is a task 'reviews' already"):
        import_task(data, workspace=tmp_path / "work")
    with pytest.raises(TaskError, match="Task 'other': the metric 'token_f1' does not fit"):
        import_task(data, workspace=tmp_path, key="other", changes={"metric": "token_f1"})
    assert not (tmp_path / "tasks").exists()


def test_cards_and_previews_load_neither_torch_nor_datasets(
    tmp_path: Path, write_table: WriteRows
) -> None:
    path = write_table(tmp_path / "reviews.csv", REVIEWS)
    code = f"""
import sys
from pathlib import Path
from promptstudio.tasks import cards, metrics, preview, splits
from promptstudio.tasks.guess import guess_card
found = cards.load_catalogue().cards
for card in [found["film_sentiment"], guess_card(Path({str(path)!r}))]:
    cards.fingerprint(card)
    preview.preview_rows(card, 2)
    splits.make_splits(card, shots=None, split_seed=0)
heavy = {{"torch", "transformers", "datasets", "sklearn", "numpy", "PySide6"}} & set(sys.modules)
sys.exit(f"loaded: {{heavy}}" if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
