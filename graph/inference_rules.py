"""The rules that link claims: which pairs agree, and which cannot both hold.

Each rule looks at two claims and gives the name of its method and how sure it is, or
nothing. None says that a claim is true. Rules ask for much, since a wrong link misleads
more than a missing one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from politigraph.graph.clauses import Clause

Relation = Literal["contradicts", "agreesWith"]

ASSERTIVE: Final = frozenset({"assert", "deny", "accuse", "admit", "announce", "warn", "believe"})
"""The speech acts that say how things are; demands and promises contradict nothing."""

_SURE: Final = frozenset({"certain", "probable"})
_HAPPENED: Final = frozenset({"actual", "historical"})
_SIMILAR: Final = 0.8
_DAYS: Final = 31
"""How far apart articles may be that tell of one undated event."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a claim tells it; entities are IRIs, with the countries of the agents."""

    type: str
    mode: str
    negative: bool
    realis: str
    agents: frozenset[str]
    targets: frozenset[str]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the rules read it; ``sides`` are its speaker and the speaker's countries."""

    iri: str
    article: str
    original: str
    publisher: str
    published: str
    speaker: str
    sides: frozenset[str]
    act: str
    certainty: str
    confidence: float
    about: frozenset[str]
    inside: str
    clauses: tuple[Clause, ...]
    events: tuple[Told, ...]

    @property
    def says_so(self) -> bool:
        """Whether the speaker takes a stand on how things are."""
        return self.act in ASSERTIVE and self.certainty in _SURE


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims' IRIs, the lesser first, how they are linked, by which method, how surely."""

    first: str
    second: str
    relation: Relation
    method: str
    confidence: float


def links(one: Statement, other: Statement) -> Iterator[Link]:
    """Yield the links between two claims, at most one of each relation, the surest."""
    if not (one.says_so and other.says_so) or one.inside == other.iri or other.inside == one.iri:
        return
    first, second = sorted((one, other), key=lambda statement: statement.iri)
    found = [*_of_events(first, second), *_of_words(first, second), *_of_numbers(first, second)]
    contradictions = [link for link in found if link.relation == "contradicts"]
    # What contradicts in one clause does not agree because of another.
    chosen = contradictions or [link for link in found if _independent(first, second)]
    if chosen:
        yield max(chosen, key=lambda link: (link.confidence, link.method))


def _independent(one: Statement, other: Statement) -> bool:
    """Tell whether agreement means something: not one article, nor a copy and its original."""
    return one.original != other.original


def _link(one: Statement, other: Statement, relation: Relation, method: str, sure: float) -> Link:
    confidence = round(sure * min(one.confidence, other.confidence), 4)
    return Link(one.iri, other.iri, relation, method, confidence)


# -- the same event


def _of_events(one: Statement, other: Statement) -> Iterator[Link]:
    for mine in one.events:
        for theirs in other.events:
            if not same_event(mine, theirs, one.published, other.published):
                continue
            if _negates(one, mine) == _negates(other, theirs):
                yield _link(one, other, "agreesWith", "same-event", 0.6)
            elif {one.act, other.act} == {"accuse", "deny"}:
                yield _link(one, other, "contradicts", "accusation-denied", 0.85)
            else:
                yield _link(one, other, "contradicts", "event-denied", 0.75)


def _negates(statement: Statement, event: Told) -> bool:
    """Tell whether a claim says that an event did not happen: by its act, or by its words."""
    return (statement.act == "deny") != event.negative


def same_event(mine: Told, theirs: Told, published: str, otherwise: str) -> bool:
    """Tell whether two texts tell of one event, whether they affirm or deny it.

    The same type, and mode where both have one; an agent and a target in common; days
    that meet or, where one is not known, articles of the same month or so.
    """
    if mine.type != theirs.type or not {mine.realis, theirs.realis} <= _HAPPENED:
        return False
    if mine.mode and theirs.mode and mine.mode != theirs.mode:
        return False
    if mine.agents.isdisjoint(theirs.agents) or mine.targets.isdisjoint(theirs.targets):
        return False
    if mine.first and theirs.first:
        return mine.first <= theirs.last and theirs.first <= mine.last
    return near(published, otherwise, _DAYS)


