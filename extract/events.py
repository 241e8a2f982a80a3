"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical, historical and doubtful ones are marked.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting, Participants
from politigraph.extract.event_context import Told, cue_words, in_context, of_somebody
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_model import EventModel, TrustWeights
from politigraph.extract.event_readings import Found, read_events
from politigraph.extract.event_reality import date_of, days_before, polarity_of, realis_of
from politigraph.extract.event_trust import centrality, trust
from politigraph.extract.event_trust_features import Judged, trust_features
from politigraph.extract.event_words import in_words
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Event
from politigraph.extract.stance_targets import Speakers
from politigraph.extract.stances import Said, find_said, stance_events, without_told

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
    references: Speakers,
    dates: Dates,
    model: EventModel | None = None,
    threshold: float | None = None,
    attributions: Sequence[Attribution] = (),
) -> tuple[Event, ...]:
    """Return the events of one text, in its order.

    Among them what the words of ``attributions`` do to those whom they name ("said that Oslo
    had lied"). Without a ``model`` there are none of these, and the rules alone decide. There is
    an event from a confidence of ``threshold`` on, or where that is not given, of the model's
    own. The main event of a text of a few sentences is there whatever its confidence, and
    doubtful below the threshold.
    """
    lexicon = load_event_lexicon()
    if threshold is None:
        threshold = RULES_THRESHOLD if model is None else model.trust.threshold
    casting = Casting(parse, references)
    types = None if model is None else model.types
    acts = _acts(parse, casting, read_events(parse, lexicon, types))
    said: list[Said] = []
    is_short = len(parse.sentences) <= SHORT_TEXT
    if model is not None:
        said = find_said(parse, attributions, references, model.stance)
        # Learned from whole articles: a headline or a lead says things outright.
        if not is_short:
            learned, said = _trusted(parse, acts, said, model.trust, dates)
            acts = [
                _judged(parse, dates, one, other, threshold)
                for one, other in zip(acts, learned, strict=True)
            ]
    shown = [act for act in acts if act.confidence >= threshold]
    if is_short:
        main = max(acts, key=lambda act: centrality(parse, act.found), default=None)
        if main is not None and main.confidence < threshold and not _is_state(parse, main):
            found = main.found
            cast = casting.likeliest(found.candidate, found.reading.type, main.cast)
            shown.append(main._replace(cast=cast))
    events = []
    for found, cast, confidence in shown:
        when = date_of(dates, found)
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
    done = [act for act in said if act.chance >= threshold]
    return without_told(_once(_once_a_sentence(events)), stance_events(done, dates))


def _judged(parse: Parse, dates: Dates, ruled: _Act, learned: _Act, threshold: float) -> _Act:
    """Return an act as far as learned weights trust it, who know acts told as having happened.

    Of those that are denied, planned or supposed the rules judge.
    """
    if learned.confidence < threshold <= ruled.confidence:
        found = ruled.found
        when = date_of(dates, found)
        realis = realis_of(parse, load_event_lexicon(), found, when, dates)
        if realis != "actual" or polarity_of(parse, found) != "positive":
            return ruled
    return learned


def _trusted(
    parse: Parse, acts: list[_Act], said: list[Said], trust: TrustWeights, dates: Dates
) -> tuple[list[_Act], list[Said]]:
    """Return acts and what is said as far as the learned weights trust them."""
    words = cue_words(parse, (act.targeted.attribution for act in said))
    told = []
    for found, cast, ruled in acts:
        age = days_before(dates.published, date_of(dates, found))
        alone = trust.chance(trust_features(parse, found, cast, Judged(ruled, age)))
        chance = of_somebody(alone, cast.agents, cast.targets)
        sides = frozenset(cast.agents), frozenset(cast.targets)
        word = words.get(found.trigger, found.trigger)
        told.append(Told(found.reading.type, *sides, chance, in_words=False, word=word))
    for act in said:
        head = act.targeted.attribution.cue_head
        assert head is not None, "a report without a cue is directed at nobody"
        sides = frozenset({act.targeted.speaker}), frozenset({act.targeted.target})
        word = words.get(head, head)
        told.append(Told(act.kind, *sides, act.chance, in_words=True, word=word))
    chances = in_context(told, trust.context)
    sure = [act._replace(confidence=chance) for act, chance in zip(acts, chances, strict=False)]
    return sure, [
        Said(act.targeted, act.kind, chance)
        for act, chance in zip(said, chances[len(acts) :], strict=True)
    ]


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


def _once(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return events without those that the text tells again, with the same known sides.

    "Oslo condemned the raid", and in the last paragraph "Oslo, which condemned the raid": one
    act, and its surest telling. Sides, type, mode, polarity and realis must be the same, and
    dates too where both have one.
    """
    kept: dict[object, list[Event]] = {}
    for event in sorted(events, key=lambda e: (-e.confidence, e.trigger)):
        sides = frozenset(event.agents), frozenset(event.targets)
        alike = kept.setdefault((event.type, event.mode, sides, event.polarity, event.realis), [])
        known = any(sides) and any(
            event.date == other.date or not event.date or not other.date for other in alike
        )
        if not known:
            alike.append(event)
    ids = {event.id for same in kept.values() for event in same}
    return tuple(event for event in events if event.id in ids)


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
