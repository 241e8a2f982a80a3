"""Settle which of its namesakes each place name means, from the names around it.

A linear model over a few readable features, run three times: the places that other
names most probably mean give votes for their country and region, and for what is near
(Leidner 2007; Speriosu and Baldridge 2013). Weights are in ``data/toponym_weights.tsv``.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from operator import add, mul

from politigraph.extract.toponym_candidates import Candidate
from politigraph.extract.toponym_context import Context
from politigraph.extract.toponym_votes import VOTED, votes_of
from politigraph.extract.word_lists import beside
from politigraph.ontology.places import Place

FEATURES = (
    "country", "area", "region", "district", "people", "people of primary", "primary",
    "in the region that follows", "in the country that follows", "pair elsewhere",
    "region word after", "country votes", "region votes", "near others", "country namesake",
    "region namesake", "town and district", "people as district",
    "several near", "another country follows",
)  # fmt: skip

_ROUNDS = 3


def static_rows(context: Context, candidates: Sequence[Candidate]) -> list[list[list[float]]]:
    """Return the features of each candidate's places that need no other name's place.

    Votes are left at 0. A name of one place has nothing to choose: of it only what others
    ask for is filled in. Mentions of a name with nothing beside them share their rows.
    """
    shared: dict[tuple[str, int], list[list[float]]] = {}
    found = []
    for candidate in candidates:
        following = context.next_place(candidate.end)
        called = _may_be_region(candidate) and is_called_region(context, candidate)
        if following is not None or called:
            found.append(_rows(candidate, following, called))
            continue
        key = (candidate.key, id(candidate.places))
        if key not in shared:
            shared[key] = _rows(candidate, None, False)
        found.append(shared[key])
    return found


def _may_be_region(candidate: Candidate) -> bool:
    kinds = {p.kind for p in candidate.places}
    return len(candidate.places) > 1 and ("region" in kinds or "district" in kinds)


def _rows(candidate: Candidate, following: Candidate | None, called: bool) -> list[list[float]]:
    places = candidate.places
    rows = [[0.0] * len(FEATURES) for _ in places]
    if following is not None:
        for place, row in zip(places, rows, strict=True):
            row[7], row[8], row[19] = _container(following, place)
    if len(places) == 1:
        return rows
    lands = sum([p.kind in ("country", "area") for p in places])
    regions = "region" in {p.kind for p in places}
    governed = {p.region for p in places if p.kind != "city"}
    for place, row in zip(places, rows, strict=True):
        kind = place.kind
        size = math.log10(1 + place.population) / 7
        if kind == "city":
            row[15] = float(regions)
            row[16] = float(place.region in governed)
            row[14] = float(lands > 0)
        elif kind in ("country", "area"):
            row[0 if kind == "country" else 1] = 1.0
            row[14] = float(lands > 1)
        else:
            row[2 if kind == "region" else 3] = 1.0
            row[17] = size if kind == "district" else 0.0
            row[10] = float(called)
            row[14] = float(lands > 0)
        row[4] = size
        row[5] = size if place.primary else 0.0
        row[6] = float(place.primary)
    return rows


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


def _container(following: Candidate, place: Place) -> tuple[float, float, float]:
    """Tell whether the name after a comma is the region or the country of a place.

    Third: it is a region of another country ("Turkey, Texas").
    """
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
    static = static_rows(context, candidates)
    mark_pairs(candidates, static)
    # What needs no votes is added up once; each round adds the votes to it.
    distinct = {id(rows): rows for rows in static}
    bare = {n: [sum(map(mul, weights, row)) for row in rows] for n, rows in distinct.items()}
    by_rows = {n: softmax(scores) for n, scores in bare.items()}
    say = [weights[column] for column in VOTED]
    for _ in range(_ROUNDS - 1):
        votes = votes_of(candidates, [by_rows[id(rows)] for rows in static])
        votes_by_rows = {id(rows): own for rows, own in zip(static, votes, strict=True) if own}
        for n, own in votes_by_rows.items():
            voted = [sum(map(mul, say, vote)) for vote in own]
            by_rows[n] = softmax(list(map(add, bare[n], voted)))
    return [by_rows[id(rows)] for rows in static]


def mark_pairs(candidates: Sequence[Candidate], static: list[list[list[float]]]) -> None:
    """Fill in proven pairs: what "X, Region" says once holds for every X of the article."""
    proven: dict[str, set[int]] = defaultdict(set)
    for candidate, rows in zip(candidates, static, strict=True):
        for place, row in zip(candidate.places, rows, strict=True):
            if row[7] == 1.0 or row[8] == 1.0:
                proven[candidate.key].add(place.geonames)
    if not proven:
        return
    for candidate, rows in zip(candidates, static, strict=True):
        for place, row in zip(candidate.places, rows, strict=True):
            row[9] = float(place.geonames in proven.get(candidate.key, ()))


def softmax(scores: Sequence[float]) -> list[float]:
    """Return probabilities that sum to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds)
    return [o / total for o in odds]
