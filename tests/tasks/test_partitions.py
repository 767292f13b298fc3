"""Published partitions of tasks, and the cards that are there for them."""

import pytest

from promptstudio.core.errors import ConfigError
from promptstudio.tasks.cards import load_catalogue
from promptstudio.tasks.partitions import find_partition, load_partitions

PARTITIONS = load_partitions()
SIZES = {
    "random": (120, 20, 20),
    "cls_to_cls": (45, 10, 10),
    "both_to_cls": (45, 10, 10),
    "noncls_to_cls": (45, 10, 10),
    "non_nli_to_nli": (57, 0, 8),
    "non_paraphrase_to_paraphrase": (61, 0, 4),
    "meta_cls_to_cls": (45, 0, 10),
    "meta_both_to_noncls": (45, 0, 15),
    "meta_noncls_to_noncls": (45, 0, 15),
}


@pytest.mark.parametrize("name", SIZES)
def test_partitions_have_the_published_sizes(name: str) -> None:
    found = PARTITIONS[name]
    assert (len(found.sources), len(found.development), len(found.targets)) == SIZES[name]


@pytest.mark.parametrize("name", PARTITIONS)
def test_no_task_has_two_roles_but_for_the_known_leak(name: str) -> None:
    found = PARTITIONS[name]
    lists = (found.sources, found.development, found.targets)
    assert all(len(set(tasks)) == len(tasks) for tasks in lists)
    doubles = sum(len(tasks) for tasks in lists) - len(found.roles())
    leak = name == "non_nli_to_nli"
    assert doubles == leak
    assert leak == ("sick" in found.note)
    assert found.roles()[found.targets[0]] == "target"


def test_names_are_those_of_cards_where_there_is_one() -> None:
    cards = load_catalogue().cards
    every = {task for found in PARTITIONS.values() for task in found.roles()}
    missing = {task for found in PARTITIONS.values() for task in found.missing(cards)}
    assert len(every) == 160
    assert len(every - missing) == 109
    assert {"cola", "superglue_rte", "squad", "tweet_eval_irony", "arc_challenge"} <= every
    assert {"quoref", "blimp-ellipsis_n_bar_1", "ethos-religion"} <= missing
    assert not {name.replace("-", "_") for name in missing} & cards.keys()


def test_the_targets_of_meta_prompt_tuning() -> None:
    classes = set(PARTITIONS["meta_cls_to_cls"].targets)
    assert classes - set(PARTITIONS["cls_to_cls"].targets) == {"amazon_polarity"}
    assert "samsum" in PARTITIONS["meta_cls_to_noncls"].targets
    for kind in ("cls", "both", "noncls"):
        one, other = (PARTITIONS[f"meta_{kind}_to_{targets}"] for targets in ("cls", "noncls"))
        assert one.sources == other.sources == PARTITIONS[f"{kind}_to_cls"].sources


def test_an_unknown_partition_lists_the_known() -> None:
    assert find_partition("random") == PARTITIONS["random"]
    with pytest.raises(ConfigError, match=r"no partition 'rando'\. Partitions: random, cls_to"):
        find_partition("rando")
