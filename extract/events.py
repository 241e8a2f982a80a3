"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical, historical and doubtful ones are marked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from politigraph.extract.casualties import with_casualties
from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting, Participants
from politigraph.extract.event_context import Told, cue_words, in_context, of_somebody
from politigraph.extract.event_history import days_before
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_model import EventModel, TrustWeights
from politigraph.extract.event_outcomes import without_outcomes
from politigraph.extract.event_readings import Found, read_events
from politigraph.extract.event_tellings import once_a_sentence, told_once
from politigraph.extract.event_trust import centrality, trust
from politigraph.extract.event_trust_features import Judged, trust_features
from politigraph.extract.event_words import cast_acts
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Event
from politigraph.extract.saying_reality import Reality, reality_of_act, told_by
from politigraph.extract.stance_targets import Speakers
from politigraph.extract.stances import RULE as STANCE
from politigraph.extract.stances import (
    Said,
    Stance,
    find_said,
    stance_events,
    with_speakers,
    without_told,
)

RULES_THRESHOLD = 0.4
"""The least confidence of an event that is not doubtful where no weights decide."""

SHORT_TEXT = 3
"""Sentences up to which a text is a headline, a lead or an item, and told for one event."""

RULED_THRESHOLD = 0.53
"""The least confidence of an event that the rules judge although there are learned weights: in such
a text, or of what is not told as having happened. A lower one shows more wrong events in PLOVER's
sentences and no more right ones."""


class _Act(NamedTuple):
    """A reading with its participants, and the confidence from which on it is told."""

    found: Found
    cast: Participants
    confidence: float
    least: float


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
    own or, where the rules judge, of theirs. The main event of a text of a few sentences is
    there whatever its confidence, and doubtful below the threshold, unless an act in words is.
    """
    is_short = len(parse.sentences) <= SHORT_TEXT
    ruled_from, trusted_from = _thresholds(model, threshold)
    casting = Casting(parse, references)
    types = None if model is None else model.types
    read = read_events(parse, load_event_lexicon(), types)
    acts = [
        _Act(found, cast, trust(found, cast), ruled_from)
        for found, cast in cast_acts(parse, casting, read)
    ]
    real = _realities(parse, acts, attributions, references, dates)
    said: list[Said] = []
    if model is not None:
        said = find_said(parse, attributions, references, model.stance)
        # Learned from whole articles: a headline or a lead says things outright.
        if not is_short:
            ages = [days_before(dates.published, it.date) for it in real]
            learned, said = _trusted(parse, acts, ages, said, model.trust)
            # Labelled was what is told as having happened: of the rest the rules judge.
            acts = [
                ruled._replace(confidence=chance, least=trusted_from) if it.happened else ruled
                for ruled, chance, it in zip(acts, learned, real, strict=True)
            ]
    stances = stance_events(parse, [act for act in said if act.chance >= trusted_from], dates)
    shown = [
        (parse.sentence_of[act.found.trigger], _event(parse, act, reality))
        for act, reality in zip(acts, real, strict=True)
        if act.confidence >= act.least
    ]
    events = _told(parse, shown, stances)
    if is_short and acts and not any(event.rule == STANCE for event in events):
        number = max(range(len(acts)), key=lambda n: centrality(parse, acts[n].found))
        main = acts[number]
        if main.confidence < main.least and not _is_state(parse, main):
            found = main.found
            cast = casting.likeliest(found.candidate, found.reading.type, main.cast)
            event = _event(parse, main._replace(cast=cast), real[number])
            shown.append((parse.sentence_of[found.trigger], event))
            events = _told(parse, shown, stances)
    return events


def _thresholds(model: EventModel | None, threshold: float | None) -> tuple[float, float]:
    """Return from which confidence on the rules, and the learned weights, tell an event."""
    if threshold is not None:
        return threshold, threshold
    if model is None:
        return RULES_THRESHOLD, RULES_THRESHOLD
    return RULED_THRESHOLD, model.trust.threshold


def _told(
    parse: Parse, numbered: Iterable[tuple[int, Event]], stances: Sequence[Stance]
) -> tuple[Event, ...]:
    """Return events, each with the number of its sentence, and acts in words, each act once."""
    attacks = without_outcomes(parse, tuple(numbered))
    # The toll of an act may stand beside a telling that is not the surest.
    events = with_casualties(parse, once_a_sentence(attacks))
    completed, others = with_speakers(events, stances)
    return without_told(told_once(completed), others)


def _event(parse: Parse, act: _Act, reality: Reality) -> Event:
    found, cast, confidence, least = act
    trigger = parse.span(found.trigger, found.trigger + 1)
    return Event(
        id=f"v{trigger.start}-{found.reading.type}",
        type=found.reading.type,
        mode=found.reading.mode,
        trigger=trigger,
        agents=cast.agents,
        targets=cast.targets,
        place=cast.place,
        date=reality.date,
        polarity=reality.polarity,
        realis=reality.realis,
        claim="",
        rule=found.reading.rule,
        confidence=max(0.0, round(confidence, 3)),
        # Before rounding: what is shown as the least may be a little less.
        doubtful=confidence < least,
    )


def _realities(
    parse: Parse,
    acts: Sequence[_Act],
    attributions: Sequence[Attribution],
    references: Speakers,
    dates: Dates,
) -> list[Reality]:
    """Return whether and when each act took place.

    "has never said that Oslo must pay": what must be done is asked for by being said.
    """
    duties = {a.found.trigger: a.cast.agents for a in acts if a.found.reading.rule == "must+X"}
    said = told_by(parse, duties, attributions, references, dates)
    found = []
    for act in acts:
        reality = reality_of_act(parse, act.found, dates)
        report = said.get(act.found.trigger)
        if report is not None and not report.happened:
            reality = replace(report, date=reality.date)
        found.append(reality)
    return found


def _trusted(
    parse: Parse, acts: list[_Act], ages: list[int | None], said: list[Said], trust: TrustWeights
) -> tuple[list[float], list[Said]]:
    """Return how far the learned weights trust acts, and what is said as far as they do.

    ``ages`` tells for each act how many days before the publication it took place.
    """
    words = cue_words(parse, (act.targeted.attribution for act in said))
    told = []
    for (found, cast, ruled, _), age in zip(acts, ages, strict=True):
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
    return chances[: len(acts)], [
        Said(act.targeted, act.kind, chance)
        for act, chance in zip(said, chances[len(acts) :], strict=True)
    ]


def _is_state(parse: Parse, act: _Act) -> bool:
    # "The sky was grey": the weights choose some type for whatever no rule reads.
    known = act.cast.agents or act.cast.targets
    found = act.found
    return found.reading.rule == "weights" and parse.lemma[found.trigger] == "be" and not known
