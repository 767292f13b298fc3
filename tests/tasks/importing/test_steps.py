"""From files to a card, findings and kept rows."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.cards import load_card, load_catalogue
from promptstudio.tasks.examples import to_examples
from promptstudio.tasks.importing.lengths import token_counter
from promptstudio.tasks.importing.steps import Understanding, keep, understand
from promptstudio.tasks.preview import preview_rows
from promptstudio.tasks.sources import read_rows

WriteRows = Callable[[Path, list[dict[str, Any]]], Path]

REVIEWS = [
    {
        "id": f"r{n}",
        "review": f"review number {n}",
        "stars": n // 2,
        "Label": ("not_ok", "fine")[n % 2],
    }
    for n in range(8)
]
EXPECTED = {
    "ag_news": ("classification", "accuracy", "text: {text}", 4),
    "boolq": ("classification", "accuracy", "question: {question} passage: {passage}", 2),
    "cola": ("classification", "matthews", "sentence: {sentence}", 2),
    "mrpc": ("classification", "accuracy", "sentence1: {sentence1} sentence2: {sentence2}", 2),
    "qqp": ("classification", "accuracy", "question1: {question1} question2: {question2}", 2),
    "rte": ("classification", "accuracy", "sentence1: {sentence1} sentence2: {sentence2}", 2),
    "snli": ("classification", "accuracy", "premise: {premise} hypothesis: {hypothesis}", 3),
    "sst2": ("classification", "accuracy", "sentence: {sentence}", 2),
    "stsb": ("regression", "pearson", "sentence1: {sentence1} sentence2: {sentence2}", 0),
    "trec": ("classification", "accuracy", "question: {text}", 6),
    "tweet_eval_emotion": ("classification", "macro_f1", "text: {text}", 4),
    "xquad_en": ("generation", "token_f1", "question: {question} context: {context}", 0),
    "natural_instructions/task1146_country_capital.json": (
        "generation",
        "exact_match",
        "{input}",
        0,
    ),
    "natural_instructions/task156_codah_classification_adversarial.json": (
        "classification",
        "accuracy",
        "{input}",
        4,
    ),
    "natural_instructions/task820_protoqa_answer_generation.json": (
        "generation",
        "exact_match",
        "{input}",
        0,
    ),
    "natural_instructions/task900_freebase_qa_category_classification.json": (
        "generation",
        "exact_match",
        "{input}",
        0,
    ),
}
"""Kind, metric, template and number of classes that a person would choose."""


@pytest.mark.parametrize("name", EXPECTED)
def test_real_data_are_understood(shared_data: Path, tmp_path: Path, name: str) -> None:
    found = understand(str(shared_data / name))
    card = found.card
    assert (card.kind, card.metric, card.template, len(card.labels or {})) == EXPECTED[name]
    kept = load_card(keep(found, tmp_path))
    for split, part in found.findings.splits.items():
        assert len(read_rows(kept, split)) == part.rows
    assert preview_rows(kept, 3)


def test_every_path_of_the_real_data_has_an_expectation(shared_data: Path) -> None:
    folders = {p.name for p in shared_data.iterdir() if p.is_dir()} - {"natural_instructions"}
    files = {f"natural_instructions/{p.name}" for p in shared_data.glob("natural_*/*.json")}
    assert folders | files == set(EXPECTED)


def test_columns_are_told_apart(tmp_path: Path, write_table: WriteRows) -> None:
    found = understand(str(write_table(tmp_path / "My Reviews (2).csv", REVIEWS)))
    assert (found.card.key, found.card.title) == ("my_reviews_2", "My Reviews (2)")
    assert found.card.template == "review: {review}"
    assert found.card.labels == {"fine": "fine", "not_ok": "not ok"}
    assert found.guess.reasons == ("Column 'Label' holds the labels.",)


@pytest.mark.parametrize(
    ("name", "key"), [("ünï çödé 日本", "uni_code"), ("日本", "own_data"), ("x" * 120, "x" * 100)]
)
def test_any_name_becomes_a_key(
    tmp_path: Path, write_table: WriteRows, name: str, key: str
) -> None:
    assert understand(str(write_table(tmp_path / f"{name}.csv", REVIEWS))).card.key == key


def test_numbers_are_classes_in_their_order(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = [{"a": f"one {n}", "b": "three four", "gold_label": n % 12} for n in range(24)]
    found = understand(str(write_jsonl(tmp_path / "n.jsonl", rows)), key="mine")
    assert found.card.key == "mine"
    assert list(found.card.labels or {}) == [str(n) for n in range(12)]
    assert found.card.template == "a: {a} b: {b}"
    assert "(option --labels)" in found.guess.reasons[1]


def test_many_numbers_are_to_be_predicted(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = [{"text": f"some text {n}", "score": n / 7} for n in range(20)]
    card = understand(str(write_jsonl(tmp_path / "n.jsonl", rows))).card
    assert (card.kind, card.metric, card.source.answer_field) == ("regression", "pearson", "score")


def test_a_person_has_the_last_word(tmp_path: Path, write_table: WriteRows) -> None:
    path = write_table(tmp_path / "reviews.csv", REVIEWS)
    changes = {"template": "{review} ({stars})", "labels": {"not_ok": "bad", "fine": "good"}}
    card = understand(str(path), changes=changes).card
    assert card.template == "{review} ({stars})"
    assert card.labels == {"not_ok": "bad", "fine": "good"}
    other = understand(str(path), changes={"label_field": "stars"})
    assert "All" not in other.card.summary
    with pytest.raises(TaskError, match=r"There is no column 'star'\. Columns: id, review"):
        understand(str(path), changes={"label_field": "star"})
    with pytest.raises(TaskError, match="the metric 'token_f1' does not fit"):
        understand(str(path), changes={"metric": "token_f1"})


def test_a_column_whose_name_is_a_question_is_read(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = [{"what is it?": f"some words {n}", "label": n % 2} for n in range(8)]
    found = understand(str(write_jsonl(tmp_path / "n.jsonl", rows)))
    assert found.card.template == "what is it?: {what is it??}"
    assert to_examples(found.card, rows[:1], "here")[0].text == "what is it?: some words 0"


def test_a_column_that_may_be_missing_does_not_have_to_be_there(
    tmp_path: Path, write_jsonl: WriteRows
) -> None:
    rows = [{"text": f"some words {n}", "label": n % 2} for n in range(8)]
    path = str(write_jsonl(tmp_path / "n.jsonl", rows))
    found = understand(path, changes={"template": "{[{title}: ]}{note?}{text|cut}"})
    assert found.findings.empty == {}
    assert preview_rows(load_card(keep(found, tmp_path / "kept")), 1)[0].text == "some words 0"
    with pytest.raises(TaskError, match="there is no column 'title'"):
        understand(path, changes={"template": "{title} {text}"})


def understood(tmp_path: Path, write_jsonl: WriteRows, **splits: Any) -> Understanding:
    for split, rows in splits.items():
        write_jsonl(tmp_path / f"{split}.jsonl", rows)
    return understand(str(tmp_path), count_tokens=lambda text: len(text.split()), limit=4)


def labelled(*pairs: tuple[str, object]) -> list[dict[str, Any]]:
    return [{"text": text, "label": label} for text, label in pairs]


def test_what_a_person_should_know_is_found(tmp_path: Path, write_jsonl: WriteRows) -> None:
    train = labelled(
        ("a b", 0), ("a b", 0), ("c d", 1), ("c d", 0), ("e f", 1), ("g h i j k", 1), ("x y", None)
    )
    found = understood(tmp_path, write_jsonl, train=train, test=labelled(("a b", 0), ("z z", None)))
    parts = found.findings.splits
    assert (parts["train"].rows, parts["train"].left_out) == (6, 1)
    assert (parts["train"].duplicates, parts["train"].contradictions) == (2, 1)
    assert dict(parts["train"].labels) == {"0": 3, "1": 3}
    assert dict(found.findings.shared) == {("train", "test"): 1}
    lengths = found.findings.lengths
    assert lengths is not None
    assert (lengths.median, lengths.most, dict(lengths.histogram)) == (3, 6, {"up to 16": 7})
    assert lengths.cut == pytest.approx(1 / 7)
    assert found.warnings == (
        "1 row of train has no answer and is left out.",
        "2 inputs of train are there more than once.",
        "1 input of train is there with two answers.",
        "1 row of test has no answer and is left out.",
        "1 input of test is in train too; runs leave it out there.",
        "14.3% of the inputs are longer than 4 tokens and are cut.",
    )


def test_rare_and_missing_classes_are_named(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = labelled(*((f"text {n}", int(n == 0)) for n in range(40)))
    found = understood(tmp_path, write_jsonl, train=rows)
    assert "The class '1' is rare: 1 of 40 training rows." in found.warnings
    changes = {"labels": {"0": "a", "1": "b", "2": "c"}}
    found = understand(str(tmp_path), changes=changes)
    assert "No training row has the class 'c'." in found.warnings


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (labelled(("a b", 0), ("c d", "yes")) * 3, r"train row 2, column 'label': 'yes' is text"),
        (
            [{"text": "a b", "label": 0}, {"text": "c d", "label": 1}, {"label": 1}] * 2,
            r"', train, row 3: there is no column 'text'",
        ),
        (labelled(*((f"t {n}", "x") for n in range(9))), "have the label 'x' in their column"),
        (
            labelled(*((f"t {n}", f"l {n}") for n in range(9))),
            "9 different values in 9 rows: these",
        ),
        (labelled(*((f"t {n}", f"l {n}") for n in range(1001))), "has over 1,000 different values"),
        (labelled(("a\ud83d b", 0)), "train row 1, column 'text': it holds half a character"),
        ([{"text": "a b", "n": 2**63}], "column 'n': it holds a whole number of more than 64 bits"),
        ([{"n": n, "label": n % 2} for n in range(4)], "No column of .* holds text to read"),
    ],
)
def test_rows_that_do_not_fit_are_named(
    tmp_path: Path, write_jsonl: WriteRows, rows: list[dict[str, Any]], message: str
) -> None:
    write_jsonl(tmp_path / "train.jsonl", rows)
    with pytest.raises(TaskError, match=message):
        understand(str(tmp_path))


def test_labels_outside_the_label_words_are_named(tmp_path: Path, write_table: WriteRows) -> None:
    path = write_table(tmp_path / "r.csv", REVIEWS)
    with pytest.raises(
        TaskError, match=r"r.csv', train, row 1, column 'Label': the label 'not_ok' is unknown"
    ):
        understand(str(path), changes={"labels": {"fine": "good", "poor": "bad"}})


def test_one_class_alone_is_refused(tmp_path: Path, write_jsonl: WriteRows) -> None:
    rows = labelled(*((f"text {n}", 1) for n in range(9)))
    write_jsonl(tmp_path / "train.jsonl", rows)
    changes = {"label_field": "label", "labels": {"0": "bad", "1": "good"}}
    with pytest.raises(TaskError, match="have the label '1' in their column 'label'"):
        understand(str(tmp_path), changes=changes)


def test_one_class_in_the_training_rows_is_refused(tmp_path: Path, write_jsonl: WriteRows) -> None:
    write_jsonl(tmp_path / "train.jsonl", labelled(*((f"text {n}", 1) for n in range(9))))
    write_jsonl(tmp_path / "test.jsonl", labelled(("other text", 0), ("more text", 1)))
    with pytest.raises(TaskError, match="all training rows have one class, '1'"):
        understand(str(tmp_path))


def test_a_template_without_the_text_is_refused(tmp_path: Path, write_table: WriteRows) -> None:
    path = str(write_table(tmp_path / "r.csv", REVIEWS))
    with pytest.raises(TaskError, match=r"train: all 8 rows read alike .* name the column"):
        understand(path, changes={"template": "review: {text?}"})
    with pytest.raises(TaskError, match="the template shows the column 'Label', which is what is"):
        understand(path, changes={"template": "{review} {Label}"})


def test_labels_that_are_the_whole_text_are_refused(tmp_path: Path, write_table: WriteRows) -> None:
    path = str(write_table(tmp_path / "r.csv", REVIEWS))
    with pytest.raises(TaskError, match=r"'review' of .* 8 different values in 8 rows: these are"):
        understand(path, changes={"label_field": "review"})


def test_times_and_bytes_of_parquet_are_kept_as_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": [f"some text {n}" for n in range(8)],
            "label": [n % 2 for n in range(8)],
            "day": [date(2020, 1, 2)] * 8,
            "picture": [b"\xff"] * 8,
            "price": [Decimal("1.5")] * 8,
        }
    )
    pq.write_table(table, tmp_path / "r.parquet")
    card = load_card(keep(understand(str(tmp_path / "r.parquet")), tmp_path / "work"))
    assert card.template == "text: {text}"
    row = read_rows(card, "train")[0]
    assert (row["day"], row["price"]) == ('"2020-01-02"', '"1.5"')


def test_a_parquet_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    table = pa.table([["a"], ["b"], [0]], names=["text", "text", "label"])
    pq.write_table(table, tmp_path / "r.parquet")
    with pytest.raises(TaskError, match=r"r.parquet' has two columns called 'text'\."):
        understand(str(tmp_path / "r.parquet"))


def test_rows_are_kept_with_their_types_and_a_manifest(
    tmp_path: Path, write_jsonl: WriteRows
) -> None:
    rows = [
        {"text": f"t {n}", "label": n % 2, "x": n / 2, "ok": n > 1, "more": {"a": n}, "l": ["b"]}
        for n in range(6)
    ]
    path = write_jsonl(tmp_path / "own.jsonl", [*rows, {"text": "no label", "label": None}])
    work = tmp_path / "work"
    card_path = keep(understand(str(path)), work)
    assert card_path == work / "tasks/own.toml"
    card = load_card(card_path)
    assert load_catalogue(work / "tasks").cards["own"] == card
    stored = read_rows(card, "train")
    assert [{**row, "more": json.loads(row["more"])} for row in stored] == rows
    manifest = json.loads((work / "tasks/own/manifest.json").read_text())
    assert manifest["source"] == str(path)
    assert manifest["kind"] == "a JSON Lines file"
    assert manifest["files"]["train.parquet"]["rows"] == 6
    assert len(manifest["files"]["train.parquet"]["sha256"]) == 64
    path.unlink()
    assert read_rows(card, "train") == stored
    with pytest.raises(TaskError, match="There is a task 'own' already"):
        keep(understand(str(write_jsonl(path, rows))), work)


@pytest.mark.parametrize(
    "step",
    ["pyarrow.parquet.ParquetWriter.write_table", "promptstudio.tasks.importing.writing._manifest"],
)
def test_nothing_is_left_where_writing_fails(
    tmp_path: Path, write_table: WriteRows, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    found = understand(str(write_table(tmp_path / "r.csv", REVIEWS)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, full)
    with pytest.raises(TaskError, match=r"'r' can not be written to '.*': .*No space left"):
        keep(found, tmp_path / "work")
    assert list((tmp_path / "work/tasks").iterdir()) == []


def test_a_card_of_the_catalogue_brings_how_its_lists_are_put(
    tmp_path: Path, write_jsonl: WriteRows
) -> None:
    rows = [
        {"article": f"a{n}", "question": "q", "options": list("wxyz"), "answer": "ABCD"[n % 4]}
        for n in range(8)
    ]
    card = understand(str(write_jsonl(tmp_path / "race_high.jsonl", rows))).card
    assert card.template == load_catalogue().cards["race_high"].template
    (example, *_) = to_examples(card, rows, "race")
    assert example.text == "question: q choice1: w choice2: x choice3: y choice4: z context: a0"


def test_the_card_of_a_mirror_takes_the_catalogues_place(
    tmp_path: Path, write_jsonl: WriteRows
) -> None:
    (tmp_path / "sst2").mkdir()
    rows = [{"sentence": f"text {n}", "label": n % 2, "idx": n} for n in range(8)]
    write_jsonl(tmp_path / "sst2/train.jsonl", rows)
    write_jsonl(tmp_path / "sst2/test.jsonl", [{**row, "label": -1} for row in rows])
    found = understand(str(tmp_path / "sst2"))
    assert found.warnings == ("None of the 8 rows of test has an answer: it is left out.",)
    keep(found, tmp_path)
    assert not (tmp_path / "tasks/sst2/test.parquet").exists()
    card = load_catalogue(tmp_path / "tasks").cards["sst2"]
    assert (card.labels, card.source.type) == ({"0": "negative", "1": "positive"}, "file")


def test_a_large_file_is_read_row_by_row(tmp_path: Path) -> None:
    """The peak of memory of 200,000 rows stays far below their 60 MB in Python."""
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("text,label\n")
        file.writelines(f"some words of row {n} {'x' * 40},{n % 2}\n" for n in range(200_000))
    code = f"""
