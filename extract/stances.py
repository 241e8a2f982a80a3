"""Acts done in words: whom a report's speaker criticises, praises, or asks for something.

"Lindqvist said the ministry had lied to her voters": nobody *accuses* in this sentence but its
content does. What such words do to those whom they name is learned from labelled
reports (`stance_features`); the rules of event triggers read the rest. No weights, no such act.
"""

from collections.abc import Iterable, Sequence

from politigraph.extract.claims import SayingDates
from politigraph.extract.event_model import StanceWeights
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Event
from politigraph.extract.stance_features import stance_features
from politigraph.extract.stance_targets import Speakers, Targeted, find_targets

RULE = "stance"
"""The rule of an event that is what the words of a report do."""


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


def stance_events(said: Iterable[Said], dates: SayingDates) -> tuple[Event, ...]:
    """Return acts in words as events, in text order, each once.

    The trigger is the word of the report ("said"). Those whom the same words are directed at
    are targets of one act; what a speaker does to somebody again in the same article is no
    new act, and its surest telling is the one returned.
    """
    best: dict[tuple[str, str, str], Said] = {}
    for act in said:
        key = (act.kind, act.targeted.speaker, act.targeted.target)
        if key not in best or act.chance > best[key].chance:
            best[key] = act
    together: dict[tuple[int, str, str], list[Said]] = {}
    for act in best.values():
        trigger = act.targeted.attribution.cue[0].start
        together.setdefault((trigger, act.kind, act.targeted.speaker), []).append(act)
    return tuple(_event(acts, dates) for _, acts in sorted(together.items()))


def _event(acts: list[Said], dates: SayingDates) -> Event:
    kind, attribution = acts[0].kind, acts[0].targeted.attribution
    trigger, head = attribution.cue[0], attribution.cue_head
    return Event(
        id=f"v{trigger.start}-{kind}-{RULE}",
        type=kind,
        mode="",
        trigger=trigger,
        agents=(acts[0].targeted.speaker,),
        targets=tuple(act.targeted.target for act in acts),
        place="",
        date=dates.of(head) if head is not None else "",
        polarity="positive",
        realis="actual",
        claim="",
        rule=RULE,
        confidence=round(max(act.chance for act in acts), 3),
    )


def without_told(events: Iterable[Event], stances: Iterable[Event]) -> tuple[Event, ...]:
    """Return events and stances in text order, but no stance that an event tells already.

    "Oslo condemned the raid, calling Riga reckless": one act of the same type and agent
    against one of the same targets, or whose target is not told.
    """
    known = [e for e in events if not e.doubtful]
    new = [
        stance
        for stance in stances
        if not any(
            event.type == stance.type
            and not set(event.agents).isdisjoint(stance.agents)
            and (not event.targets or not set(event.targets).isdisjoint(stance.targets))
            for event in known
        )
    ]
    return tuple(sorted((*events, *new), key=lambda e: (e.trigger, e.type, e.rule)))
