"""What the rest of an article says for an act: who attacks whom once mostly does so again.

An act is likelier where the article tells another of its type between the same two, in words or
otherwise, or by the same agent, or the other way round. A dozen learned weights say how much.
"""

from collections.abc import Collection, Mapping, Sequence
from math import log

from politigraph.extract.inner_records import inner_record
from politigraph.extract.weights import probability

LEAST = 0.1
"""Acts of a lower chance are no context, and get none."""
_NOBODY = 0.5
_SURE = 0.999
_LIKELY = 0.3


@inner_record
class Told:
    """An act as far as its context matters; ``in_words``: it is what a report does."""

    kind: str
    agents: frozenset[str]
    targets: frozenset[str]
    chance: float
    in_words: bool


def of_somebody(chance: float, agents: Collection[str], targets: Collection[str]) -> float:
    """Return a chance, less where no side is known: that tells nobody who did what to whom.

    >>> of_somebody(0.8, (), ("country/LVA",)), of_somebody(0.8, (), ())
    (0.8, 0.4)
    """
    return chance if agents or targets else chance * _NOBODY


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
    by_kind: dict[str, list[Told]] = {}
    for act in told:
        if act.chance >= LEAST:
            by_kind.setdefault(act.kind, []).append(act)
    return [
        {"bias": 1.0, "own": _log_odds(act.chance), "likely": likely, **_beside(act, by_kind)}
        if act.chance >= LEAST
        else {}
        for act in told
    ]


def _beside(act: Told, by_kind: Mapping[str, list[Told]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for other in by_kind[act.kind]:
        if other is act:
            continue
        medium = "words" if other.in_words else "act"
        for name in (f"{_relation(act, other)} {medium}", "any"):
            if other.chance > found.get(name, 0.0):
                found[name] = other.chance
    return found


def _relation(act: Told, other: Told) -> str:
    agent = not act.agents.isdisjoint(other.agents)
    target = not act.targets.isdisjoint(other.targets)
    if agent and target:
        return "both"
    if agent or target:
        return "agent" if agent else "target"
    if act.agents.isdisjoint(other.targets) or act.targets.isdisjoint(other.agents):
        return "other"
    return "reversed"


def _log_odds(chance: float) -> float:
    sure = min(chance, _SURE)
    return log(sure / (1 - sure))
