"""Tell each act of an article once, with what all of its tellings say of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from politigraph.extract.records import Event


def once_a_sentence(numbered: Iterable[tuple[int, Event]]) -> tuple[Event, ...]:
    """Return events in text order, without a second trigger of the same act.

    Each comes with the number of its sentence. "visited Riga, discussing trade": same type and
    agents in one sentence, and no other target.
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


def told_once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events in their order without those that the text tells again.

    "Oslo condemned the raid", and in the last paragraph "Oslo, which condemned the raid": one
    act, and its surest telling, with the date, place and casualties of the others where it has
    none. Type, mode, polarity, realis and the known sides must be the same, and dates and places
    too where both have one. Acts of different days stay apart, whatever is told without a day.
    """
    alike: dict[object, list[_Act]] = {}
    for number, event in sorted(enumerate(events), key=lambda n: (*_vagueness(n[1]), n[0])):
        sides = frozenset(event.agents), frozenset(event.targets)
        known = (event.type, event.mode, sides, event.polarity, event.realis)
        acts = alike.setdefault(known if any(sides) else number, [])
        same = [act for act in acts if act.may_be(event)]
        # Told without a day or place it may be any of them: the surest.
        if same:
            max(same, key=lambda a: (a.place == event.place, a.confidence)).add(number, event)
        else:
            acts.append(_Act(event.date, event.place, event.confidence, [(number, event)]))
    told = sorted((a.surest() for acts in alike.values() for a in acts), key=lambda n: n[0])
    return tuple(event for _, event in told)


@dataclass(slots=True)
class _Act:
    """What some tellings of one act say together; ``confidence`` is that of the surest."""

    date: str
    place: str
    confidence: float
    tellings: list[tuple[int, Event]]

    def may_be(self, event: Event) -> bool:
        when = event.date == self.date or not event.date or not self.date
        return when and (event.place == self.place or not event.place or not self.place)

    def add(self, number: int, event: Event) -> None:
        self.date = self.date or event.date
        self.place = self.place or event.place
        self.confidence = max(self.confidence, event.confidence)
        self.tellings.append((number, event))

    def surest(self) -> tuple[int, Event]:
        """Return the surest telling with its number, and with what the others add to it."""
        order = sorted(self.tellings, key=lambda n: (-n[1].confidence, n[0]))
        number, event = order[0]
        counted = next((e for _, e in order if e.casualties), event)
        return number, replace(
            event,
            date=self.date,
            place=self.place,
            killed=counted.killed,
            injured=counted.injured,
            casualties=counted.casualties,
        )


def _vagueness(event: Event) -> tuple[bool, bool, float]:
    # What has a date comes first: no two dates may meet in what has none.
    return not event.date, not event.place, -event.confidence
