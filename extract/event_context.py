"""What the rest of an article says for an act: who attacks whom once mostly does so again.

An act is likelier where the article tells another of its type between the same two, in words or
otherwise, or by the same agent, or the other way round. A dozen learned weights say how much.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import log
from operator import itemgetter

from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution
from politigraph.extract.weights import probability

LEAST = 0.1
"""Acts of a lower chance are no context, and get none."""
_SURE = 0.999
_LIKELY = 0.3
_BY, _ON, _IN = 0, 1, 2

Mark = tuple[int, str]
"""A property that acts share: `_BY` an agent, `_ON` a target, `_IN` a word."""


@inner_record
class Told:
    """An act as far as its context matters; ``in_words``: it is what a report does.

    ``word`` is the token that tells of it (`cue_words`): readings of one word, as an act and as
    a report, are no context of each other.
    """

    kind: str
    agents: frozenset[str]
    targets: frozenset[str]
    chance: float
    in_words: bool
    word: int


def cue_words(parse: Parse, attributions: Iterable[Attribution]) -> dict[int, int]:
    """Return, for each token of a report's cue, the first token of that cue.

    An act whose trigger is one of them ("accused") is told by the same words as what the
    report does.
    """
    found: dict[int, int] = {}
    for attribution in attributions:
        first = None
        for span in attribution.cue:
            start = bisect_left(parse.end, span.start + 1)
            for token in range(start, bisect_left(parse.start, span.end, start)):
                first = found.setdefault(token, token if first is None else first)
    return found


def of_somebody(chance: float, agents: Collection[str], targets: Collection[str]) -> float:
    """Return a chance, or none where no side is known: that tells nobody who did what to whom.

    >>> of_somebody(0.8, (), ("country/LVA",)), of_somebody(0.8, (), ())
    (0.8, 0.0)
    """
    return chance if agents or targets else 0.0


def in_context(told: Sequence[Told], weights: Mapping[bool, Mapping[str, float]]) -> list[float]:
    """Return the chances of the acts of one article in each other's light.

    ``weights`` holds a table for acts in words (True) and one for the others.
    """
    chances = []
    for act, found in zip(told, context_features(told), strict=True):
        chances.append(context_chance(found, weights[act.in_words]) if found else act.chance)
    return chances


def context_chance(numbers: Mapping[str, float], table: Mapping[str, float]) -> float:
    """Return the chance that a table gives an act with these numbers of its context.

    >>> context_chance({"bias": 1.0, "own": 0.5}, {"bias": -1.0, "own": 2.0})
    0.5
    """
    return probability(sum(table.get(name, 0.0) * value for name, value in numbers.items()))


def context_features(told: Sequence[Told]) -> list[dict[str, float]]:
    """Return the numbers that tell of each act's context, by name.

    ``own`` is the logarithm of its own odds; ``both act`` the chance of the likeliest other act
    of its type between the same sides, and so on; ``any`` that of any of its type; ``likely``
    the share of likely acts among all of the article's.
    """
    acts = [act for act in told if not act.in_words]
    likely = sum(act.chance for act in acts if act.chance > _LIKELY) / max(1, len(acts))
    groups = _groups(told)
    return [
        {"bias": 1.0, "own": _log_odds(act.chance), "likely": likely, **_beside(act, groups)}
        if act.chance >= LEAST
        else {}
        for act in told
    ]


class _Surest:
    """The surest of some acts that has none of some marks, found without a look at each."""

    def __init__(self, acts: Iterable[tuple[float, frozenset[Mark]]] = ()) -> None:
        self._acts = sorted(acts, key=itemgetter(0), reverse=True)
        self._first: dict[frozenset[Mark], int] = {}

    def chance_without(self, marks: frozenset[Mark]) -> float:
        """Return the chance of the surest act that has none of ``marks``, 0 if there is none.

        While the surest has one, that mark is barred and the surest without it comes next. So
        there are no more steps than marks, and as acts have few marks the same few sets of
        them are barred again and again.
        """
        at, barred = 0, frozenset[Mark]()
        while at < len(self._acts):
            chance, own = self._acts[at]
            shared = own & marks
            if not shared:
                return chance
            barred |= {min(shared)}
            at = self._after(at, barred)
        return 0.0

    def _after(self, at: int, barred: frozenset[Mark]) -> int:
        first = self._first.get(barred)
        if first is None:
            first = at + 1
            while first < len(self._acts) and not barred.isdisjoint(self._acts[first][1]):
                first += 1
            self._first[barred] = first
        return first


Groups = dict[tuple[str, bool, str | None, str | None], _Surest]
"""Acts by type, medium, one of their agents and one of their targets, or None for any."""


def _groups(told: Iterable[Told]) -> Groups:
    found: dict[tuple[str, bool, str | None, str | None], list[tuple[float, frozenset[Mark]]]] = {}
    for act in told:
        if act.chance >= LEAST:
            marks = _marks(_BY, act.agents) | _marks(_ON, act.targets) | _word(act)
            for by, on in product((None, *act.agents), (None, *act.targets)):
                group = found.setdefault((act.kind, act.in_words, by, on), [])
                group.append((act.chance, marks))
    return {key: _Surest(acts) for key, acts in found.items()}


def _beside(act: Told, groups: Groups) -> dict[str, float]:
    found = {
        f"{relation} {'words' if in_words else 'act'}": chance
        for in_words in (False, True)
        for relation, chance in _related(act, in_words, groups)
        if chance
    }
    return {**found, "any": max(found.values())} if found else {}


def _related(act: Told, in_words: bool, groups: Groups) -> Iterator[tuple[str, float]]:
    """Yield how acts of one medium are related to an act, with the chance of the surest."""

    def surest(
        by: Iterable[str | None], on: Iterable[str | None], barred: frozenset[Mark]
    ) -> float:
        keys = ((act.kind, in_words, agent, target) for agent, target in product(by, on))
        alike = [groups[key].chance_without(barred) for key in keys if key in groups]
        return max(alike, default=0.0)

    anybody, itself = (None,), _word(act)
    agents, targets = _marks(_BY, act.agents), _marks(_ON, act.targets)
    unlike = itself | agents | targets
    yield "both", surest(act.agents, act.targets, itself)
    yield "agent", surest(act.agents, anybody, itself | targets)
    yield "target", surest(anybody, act.targets, itself | agents)
    yield "reversed", surest(act.targets, act.agents, unlike)
    # One that is not reversed has not its target for agent, or not its agent for target.
    forth = surest(anybody, anybody, unlike | _marks(_BY, act.targets))
    back = surest(anybody, anybody, unlike | _marks(_ON, act.agents))
    yield "other", max(forth, back)


def _marks(role: int, names: Iterable[str]) -> frozenset[Mark]:
    return frozenset((role, name) for name in names)


def _word(act: Told) -> frozenset[Mark]:
    return frozenset({(_IN, str(act.word))})


def _log_odds(chance: float) -> float:
    sure = min(chance, _SURE)
    return log(sure / (1 - sure))
