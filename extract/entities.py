"""Link the names in an article to entities: the authority first, the tagger for the rest.

Order of decision: countries, demonyms, regions and organisations that the authority
knows; people, by full name, title or surname; towns from the gazetteer; then what the
tagger found beside them. Mentions never overlap; places inside longer names are kept apart.
"""

from bisect import bisect_right
from operator import itemgetter

from politigraph.extract.known_names import Hit, known_names
from politigraph.extract.linking import Link, Linking, entity_of_known
from politigraph.extract.metonymy import acts
from politigraph.extract.misspelt_names import misspelt_countries
from politigraph.extract.organizations import find_organizations
from politigraph.extract.parse import Parse
from politigraph.extract.person_links import link_people
from politigraph.extract.records import Article, Entity, MentionKind
from politigraph.extract.tag_corrections import correct_people
from politigraph.extract.tagged_places import find_tagged_places
from politigraph.extract.toponyms import Toponym, ToponymWeights, find_toponyms, toponym_weights
from politigraph.ontology.authority import Authority, Known, Sense
from politigraph.ontology.places import Places, load_places

_CAPITAL_ACTS = "capital that acts"
_KINDS: dict[str, MentionKind] = {
    "name": "name",
    "adjective": "demonym",
    "noun": "demonym",
    "metonym": "metonym",
}


def link_entities(
    parse: Parse,
    article: Article,
    authority: Authority,
    weights: ToponymWeights | None = None,
) -> Linking:
    """Return the entities that the article names, and where.

    Mentions are names, demonyms and metonyms, in the order of the text; `References`
    adds the phrases and pronouns that refer to them. ``weights`` are of the place names,
    the packaged learned ones unless given.
    """
    parse = correct_people(parse)
    links, entities = _known_links(parse, article, authority, weights or toponym_weights())
    bodies = find_organizations(parse, links, entities, article, authority)
    _add(links, entities, bodies)
    people = link_people(parse, article, links, entities, authority)
    links = [link for link in links if not link.entity.startswith("person/")]
    _add(links, entities, people.found)
    _add(links, entities, find_tagged_places(parse, links))
    return Linking.of(parse, links, entities, people.facts, people.home)


def _add(links: list[Link], entities: dict[str, Entity], found: list[tuple[Link, Entity]]) -> None:
    for link, entity in found:
        links.append(link)
        entities[entity.id] = entity


def _known_links(
    parse: Parse, article: Article, authority: Authority, weights: ToponymWeights
) -> tuple[list[Link], dict[str, Entity]]:
    """Return the links to the authority and to the gazetteer, and their entities by id."""
    places = load_places()
    known_hits = known_names(parse, authority)
    hits = [h for h in known_hits if _is_name(parse, h)]
    hits += misspelt_countries(parse, known_hits, authority, places)
    towns = find_toponyms(parse, hits, authority, places, weights)
    toponyms = {t.start: t for t in towns if not _begins_name(parse, t.end)}
    links: list[Link] = []
    entities: dict[str, Entity] = {}
    longer = {i for t in toponyms.values() for i in range(t.start + 1, t.end)}
    for hit in hits:
        if hit.start in longer:
            continue  # New Jersey is not Jersey
        link = _link_hit(parse, hit, authority)
        known = authority.entity(link.entity)
        toponym = toponyms.get(hit.start)
        if known is None or (toponym is not None and not _is_same(known, toponym)):
            continue  # Georgia, the state
        toponyms.pop(hit.start, None)
        given = authority.affiliation(known.id, article.published)
        _add(links, entities, [(link, _entity(known, given))])
    for toponym in toponyms.values():
        link, found = _link_toponym(parse, toponym, authority, places)
        links.append(link)
        for entity in found:
            entities.setdefault(entity.id, entity)
    return _joined_capitals(parse, links, entities, authority), entities


def _entity(known: Known, given: tuple[str, str] | None) -> Entity:
    """Return the record of a known entity, of a local actor with what its file says."""
    # Where a place lies is no matter of the article, and of a local one only shown beside it.
    return entity_of_known(known, *(given if given and known.type != "place" else ("", "")))


def _is_name(parse: Parse, hit: Hit) -> bool:
    """Tell whether a known name is itself here, and not a language or a part of a person's name.

    "Michael Jordan", "Chad Mirelsen": the tagger's PERSON is longer. "in French" is no country.
    """
    after = bisect_right(parse.names, hit.start, key=itemgetter(0))
    for start, end, label in parse.names[max(0, after - 1) : after]:  # names do not overlap
        if hit.end > end:
            continue
        if label == "LANGUAGE":
            return False
        if label == "PERSON":
            others = [i for i in range(start, end) if not hit.start <= i < hit.end]
            named = any(parse.word[i][0].isupper() and parse.tag[i] == "NNP" for i in others)
            return not named or any(parse.tag[i] == "POS" for i in others)
    if hit.start and parse.lower[hit.start - 1] == "ethnic":
        return False  # "ethnic Albanians" are another country's people
    adjective = all(s.kind == "adjective" for s in hit.senses)
    if adjective and parse.dep[hit.end - 1] in ("dobj", "pobj"):
        before = parse.lower[hit.start - 1] if hit.start else ""
        governor = parse.lemma[parse.head[hit.end - 1]]
        return before != "in" and governor not in ("speak", "learn", "teach", "read", "write")
    return True


