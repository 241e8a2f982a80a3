"""The triples of a few items: what a graph of them alone would say, without the articles' texts."""

from collections.abc import Iterable, Iterator
from typing import IO, Final

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.export_parts import by_subject, in_order, of_claims
from politigraph.graph.store import Store
from politigraph.graph.turtle import turtle
from politigraph.ontology.terms import ID, PREFIXES, Nif, Property

Quads = Iterable[ox.Quad]
"""Triples with their graphs, for who passes them on and does not look inside."""

_ENTITIES: Final = ox.NamedNode(iris.ENTITIES_GRAPH)
_INFERRED: Final = ox.NamedNode(iris.INFERRED_GRAPH)
_SHARED: Final = (f"{ID}entity/", f"{ID}publisher/")


def told_triples(store: Store, items: Iterable[str]) -> list[ox.Quad]:
    """Return what belongs to claims, events or articles, by their IRIs.

    Of a claim or an event its spans, what it is about, who says or does it, and its article,
    of which the text alone is left out; what is inferred of an event's other reports.
    """
    by_graph: dict[str, set[str]] = {}
    for iri in items:
        by_graph.setdefault(iris.graph_iri(iris.article_id(iri)), set()).add(iri)
    found: list[ox.Quad] = []
    for graph, told in by_graph.items():
        quads = list(store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        kept = of_claims(quads, frozenset(told))
        found += (quad for quad in kept if quad.predicate.value != Nif.IS_STRING)
        found += _groups(store, told)
    return [*found, *_described(store, found)]


def article_triples(store: Store, article: str) -> list[ox.Quad]:
    """Return all that an article says, with its text, and who is in it."""
    graph = ox.NamedNode(iris.graph_iri(iris.article_id(article)))
    found = list(store.oxigraph.quads_for_pattern(None, None, None, graph))
    return [*found, *_described(store, found)]


def entity_triples(store: Store, entities: Iterable[str]) -> list[ox.Quad]:
    """Return what is said of entities themselves, and of the countries they belong to."""
    found = [quad for iri in entities for quad in _of_entity(store, iri)]
    return list(dict.fromkeys((*found, *_described(store, found))))


def write_triples(quads: Quads, output: IO[bytes], format: str) -> None:  # noqa: A002
    """Write triples as ``ttl`` or ``jsonld``, the same bytes for the same triples."""
    ordered = in_order(set(quads))
    if format == "ttl":
        output.writelines(text.encode() for text in turtle(by_subject(ordered)))
    else:
        triples = (quad.triple for quad in ordered)
        ox.serialize(triples, output, ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES))


def _groups(store: Store, events: Iterable[str]) -> Iterator[ox.Quad]:
    report = ox.NamedNode(Property.REPORT)
    for event in events:
        links = store.oxigraph.quads_for_pattern(None, report, ox.NamedNode(event), _INFERRED)
        for link in list(links):
            yield from store.oxigraph.quads_for_pattern(link.subject, None, None, _INFERRED)


def _described(store: Store, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    terms = {term for quad in quads for term in (quad.subject, quad.object)}
    for term in terms:
        if isinstance(term, ox.NamedNode) and term.value.startswith(_SHARED):
            yield from _of_entity(store, term.value)


def _of_entity(store: Store, iri: str) -> Iterator[ox.Quad]:
    return iter(store.oxigraph.quads_for_pattern(ox.NamedNode(iri), None, None, _ENTITIES))
