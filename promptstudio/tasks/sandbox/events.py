"""Events, who did what, where and when, and the sentences and questions that tell them."""

import dataclasses
from dataclasses import dataclass
from random import Random
from typing import Final

from promptstudio.tasks.sandbox.lexicon import TENSES, Domain, Lexicon, pick, pick_two

SLOTS: Final = ("person", "place", "time", "thing")
_NEAR: Final = ("at", "in", "near")
_ASK: Final = {
    "person": ("who", "which person", "tell me who"),
    "place": ("where", "at which place", "tell me where"),
    "time": ("when", "at what time", "tell me when"),
    "thing": ("what", "which thing", "tell me what"),
}


@dataclass(frozen=True)
class Event:
    """One thing that somebody did, does or will do; an empty string means "not told"."""

    agent: str
    named: bool
    count: str
    verb: str
    thing: str
    adjective: str
    place: str
    near: str
    outside: bool
    time: str
    tense: str
    negated: bool = False

    @property
    def plural(self) -> bool:
        """Whether several people act."""
        return bool(self.count)

    def but(self, **changes: object) -> "Event":
        """Return a copy with some parts changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


def invent(
    rng: Random,
    words: Lexicon,
    domain: Domain,
    *,
    tense: str | None = None,
    plural: bool | None = None,
    outside: bool | None = None,
) -> Event:
    """Return a random event of a domain; what is not asked for is drawn."""
    tense = tense or rng.choice(TENSES)
    plural = rng.random() < 0.4 if plural is None else plural
    outside = rng.random() < 0.5 if outside is None else outside
    named = rng.random() < 0.5
    if not named:
        agent = pick(rng, domain.agents)
        count = rng.choice(("the", pick(rng, words.counts))) if plural else ""
    elif plural:
        agent, count = " and ".join(pick_two(rng, words.names)), "and"
    else:
        agent, count = pick(rng, words.names), ""
    return Event(
        agent=agent,
        named=named,
        count=count,
        verb=rng.choice(pick(rng, domain.verbs)),
        thing=pick(rng, domain.things),
        adjective=pick(rng, words.adjectives) if rng.random() < 0.4 else "",
        place=pick(rng, domain.outside if outside else domain.inside),
        near=rng.choice(_NEAR),
        outside=outside,
        time=pick(rng, words.times[tense]),
        tense=tense,
    )


def agent_phrase(words: Lexicon, event: Event) -> str:
    """Return "ana", "ana and ben", "the chef" or "two chefs"."""
    if event.named:
        return event.agent
    noun = words.plural(event.agent) if event.plural else event.agent
    return f"{event.count or 'the'} {noun}"


def thing_phrase(event: Event) -> str:
    """Return "the apple" or "the old apple"."""
    return f"the {event.adjective} {event.thing}" if event.adjective else f"the {event.thing}"


def verb_phrase(words: Lexicon, event: Event) -> str:
    """Return the active verb with its tense, number and negation."""
    if event.tense == "future":
        return f"will not {event.verb}" if event.negated else f"will {event.verb}"
    if event.negated:
        return f"{auxiliary(event)} not {event.verb}"
    if event.tense == "past":
        return words.past(event.verb)
    return event.verb if event.plural else words.third_person(event.verb)


def auxiliary(event: Event) -> str:
    """Return the auxiliary that asks and denies."""
    if event.tense == "future":
        return "will"
    if event.tense == "past":
        return "did"
    return "do" if event.plural else "does"


def statement(
    words: Lexicon, event: Event, *, passive: bool = False, time_first: bool = False
) -> str:
    """Return the event as a sentence without its full stop."""
    who, what = agent_phrase(words, event), thing_phrase(event)
    if passive:
        be = {"past": "was", "present": "is", "future": "will"}[event.tense]
        parts = [what, be, "not" if event.negated else ""]
        parts += ["be" if event.tense == "future" else "", words.participle(event.verb), "by", who]
    else:
        parts = [who, verb_phrase(words, event), what]
    if event.place:
        parts.append(f"{event.near} the {event.place}")
    parts.insert(0 if time_first else len(parts), event.time)
    return " ".join(part for part in parts if part)


def question(rng: Random, words: Lexicon, event: Event, slot: str) -> str:
    """Return a question whose answer is one slot of the event."""
    ask = rng.choice(_ASK[slot])
    who, what = agent_phrase(words, event), thing_phrase(event)
    if slot == "person":
        one = event.but(count="", negated=False)
        return f"{ask} {verb_phrase(words, one)} {what} ?"
    if ask.startswith("tell"):
        middle = f"{ask} {who} {verb_phrase(words, event)}"
    else:
        middle = f"{ask} {auxiliary(event)} {who} {event.verb}"
    return f"{middle} ?" if slot == "thing" else f"{middle} {what} ?"


def boolean_question(words: Lexicon, event: Event) -> str:
    """Return the question whether the event is so."""
    who, what = agent_phrase(words, event), thing_phrase(event)
    return f"{auxiliary(event)} {who} {event.verb} {what} ?"


def answer(words: Lexicon, event: Event, slot: str) -> str:
    """Return the words of the text that answer the question about a slot."""
    if slot == "person":
        return agent_phrase(words, event).removeprefix("the ")
    return {"place": event.place, "time": event.time, "thing": event.thing}[slot]
