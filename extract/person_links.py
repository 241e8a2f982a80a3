"""Link people's names: one person under a full name, a surname and a title is one entity."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from politigraph.extract.home_country import dateline_country, has_place, is_alone, only_country
from politigraph.extract.linking import Link, PersonFacts, entity_of_known
from politigraph.extract.parse import Parse
from politigraph.extract.people import GENDERS, PersonName, person_spans, same_key
from politigraph.extract.person_choice import choose
from politigraph.extract.person_context import describe
from politigraph.extract.person_gender import gender_of
from politigraph.extract.records import Article, Entity
from politigraph.extract.word_lists import given_names
from politigraph.ontology.authority import Authority, Term, slug

_OF_A_STATE = frozenset({"GOV", "MIL", "JUD", "COP", "ELI"})


class People(NamedTuple):
    """The people that an article names, what it says of each, and the country it is set in."""

    found: list[tuple[Link, Entity]]
    facts: dict[str, PersonFacts]
    home: str


def link_people(
    parse: Parse,
    article: Article,
    links: list[Link],
    entities: dict[str, Entity],
    authority: Authority,
) -> People:
    """Return each person's name in the article with its entity, and what is said of each.

    People among the ``links`` are settled; what stands beside their names is still read.
    """
    taken = [(link.start, link.end) for link in links if not _is_person(link)]
    settled = [
        PersonName(link.start, link.end, entities[link.entity].label, person=link.entity)
        for link in links
        if _is_person(link)
    ]
    countries: dict[int, str] = {}
    capitals: dict[int, str] = {}
    bodies: dict[int, str] = {}
    sectors: dict[int, str | None] = {}
    for link in links:
        tokens = range(link.start, link.end)
        kind, _, last = link.entity.partition("/")
        if kind == "country":
            countries.update(dict.fromkeys(tokens, entities[link.entity].iso3))
        elif kind == "organization":
            bodies.update(dict.fromkeys(tokens, link.entity))
        if kind != "person":
            of_body = entities[link.entity].sector if kind == "organization" else None
            sectors.update(dict.fromkeys(tokens, of_body))
        if town := authority.capitals.get(link.seat.partition("/")[2] or last):
            capitals.update(dict.fromkeys(tokens, town))
    owners = {**capitals, **countries}
    names = [
        describe(parse, name, owners, bodies, sectors)
        for name in person_spans(parse, taken, settled, authority, article.published)
    ]
    only = only_country(links, entities, [name.country for name in names])
    alone = only if is_alone(only, links, entities) else ""
    home = dateline_country(parse, links, authority) or alone
    mentioned = frozenset(countries.values()) | frozenset(capitals.values())
    # "in Tulsa, Okla.": who tells of its towns tells of the country.
    mentioned |= {e.iso3 for link in links if (e := entities[link.entity]).type == "place"}
    found: list[tuple[Link, Entity]] = []
    facts: dict[str, PersonFacts] = {}
    starts = [name.start for name in names]
    for cluster in _clusters(names):
        entity, rule, score = _entity(cluster, article, mentioned, entities, authority)
        open_ = home and entity.sector in _OF_A_STATE and not entity.iso3
        if open_ and not _is_beside_other(parse, cluster[0], home, countries):
            entity = replace(entity, iso3=home)
        for name in cluster:
            link = Link(name.start, name.end, entity.id, "name", rule, score)
            found.append((link, entity))
        said = frozenset().union(*(name.said for name in cluster))
        gender = gender_of(parse, cluster, starts)
        called = frozenset().union(*(name.called for name in cluster))
        facts[entity.id] = PersonFacts(_role(cluster), gender, said, called)
    found.sort(key=lambda f: f[0].start)
    return People(found, facts, only if has_place(only, links, entities) else "")


def _is_beside_other(parse: Parse, name: PersonName, home: str, countries: dict[int, str]) -> bool:
    """Tell whether another country is named where a person is introduced."""
    start, end = parse.sentences[parse.sentence_of[name.start]]
    return any(i in countries and countries[i] != home for i in range(start, end))


def _is_person(link: Link) -> bool:
    return link.entity.startswith("person/")


def _role(cluster: list[PersonName]) -> str:
    roles = Counter(n.title.role for n in cluster if n.title and n.title.role)
    return roles.most_common(1)[0][0] if roles else ""


def _clusters(names: list[PersonName]) -> list[list[PersonName]]:
    """Group the names of one person: the same full name, and its parts alone.

    A surname that two people of the article share goes to the one of the title's gender,
    to the one called so before, and else to the one named last.
    """
    groups: dict[str, list[PersonName]] = {}
    by_part: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for name in names:
        key = same_key(name.name)
        words = key.split(" ")
        if len(words) > 1:
            groups.setdefault(key, [])
            by_part[words[-1]].append((name.start, key))
            by_part[words[0]].append((name.start, key))
            if len(words) > 2:
                by_part[" ".join(words[1:])].append((name.start, key))
                by_part[f"{words[0]} {words[-1]}"].append((name.start, key))
    called: dict[str, str] = {}
    for name in names:
        part = key = same_key(name.name)
        full = [(at, k) for at, k in by_part.get(key, ()) if _may_be(name, k)]
        if full:
            before = [k for at, k in full if at <= name.start]
            key = before[-1] if before else full[0][1]
            if called.get(part) in before:
                key = called[part]
            called[part] = key
        groups.setdefault(key, []).append(name)
    return [group for group in groups.values() if group]


def _may_be(name: PersonName, full: str) -> bool:
    """Tell whether a title's gender allows a full name: "Mrs. Orsolak" is no Kevin Orsolak."""
    title = GENDERS.get(name.honorific)
    return not title or given_names().get(full.split(" ")[0], title) == title