import resource, sys
from pathlib import Path
from promptstudio.tasks.importing.steps import keep, understand
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
keep(understand({str(path)!r}), Path({str(tmp_path)!r}))
sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 80_000


def test_importing_loads_neither_torch_nor_datasets(tmp_path: Path, write_table: WriteRows) -> None:
    path = write_table(tmp_path / "reviews.csv", REVIEWS)
    code = f"""
import sys
from promptstudio.tasks import cards, metrics, preview, splits
from promptstudio.tasks.importing.steps import understand
found = [cards.load_catalogue().cards["film_sentiment"], understand({str(path)!r}).card]
cards.fingerprint(found[0])
preview.preview_rows(found[0], 2)
splits.make_splits(found[0], shots=None, split_seed=0)
heavy = {{"torch", "transformers", "datasets", "sklearn", "PySide6"}} & set(sys.modules)
sys.exit(f"loaded: {{heavy}}" if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_tokens_are_those_of_the_models_tokenizer(tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    from promptstudio.core.paths import resource

    count = token_counter()
    tokenizer = AutoTokenizer.from_pretrained(resource("sandbox/model"))
    for text in ("the film was wonderful .", "", "unheard-of Wörter 12,5"):
        assert count(text) == len(tokenizer(text)["input_ids"])
    with pytest.raises(TaskError, match="There is no tokenizer"):
        token_counter(tmp_path)


def test_local_data_open_no_socket(
    tmp_path: Path, write_table: WriteRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    keep(understand(str(write_table(tmp_path / "r.csv", REVIEWS))), tmp_path)
