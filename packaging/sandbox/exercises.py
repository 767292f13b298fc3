"""Exercises beside the tasks: dense ones, that teach what the world's texts are made of.

An exercise asks for many things of one input at once, so that a row teaches more than one word.
"""

import functools
from random import Random
from typing import Final

from promptstudio.tasks.sandbox.events import Event, agent_phrase, invent, statement
from promptstudio.tasks.sandbox.lexicon import TENSES, Lexicon, lexicon, pick, pick_two
from promptstudio.tasks.sandbox.pairs import other_agent, other_thing
from promptstudio.tasks.sandbox.phrasings import phrasings, word_sets
from promptstudio.tasks.sandbox.skills import classes
from promptstudio.tasks.sandbox.texts import VALUES, compose, draw_traits, opinion

SPAN_MARK: Final = "<extra_id_{}>"
_PARTS: Final = ("person", "action", "thing", "place", "time")


def describe(rng: Random, domain: str, barred: frozenset[str]) -> tuple[str, str, str]:
    """Return a text, a request for several of its traits, and their canonical words."""
    world = lexicon()
    traits = draw_traits(rng, {"acceptability": rng.choice(VALUES["acceptability"])})
    text = compose(rng, world, world.domains[domain], traits)
    said = {"topic": word_sets("topic", domain)[0][0]}
    for kind in VALUES:
        which = classes(kind).index(getattr(traits, kind))
        said[kind] = word_sets(kind, domain)[0][which]
    order = [kind for kind in said if kind not in barred]
    target = " ".join(said[kind] for kind in order)
    return f"text: {text}", f"describe : {' , '.join(order)} .", target


def parts(rng: Random, domain: str) -> tuple[str, str, str]:
    """Return a text of one event, a request for its parts, and their words."""
    world = lexicon()
    event = invent(rng, world, world.domains[domain])
    passive, front = rng.random() < 0.2, rng.random() < 0.3
    told = statement(world, event, passive=passive, time_first=front)
    said = {
        "person": agent_phrase(world, event).removeprefix("the "),
        "thing": event.thing,
        "place": event.place,
        "time": event.time,
    }
    order = [part for part in said if rng.random() < 0.6] or ["thing"]
    target = " , ".join(said[part] for part in order)
    return f"text: {told} .", f"list : {' , '.join(order)} .", target


def define(rng: Random, domain: str, *, with_mood: bool) -> tuple[str, str, str]:
    """Return one word, a request for what a dictionary says of it, and the answer.

    Half of the questions ask whether a word of opinion is positive or negative. A word stands
    here alone, so what it means is learned in a few sightings instead of hundreds.
    """
    world = lexicon()
    words = world.domains[domain]
    if with_mood and rng.random() < 0.5:
        good = rng.random() < 0.5
        pools = (
            (world.good, words.good, world.likes)
            if good
            else (world.bad, words.bad, world.dislikes)
        )
        word = rng.choice([each for pool in pools for each in pool])
        return f"word: {word}", "mood of the word ?", "positive" if good else "negative"
    kind = rng.choice(("verb", "adjective", "opposite", "kind", "place"))
    if kind == "verb":
        pair = rng.choice(words.verbs)
        asked, answer = rng.sample(pair, 2)
        return f"word: {asked}", "a word that means the same ?", answer
    if kind == "adjective":
        asked = rng.choice(tuple(world.synonym))
        return f"word: {asked}", "a word that means the same ?", world.synonym[asked]
    if kind == "opposite":
        asked = rng.choice(tuple(world.opposite))
        return f"word: {asked}", "the opposite word ?", world.opposite[asked]
    if kind == "kind":
        asked = rng.choice(words.things)
        return f"word: {asked}", "what kind of thing ?", words.kind_of[asked]
    outside = rng.random() < 0.5
    asked = rng.choice(words.outside if outside else words.inside)
    return f"word: {asked}", "inside or outside ?", "outside" if outside else "inside"


