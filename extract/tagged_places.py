"""Places that only the tagger knows: villages, squares, plants and rivers, by their name alone."""

from politigraph.extract.headlines import Headlines
from politigraph.extract.known_names import is_shouted
from politigraph.extract.linking import Link
from politigraph.extract.parse import Parse
from politigraph.extract.people import name_text, title_size
from politigraph.extract.records import Entity, EntityType
from politigraph.extract.word_lists import no_places, sector_words
from politigraph.ontology.authority import slug

_LABELS = frozenset({"GPE", "LOC", "FAC"})


def find_tagged_places(parse: Parse, links: list[Link]) -> list[tuple[Link, Entity]]:
    """Return the places that the tagger found and no link covers, each with its entity.

    They have no coordinates and no country: the name is all that is known.
    """
    busy = {i for link in links for i in range(link.start, link.end)}
    headlines = Headlines(parse)
    found = []
    for start, end, label in parse.names:
        if label not in _LABELS:
            continue
        while start < end and parse.lower[start] in ("the", "a", "an"):
            start += 1
        while end > start and (
            parse.tag[end - 1] == "POS" or not parse.word[end - 1][-1].isalnum()
        ):
            end -= 1
        span = range(start, end)
        if start >= end or not busy.isdisjoint(span):
            continue
        if not all(_is_named(parse, i) for i in span) or parse.lower[start] in no_places():
            continue
        if end < parse.length and title_size(parse, start, end + 1) == end + 1 - start:
            continue  # "Pres. Velin"
        name = name_text(parse, start, end)
        if headlines.hold(start) and not headlines.named_below(start, end):
            continue
        # "the Steppe Tribune" and "the VRA" are tagged as places now and then.
        sector = sector_words().get(parse.lower[end - 1], "")
        kind: EntityType = "organization" if sector or _is_acronym(parse, start, end) else "place"
        entity = Entity(f"{kind}/{slug(name)}", name, kind, "", sector)
        found.append((Link(start, end, entity.id, "name", "tagger: place", 0.6), entity))
    return found


def _is_acronym(parse: Parse, start: int, end: int) -> bool:
    word = parse.word[start]
    short = end - start == 1 and word.isalpha() and word.isupper() and len(word) <= 5
    return short and not is_shouted(parse, start)


def _is_named(parse: Parse, i: int) -> bool:
    word = parse.word[i]
    joined = parse.lower[i] in ("of", "de", "la", "al", "el", "-", "and", "the")
    return joined or (word[0].isupper() and len(word) > 2 and parse.pos[i] == "PROPN")
