"""Pairs of texts: entailment, paraphrase, and a word in two contexts."""

from random import Random
from typing import Final

from promptstudio.tasks.sandbox.events import Event, invent, statement
from promptstudio.tasks.sandbox.lexicon import TENSES, Domain, Lexicon, pick

Fields = dict[str, str]

_CONTEXTS: Final = (
    "{name} {saw} the {word} near the {cue}",
    "{name} {found} the {cue} and the {word}",
    "the {word} {was} next to the {cue}",
    "with the {cue} in mind , {name} {saw} the {word}",
    "about the {word} : {name} {found} the {cue} there",
    "the {cue} {was} a part of the story of {name} and the {word}",
)
_FORMS: Final = {
    "past": {"saw": "saw", "found": "found", "was": "was"},
    "present": {"saw": "sees", "found": "finds", "was": "is"},
    "future": {"saw": "will see", "found": "will find", "was": "will be"},
}


def entailment(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return a premise and a hypothesis that follows, is denied or stays open.

    Following: modifiers are dropped, a thing gives way to its kind, a verb to its synonym.
    Denied: one of the two is negated, or an adjective is turned round. Open: somebody or
    something else.
    """
    premise = _drawn(rng, words, domain)
    if rng.random() < 0.25:
        premise = premise.but(negated=True, adjective="", place="")
    guess = premise if premise.negated else _shortened(rng, premise)
    if label == "contradiction":
        if guess.adjective and not guess.negated and rng.random() < 0.4:
            guess = guess.but(adjective=words.opposite[guess.adjective])
        else:
            guess = guess.but(negated=not guess.negated)
    elif label == "neutral":
        guess = _other(rng, words, domain, guess, ("agent", "thing", "verb"))
        guess = guess.but(negated=premise.negated != (rng.random() < 0.25))
    elif not guess.negated and rng.random() < 0.35:
        guess = guess.but(thing=domain.kind_of[guess.thing])
    if rng.random() < 0.3:
        guess = guess.but(verb=_same_verb(domain, guess.verb))
    return {"first": _told(rng, words, premise), "second": _told(rng, words, guess)}


def paraphrase(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return two sentences that say the same in other words, or nearly so."""
    event = _drawn(rng, words, domain)
    if rng.random() < 0.2:
        event = event.but(negated=True)
    said = event
    if label == "different":
        parts = [part for part in ("agent", "thing", "place", "time") if getattr(said, part)]
        if rng.random() < 0.2:
            said = said.but(negated=not said.negated)
        else:
            said = _other(rng, words, domain, said, (*parts, "verb"))
    if rng.random() < 0.6:
        said = said.but(verb=_same_verb(domain, said.verb))
    if said.adjective in words.synonym and rng.random() < 0.6:
        said = said.but(adjective=words.synonym[said.adjective])
    turned = rng.random() < 0.5
    front = rng.random() < 0.5
    return {
        "first": statement(words, event, passive=not turned and rng.random() < 0.3) + " .",
        "second": statement(words, said, passive=turned, time_first=front) + " .",
    }


def word_in_context(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return two sentences around one ambiguous word, in one sense or in two."""
    del domain
    word = pick(rng, tuple(words.senses))
    left = rng.randrange(2)
    right = left if label == "same" else 1 - left
    cues = (
        rng.sample(words.senses[word][left], 2)
        if label == "same"
        else [rng.choice(words.senses[word][side]) for side in (left, right)]
    )
    first, second = (_context(rng, words, word, cue) for cue in cues)
    return {"first": first, "second": second}


def _context(rng: Random, words: Lexicon, word: str, cue: str) -> str:
    forms = _FORMS[rng.choice(TENSES)]
    frame = rng.choice(_CONTEXTS)
    return frame.format(word=word, cue=cue, name=pick(rng, words.names), **forms) + " ."


def _drawn(rng: Random, words: Lexicon, domain: Domain) -> Event:
    event = invent(rng, words, domain)
    return event.but(
        place=event.place if rng.random() < 0.5 else "",
        time=event.time if rng.random() < 0.5 else "",
    )


def _shortened(rng: Random, event: Event) -> Event:
    return event.but(
        place=event.place if rng.random() < 0.3 else "",
        time=event.time if rng.random() < 0.3 else "",
        adjective=event.adjective if rng.random() < 0.6 else "",
    )


def _told(rng: Random, words: Lexicon, event: Event) -> str:
    passive, front = rng.random() < 0.2, rng.random() < 0.2
    return statement(words, event, passive=passive, time_first=front) + " ."


def _same_verb(domain: Domain, verb: str) -> str:
    for left, right in domain.verbs:
        if verb in (left, right):
            return right if verb == left else left
    return verb


def other_agent(rng: Random, words: Lexicon, domain: Domain, event: Event) -> Event:
    """Return the event with somebody else of the same sort."""
    if not event.named:
        return event.but(agent=_another(rng, domain.agents, event.agent))
    if not event.plural:
        return event.but(agent=_another(rng, words.names, event.agent))
    first, _, second = event.agent.partition(" and ")
    fresh = _another(rng, [name for name in words.names if name != first], second)
    return event.but(agent=f"{first} and {fresh}")


def other_thing(rng: Random, domain: Domain, event: Event) -> Event:
    """Return the event with another thing."""
    return event.but(thing=_another(rng, domain.things, event.thing))


def _other(
    rng: Random, words: Lexicon, domain: Domain, event: Event, parts: tuple[str, ...]
) -> Event:
    """Return the event with one of its parts exchanged for one that means something else."""
    part = rng.choice(parts)
    if part == "agent":
        return other_agent(rng, words, domain, event)
    if part == "thing":
        return other_thing(rng, domain, event)
    if part == "verb":
        rest = [verb for pair in domain.verbs if event.verb not in pair for verb in pair]
        return event.but(verb=pick(rng, rest))
    if part == "place":
        places = domain.outside if event.outside else domain.inside
        return event.but(place=_another(rng, places, event.place))
    return event.but(time=_another(rng, words.times[event.tense], event.time))


def _another(rng: Random, choices: tuple[str, ...] | list[str], old: str) -> str:
    return pick(rng, [choice for choice in choices if choice != old])
