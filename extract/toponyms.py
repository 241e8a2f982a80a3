"""Find names of towns and regions in the gazetteer, and settle which place each one means."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from politigraph.extract.parse import Parse
from politigraph.ontology.names import fold_name
from politigraph.ontology.places import Place, Places

_LOCATIVE = frozenset(
    [
        "in",
        "at",
        "near",
        "from",
        "to",
        "around",
        "outside",
        "towards",
        "toward",
        "across",
        "of",
        "between",
        "through",
        "via",
        "north",
        "south",
        "east",
        "west",
        "over",
        "into",
        "inside",
    ]
)
_NEVER = frozenset(
    ["DATE", "TIME", "LANGUAGE", "MONEY", "LAW", "WORK_OF_ART", "EVENT", "PRODUCT", "CARDINAL"]
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Toponym:
    """A token range that names a place. ``reason`` says what decided between namesakes."""

    start: int
    end: int
    key: str
    place: Place
    score: float
    reason: str


def find_toponyms(
    parse: Parse, taken: Iterable[tuple[int, int]], countries: Counter[str], places: Places
) -> list[Toponym]:
    """Return the places named outside the taken token ranges, in the order of the text.

    ``countries`` counts the article's mentions of countries by ISO 3166 alpha-2.
    """
    busy = {i for start, end in taken for i in range(start, end)}
    spans = _candidates(parse, busy)
    found = places.find({key for keys in spans.values() for _, key in keys})
    toponyms: list[Toponym] = []
    end_of_last = 0
    for start in sorted(spans):
        if start < end_of_last:
            continue
        for end, key in spans[start]:
            senses = found.get(key)
            if senses and _is_place(parse, (start, end), senses, countries):
                toponym = _choose(parse, (start, end, key), senses, countries)
                toponyms.append(toponym)
                end_of_last = end
                break
    return toponyms


def _candidates(parse: Parse, busy: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the capitalised token ranges by start, longest first, with their key."""
    found: dict[int, list[tuple[int, str]]] = {}
    for i in range(parse.length):
        if i in busy or not parse.word[i][0].isupper() or parse.lower[i] == "the":
            continue
        if parse.pos[i] not in ("PROPN", "NOUN", "ADJ") or len(parse.word[i]) < 3:
            continue
        own = []
        end = i + 1
        words = 1
        while end < parse.length and words < _LONGEST and end not in busy:
            word = parse.word[end]
            if not (word[0].isupper() or word in ("-", "’s", "'s", "de", "of", "la", "del", "al")):
                break
            end += 1
            words += word[0].isupper()
            if word[0].isupper():
                own.append((end, _key(parse, i, end)))
        own.reverse()
        own.append((i + 1, _key(parse, i, i + 1)))
        found[i] = own
    return found


def _key(parse: Parse, start: int, end: int) -> str:
    return fold_name(parse.text[parse.start[start] : parse.end[end - 1]])


def _is_place(
    parse: Parse, span: tuple[int, int], senses: tuple[Place, ...], near: Counter[str]
) -> bool:
    """Tell whether a gazetteer name is a place here, and not a person or a plain word.

    The tagger is poor on names from afar: a town of a country that the article is about
    needs less to be believed.
    """
    start, end = span
    label = next((parse.ner[i] for i in range(start, end) if parse.ner[i]), "")
    size = max(p.population for p in senses)
    at_home = max((p.population for p in senses if near[p.country]), default=0)
    if label in _NEVER:
        return False
    if label in ("PERSON", "ORG"):
        tagged = next(((s, e) for s, e, _ in parse.names if s <= start < e), span)
        around = [*range(tagged[0], start), *range(end, tagged[1])]
        if any(parse.word[i][0].isalnum() and parse.tag[i] != "POS" for i in around):
            return False
        if label == "PERSON":
            return at_home >= 100_000 or size >= 2_000_000
        return at_home >= 5_000 or size >= 500_000 or _located(parse, start)
    if label in _PLACE_LABELS:
        return True
    if parse.pos[start] != "PROPN":
        return False
    return _located(parse, start) or at_home >= 20_000 or (size >= 300_000 and label != "NORP")


def _located(parse: Parse, start: int) -> bool:
    return start > 0 and parse.lower[start - 1] in _LOCATIVE


_KIND_PRIOR = {"city": 0.0, "region": 1.0, "district": -1.0}
_REGION_WORDS = frozenset(
    [
        "region",
        "oblast",
        "province",
        "state",
        "governorate",
        "district",
        "county",
        "prefecture",
        "parish",
        "canton",
    ]
)


def _says_region(parse: Parse, end: int) -> bool:
    return end < parse.length and parse.lower[end] in _REGION_WORDS


def _choose(
    parse: Parse,
    span: tuple[int, int, str],
    senses: tuple[Place, ...],
    countries: Counter[str],
) -> Toponym:
    start, end, key = span
    total = sum(countries.values()) or 1
    ranked = []
    for place in senses:
        size = math.log10(1 + place.population) / 7
        share = countries[place.country] / total
        score = 3.6 * size + 1.4 * place.primary * size + 2.5 * share
        score += _KIND_PRIOR[place.kind] + 0.3 * place.primary
        if place.kind != "city" and not _says_region(parse, end):
            # "Moscow", "Istanbul": the town, where town and region share the name.
            score -= 3.0 * any(
                p.kind == "city" and p.country == place.country and p.population > 100_000
                for p in senses
            )
        ranked.append((score, place, share))
    ranked.sort(key=lambda r: (-r[0], r[1].geonames))
    best, place, share = ranked[0]
    odds = [math.exp(r[0] - best) for r in ranked]
    reason = "only place of that name" if len(ranked) == 1 else "population"
    if len(ranked) > 1 and share > 0:
        reason = "country of the article"
    return Toponym(start, end, key, place, round(1 / sum(odds), 3), reason)