def _begins_name(parse: Parse, end: int) -> bool:
    """Tell whether a town's name only begins a longer one: "Shan-e-Mustafa", "Koh-i-Noor"."""
    joined = "".join(parse.word[end : end + 3])
    return joined[:1] == "-" and joined[2:3] == "-" and joined[1].islower()


def _is_dateline(parse: Parse, toponym: Toponym) -> bool:
    """Tell whether a town opens a report: "GENEVA, April 13 - Russian forces …"."""
    first = parse.sentences[parse.sentence_of[toponym.start]][0]
    after = parse.word[toponym.end] if toponym.end < parse.length else ""
    agency = toponym.end + 2 < parse.length and parse.word[toponym.end + 2] == ")"
    capitals = parse.word[toponym.start].isupper() or (agency and after == "(")
    return toponym.start == first and capitals and after in (",", "(", "-", "–", "—", "--")


def _is_same(known: Known, toponym: Toponym) -> bool:
    place = toponym.place
    if place.kind in ("country", "area"):
        return True
    return bool(known.geonames) and known.geonames == str(place.geonames)


def _joined_capitals(
    parse: Parse, links: list[Link], entities: dict[str, Entity], authority: Authority
) -> list[Link]:
    """Give the second of two joined capitals the first one's role: "of Moscow and Kiev"."""
    by_end = {link.end: link for link in links if link.rule == _CAPITAL_ACTS}
    found = []
    for link in links:
        joined = link.start > 1 and parse.lower[link.start - 1] in ("and", "or")
        if joined and link.start - 1 in by_end and link.place is not None:
            iso3 = authority.capitals.get(str(link.place.geonames), "")
            known = authority.entity(f"country/{iso3}")
            if known is not None and link.kind == "name":
                entities[known.id] = entity_of_known(known)
                link = Link(
                    link.start,
                    link.end,
                    known.id,
                    "metonym",
                    _CAPITAL_ACTS,
                    0.8,
                    country=link.country,
                    sector="GOV",
                    seat=link.entity,
                    place=link.place,
                )
        found.append(link)
    return found


def _link_hit(parse: Parse, hit: Hit, authority: Authority) -> Link:
    """Return the link of a known name, its sense chosen by its place in the sentence."""
    sense = _sense_here(parse, hit)
    kind = _KINDS[sense.kind]
    local = authority.affiliation(sense.entity, "") is not None
    written = sense.kind if hit.exact else "misspelt name"
    return Link(
        hit.start,
        hit.end,
        sense.entity,
        kind,
        f"{'local actors' if local else 'authority'}: {written}",
        0.95 if hit.exact else 0.7,
        country=(known.iso2 if (known := authority.entity(sense.entity)) else ""),
        sector=sense.sector,
        seat=sense.seat,
    )


def _sense_here(parse: Parse, hit: Hit) -> Sense:
    if len(hit.senses) == 1:
        return hit.senses[0]
    modifies = parse.dep[hit.end - 1] in ("amod", "compound", "nmod")
    wanted = ("adjective",) if modifies else ("name", "noun", "metonym")
    return next((s for s in hit.senses if s.kind in wanted), hit.senses[0])


def _link_toponym(
    parse: Parse, toponym: Toponym, authority: Authority, places: Places
) -> tuple[Link, list[Entity]]:
    """Return a town's link: to the country where it is a capital that acts."""
    place = toponym.place
    own = authority.entity(f"place/{place.geonames}")
    iso3 = authority.capitals.get(str(place.geonames), "")
    label = places.distinct_label(place, toponym.key)
    town = (
        entity_of_known(own)
        if own
        else Entity(
            f"place/{place.geonames}",
            label,
            "place",
            authority.iso3.get(place.country, ""),
            "",
            str(place.geonames),
            place.lat,
            place.lon,
            (f"https://sws.geonames.org/{place.geonames}/",),
        )
    )
    acting = not _is_dateline(parse, toponym) and acts(parse, toponym.end - 1)
    if iso3 and acting:
        known = authority.entity(f"country/{iso3}")
        if known:
            link = Link(
                toponym.start,
                toponym.end,
                known.id,
                "metonym",
                "capital that acts",
                0.85,
                country=place.country,
                sector="GOV",
                seat=town.id,
                place=place,
            )
            return link, [entity_of_known(known)]
    rule = f"gazetteer: {toponym.reason}"
    link = Link(
        toponym.start,
        toponym.end,
        town.id,
        "name",
        rule,
        toponym.score,
        country=place.country,
        place=place,
    )
    return link, [town]
