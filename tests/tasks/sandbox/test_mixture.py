"""What the model is trained on never shows a held-out combination."""

from types import ModuleType
from typing import Any

import pytest

from promptstudio.tasks.sandbox import sandbox_rows
from promptstudio.tasks.sandbox.cards import SandboxTask, sandbox_tasks
from promptstudio.tasks.sandbox.lexicon import lexicon
from promptstudio.tasks.sandbox.rows import stream
from promptstudio.tasks.sandbox.skills import SINGLE

EXERCISES = {"defined", "corruption", "described", "parts", "compared", "judged"}
QUARTET = {"garden", "hotel", "gadget", "music"}
HELD_OUT = tuple(task for task in sandbox_tasks().values() if task.held_out)


def test_same_stream_same_examples(mixture: ModuleType, examples: list[Any]) -> None:
    rng = stream("test", 0)
    again = [mixture.example(rng) for _ in range(50)]
    assert [vars(each) for each in again] == [vars(each) for each in examples[:50]]


@pytest.mark.parametrize("task", HELD_OUT, ids=lambda task: task.key)
def test_held_out_combinations_are_barred(mixture: ModuleType, task: SandboxTask) -> None:
    assert not mixture.allowed(task.skill, task.domain, task.words)
    if task.domain == "any":
        domains = lexicon().domains
        assert not any(mixture.allowed(task.skill, domain, task.words) for domain in domains)


def test_seen_tasks_are_not_barred(mixture: ModuleType) -> None:
    for task in sandbox_tasks().values():
        assert mixture.allowed(task.skill, task.domain, task.words) != task.held_out, task.key


def test_no_example_shows_a_held_out_combination(examples: list[Any]) -> None:
    shown = {(each.skill, each.domain, each.words) for each in examples}
    barred = {(task.skill, task.domain, task.words) for task in HELD_OUT}
    assert not shown & barred
    pairs = {(skill, domain) for skill, domain, _ in shown}
    assert not pairs & {
        ("sentiment", "hotel"),
        ("acceptability", "travel"),
        ("paraphrase", "music"),
        ("entailment3", "gadget"),
        ("answering", "food"),
        ("extraction", "garden"),
    }


def test_no_check_and_no_topic_shows_one_either(examples: list[Any]) -> None:
    for each in examples:
        kinds = {SINGLE[part] for part in each.skill.split("+") if part in SINGLE}
        assert not kinds >= {"sentiment", "tense"}
        assert not ("sentiment" in kinds and each.domain == "hotel")
        if each.skill == "topic":
            assert len(QUARTET & set(each.domain.split("+"))) < 2


def test_every_skill_occurs(mixture: ModuleType, examples: list[Any]) -> None:
    shown = {each.skill for each in examples}
    assert set(mixture.WEIGHTS) - {"check", "composition"} <= shown
    assert any("+" in skill for skill in shown)
    assert shown & set(SINGLE)


def test_corruption_is_a_small_part(examples: list[Any]) -> None:
    part = sum(each.skill == "corruption" for each in examples) / len(examples)
    assert 0.03 < part <= 0.1


def test_targets_are_named_in_their_source(examples: list[Any]) -> None:
    asked = [each for each in examples if each.skill not in EXERCISES]
    assert len(asked) > 4000
    assert all(f" {each.target} " in f" {each.source} " for each in asked)


def test_exercises_leave_the_held_out_alone(mixture: ModuleType) -> None:
    rng = stream("test", "exercises")
    for each in [mixture.example(rng, 0.0, 1.0) for _ in range(2000)]:
        asked = each.source.split(" . ")[0]
        if each.skill == "described":
            assert not ("sentiment" in asked and "tense" in asked)
            assert not ("sentiment" in asked and each.domain == "hotel")
            assert not ("acceptability" in asked and each.domain == "travel")
            assert not ("topic" in asked and each.domain in QUARTET)
        elif each.skill == "parts":
            assert each.domain != "garden"
        elif each.skill == "judged":
            assert each.domain != "hotel"
        else:
            assert each.domain not in {"gadget", "music", "food"}


def test_plain_examples_use_the_canonical_words(mixture: ModuleType) -> None:
    rng = stream("test", "plain")
    drawn = [mixture.example(rng, 0.0, 0.0) for _ in range(500)]
    asked = [each for each in drawn if each.skill == "sentiment"]
    assert {each.words for each in asked} == {("negative", "positive")}
    assert all(each.source.startswith("is this text negative or positive ?") for each in asked)


def test_test_inputs_are_never_trained_on(examples: list[Any]) -> None:
    tested = {row["text"] for row in sandbox_rows("film_sentiment", "test")}
    assert not any(text in each.source for each in examples[:1000] for text in tested)