def judge(rng: Random, domain: str) -> tuple[str, str, str]:
    """Return a text of several opinions, a request for each of them, and their words."""
    world = lexicon()
    tense = rng.choice(TENSES)
    aspects = list(pick_two(rng, world.domains[domain].aspects))
    said = [rng.choice(VALUES["sentiment"]) for _ in aspects]
    clauses = [
        opinion(rng, world, world.domains[domain], aspect, tense, positive=word == "positive")
        for aspect, word in zip(aspects, said, strict=True)
    ]
    between = rng.choice((".", "and" if said[0] == said[1] else "but"))
    text = f"{clauses[0]} {between} {clauses[1]} ."
    return f"text: {text}", f"judge : {' , '.join(aspects)} .", " ".join(said)


def compare(rng: Random, domain: str) -> tuple[str, str, str]:
    """Return two sentences and a request to tell which of their parts are the same."""
    world = lexicon()
    event = invent(rng, world, world.domains[domain])
    said = event
    changed = {part: rng.random() < 0.35 for part in _PARTS}
    for part in _PARTS:
        if changed[part]:
            said = _change(rng, world, domain, said, part)
    denied = [rng.random() < 0.3, rng.random() < 0.3]
    texts = [
        statement(
            world,
            each.but(negated=negated),
            passive=rng.random() < 0.3,
            time_first=rng.random() < 0.3,
        )
        for each, negated in zip((event, said), denied, strict=True)
    ]
    changed["truth"] = denied[0] != denied[1]
    order = list(changed)
    target = " ".join("other" if changed[part] else "same" for part in order)
    return (
        f"first: {texts[0]} . second: {texts[1]} .",
        f"compare : {' , '.join(order)} .",
        target,
    )


def _change(rng: Random, world: Lexicon, domain: str, event: Event, part: str) -> Event:
    words = world.domains[domain]
    if part == "person":
        return other_agent(rng, world, words, event)
    if part == "thing":
        return other_thing(rng, words, event)
    if part == "action":
        rest = [verb for pair in words.verbs if event.verb not in pair for verb in pair]
        return event.but(verb=pick(rng, rest))
    choices = {
        "place": words.outside if event.outside else words.inside,
        "time": world.times[event.tense],
    }[part]
    others = [choice for choice in choices if choice != getattr(event, part)]
    return event.but(**{part: pick(rng, others)})


def read(rng: Random, text: str) -> tuple[str, str]:
    """Return a request for a word that it names, or for the neighbour of a word, and the word."""
    tokens = text.split()
    at = rng.choice([at for at in range(2, len(tokens) - 2) if tokens.count(tokens[at]) == 1])
    if rng.random() < 0.4:
        target, other = rng.sample(_vocabulary(), 2)
        denial = f" , not {other}" if rng.random() < 0.5 else ""
        return f"say {target}{denial} .", target
    if rng.random() < 0.5:
        return f"which word stands after {tokens[at]} ?", tokens[at + 1]
    return f"which word stands before {tokens[at]} ?", tokens[at - 1]


def corrupt(rng: Random, text: str) -> tuple[str, str]:
    """Replace one or two spans by sentinels; the target gives them back."""
    tokens = text.split()
    source: list[str] = []
    target: list[str] = []
    at = 0
    for number, start in enumerate(sorted(rng.sample(range(1, len(tokens) - 2), 2))):
        if start < at:
            continue
        stop = start + rng.choice((1, 2))
        source += [*tokens[at:start], SPAN_MARK.format(number)]
        target += [SPAN_MARK.format(number), *tokens[start:stop]]
        at = stop
    return " ".join([*source, *tokens[at:]]), " ".join(target)


@functools.cache
def _vocabulary() -> tuple[str, ...]:
    """Return the words that a reading exercise may name: label words and things."""
    words = phrasings()["form"]["arbitrary"].split()
    for entry in phrasings().values():
        words += [word for told in entry.get("words", ()) for word in told.split("/")]
    for key, domain in lexicon().domains.items():
        words += [*phrasings()["topic"][key].split(), *(t for t in domain.things if " " not in t)]
    return tuple(dict.fromkeys(words))
