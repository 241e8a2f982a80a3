"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical and historical ones are marked.
"""

from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import Resolver
from politigraph.extract.event_readings import CONFIDENCE, Found, read_events
from politigraph.extract.event_reality import polarity_of, realis_of
from politigraph.extract.event_weights import EventWeights
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event

RULES_THRESHOLD = 0.4
"""The least confidence at which an event is shown where no weights decide."""

# Acts that need no other side.
_ONE_SIDED = frozenset({"PROTEST", "RETREAT", "MOBILIZE", "CONSULT"})
_VERBAL_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "SUPPORT"})
_NOUN_RULES = frozenset({"noun", "noun of parties"})


def find_events(
    parse: Parse,
    references: Resolver,
    dates: Dates,
    weights: EventWeights | None = None,
    threshold: float | None = None,
) -> tuple[Event, ...]:
    """Return the events of one text, in its order.

    Without ``weights`` the rules alone decide. An event is shown from a confidence of
    ``threshold`` on, or where that is not given, of the weights' own.
    """
    lexicon = load_event_lexicon()
    casting = Casting(parse, references)
    if threshold is None:
        threshold = weights.threshold if weights is not None else RULES_THRESHOLD
    events = []
    for found in read_events(parse, lexicon, weights):
        is_noun = found.reading.rule in _NOUN_RULES
        if found.confidence < threshold and not is_noun:
            continue
        kind, rule = found.reading.type, found.reading.rule
        agents, targets, place = casting.cast(
            found.candidate, kind, found.trigger, rule == "must+X"
        )
        confidence = found.confidence
        if is_noun and ((agents and targets) or ((agents or targets) and place)):
            # Weights learned from one event a sentence think little of any other; a noun
            # with its own parties or place is trusted as its rule is.
            confidence = max(confidence, CONFIDENCE[found.reading.rule])
        confidence -= _doubt(found, agents, targets)
        if confidence < threshold:
            continue
        when = dates.of(found.trigger) or dates.of(found.candidate.head)
        trigger = parse.span(found.trigger, found.trigger + 1)
        event = Event(
            id=f"v{trigger.start}-{kind}",
            type=kind,
            mode=found.reading.mode,
            trigger=trigger,
            agents=agents,
            targets=targets,
            place=place,
            date=when,
            polarity=polarity_of(found),
            realis=realis_of(parse, lexicon, found, when, dates),
            claim="",
            rule=rule,
            confidence=round(confidence, 3),
        )
        events.append((parse.sentence_of[found.trigger], event))
    return _once_a_sentence(events)


def _doubt(found: Found, agents: tuple[str, ...], targets: tuple[str, ...]) -> float:
    """Return what an event loses because nobody, or only one side, is known.

    An act without a participant tells nobody who did what; a word of many senses is
    trusted only between two parties.
    """
    if not agents and not targets:
        return 0.55
    both = bool(agents and targets) or len(agents) > 1
    if found.reading.rule in {"weak verb", "weights"} and not both:
        # "is supported by four pillars": nobody we know does it.
        passive = 0.1 if found.candidate.passive and not agents else 0.0
        return passive if found.reading.type in _ONE_SIDED else 0.4 + passive
    # Only somebody can ask, refuse or threaten: "the drought threatens the harvest".
    if found.reading.type in _VERBAL_ACTS and not agents:
        return 0.4
    # Two persons who clash, or attack each other, mostly do so in words.
    words = found.reading.rule == "weak verb" and found.reading.type == "ASSAULT"
    return 0.4 if words and all(x.startswith("person/") for x in (*agents, *targets)) else 0.0


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
