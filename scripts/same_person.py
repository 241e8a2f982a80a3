"""Find the office holders that the sources list under two spellings of one name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from politigraph.ontology.names import fold_person

ALIKE = 0.55
"""Least likeness of two names that took one office on one day; of others it is 0.43 at most."""
_ITEM = re.compile(r"Q\d+")


class Took(NamedTuple):
    """Somebody took an office of a country on a day, by data of another day."""

    of: str
    role: str
    person: str
    start: str
    as_of: str


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1, blind to romanisation and spaces.

    >>> likeness("Alexander Lukashenko", "Alyaksandr Lukashenka") > 0.8
    True
    """
    first, second = (fold_person(name).replace(" ", "") for name in (one, other))
    return SequenceMatcher(None, first, second).ratio()


def doubles(
    terms: Iterable[Took], labels: Mapping[str, Counter[str]], single: frozenset[str]
) -> dict[str, str]:
    """Return whom each person without a Wikidata item is, where that is somebody else listed.

    Who takes an office that one person holds (``single``), on the same day and under a name
    alike, is the same: preferred is the one with an item, then the one of the latest data.
    """
    groups: defaultdict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for t in terms:
        if t.role in single and len(t.start) == 10:
            known = groups[t.of, t.role, t.start]
            known[t.person] = max(t.as_of, known.get(t.person, ""))
    found: dict[str, str] = {}
    for group in groups.values():
        for person in group:
            if not _ITEM.fullmatch(person) and person not in found:
                best = _best(person, group, labels)
                if best != person:
                    found[person] = best
    return {person: _last(person, found) for person in found}


def _best(person: str, group: dict[str, str], labels: Mapping[str, Counter[str]]) -> str:
    alike = {}
    for other in group:
        names = [*labels[other]] if _ITEM.fullmatch(other) else [other]
        alike[other] = max((likeness(person, name) for name in names), default=0.0)
    same = [other for other in group if other == person or alike[other] >= ALIKE]
    items = [other for other in same if _ITEM.fullmatch(other)]
    if items:
        return max(items, key=lambda other: (alike[other], other))
    return max(same, key=lambda other: (group[other], other))


def _last(person: str, found: dict[str, str]) -> str:
    seen = {person}
    while found.get(person, person) not in seen:
        person = found[person]
        seen.add(person)
    return person
