from promptstudio.analysis.relatedness import RANKED, Relation, nearest

TARGETS = {
    "t1": {"a": "unrelated", "b": "composition", "c": "adversarial"},
    "t2": {"a": "same_skill", "c": "unrelated", "d": "cousins"},
    "own": {},
}


def test_the_nearest_relation_counts() -> None:
    assert nearest("a", TARGETS) == Relation("same_skill", "t2")
    assert nearest("b", TARGETS) == Relation("composition", "t1")
    assert nearest("c", TARGETS) == Relation("adversarial", "t1")


def test_where_nothing_is_known_there_is_no_relation() -> None:
    assert nearest("d", TARGETS) is None
    assert nearest("e", TARGETS) is None
    assert nearest("a", {}) is None


def test_all_relations_of_the_shipped_cards_are_ranked() -> None:
    from promptstudio.tasks.cards import load_catalogue

    cards = load_catalogue().cards.values()
    assert {relation for card in cards for relation in card.related.values()} == set(RANKED)
