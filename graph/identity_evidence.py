"""What each article tells of the people and bodies in it, as extraction found them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyoxigraph as ox

from politigraph.graph.identity_mapping import describing, read_patch
from politigraph.graph.iris import article_id, entity_id
from politigraph.ontology.terms import ID, Gaf, Property, Schema

_ENTITY: Final = f"{ID}entity/"
_DENOTED_BY: Final = ox.NamedNode(Gaf.DENOTED_BY)
_AFFILIATION: Final = ox.NamedNode(Property.INDICATES_AFFILIATION)
_SECTOR: Final = ox.NamedNode(Property.INDICATES_SECTOR)
_READ: Final = (_DENOTED_BY, _AFFILIATION, _SECTOR)
_NUMBERED: Final = re.compile(r"Q?\d+|[A-Z]{3}")
_COMPANY: Final = frozenset({"person", "organization", "place"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One entity in one article, as extraction found it.

    ``day`` is the article's date; ``country`` and ``sector`` where its mentions put it;
    ``company`` who else is there, and in which towns: ids of people, bodies and places;
    ``telling`` those of them that are not in everybody's company.
    """

    entity: str
    article: str
    day: date | None = None
    country: str = ""
    sector: str = ""
    company: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()


def sightings(store: ox.Store) -> Iterator[Sighting]:
    """Yield every sighting of a person or body, in the order of articles and entities."""
    facts = _found(store)
    days = {
        str(quad.graph_name): _day(str(getattr(quad.object, "value", "")))
        for quad in store.quads_for_pattern(None, ox.NamedNode(Schema.DATE_PUBLISHED), None, None)
    }
    for graph in sorted(facts):
        if article := _article_of(graph):
            yield from _in_article(article, facts[graph], days.get(graph))


def _article_of(graph: str) -> str:
    """Return the id of the article that a graph holds; empty for a graph of the user's own."""
    try:
        return article_id(graph.strip("<>"))
    except ValueError:
        return ""


def label(store: ox.Store, entity: str) -> str:
    """Return what an entity is called: by the authority, or by its own id.

    >>> label(ox.Store(), "person/Mara_Lindqvist")
    'Mara Lindqvist'
    """
    name = entity.partition("/")[2]
    if _NUMBERED.fullmatch(name):
        for line in describing(store, entity).splitlines():
            if f"<{Schema.NAME}>" in line:
                [triple] = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
                return str(getattr(triple.object, "value", ""))
    return name.partition("~")[0].replace("_", " ")


def _found(store: ox.Store) -> dict[str, set[ox.Quad]]:
    """Return what matters here of each article, by its graph, before judgements changed it."""
    facts: dict[str, set[ox.Quad]] = {}
    for predicate in _READ:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            facts.setdefault(str(quad.graph_name), set()).add(quad)
    patch = ox.NamedNode(Property.IDENTITY_PATCH)
    for quad in store.quads_for_pattern(None, patch, None, None):
        gone, come = read_patch(str(getattr(quad.object, "value", "")))
        found = facts.setdefault(str(quad.graph_name), set())
        found -= come
        found |= {q for q in gone if q.graph_name == quad.graph_name and q.predicate in _READ}
    return facts


def _in_article(article: str, facts: Iterable[ox.Quad], day: date | None) -> Iterator[Sighting]:
    mentions: dict[str, list[str]] = {}
    shown: dict[ox.NamedNode, dict[str, str]] = {_AFFILIATION: {}, _SECTOR: {}}
    for quad in facts:
        subject, value = str(getattr(quad.subject, "value", "")), getattr(quad.object, "value", "")
        if quad.predicate == _DENOTED_BY and subject.startswith(_ENTITY):
            mentions.setdefault(entity_id(subject), []).append(value)
        elif quad.predicate in shown:
            shown[quad.predicate][subject] = value.removeprefix(f"{_ENTITY}country/")
    company = frozenset(e for e in mentions if e.partition("/")[0] in _COMPANY)
    for entity in sorted(e for e in mentions if e.startswith(("person/", "organization/"))):
        country, sector = (
            min((of[m] for m in mentions[entity] if m in of), default="") for of in shown.values()
        )
        yield Sighting(entity, article, day, country, sector, company - {entity})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
