"""Acts done in words: whom a report's speaker criticises, praises, or asks for something.

"Lindqvist said the ministry had lied to her voters": nobody *accuses* in this sentence but its
content does. What such words do to those whom they name is learned from labelled
reports (`stance_features`); the rules of event triggers read the rest. No weights, no such act.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from politigraph.extract.claims import claim_id
from politigraph.extract.commitment import cue_is_negated
from politigraph.extract.dates import Dates
from politigraph.extract.event_model import StanceWeights
from politigraph.extract.event_tellings import told_once
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Event, Span
from politigraph.extract.saying_reality import reality_of_saying
from politigraph.extract.speech_acts import speech_act
from politigraph.extract.stance_features import stance_features
from politigraph.extract.stance_targets import Speakers, Targeted, find_targets
from politigraph.extract.starts import Starts

RULE = "stance"
"""The rule of an event that is what the words of a report do."""

_LIKELY = 0.5


@inner_record
class Said:
    """What a report may do to somebody it names: the type of that act, and its chance."""

    targeted: Targeted
    kind: str
    chance: float


def find_said(
    parse: Parse,
    attributions: Sequence[Attribution],
    references: Speakers,
    weights: StanceWeights,
) -> list[Said]:
    """Return the likeliest act of each report with a cue on each of those it names."""
    return [
        Said(targeted, *weights.likeliest(stance_features(parse, targeted)))
        for targeted in find_targets(parse, attributions, references)
    ]


@inner_record
class Stance:
    """An act in words as an event; ``cue`` and ``sentence`` are where its report is made."""

    event: Event
    cue: tuple[Span, ...]
    sentence: Span


def stance_events(parse: Parse, said: Iterable[Said], dates: Dates) -> list[Stance]:
    """Return acts in words as events, in text order, each once.

    The trigger is the word of the report ("said"), and whether that was said, and when, is
    whether and when the act was done. Those whom the same words are directed at are targets of
    one act; what a speaker does to somebody again in the same article is no new act.
    """
    cues: dict[int, Attribution] = {}
    single: list[Event] = []
    for act in said:
        event = _event(parse, act, dates)
        cues.setdefault(event.trigger.start, act.targeted.attribution)
        single.append(event)
    together: dict[tuple[int, str], list[Event]] = {}
    for event in told_once(single):
        together.setdefault((event.trigger.start, event.type), []).append(event)
    return [
        Stance(_joined(events), cues[start].cue, _sentence(parse, cues[start]))
        for (start, _), events in sorted(together.items())
    ]


def _event(parse: Parse, said: Said, dates: Dates) -> Event:
    kind, attribution = said.kind, said.targeted.attribution
    trigger, head = attribution.cue[0], attribution.cue_head
    assert head is not None, "find_targets leaves reports without a cue out"
    reality = reality_of_saying(parse, head, said.targeted.content, kind, dates)
    negated = cue_is_negated(parse, head, said.targeted.content)
    denies = speech_act(parse, attribution, negated) == "deny"
    return Event(
        id=f"v{trigger.start}-{kind}-{RULE}",
        type=kind,
        mode="",
        trigger=trigger,
        agents=(said.targeted.speaker,),
        targets=(said.targeted.target,),
        place="",
        date=reality.date,
        polarity=reality.polarity,
        realis=reality.realis,
        # What is reported in a denial did not happen, by who denies it; the denial did.
        claim="" if denies else claim_id(attribution),
        rule=RULE,
        confidence=round(said.chance, 3),
    )


def _joined(events: list[Event]) -> Event:
    """Return what one report does to several as one event, which has one id."""
    return replace(
        events[0],
        agents=tuple(dict.fromkeys(agent for event in events for agent in event.agents)),
        targets=tuple(dict.fromkeys(target for event in events for target in event.targets)),
        confidence=max(event.confidence for event in events),
    )


def _sentence(parse: Parse, attribution: Attribution) -> Span:
    head = attribution.cue_head
    assert head is not None, "find_targets leaves reports without a cue out"
    return parse.span(*parse.sentences[parse.sentence_of[head]])


def with_speakers(
    events: Sequence[Event], stances: Iterable[Stance]
) -> tuple[tuple[Event, ...], list[Stance]]:
    """Return events with what their own words say of their sides, and the other stances.

    One word does one act: a stance whose cue holds the trigger of an event is not told beside
    it. Of the same type ("the group accused Riga"), it gives the event the side that this
    lacks. Of another ("Oslo attacked Riga", with guns), it was misread.
    """
    told = list(events)
    triggers = Starts([event.trigger.start for event in events])
    rest = []
    for stance in stances:
        same = triggers.within((span.start, span.end) for span in stance.cue)
        same = [number for number in same if not told[number].doubtful]
        alike = [number for number in same if told[number].type == stance.event.type]
        # One that is let through by a low threshold alone lends nothing.
        if alike and stance.event.confidence >= _LIKELY:
            told[alike[0]] = _completed(told[alike[0]], stance.event)
        if not same:
            rest.append(stance)
    return tuple(told), rest


def _completed(event: Event, stance: Event) -> Event:
    agents = event.agents or tuple(x for x in stance.agents if x not in event.targets)
    targets = event.targets or tuple(x for x in stance.targets if x not in agents)
    return replace(event, agents=agents, targets=targets)


def without_told(events: Iterable[Event], stances: Iterable[Stance]) -> tuple[Event, ...]:
    """Return events and stances in text order, but no stance that an event tells already.

    "Oslo condemned the raid, calling Riga reckless": one act of the same type and agent, as
    real, against one of the same targets, or whose target this sentence does not tell.
    """
    known: dict[object, list[Event]] = {}
    told = tuple(events)
    for event in told:
        if not event.doubtful:
            for key in _acts(event, event.targets or ("",)):
                known.setdefault(key, []).append(event)
    new = []
    for stance in stances:
        keys = _acts(stance.event, (*stance.event.targets, ""))
        if not any(_tells(event, stance) for key in keys for event in known.get(key, ())):
            new.append(stance.event)
    return tuple(sorted((*told, *new), key=lambda e: (e.trigger, e.type, e.rule)))


def _acts(event: Event, targets: Iterable[str]) -> Iterator[object]:
    for agent, target in product(event.agents, targets):
        yield event.type, event.polarity, event.realis, agent, target


def _tells(event: Event, stance: Stance) -> bool:
    when = stance.event.date
    if event.date and when and event.date != when:
        return False
    return bool(event.targets) or event.trigger in stance.sentence
