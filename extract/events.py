"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical, historical and doubtful ones are marked.
"""

from collections.abc import Iterable
from typing import NamedTuple

from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting, Participants
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import Resolver
from politigraph.extract.event_readings import Found, read_events
from politigraph.extract.event_reality import polarity_of, realis_of
from politigraph.extract.event_trust import centrality, trust
from politigraph.extract.event_weights import EventWeights
from politigraph.extract.event_words import in_words
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event

RULES_THRESHOLD = 0.4
"""The least confidence of an event that is not doubtful where no weights decide."""

SHORT_TEXT = 3
"""Sentences up to which a text is a headline, a lead or an item, and told for one event."""


class _Act(NamedTuple):
    found: Found
    cast: Participants
    confidence: float


def find_events(
    parse: Parse,
    references: Resolver,
    dates: Dates,
    weights: EventWeights | None = None,
    threshold: float | None = None,
) -> tuple[Event, ...]:
    """Return the events of one text, in its order.

    Without ``weights`` the rules alone decide. There is an event from a confidence of
    ``threshold`` on, or where that is not given, of the weights' own. The main event of a text
    of a few sentences is there whatever its confidence, and doubtful below the threshold.
    """
    lexicon = load_event_lexicon()
    if threshold is None:
        threshold = weights.threshold if weights is not None else RULES_THRESHOLD
    casting = Casting(parse, references)
    acts = _acts(parse, casting, read_events(parse, lexicon, weights))
    shown = [act for act in acts if act.confidence >= threshold]
    if len(parse.sentences) <= SHORT_TEXT:
        main = max(acts, key=lambda act: centrality(parse, act.found), default=None)
        if main is not None and main.confidence < threshold and not _is_state(parse, main):
            found = main.found
            cast = casting.likeliest(found.candidate, found.reading.type, main.cast)
            shown.append(main._replace(cast=cast))
    events = []
    for found, cast, confidence in shown:
        when = dates.of(found.trigger) or dates.of(found.candidate.head)
        trigger = parse.span(found.trigger, found.trigger + 1)
        event = Event(
            id=f"v{trigger.start}-{found.reading.type}",
            type=found.reading.type,
            mode=found.reading.mode,
            trigger=trigger,
            agents=cast.agents,
            targets=cast.targets,
            place=cast.place,
            date=when,
            polarity=polarity_of(parse, found),
            realis=realis_of(parse, lexicon, found, when, dates),
            claim="",
            rule=found.reading.rule,
            confidence=max(0.0, round(confidence, 3)),
            # Before rounding: what is shown as .55 may be a little less.
            doubtful=confidence < threshold,
        )
        events.append((parse.sentence_of[found.trigger], event))
    return _once_a_sentence(events)


def _acts(parse: Parse, casting: Casting, read: Iterable[Found]) -> list[_Act]:
    acts = []
    for possible in read:
        is_reported = possible.reading.rule == "must+X"
        kind = possible.reading.type
        cast = casting.cast(possible.candidate, kind, possible.trigger, is_reported)
        found = in_words(parse, possible, cast)
        acts.append(_Act(found, cast, trust(found, cast)))
    return acts


def _is_state(parse: Parse, act: _Act) -> bool:
    # "The sky was grey": the weights choose some type for whatever no rule reads.
    known = act.cast.agents or act.cast.targets
    found = act.found
    return found.reading.rule == "weights" and parse.lemma[found.trigger] == "be" and not known


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
