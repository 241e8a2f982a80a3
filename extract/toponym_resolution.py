"""Settle which of its namesakes each place name means, from the names around it.

A linear model over a few readable features, run three times: the places that other
names most probably mean give votes for their country and region, and for what is near
(Leidner 2007; Speriosu and Baldridge 2013). Weights are in ``data/toponym_weights.tsv``.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from politigraph.extract.toponym_candidates import Candidate
from politigraph.extract.toponym_context import Context
from politigraph.extract.word_lists import beside
from politigraph.ontology.places import Place

FEATURES = (
    "country", "area", "region", "district", "people", "people of primary", "primary",
    "in the region that follows", "in the country that follows", "pair elsewhere",
    "region word after", "country votes", "region votes", "near others", "country namesake",
    "region namesake", "town and district", "people as district",
    "several near", "another country follows",
)  # fmt: skip

Key = TypeVar("Key", str, int)

_ROUNDS = 3
_NEAR = 150.0  # km


def static_features(context: Context, candidate: Candidate, place: Place) -> list[float]:
    """Return the features that do not depend on other names' places, votes left at 0."""
    size = math.log10(1 + place.population) / 7
    values = [0.0] * len(FEATURES)
    kind = place.kind
    if kind == "country":
        values[0] = 1.0
    elif kind == "area":
        values[1] = 1.0
    elif kind == "region":
        values[2] = 1.0
    elif kind == "district":
        values[3] = 1.0
        values[17] = size
    values[4] = size
    values[5] = size if place.primary else 0.0
    values[6] = float(place.primary)
    values[7], values[8], values[19] = _container(context, candidate, place)
    values[10] = float(kind in ("region", "district") and is_called_region(context, candidate))
    others = {p.kind for p in candidate.places if p.geonames != place.geonames}
    values[14] = float("country" in others or "area" in others)
    values[15] = float("region" in others and kind == "city")
    values[16] = float(
        kind == "city"
        and any(p.kind != "city" and p.region == place.region for p in candidate.places)
    )
    return values


def is_called_region(context: Context, candidate: Candidate) -> bool:
    """Tell whether a word says that a name is a region's: "the Donetsk and Luhansk regions"."""
    if candidate.key.rpartition(" ")[2] in beside("region"):
        return True
    lower, start, end = context.parse.lower, candidate.start, candidate.end
    after = lower[end] if end < len(lower) else ""
    joined = start > 0 and lower[start - 1] in (",", "and", "or")
    if after in beside("region") or (joined and after in beside("regions")):
        return True
    while end + 1 < len(lower) and lower[end] in (",", "and", "or"):
        following = context.at_start.get(end + 1)
        if following is None and lower[end] != ",":
            break
        end = following.end if following else end + 1
        if following and end < len(lower) and lower[end] in beside("regions"):
            return True
    return _is_of_regions(context, start)


def _is_of_regions(context: Context, start: int) -> bool:
    """Tell whether a name stands in a row after "the regions of" or "the province of"."""
    lower = context.parse.lower
    joined = False
    while start > 1 and lower[start - 1] in (",", "and", "or"):
        before = context.at_end.get(start - 1)
        if before is None and lower[start - 1] == ",":
            return False
        start, joined = before.start if before else start - 1, True
    if start < 2 or lower[start - 1] != "of":
        return False
    word = lower[start - 2]
    return word in beside("regions") or (not joined and word in beside("region before"))


def _container(context: Context, candidate: Candidate, place: Place) -> tuple[float, ...]:
    """Tell whether the name after a comma is the region or the country of a place.

    Third: it is a region of another country ("Turkey, Texas").
    """
    following = context.next_place(candidate.end)
    if following is None:
        return 0.0, 0.0, 0.0
    region = country = 0.0
    for other in following.places:
        if other.kind == "region" and other.region == place.region and place.region:
            region = 1.0
        elif other.kind == "district" and other.region == place.region and place.region:
            region = max(region, 0.5)
        elif other.kind in ("country", "area") and other.country == place.country:
            country = 1.0
    first = following.places[0]
    elsewhere = first.kind == "region" and first.country != place.country
    if place.kind in ("country", "area"):
        return 0.0, 0.0, float(elsewhere)
    return region, country, float(elsewhere)


