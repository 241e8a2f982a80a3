"""Where an article may name a place: capitalised runs that the gazetteer or the authority has."""

from politigraph.extract.inner_records import inner_record
from politigraph.extract.known_names import Hit
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import beside, no_places
from politigraph.ontology.authority import Authority, Sense
from politigraph.ontology.names import fold_name
from politigraph.ontology.places import Place, PlaceKind, Places

_LONGEST = 4  # words
_GREAT = 300_000  # people
_JOINED = frozenset(
    {"-", "’s", "'s", "de", "of", "la", "del", "al", "on", "the", "upon", "du", "da"}
)
_POS = frozenset({"PROPN", "NOUN", "ADJ", "VERB", "ADP", "X"})


@inner_record
class Candidate:
    """A token range and the places that it may name, the most populous first.

    ``known`` is an authority name (a country, a region), which needs no proof.
    """

    start: int
    end: int
    key: str
    places: tuple[Place, ...]
    known: bool = False


def find_candidates(
    parse: Parse, hits: list[Hit], authority: Authority, places: Places
) -> list[Candidate]:
    """Return the longest names at each place of the text, in order, none inside another.

    ``hits`` are the authority's names, which are kept as they are; a longer name that
    begins at the same word goes first ("Mexico City", "Georgia" in "Georgia Avenue" not).
    """
    at_start = {hit.start: hit for hit in hits}
    compass = beside("compass")
    inside = {i for hit in hits for i in range(hit.start + 1, hit.end)}
    spans = _runs(parse, inside)
    states = _abbreviations(parse, hits, authority)
    keys = {key for runs in spans.values() for _, key in runs}
    found = places.find_keys(keys | {key for _, key, _ in states.values()})
    candidates: list[Candidate] = []
    own_places: dict[tuple[str, tuple[Sense, ...]], tuple[Place, ...]] = {}
    covered = 0
    for start in sorted(spans.keys() | at_start.keys() | states.keys()):
        if start < covered:
            continue
        hit = at_start.get(start)
        if hit is None and parse.lower[start] in compass and start + 1 in at_start:
            continue  # "South Lebanon" is no town in Ohio
        run = next(((e, k) for e, k in spans.get(start, ()) if k in found), None)
        if hit is not None and (run is None or run[0] <= hit.end):
            key = _key(parse, hit.start, hit.end)
            if (key, hit.senses) not in own_places:
                own_places[key, hit.senses] = _of_hit(key, hit, authority, found)
            if own := own_places[key, hit.senses]:
                candidates.append(Candidate(hit.start, hit.end, key, own, known=True))
            covered = hit.end
        elif start in states:
            covered, key, country = states[start]
            own_state = [p for p in found.get(key, ()) if _is_state(p, country)][:1]
            if own_state:
                candidates.append(Candidate(start, covered, key, tuple(own_state), known=True))
        elif run is not None:
            senses = found[run[1]]
            sure = _is_great_capital(parse, (start, *run), senses, authority)
            candidates.append(Candidate(start, run[0], run[1], senses, sure))
            covered = run[0]
    return candidates


def _is_great_capital(
    parse: Parse, span: tuple[int, int, str], senses: tuple[Place, ...], authority: Authority
) -> bool:
    """Tell whether a name needs no proof: Kiev is no person, whatever the tagger thinks.

    Unless it is a part of a longer tagged name ("Paris Mirelsen").
    """
    start, end, key = span
    capital = next((p for p in senses if p.kind == "city"), None)
    if capital is None or capital.population < _GREAT:
        return False
    if str(capital.geonames) not in authority.capitals:
        return False
    if not capital.primary and key not in authority.capital_names:
        return False
    around = [i for i in (start - 1, end) if 0 <= i < parse.length]
    same = [i for i in around if parse.ner[i] == parse.ner[start] != ""]
    return not any(parse.word[i][0].isupper() for i in same)


def _is_state(place: Place, country: str) -> bool:
    return place.country == country and (place.kind == "region" or place.population > 500_000)


def _of_hit(
    key: str, hit: Hit, authority: Authority, found: dict[str, tuple[Place, ...]]
) -> tuple[Place, ...]:
    """Return the places of an authority's name: Georgia the country and the state."""
    own = []
    for sense in hit.senses:
        known = authority.known.get(sense.entity)
        if known is None or known.lat is None or known.lon is None:
            continue
        kind: PlaceKind = "country" if known.type == "country" else "area"
        own.append(
            Place(int(known.geonames or 0), known.lat, known.lon, 0, 0, kind, True, known.iso2)
        )
    if not own:
        return ()
    # Which of its namesakes a local actor's name means, its file says.
    local = authority.affiliation(hit.senses[0].entity, "") is not None
    names = not local and all(s.kind == "name" for s in hit.senses)
    namesakes = found.get(key, ()) if names else ()
    # The gazetteer's row of the same place has its people and its region.
    first = next((p for p in namesakes if p.geonames == own[0].geonames), own[0])
    others = [p for p in namesakes if p.geonames != first.geonames]
    return (first, *others)


def _abbreviations(
    parse: Parse, hits: list[Hit], authority: Authority
) -> dict[int, tuple[int, str, str]]:
    """Return the ends, keys and countries of abbreviated states: "Ky.", "Reno, NV"."""
    taken = {i for hit in hits for i in range(hit.start, hit.end)}
    found = {}
    abbreviations = authority.abbreviations
    for i in parse.capitals:
        known = abbreviations.get(parse.word[i])
        if known is None or i in taken:
            continue
        name, country, after_comma = known
        if after_comma and not (i and parse.word[i - 1] in (",", "(", "-")):
            continue
        found[i] = (i + 1, fold_name(name), country)
    return found


def _runs(parse: Parse, inside: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the capitalised token ranges by start, longest first, with their key."""
    found: dict[int, list[tuple[int, str]]] = {}
    word, lower = parse.word, parse.lower
    words_only = no_places()
    for i in parse.capitals:
        first = word[i]
        if i in inside or lower[i] == "the" or len(first) < 2:
            continue
        if parse.pos[i] not in _POS or (len(first) == 2 and first[1] != "."):
            continue
        own = []
        end, words = i + 1, 1
        while end < parse.length and words < _LONGEST:
            capital = word[end][0].isupper()
            if not capital and word[end] not in _JOINED:
                break
            end += 1
            words += capital
            if capital:
                own.append((end, _key(parse, i, end)))
        own.reverse()
        if len(first) > 2 and lower[i] not in words_only:
            own.append((i + 1, _key(parse, i, i + 1)))
        if own:
            found[i] = own
    return found


def _key(parse: Parse, start: int, end: int) -> str:
    return fold_name(parse.text[parse.start[start] : parse.end[end - 1]])
