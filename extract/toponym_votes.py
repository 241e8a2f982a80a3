"""The votes of an article's places for each other: for a country, a region, what is near."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from politigraph.extract.toponym_candidates import Candidate
from politigraph.ontology.places import Place

Key = TypeVar("Key", str, int)
Near = tuple[int, str, float, float, float]
"""Number and key of a name, how probable a place is, its latitude and longitude."""
Cells = dict[tuple[int, int], list[Near]]
"""The same by cell of the map."""
Votes = tuple[float, float, float, float]
"""For a place's country, for its region, how near the nearest is, how many are near."""

_NEAR = 150.0  # km
_NORTH, _EAST = 5, 8  # degrees, beyond which nothing is near


VOTED = (11, 12, 13, 18)
"""Where the votes stand in a row of features."""


def add_votes(
    candidates: Sequence[Candidate],
    static: list[list[list[float]]],
    scores: Sequence[Sequence[float]],
) -> None:
    """Fill in the votes of the other names, given how probable each place is now."""
    for rows, votes in zip(static, votes_of(candidates, scores), strict=True):
        for row, vote in zip(rows, votes, strict=False):
            for column, value in zip(VOTED, vote, strict=True):
                row[column] = value


def votes_of(
    candidates: Sequence[Candidate], scores: Sequence[Sequence[float]]
) -> list[list[Votes]]:
    """Return the votes of the other names for each place of each candidate.

    None for a name of one place, which has nothing to choose.
    """
    ballots = _ballots(candidates, scores)
    # The same for each mention of a name: worked out once.
    known: dict[tuple[str, int], list[Votes]] = {}
    found = []
    for candidate in candidates:
        name = (candidate.key, id(candidate.places))
        if name not in known:
            known[name] = _votes(candidate, ballots) if len(candidate.places) > 1 else []
        found.append(known[name])
    return found


class _Ballots(NamedTuple):
    """What each name gives to countries and regions, their sums, and points by cell."""

    countries: dict[str, dict[str, float]]
    regions: dict[str, dict[int, float]]
    total_country: dict[str, float]
    total_region: dict[int, float]
    cells: Cells
    around: Cells


def _ballots(candidates: Sequence[Candidate], scores: Sequence[Sequence[float]]) -> _Ballots:
    countries: dict[str, dict[str, float]] = {}
    regions: dict[str, dict[int, float]] = {}
    cells: Cells = {}
    for candidate, row in zip(candidates, scores, strict=True):
        if candidate.key in countries:
            continue
        by_country: dict[str, float] = defaultdict(float)
        by_region: dict[int, float] = defaultdict(float)
        for place, p in zip(candidate.places, row, strict=True):
            by_country[place.country] += p
            if place.region and place.kind != "country":
                by_region[place.region] += p
        countries[candidate.key], regions[candidate.key] = by_country, by_region
        best = sorted(zip(row, candidate.places, strict=True), key=lambda x: -x[0])[:2]
        for rank, (p, q) in enumerate(best):
            if p > 0.2 and q.kind != "country":
                number = 2 * len(countries) + rank
                cells.setdefault(_cell(q), []).append((number, candidate.key, p, q.lat, q.lon))
    return _Ballots(
        countries, regions, _sums(countries.values()), _sums(regions.values()), cells, {}
    )


def _votes(candidate: Candidate, ballots: _Ballots) -> list[Votes]:
    """Return what the names but its own give to each place of a candidate."""
    countries, regions, total_country, total_region, cells, around = ballots
    names = max(1, len(countries) - 1)
    key = candidate.key
    own_country, own_region = countries[key], regions[key]
    return [
        (
            (total_country[p.country] - own_country.get(p.country, 0.0)) / names,
            (total_region[p.region] - own_region.get(p.region, 0.0)) / names if p.region else 0.0,
            *_nearness(p, key, _around(p, cells, around)),
        )
        for p in candidate.places
    ]


def _sums(tables: Iterable[dict[Key, float]]) -> dict[Key, float]:
    total: dict[Key, float] = defaultdict(float)
    for table in tables:
        for key, value in table.items():
            total[key] += value
    return total


def _around(place: Place, cells: Cells, known: Cells) -> list[Near]:
    """Return what lies in a place's cell of the map and beside it, in the order of the text."""
    row, column = cell = _cell(place)
    if cell not in known:
        rows, columns = (row - 1, row, row + 1), (column - 1, column, column + 1)
        # The order matters: sums of floats depend on it.
        known[cell] = sorted(x for r in rows for c in columns for x in cells.get((r, c), ()))
    return known[cell]


def _cell(place: Place) -> tuple[int, int]:
    return int(place.lat // _NORTH), int(place.lon // _EAST)


def _nearness(place: Place, key: str, around: list[Near]) -> tuple[float, float]:
    """Return how near the nearest of the other names' places is, and how many are near.

    Both are 0 for none; the first is 1 at the same point, the second grows as the
    logarithm of the number.
    """
    if not around:
        return 0.0, 0.0
    lat, lon = place.lat, place.lon
    best = total = 0.0
    shrink = math.cos(math.radians(lat))
    for _, other, p, other_lat, other_lon in around:
        north = abs(lat - other_lat)
        if other == key or north > _NORTH or abs(lon - other_lon) > _EAST:
            continue
        east = (lon - other_lon) * shrink
        near = p * math.exp(-111.2 * math.hypot(north, east) / _NEAR)
        best = max(best, near)
        total += near
    return best, math.log1p(total)
