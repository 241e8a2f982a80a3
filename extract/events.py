"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical and historical ones are marked.
"""

from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import Resolver
from politigraph.extract.event_readings import read_events
from politigraph.extract.event_reality import polarity_of, realis_of
from politigraph.extract.event_trust import trust
from politigraph.extract.event_weights import EventWeights
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event

RULES_THRESHOLD = 0.4
"""The least confidence at which an event is shown where no weights decide."""

SHORT_TEXT = 3
"""Sentences up to which a text is a headline, a lead or an item, and told for one event."""

SHORT_TEXT_THRESHOLD = 0.35
"""The least confidence of the one event that a short text shows where none is sure."""


def find_events(
    parse: Parse,
    references: Resolver,
    dates: Dates,
    weights: EventWeights | None = None,
    threshold: float | None = None,
) -> tuple[Event, ...]:
    """Return the events of one text, in its order.

    Without ``weights`` the rules alone decide. An event is shown from a confidence of
    ``threshold`` on, or where that is not given, of the weights' own. A text of a few
    sentences that would show none shows its likeliest, from a lower one on.
    """
    lexicon = load_event_lexicon()
    casting = Casting(parse, references)
    if threshold is None:
        threshold = weights.threshold if weights is not None else RULES_THRESHOLD
    brief = len(parse.sentences) <= SHORT_TEXT
    least = min(threshold, SHORT_TEXT_THRESHOLD) if brief else threshold
    sure: list[tuple[int, Event]] = []
    unsure: list[tuple[int, Event]] = []
    for found in read_events(parse, lexicon, weights):
        kind, rule = found.reading.type, found.reading.rule
        cast = casting.cast(found.candidate, kind, found.trigger, rule == "must+X")
        confidence = trust(found, cast)
        if confidence < least:
            continue
        when = dates.of(found.trigger) or dates.of(found.candidate.head)
        trigger = parse.span(found.trigger, found.trigger + 1)
        event = Event(
            id=f"v{trigger.start}-{kind}",
            type=kind,
            mode=found.reading.mode,
            trigger=trigger,
            agents=cast.agents,
            targets=cast.targets,
            place=cast.place,
            date=when,
            polarity=polarity_of(parse, found),
            realis=realis_of(parse, lexicon, found, when, dates),
            claim="",
            rule=rule,
            confidence=round(confidence, 3),
        )
        numbered = (parse.sentence_of[found.trigger], event)
        (sure if confidence >= threshold else unsure).append(numbered)
    likeliest = sorted(unsure, key=lambda item: -item[1].confidence)[:1]
    return _once_a_sentence(sure or likeliest)


def _once_a_sentence(numbered: list[tuple[int, Event]]) -> tuple[Event, ...]:
    """Return events in text order, without a second trigger of the same act.

    "visited Riga, discussing trade": same type and agents in one sentence, and no
    other target.
    """
    kept: dict[int, list[Event]] = {}
    for number, event in sorted(numbered, key=lambda n: (-n[1].confidence, n[1].trigger)):
        same_sentence = kept.setdefault(number, [])
        told = any(
            event.type == known.type
            and event.agents == known.agents
            and event.polarity == known.polarity
            and event.realis == known.realis
            and set(event.targets) <= set(known.targets)
            for known in same_sentence
        )
        if not told:
            same_sentence.append(event)
    return tuple(
        sorted((e for found in kept.values() for e in found), key=lambda e: (e.trigger, e.type))
    )
