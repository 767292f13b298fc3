"""Rows of the sandbox's tasks: balanced, apart, and the same everywhere."""

import hashlib
import json
import subprocess
import sys
import time
from collections import Counter

import pytest

from promptstudio.core.errors import TaskError
from promptstudio.tasks.sandbox import instructions, sandbox_rows
from promptstudio.tasks.sandbox.cards import sandbox_tasks
from promptstudio.tasks.sandbox.relations import relation
from promptstudio.tasks.sandbox.rows import SIZES, split_of
from promptstudio.tasks.sandbox.skills import TEMPLATES, classes

KEYS = tuple(sandbox_tasks())
RELATIONS = {"same_skill", "same_skill_other_words", "composition", "unrelated", "adversarial"}


def test_has_enough_tasks_families_and_held_out_tasks() -> None:
    tasks = sandbox_tasks().values()
    assert len(tasks) >= 18
    assert len({task.family for task in tasks}) >= 6
    assert sum(task.held_out for task in tasks) >= 6


@pytest.mark.parametrize("key", KEYS)
def test_rows_fill_the_template_and_are_balanced(key: str) -> None:
    task = sandbox_tasks()[key]
    began = time.process_time()
    rows = sandbox_rows(key, "train")
    assert time.process_time() - began < 3
    assert len(rows) == SIZES["train"]
    assert task.template in TEMPLATES.values()
    assert all(task.template.format(**row) and all(row.values()) for row in rows)
    if task.labels:
        assert tuple(task.labels) == classes(task.skill, task.domain)
        counts = Counter(row["label"] for row in rows)
        assert set(counts) == set(task.labels)
        assert max(counts.values()) - min(counts.values()) <= 1
    else:
        assert all(f" {row['answer']} " in f" {row['text']} " for row in rows)


@pytest.mark.parametrize("key", KEYS)
def test_no_input_stands_in_two_splits(key: str) -> None:
    task = sandbox_tasks()[key]
    inputs = {
        split: {task.template.format(**row) for row in sandbox_rows(key, split, seed=seed)}
        for seed, split in enumerate(SIZES)
    }
    assert not inputs["train"] & (inputs["validation"] | inputs["test"])
    assert not inputs["validation"] & inputs["test"]
    assert all(len(inputs[split]) == size for split, size in SIZES.items())


def test_splits_hold_across_tasks() -> None:
    rows = sandbox_rows("film_sentiment", "test", count=20)
    assert {split_of({"text": row["text"]}) for row in rows} == {"test"}


def test_rows_are_pinned() -> None:
    rows = sandbox_rows("hotel_entailment", "test", seed=7, count=60)
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    assert digest == "e671c3b54c1fd79feb6ead84dacd505aa61340f0da1bffa0f6375dbeaac12163"


def test_rows_do_not_hang_on_the_hash_seed() -> None:
    code = (
        "from promptstudio.tasks.sandbox import sandbox_rows;"
        "print(sandbox_rows('word_sense', 'train', count=5))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(path for path in sys.path if path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {f"{sandbox_rows('word_sense', 'train', count=5)}\n"}


def test_seed_and_count_are_obeyed() -> None:
    rows = sandbox_rows("film_sentiment", "train", count=40)
    assert len(rows) == 40
    assert rows == sandbox_rows("film_sentiment", "train", count=40)
    assert rows != sandbox_rows("film_sentiment", "train", seed=1, count=40)


def test_unknown_names_are_explained() -> None:
    with pytest.raises(TaskError, match=r"has no task 'films'\. It has: book_paraphrase"):
        sandbox_rows("films", "train")
    with pytest.raises(TaskError, match=r"has no split 'dev'\. It has: train, validation, test"):
        sandbox_rows("film_sentiment", "dev")
    with pytest.raises(TaskError, match="has no task 'films'"):
        instructions("films")


@pytest.mark.parametrize("key", KEYS)
def test_instructions_name_the_label_words(key: str) -> None:
    task = sandbox_tasks()[key]
    texts = instructions(key)
    assert texts[0] == task.instruction
    assert len(texts) >= 4
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert set(task.words) <= set(text.split())
        assert "{" not in text


@pytest.mark.parametrize("key", KEYS)
def test_cards_tell_the_relations_of_construction(key: str) -> None:
    tasks = sandbox_tasks()
    wanted = {
        other.key: relation(tasks[key], other) for other in tasks.values() if other.key != key
    }
    assert tasks[key].related == wanted
    assert set(wanted.values()) <= RELATIONS


def test_every_relation_occurs_and_is_mutual() -> None:
    tasks = sandbox_tasks()
    assert {kind for task in tasks.values() for kind in task.related.values()} == RELATIONS
    assert all(
        tasks[other].related[task.key] == kind
        for task in tasks.values()
        for other, kind in task.related.items()
    )
    assert tasks["film_sentiment"].related["film_flipped"] == "adversarial"
    assert tasks["positive_past"].related["book_tense"] == "composition"


def test_imports_no_heavy_library() -> None:
    code = (
        "import sys, promptstudio.tasks.sandbox;"
        "sys.exit(bool({'torch', 'transformers', 'numpy'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
