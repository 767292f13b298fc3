"""Questions, alone or over a text: their type, a yes or no, an answer, whether one is there."""

from random import Random

from promptstudio.tasks.sandbox.events import (
    SLOTS,
    Event,
    answer,
    boolean_question,
    invent,
    question,
    statement,
)
from promptstudio.tasks.sandbox.lexicon import Domain, Lexicon
from promptstudio.tasks.sandbox.pairs import Fields, other_agent, other_thing


def question_type(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return a question that asks for a person, place, time or thing."""
    return {"text": question(rng, words, invent(rng, words, domain), label)}


def boolean(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return a yes-or-no question and a text that tells."""
    event, beside = _two(rng, words, domain)
    asked = event
    if label == "no":
        way = rng.random()
        if way < 0.4:
            event = event.but(negated=True)
        elif way < 0.6:
            asked = other_agent(rng, words, domain, event)
        elif way < 0.8:
            asked = event.but(thing=beside.thing, adjective=beside.adjective)
        else:
            asked = other_thing(rng, domain, event)
    elif rng.random() < 0.3:
        beside = beside.but(negated=True)
    return {"question": boolean_question(words, asked), "text": _text(rng, words, event, beside)}


def answering(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return a question and a text that answers it, or that speaks of something else."""
    event, beside = _two(rng, words, domain)
    slot = rng.choice(SLOTS)
    asked = event
    if label == "missing":
        swap_agent = slot == "thing" or (slot != "person" and rng.random() < 0.5)
        while asked == event or asked.agent == beside.agent or asked.thing == beside.thing:
            asked = (
                other_agent(rng, words, domain, event)
                if swap_agent
                else other_thing(rng, domain, event)
            )
    return {
        "question": question(rng, words, asked, slot),
        "text": _text(rng, words, event, beside),
    }


def extraction(rng: Random, words: Lexicon, domain: Domain, label: str) -> Fields:
    """Return a question, a text of two events and the answer, words of the text."""
    del label
    event, beside = _two(rng, words, domain)
    slot = rng.choice(SLOTS)
    return {
        "question": question(rng, words, event, slot),
        "text": _text(rng, words, event, beside),
        "answer": answer(words, event, slot),
    }


def _two(rng: Random, words: Lexicon, domain: Domain) -> tuple[Event, Event]:
    """Return two events that differ in agent, thing and place, so that answers are unique."""
    event = invent(rng, words, domain)
    while True:
        beside = invent(rng, words, domain, tense=event.tense)
        apart = (
            not set(beside.agent.split(" and ")) & set(event.agent.split(" and "))
            and beside.thing != event.thing
            and beside.place != event.place
            and beside.time != event.time
        )
        if apart:
            return event, beside


def _text(rng: Random, words: Lexicon, event: Event, beside: Event) -> str:
    told = [statement(words, each, time_first=rng.random() < 0.2) for each in (event, beside)]
    rng.shuffle(told)
    return " . ".join(told) + " ."