def near(one: str, other: str, days: int) -> bool:
    """Tell whether two ISO 8601 dates lie within some days; False where one is unknown.

    >>> near("2022-04-12", "2022-04-20", 7), near("2022-04-12", "", 7)
    (False, False)
    """
    try:
        apart = date.fromisoformat(one) - date.fromisoformat(other)
    except ValueError:
        return False
    return abs(apart.days) <= days


# -- the same words


def _of_words(one: Statement, other: Statement) -> Iterator[Link]:
    for mine, theirs in _pairs(one, other):
        if mine.numbers != theirs.numbers or similarity(mine, theirs) < _SIMILAR:
            continue
        negated = (mine.negated != (one.act == "deny")) != (theirs.negated != (other.act == "deny"))
        least = min(len(mine.content), len(theirs.content))
        if negated and least >= 3:
            yield _link(one, other, "contradicts", "words-negated", 0.85)
        elif not negated and least >= 4:
            yield _link(one, other, "agreesWith", "same-words", 0.9)


def _pairs(one: Statement, other: Statement) -> Iterator[tuple[Clause, Clause]]:
    """Yield the pairs of clauses that may speak of one thing."""
    same_speaker = bool(one.speaker) and one.speaker == other.speaker
    for mine in one.clauses:
        for theirs in other.clauses:
            # «We» of one speaker is not «we» of another.
            clear = same_speaker or not (mine.deictic or theirs.deictic)
            if clear and mine.open == theirs.open:
                yield mine, theirs


def similarity(one: Clause, other: Clause) -> float:
    """Return the share of content words that two clauses have in common (Jaccard)."""
    both = one.content | other.content
    return len(one.content & other.content) / len(both) if both else 0.0


# -- different numbers


def _of_numbers(one: Statement, other: Statement) -> Iterator[Link]:
    copied = one.original == other.original and one.article != other.article
    close = near(one.published, other.published, 7) and not one.about.isdisjoint(other.about)
    if one.article == other.article or not (copied or close):
        return
    for mine, theirs in _pairs(one, other):
        least = 2 if copied else 3
        if (
            _counts_differ(mine, theirs)
            and not (mine.hedged or theirs.hedged)
            and mine.negated == theirs.negated
            and min(len(mine.content), len(theirs.content)) >= least
            and similarity(mine, theirs) >= _SIMILAR
        ):
            method, sure = ("number-changed-in-copy", 0.9) if copied else ("numbers-differ", 0.6)
            yield _link(one, other, "contradicts", method, sure)


def _counts_differ(mine: Clause, theirs: Clause) -> bool:
    """Tell whether two clauses count the same things and come to different numbers."""
    units = [[unit for _, unit in clause.numbers] for clause in (mine, theirs)]
    return bool(units[0]) and units[0] == units[1] and mine.numbers != theirs.numbers


# -- which pairs to look at


def candidates(statements: Iterable[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Yield each pair that shares a type of event and its target, or two rare words.

    Other pairs are hardly ever linked by a rule, so that not all pairs need be compared.
    """
    listed = sorted((s for s in statements if s.says_so), key=lambda statement: statement.iri)
    frequency: dict[str, int] = {}
    for statement in listed:
        for word in {word for clause in statement.clauses for word in clause.content}:
            frequency[word] = frequency.get(word, 0) + 1
    blocks: dict[tuple[str, ...], list[int]] = {}
    for number, statement in enumerate(listed):
        for key in sorted(_keys(statement, frequency)):
            blocks.setdefault(key, []).append(number)
    pairs = {
        (one, other)
        for members in blocks.values()
        for place, one in enumerate(members)
        for other in members[place + 1 :]
    }
    for one, other in sorted(pairs):
        yield listed[one], listed[other]


def _keys(statement: Statement, frequency: dict[str, int]) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {
        ("event", event.type, target) for event in statement.events for target in event.targets
    }
    for clause in statement.clauses:
        if len(clause.content) >= 2:
            # Of five words four are shared where the rules ask for 0.8: the rarest two may
            # differ in one, so every pair among the rarest three is a key.
            rare = sorted(clause.content, key=lambda word: (frequency[word], word))[:3]
            keys |= {
                ("words", *sorted(pair))
                for place, one in enumerate(rare)
                for pair in ((one, other) for other in rare[place + 1 :])
            }
    return keys
