"""Link the names in an article to entities: the authority first, the tagger for the rest.

Order of decision: countries, demonyms, regions and organisations that the authority
knows; people, by full name, title or surname; towns from the gazetteer; then what the
tagger found beside them. Mentions never overlap.
"""

from collections import Counter

from politigraph.extract.known_names import Hit, known_names
from politigraph.extract.linking import Link, Linking, entity_of_known
from politigraph.extract.metonymy import acts
from politigraph.extract.organizations import find_organizations
from politigraph.extract.parse import Parse
from politigraph.extract.person_links import link_people
from politigraph.extract.records import Article, Entity, MentionKind
from politigraph.extract.toponyms import Toponym, find_toponyms
from politigraph.ontology.authority import Authority, Sense
from politigraph.ontology.places import Places, load_places

_KINDS: dict[str, MentionKind] = {
    "name": "name",
    "adjective": "demonym",
    "noun": "demonym",
    "metonym": "metonym",
}


def link_entities(parse: Parse, article: Article, authority: Authority) -> Linking:
    """Return the entities that the article names, and where.

    Mentions are names, demonyms and metonyms, in the order of the text; `References`
    adds the phrases and pronouns that refer to them.
    """
    places = load_places()
    hits = [h for h in known_names(parse, authority) if not _inside_other_name(parse, h)]
    links = [_link_hit(parse, hit, authority) for hit in hits]
    entities: dict[str, Entity] = {}
    for link in links:
        known = authority.entity(link.entity)
        if known:
            entities[link.entity] = entity_of_known(known)
    taken = [(link.start, link.end) for link in links]
    countries = Counter(link.country for link in links if link.country)
    for toponym in find_toponyms(parse, taken, countries, places):
        link, found = _link_toponym(parse, toponym, authority, places)
        links.append(link)
        for entity in found:
            entities.setdefault(entity.id, entity)
    taken = [(link.start, link.end) for link in links]
    bodies = find_organizations(parse, taken, links, article, authority)
    links += [link for link, _ in bodies]
    entities.update({entity.id: entity for _, entity in bodies})
    people, facts = link_people(parse, article, links, entities, authority)
    links += [link for link, _ in people]
    entities.update({entity.id: entity for _, entity in people})
    return Linking.of(parse, links, entities, facts)


def _inside_other_name(parse: Parse, hit: Hit) -> bool:
    """Tell whether a known name is only a part of a longer name that is somebody's.

    "Michael Jordan", "Chad Mirelsen": the tagger's PERSON is longer. A nationality at the
    start of a body's name ("Turkish Airlines") belongs to that name too.
    """
    for start, end, label in parse.names:
        if label != "PERSON" or not (start <= hit.start and hit.end <= end):
            continue
        others = [i for i in range(start, end) if not hit.start <= i < hit.end]
        named = any(parse.word[i][0].isupper() and parse.tag[i] == "NNP" for i in others)
        return named and not any(parse.tag[i] == "POS" for i in others)
    return False


def _link_hit(parse: Parse, hit: Hit, authority: Authority) -> Link:
    """Return the link of a known name, its sense chosen by its place in the sentence."""
    sense = _sense_here(parse, hit)
    kind = _KINDS[sense.kind]
    return Link(
        hit.start,
        hit.end,
        sense.entity,
        kind,
        f"authority: {sense.kind}",
        0.95,
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
    iso3 = authority.capitals.get(str(place.geonames), "")
    label = places.label(place.geonames, toponym.key)
    town = Entity(
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
    if iso3 and acts(parse, toponym.end - 1):
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
