from collections.abc import Callable
from typing import Any

import pytest

from promptstudio.backbones.loader import load_backbone
from promptstudio.core.errors import TaskError
from promptstudio.core.spec import BackboneSpec, TextSpec
from promptstudio.tasks.cards import TaskCard, load_catalogue
from promptstudio.tasks.encoding import encode_task
from promptstudio.tasks.splits import make_splits
from promptstudio.tasks.wording import SHARED_WORDS, nonsense, shuffled, worded

KINDS = ["natural", "numeric", "shared", "shuffled", "nonsense"]


def card(key: str = "film_sentiment") -> TaskCard:
    return load_catalogue().cards[key]


def words(kind: str, key: str = "film_sentiment") -> list[str]:
    return list((worded(card(key), TextSpec(label_words=kind)).labels or {}).values())  # type: ignore[arg-type]


def test_each_kind_of_label_words() -> None:
    own = words("natural")
    assert own == ["negative", "positive"]
    assert words("numeric") == ["0", "1"]
    assert words("shared") == ["one", "two"] == words("shared", "hotel_sentiment")
    assert words("shuffled") == ["positive", "negative"]
    assert words("nonsense") != words("nonsense", "hotel_sentiment")
    assert not set(words("nonsense")) & set(own)


def test_classes_stay_as_they_stand_in_the_rows() -> None:
    natural = card("gadget_entailment")
    for kind in KINDS:
        found = worded(natural, TextSpec(label_words=kind))  # type: ignore[arg-type]
        assert list(found.labels or {}) == list(natural.labels or {})


@pytest.mark.parametrize("count", range(2, 9))
def test_shuffling_moves_every_class(count: int) -> None:
    own = [f"word{number}" for number in range(count)]
    for key in ("a", "b", "film_sentiment"):
        found = shuffled(own, key)
        assert sorted(found) == sorted(own)
        assert all(one != other for one, other in zip(found, own, strict=True))
        assert found == shuffled(own, key)


def test_nonsense_words_differ() -> None:
    assert len(set(nonsense(60, "key"))) == 60


def test_the_tasks_name_stands_in_front() -> None:
    assert worded(card(), TextSpec(task_prefix=True)).template == "film sentiment text: {text}"
    assert worded(card(), TextSpec()).template == card().template


def test_more_classes_than_words_to_share() -> None:
    many = card().model_copy(update={"labels": {str(n): f"w{n}" for n in range(30)}})
    with pytest.raises(TaskError, match="has 30 classes, and tasks can share 20 label words"):
        worded(many, TextSpec(label_words="shared"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_sandbox_model_tells_the_words_of_every_task_apart(kind: str) -> None:
    tokenizer = load_backbone(BackboneSpec(device="cpu")).tokenizer
    _tell_apart(tokenizer, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_t5_tells_the_words_of_every_task_apart(kind: str, shared: Any) -> None:
    from transformers import AutoTokenizer

    folder = shared / "models" / "t5-tokenizer"
    _tell_apart(AutoTokenizer.from_pretrained(folder, local_files_only=True), kind)


def _tell_apart(tokenizer: Any, kind: str) -> None:
    for one in load_catalogue().cards.values():
        if kind == "shared" and len(one.labels or ()) > len(SHARED_WORDS):
            continue  # tasks of more classes are refused, see above
        found = worded(one, TextSpec(label_words=kind)).labels or {}  # type: ignore[arg-type]
        ids = [tuple(tokenizer.encode(word)) for word in found.values()]
        assert len(set(ids)) == len(found), (one.key, kind, list(found.values()))


def test_rows_are_encoded_with_the_words_of_the_study() -> None:
    tokenizer = load_backbone(BackboneSpec(device="cpu")).tokenizer
    changed = worded(card(), TextSpec(label_words="numeric", task_prefix=True))
    splits = make_splits(changed, shots=2, split_seed=0)
    data = encode_task(changed, splits, tokenizer, max_input_tokens=64, max_target_tokens=8)
    assert tokenizer.decode(list(data.candidates[1]), skip_special_tokens=True).strip() == "1"
    text = tokenizer.decode(list(data.train[0].input_ids), skip_special_tokens=True)
    assert text.startswith("film sentiment text")


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("is it Good or bad ?", "is it 1 or 0 ?"),
        ("what do you think of it ?", "what do you think of it ? 0 , 1 ?"),
        ("", ""),
    ],
)
def test_the_instruction_names_the_words_in_use(
    make_card: Callable[..., TaskCard], instruction: str, expected: str
) -> None:
    labels = {"0": "bad", "1": "good"}
    card = make_card({"path": "x"}, labels=labels, instruction=instruction)
    assert worded(card, TextSpec(label_words="numeric")).instruction == expected
    assert worded(card, TextSpec()).instruction == instruction


def test_more_classes_than_words_without_meaning_are_refused() -> None:
    with pytest.raises(TaskError, match="has 169 classes, and there are 168 words without"):
        nonsense(169, "many")