def _entity(
    cluster: list[PersonName],
    article: Article,
    mentioned: frozenset[str],
    entities: dict[str, Entity],
    authority: Authority,
) -> tuple[Entity, str, float]:
    if listed := next((n.person for n in cluster if n.person), ""):
        return _listed(listed, cluster, article, entities, authority)
    label = max((n.name for n in cluster), key=lambda n: (n.count(" "), len(n)))
    candidates: dict[str, None] = {}
    full = False
    for name in cluster:
        if " " in name.name:
            for person in authority.people_named(name.name):
                candidates[person] = None
                full = True
    if not candidates and " " not in label:
        candidates = dict.fromkeys(authority.people_called(label))
    elif not candidates and any(n.title and n.title.role for n in cluster):
        candidates = dict.fromkeys(_shorter_or_longer(label, authority))
    person, score, reason = choose(
        tuple(candidates), cluster, mentioned, authority, article.published
    )
    iso3, sector = _affiliation(cluster, entities)
    known = authority.entity(person) if person else None
    if known is None:
        identifier = f"person/{slug(label)}"
        return Entity(identifier, label, "person", iso3, sector), "tagger: person", 0.8
    if held := _in_office(authority.terms_of(person), article.published):
        iso3, sector = held
    else:
        terms = authority.terms_of(person)
        if not iso3:
            iso3 = terms[-1].of if len(terms[-1].of) == 3 else ""
        if sector == "GOV" and _is_past(cluster, terms, article.published):
            sector = "ELI"  # "Secretary Clinton", years after
    rule = f"office holder, {'full name' if full else 'surname'}: {reason}"
    return entity_of_known(known, iso3, sector), rule, score


def _shorter_or_longer(name: str, authority: Authority) -> list[str]:
    """Return the office holders of one surname whose name lacks, or adds, others of it.

    "President Omar Hassan al-Bashir" for Omar al-Bashir, "President Gloria Arroyo" for
    Gloria Macapagal Arroyo.
    """
    written = same_key(name).split(" ")
    found = []
    for person in authority.people_called(written[-1]):
        known = authority.entity(person)
        words = set(same_key(known.label).split(" ")) if known else set()
        if len(words) > 1 and (words <= set(written) or set(written) <= words):
            found.append(person)
    return found


def _is_past(cluster: list[PersonName], terms: Iterable[Term], date: str) -> bool:
    """Tell whether the offices that a person is called by are all held no more."""
    roles = {n.title.role for n in cluster if n.title and n.title.role}
    if "secretary" in roles:
        roles.add("foreign minister")
    held = [t for t in terms if t.role in roles]
    return bool(date and held) and all(t.valid_to and t.valid_to < date for t in held)


def _in_office(terms: Iterable[Term], date: str) -> tuple[str, str] | None:
    """Return the country and the sector of the office that a person holds on a day."""
    of = next((t.of for t in terms if t.covers(date)), "")
    if not of:
        return None
    return (of, "GOV") if len(of) == 3 else ("", "IGO")


def _listed(
    person: str,
    cluster: list[PersonName],
    article: Article,
    entities: dict[str, Entity],
    authority: Authority,
) -> tuple[Entity, str, float]:
    """Return the person that a file of local actors says bears a name."""
    known = authority.entity(person)
    if known is None:
        raise KeyError(person)
    iso3, sector = authority.affiliation(person, article.published) or ("", "")
    held = _in_office(authority.terms_of(person), article.published) or ("", "")
    said = _affiliation(cluster, entities)
    iso3, sector = iso3 or held[0] or said[0], sector or held[1] or said[1]
    return entity_of_known(known, iso3, sector), "local actors: name", 0.95


def _affiliation(cluster: list[PersonName], entities: dict[str, Entity]) -> tuple[str, str]:
    """Return the country and the sector that most of a person's titles give."""
    # Who somebody is, is said beside the full name: "Norway's Lund Backs Velin" is a headline.
    countries: Counter[str] = Counter()
    for name in cluster:
        if name.country:
            countries[name.country] += 2 if " " in name.name else 1
    sectors = Counter(n.title.sector for n in cluster if n.title and n.title.sector)
    bodies = [entities[n.organisation] for n in cluster if n.organisation in entities]
    iso3 = countries.most_common(1)[0][0] if countries else ""
    iso3 = iso3 or next((b.iso3 for b in bodies if b.iso3), "")
    sector = sectors.most_common(1)[0][0] if sectors else ""
    given = next((b.sector for b in bodies if b.sector), "")
    if not sector or (given == "IGO" and not iso3):
        sector = given  # "the UN envoy"
    if any(n.former for n in cluster) and sector == "GOV":
        sector = "ELI"
    return iso3, sector