def resolve(
    context: Context, candidates: Sequence[Candidate], weights: Sequence[float]
) -> list[list[float]]:
    """Return the probability of each place of each candidate."""
    static = [[static_features(context, c, p) for p in c.places] for c in candidates]
    mark_pairs(candidates, static)
    scores = [_score(weights, rows) for rows in static]
    for _ in range(_ROUNDS - 1):
        add_votes(candidates, static, scores)
        scores = [_score(weights, rows) for rows in static]
    return scores


def _score(weights: Sequence[float], rows: list[list[float]]) -> list[float]:
    return softmax([_dot(weights, row) for row in rows]) if len(rows) > 1 else [1.0]


def mark_pairs(candidates: Sequence[Candidate], static: list[list[list[float]]]) -> None:
    """Fill in proven pairs: what "X, Region" says once holds for every X of the article."""
    proven: dict[str, set[int]] = defaultdict(set)
    for candidate, rows in zip(candidates, static, strict=True):
        for place, row in zip(candidate.places, rows, strict=True):
            if row[7] == 1.0 or row[8] == 1.0:
                proven[candidate.key].add(place.geonames)
    for candidate, rows in zip(candidates, static, strict=True):
        for place, row in zip(candidate.places, rows, strict=True):
            row[9] = float(place.geonames in proven.get(candidate.key, ()))


def add_votes(
    candidates: Sequence[Candidate],
    static: list[list[list[float]]],
    scores: Sequence[Sequence[float]],
) -> None:
    """Fill in the votes of the other names, given how probable each place is now."""
    countries: dict[str, dict[str, float]] = {}
    regions: dict[str, dict[int, float]] = {}
    points: dict[str, list[tuple[float, Place]]] = {}
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
        points[candidate.key] = [(p, q) for p, q in best if p > 0.2 and q.kind != "country"]
    total_country = _sums(countries.values())
    total_region = _sums(regions.values())
    names = max(1, len(countries) - 1)
    near: dict[tuple[str, float, float], tuple[float, float]] = {}
    for candidate, rows in zip(candidates, static, strict=True):
        own_country, own_region = countries[candidate.key], regions[candidate.key]
        others = [x for k, found in points.items() if k != candidate.key for x in found]
        several = len(candidate.places) > 1
        for place, row in zip(candidate.places, rows, strict=True):
            row[11] = (total_country[place.country] - own_country.get(place.country, 0.0)) / names
            row[12] = (total_region[place.region] - own_region.get(place.region, 0.0)) / names
            if not place.region:
                row[12] = 0.0
            if several:
                named = (candidate.key, place.lat, place.lon)
                if named not in near:
                    near[named] = _nearness(place, others)
                row[13], row[18] = near[named]


def _sums(tables: Iterable[dict[Key, float]]) -> dict[Key, float]:
    total: dict[Key, float] = defaultdict(float)
    for table in tables:
        for key, value in table.items():
            total[key] += value
    return total


def _nearness(place: Place, others: list[tuple[float, Place]]) -> tuple[float, float]:
    """Return how near the nearest of the other names' places is, and how many are near.

    Both are 0 for none; the first is 1 at the same point, the second grows as the
    logarithm of the number.
    """
    best = total = 0.0
    for p, other in others:
        north = abs(place.lat - other.lat)
        if north > 5 or abs(place.lon - other.lon) > 8:
            continue
        east = (place.lon - other.lon) * math.cos(math.radians(place.lat))
        near = p * math.exp(-111.2 * math.hypot(north, east) / _NEAR)
        best = max(best, near)
        total += near
    return best, math.log1p(total)


def softmax(scores: Sequence[float]) -> list[float]:
    """Return probabilities that sum to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds)
    return [o / total for o in odds]


def _dot(weights: Sequence[float], row: Sequence[float]) -> float:
    total = 0.0
    for w, x in zip(weights, row, strict=True):
        if x:
            total += w * x
    return total
