"""Which events of several articles are one: same type and parties, on days that meet.

Each event comes with the days on which its text allows it to have been. Groups are grown
one event at a time, the surest dated first, and an event joins a group only if it fits
every member of it: a strike of Monday and one of Wednesday are never joined by a third
whose day is not told. What would fit two groups joins neither.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from typing import Final

from politigraph.graph.event_modes import of_one_act
from politigraph.graph.inference_rules import Told
from politigraph.ontology.terms import ID

METHOD: Final = "same-type-parties-days"
"""The method that groups events."""

_LONGEST: Final = timedelta(days=6)
"""A period longer than a week ("in March") says too little of the day."""

_RECENT: Final = timedelta(days=2)
"""An event without a day is news: it was on the day of its article or shortly before."""

_RECIPROCAL: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose agents and targets are sides alike: "A met B", "A and B met"."""


@dataclass(frozen=True, slots=True)
class Party:
    """An agent or a target: its IRI, its kind (``country``, ``person``, …) and countries."""

    iri: str
    kind: str
    countries: frozenset[str] = frozenset()

    @property
    def sides(self) -> frozenset[str]:
        """The party itself, and whom it acts for."""
        return self.countries | {self.iri}


@dataclass(frozen=True, slots=True)
class Report:
    """An event as one article tells it: ``told`` without entities, the parties with kinds.

    ``article`` and ``iri`` are IRIs, ``published`` an ISO 8601 date or empty. The ``mode`` that
    is told is one of PLOVER's, without its type; ``headline`` says that it stands in the title.
    """

    iri: str
    article: str
    published: str
    told: Told
    agents: tuple[Party, ...]
    targets: tuple[Party, ...]
    place: Party | None
    confidence: float
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Events that are taken for one.

    ``first`` and ``last`` are the days that its dated reports leave, ISO 8601, or empty
    when none is dated.
    """

    iri: str
    reports: tuple[str, ...]
    first: str
    last: str
    confidence: float


@dataclass(slots=True)
class _Growing:
    first: date
    last: date
    members: list[Report] = field(default_factory=list)

    def admits(self, report: Report, days: tuple[date, date]) -> bool:
        if days[0] > self.last or self.first > days[1]:
            return False
        # What an article tells without a day beside what it dates is often another such act:
        # "shelled the port on Monday … had shelled it three times since the talks".
        if not report.told.first and any(m.article == report.article for m in self.members):
            return False
        return all(fits(report, member) for member in self.members)

    def add(self, report: Report, days: tuple[date, date]) -> None:
        self.first, self.last = max(self.first, days[0]), min(self.last, days[1])
        self.members.append(report)


def event_groups(reports: Iterable[Report]) -> list[Group]:
    """Return the groups of two or more articles, by IRI; the same in whatever order they come.

    Only events told as having happened take part, of which type and a party on each side
    are known.
    """
    dated = _with_own_days(tuple(reports))
    windows = {r.iri: (r, days) for r in dated if (days := _days(r)) is not None}
    order = sorted(windows.values(), key=lambda item: _order(*item))
    grown: list[_Growing] = []
    near: dict[tuple[str, str, date], list[int]] = {}
    for report, days in order:
        keys = [(report.told.type, side, day) for side in _sides(report) for day in _each(days)]
        numbers = sorted({number for key in keys for number in near.get(key, ())})
        fitting = [number for number in numbers if grown[number].admits(report, days)]
        if len(fitting) > 1:
            continue
        if fitting:
            grown[fitting[0]].add(report, days)
            continue
        for key in keys:
            near.setdefault(key, []).append(len(grown))
        grown.append(_Growing(*days, [report]))
    found = (_group(one) for one in grown if len({m.article for m in one.members}) > 1)
    return sorted(found, key=lambda group: group.iri)


def _with_own_days(reports: Sequence[Report]) -> Iterator[Report]:
    """Yield reports, but not those without a day that their article tells with one too.

    A headline tells in short what its article dates: it has that day, if it is one.
    """
    dated: dict[str, list[Report]] = {}
    for report in reports:
        if report.told.first:
            dated.setdefault(report.article, []).append(report)
    for report in reports:
        own = [] if report.told.first else dated.get(report.article, [])
        days = {(d.told.first, d.told.last) for d in own if fits(report, d)}
        if not days:
            yield report
        elif report.headline and len(days) == 1:
            [(first, last)] = days
            yield replace(report, told=replace(report.told, first=first, last=last))


def _days(report: Report) -> tuple[date, date] | None:
    """Return the days on which an event may have been, None where they are too many."""
    told = report.told
    if not report.agents:
        return None
    try:
        if told.first:
            first, last = date.fromisoformat(told.first), date.fromisoformat(told.last)
            return (first, last) if last - first <= _LONGEST else None
        published = date.fromisoformat(report.published)
    except ValueError:
        return None
    return published - _RECENT, published


def _order(report: Report, days: tuple[date, date]) -> tuple[bool, int, date, str]:
    return not report.told.first, (days[1] - days[0]).days, days[0], report.iri


def _each(days: tuple[date, date]) -> Iterator[date]:
    for number in range((days[1] - days[0]).days + 1):
        yield days[0] + timedelta(days=number)


def _sides(report: Report) -> set[str]:
    return {side for party in (*report.agents, *report.targets) for side in party.sides}


# -- whether two texts tell of one event


def fits(one: Report, other: Report) -> bool:
    """Tell whether two reports may be of one event, their days aside.

    The same type, no two modes that exclude each other, no two places, and a party in common on
    each side; of an act between equals two parties in common.
    """
    if one.told.type != other.told.type:
        return False
    if not of_one_act(one.told.type, one.told.mode, other.told.mode):
        return False
    if not _same_place(one, other):
        return False
    if one.told.type in _RECIPROCAL:
        return _same_circle(one, other)
    return _share(one.agents, other.agents) and _share(_undergoing(one), _undergoing(other))


def _undergoing(report: Report) -> tuple[Party, ...]:
    # "shelled Vesterholm", "a strike in Vesterholm": where it was done is what it was done to.
    return (*report.targets, *([report.place] if report.place else ()))


def _same_place(one: Report, other: Report) -> bool:
    """Tell whether no two towns are named; that a town lies in a country is not known here."""
    mine, theirs = _towns(one), _towns(other)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _towns(report: Report) -> set[str]:
    return {party.iri for party in _undergoing(report) if party.kind == "place"}


def _share(mine: tuple[Party, ...], theirs: tuple[Party, ...]) -> bool:
    return any(_same_party(one, other) for one in mine for other in theirs)


def _same_circle(one: Report, other: Report) -> bool:
    mine, theirs = (*one.agents, *one.targets), (*other.agents, *other.targets)
    met = {(a.iri, b.iri) for a in mine for b in theirs if _same_party(a, b)}
    # Two of the one with two of the other: who meets himself has met nobody.
    return any(a[0] != b[0] and a[1] != b[1] for a, b in combinations(sorted(met), 2))


def _same_party(one: Party, other: Party) -> bool:
    """Tell whether two names may be of one party: the same, or a country and who acts for it.

    Two persons, or two bodies, of one country are two: Norway's minister is not its king.
    """
    if one.iri == other.iri:
        return True
    if "country" not in {one.kind, other.kind} and {one.kind, other.kind} != {"group"}:
        return False
    if {one.kind, other.kind} == {"country"}:
        return False
    return not one.sides.isdisjoint(other.sides)


# -- how sure, and what it is called


def _group(one: _Growing) -> Group:
    members = sorted(one.members, key=lambda m: m.iri)
    dated = [m.told for m in members if m.told.first]
    names = tuple(m.iri for m in members)
    name = sha256("\n".join(names).encode()).hexdigest()[:20]
    sure = min(_sure(a, b) for a, b in combinations(members, 2))
    return Group(
        iri=f"{ID}event-group/{name}",
        reports=names,
        first=max((told.first for told in dated), default=""),
        last=min((told.last for told in dated), default=""),
        confidence=round(sure * min(m.confidence for m in members), 4),
    )


def _sure(one: Report, other: Report) -> float:
    """Return how much two reports have in common beyond what they must, from 0.4 to 0.95."""
    sure = 0.5
    if one.told.first and other.told.first:
        sure += 0.2
    if _towns(one) & _towns(other):
        sure += 0.15
    if {p.iri for p in one.agents} & {p.iri for p in other.agents}:
        sure += 0.1
    if one.told.mode and other.told.mode and one.told.mode != other.told.mode:
        sure -= 0.1
    return sure
