"""Single texts: an event and an opinion that carry every trait of the world at once."""

from dataclasses import dataclass
from random import Random
from typing import Final

from promptstudio.tasks.sandbox.events import Event, invent, statement, verb_phrase
from promptstudio.tasks.sandbox.lexicon import TENSES, Domain, Lexicon, pick, pick_two

_BE: Final = {"past": "was", "present": "is", "future": "will"}


@dataclass(frozen=True)
class Traits:
    """What a text says besides its domain; each trait is one skill's label."""

    sentiment: str
    tense: str
    number: str
    place: str
    acceptability: str


VALUES: Final[dict[str, tuple[str, ...]]] = {
    "sentiment": ("negative", "positive"),
    "tense": TENSES,
    "number": ("one", "many"),
    "place": ("inside", "outside"),
    "acceptability": ("wrong", "correct"),
}


def draw_traits(rng: Random, fixed: dict[str, str]) -> Traits:
    """Return random traits around the fixed ones; one text in ten is ill-formed by chance."""
    drawn = {name: rng.choice(values) for name, values in VALUES.items()}
    drawn["acceptability"] = "wrong" if rng.random() < 0.1 else "correct"
    return Traits(**(drawn | fixed))


def compose(rng: Random, words: Lexicon, domain: Domain, traits: Traits) -> str:
    """Return a text of one domain that has the traits."""
    event = invent(
        rng,
        words,
        domain,
        tense=traits.tense,
        plural=traits.number == "many",
        outside=traits.place == "outside",
    )
    vague = words.past(event.verb) == event.verb
    if not vague and rng.random() < 0.3:
        event = event.but(time="")
    told = statement(words, event, time_first=rng.random() < 0.3)
    if traits.acceptability == "wrong":
        told = _spoil(rng, words, event, told)
    said = _opinions(rng, words, domain, traits)
    first, second = (told, said) if rng.random() < 0.6 else (said, told)
    between = "and" if " and " not in first and "," not in said and rng.random() < 0.3 else "."
    return f"{first} {between} {second} ."


def _opinions(rng: Random, words: Lexicon, domain: Domain, traits: Traits) -> str:
    positive = traits.sentiment == "positive"
    main, other = pick_two(rng, domain.aspects)
    verdict = opinion(rng, words, domain, main, traits.tense, positive=positive)
    shape = rng.random()
    if shape < 0.62:
        return verdict
    if shape < 0.75:
        more = opinion(rng, words, domain, other, traits.tense, positive=positive)
        return f"{verdict} and {more}"
    against = opinion(rng, words, domain, other, traits.tense, positive=not positive)
    if shape < 0.84:
        return f"{against} but {verdict}"
    if shape < 0.92:
        return f"although {against} , {verdict}"
    return f"{verdict} although {against}"


def opinion(
    rng: Random, words: Lexicon, domain: Domain, aspect: str, tense: str, *, positive: bool
) -> str:
    """Return one clause of praise or blame, in one of five cases by denying the contrary."""
    denied = rng.random() < 0.2
    wanted = positive != denied
    if rng.random() < 0.25:
        verb = pick(rng, words.likes if wanted else words.dislikes)
        phrase = {
            "past": f"did not {verb}" if denied else words.past(verb),
            "present": f"does not {verb}" if denied else words.third_person(verb),
            "future": f"will not {verb}" if denied else f"will {verb}",
        }[tense]
        return f"{pick(rng, words.names)} {phrase} the {aspect}"
    general, own = (words.good, domain.good) if wanted else (words.bad, domain.bad)
    adjective = pick(rng, own if rng.random() < 0.35 else general)
    parts = ["the", aspect, _BE[tense], "not" if denied else ""]
    parts.append("be" if tense == "future" else "")
    parts += [pick(rng, words.degree) if rng.random() < 0.25 else "", adjective]
    return " ".join(part for part in parts if part)


def _spoil(rng: Random, words: Lexicon, event: Event, told: str) -> str:
    """Break one rule of grammar in the event's sentence."""
    right = verb_phrase(words, event)
    fault = rng.randrange(4)
    if fault == 0:
        if event.tense == "future":
            bad = f"will {words.third_person(event.verb)}"
        elif event.tense == "past":
            bad = f"did {right}" if right != event.verb else f"does {words.third_person(right)}"
        else:
            bad = event.verb if not event.plural else words.third_person(event.verb)
        return told.replace(f" {right} ", f" {bad} ", 1)
    if fault == 1:
        return told.replace(f" {right} ", " ", 1)
    thing = f"the {event.adjective or event.thing}"
    swapped = f"{event.adjective or event.thing} the"
    if fault == 2:
        return told.replace(thing, swapped, 1)
    return told.replace(f"the {event.place}", f"{event.place} the", 1)
