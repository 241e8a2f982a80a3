"""Find the places that an article names: which names are places, and which places they are.

Names come from the gazetteer and the authority (`toponym_candidates`); a linear model
tells places from people and plain words by what stands around them (`toponym_context`);
namesakes are settled by the article's other places (`toponym_resolution`). Both models
are tables of weights, learned or set by hand, in ``data/toponym_weights.tsv``.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from politigraph.extract.inner_records import inner_record
from politigraph.extract.known_names import Hit
from politigraph.extract.parse import Parse
from politigraph.extract.toponym_candidates import Candidate, find_candidates
from politigraph.extract.toponym_context import Context, is_taken, mention_features
from politigraph.extract.toponym_resolution import FEATURES, resolve
from politigraph.extract.weights import summed
from politigraph.extract.word_lists import read_table
from politigraph.ontology.authority import Authority
from politigraph.ontology.places import Place, Places

WORTH_RESOLVING = 0.12
_ACCEPTED = 0.4
_TOWN = 20_000
_LIKELY = 0.5
_ENGLISH_SPEAKING = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "JM", "ZA"})
_PARTS_OF_NAMES = ("first part", "last part", "inside")
_AGAINST = frozenset(
    {
        "after title",
        "after capital",
        "before capital",
        "before street",
        "before said",
        "also a surname",
        "also a word",
        "alternate",
        "not a name by tag",
        *(f"{label} {part}" for label in ("ORG", "PERSON") for part in _PARTS_OF_NAMES),
    }
)


@dataclass(frozen=True, slots=True)
class ToponymWeights:
    """The linear models: is this name a place (before and after resolution), and which."""

    mention: dict[str, float]
    final: dict[str, float]
    place: tuple[float, ...]


@inner_record
class Toponym:
    """A token range that names a place, with how sure that is and why this namesake."""

    start: int
    end: int
    key: str
    place: Place
    score: float
    reason: str
    known: bool


@cache
def toponym_weights(learned: bool = True) -> ToponymWeights:
    """Return the packaged weights: those learned from news, or those set by hand."""
    column = 2 if learned else 3
    tables: dict[str, dict[str, float]] = {"mention": {}, "final": {}, "place": {}}
    for row in read_table("toponym_weights.tsv", 4):
        if row[column]:
            tables[row[0]][row[1]] = float(row[column])
    place = tuple(tables["place"].get(name, 0.0) for name in FEATURES)
    return ToponymWeights(tables["mention"], tables["final"] or tables["mention"], place)


def find_toponyms(
    parse: Parse,
    hits: list[Hit],
    authority: Authority,
    places: Places,
    weights: ToponymWeights | None = None,
) -> list[Toponym]:
    """Return the places named in an article, in the order of the text.

    ``hits`` are the authority's names. ``weights`` are the packaged learned ones unless given.
    """
    weights = weights or toponym_weights()
    candidates = find_candidates(parse, hits, authority, places)
    context = Context(parse, candidates)
    kept: list[Candidate] = []
    features: list[list[str]] = []
    for candidate in candidates:
        own = [] if candidate.known else mention_features(context, candidate)
        if candidate.known or probability(weights.mention, own) >= WORTH_RESOLVING:
            kept.append(candidate)
            features.append(own)
    lands = frozenset(c.places[0].country for c in kept if c.places[0].kind == "country")
    chosen = resolve(context, kept, weights.place)
    shares = Shares(kept, chosen)
    found = []
    for candidate, own, odds in zip(kept, features, chosen, strict=True):
        odd = max(odds)
        best = odds.index(odd)
        place = candidate.places[best]
        sure = 1.0
        if not candidate.known:
            sure = probability(weights.final, own + resolution_features(odds, place, shares))
            cue = place.country in lands or is_taken(parse, candidate)
            if sure < _ACCEPTED and cue and odd >= _LIKELY and _may_be_town(candidate, place, own):
                sure = _ACCEPTED
        if sure < _ACCEPTED or "PERSON last part" in own:
            continue
        found.append(
            Toponym(
                candidate.start,
                candidate.end,
                candidate.key,
                place,
                round(sure * odd, 3),
                _reason(candidate, place),
                candidate.known,
            )
        )
    return sorted([*found, *_repeated(context, candidates, found)], key=lambda t: t.start)


def _repeated(context: Context, candidates: list[Candidate], found: list[Toponym]) -> list[Toponym]:
    """Return the towns' names that stand alone elsewhere and were not taken for places there.

    What is a town once is one throughout the article, whatever body the tagger sees in it.
    """
    starts = {toponym.start for toponym in found}
    towns = {t.key: t for t in found if not t.known}
    again = []
    for candidate in candidates:
        town = towns.get(candidate.key)
        if town is None or candidate.start in starts or candidate.known:
            continue
        if _may_be_town(candidate, town.place, mention_features(context, candidate)):
            start, end = candidate.start, candidate.end
            again.append(
                Toponym(start, end, town.key, town.place, _ACCEPTED, town.reason, town.known)
            )
    return again


def _may_be_town(candidate: Candidate, place: Place, features: Sequence[str]) -> bool:
    """Tell whether a name the tagger misjudged may be a town from afar, by what is around it.

    The tagger knows few names from afar ("Mariupol" is a body, "Bucha" a person). Not where
    English is spoken: there towns, people and clubs share their names.
    """
    # "The Mariupol port": an article's capital says nothing of the name.
    against = _AGAINST - {"after capital"} if "after the" in features else _AGAINST
    return (
        place.country not in _ENGLISH_SPEAKING
        and place.population >= _TOWN
        and " " not in candidate.key
        and against.isdisjoint(features)
    )


class Shares:
    """How much of an article's places lie in each country and region, by their probability."""

    def __init__(self, kept: Sequence[Candidate], chosen: Sequence[Sequence[float]]) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.regions: defaultdict[int, float] = defaultdict(float)
        self.places: defaultdict[int, float] = defaultdict(float)
        self.total = float(len(kept))
        for candidate, row in zip(kept, chosen, strict=True):
            for place, p in zip(candidate.places, row, strict=True):
                if p > 0.01:
                    self.countries[place.country] += p
                    self.regions[place.region] += p
                    self.places[place.geonames] += p


def resolution_features(odds: Sequence[float], place: Place, shares: Shares) -> list[str]:
    """Return what the resolved place says about whether the name is a place at all."""
    own = shares.places[place.geonames]
    total = shares.total - own
    country = region = 0.0
    if total > 0.01:
        country = (shares.countries[place.country] - own) / total
        region = (shares.regions[place.region] - own) / total if place.region else 0.0
    return [
        f"country share {min(3, int(country * 4))}",
        f"region share {min(3, int(region * 8))}",
        f"sure {int(max(odds) * 3.99)}",
    ]


def probability(weights: dict[str, float], features: Sequence[str]) -> float:
    """Return the logistic of the summed weights.

    >>> probability({"bias": 0.0}, ["bias", "unknown"])
    0.5
    """
    score = summed(weights, features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _reason(candidate: Candidate, place: Place) -> str:
    if candidate.known:
        return "authority"
    if len(candidate.places) == 1:
        return "only place of that name"
    largest = candidate.places[0].geonames == place.geonames
    return "largest of that name" if largest else "other places in the article"
