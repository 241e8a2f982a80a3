"""What must hold in a store, and where it does not.

A check reads only. It passes over the articles one graph at a time, so that its memory
grows with the number of entities and not with that of the articles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Final

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.queries import named_query
from politigraph.graph.store import Store
from politigraph.ontology.terms import ID, Nif, Property, Schema

_BUILD: Final = "build the article again: politigraph build PATH --store STORE"
_AGAIN: Final = "restore the store from a backup, or build it again from the articles"
_INFER: Final = "build any article again: the links are then drawn anew"
_SHOWN: Final = 100
_ARTICLE: Final = f"{ID}article/"
_SHARED: Final = (f"{ID}entity/", f"{ID}publisher/")
_NOT_ARTICLES: Final = frozenset({iris.ENTITIES_GRAPH, iris.INFERRED_GRAPH, iris.IDENTITY_GRAPH})

Values = dict[str, dict[str, list[str]]]
"""Subject, predicate, values: the quads of one graph."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should not be: where, what, and what to do about it."""

    where: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def content_problems(store: Store) -> Iterator[Problem]:
    """Yield what is wrong with the content of a store.

    >>> list(content_problems(Store.memory()))
    []
    """
    described = {iri.value for iri in _subjects(store, iris.ENTITIES_GRAPH)}
    for graph in article_graphs(store):
        quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        yield from article_problems(graph, quads, described)
    yield from _in_two_graphs(store)
    yield from _wrongly_derived(store)
    yield from _dangling_links(store)


def article_graphs(store: Store) -> list[str]:
    """Return the IRIs of the graphs that each hold one article, sorted."""
    named = (g.value for g in store.oxigraph.named_graphs() if isinstance(g, ox.NamedNode))
    graphs = (g for g in named if g.startswith(f"{ID}graph/"))
    return sorted(graph for graph in graphs if graph not in _NOT_ARTICLES)


def article_problems(
    graph: str, quads: Iterable[ox.Quad], described: set[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the graph of one article.

    ``described`` are the entities and outlets that the entities graph describes.
    """
    values = _values(quads)
    articles = [s for s, facts in values.items() if Schema.IDENTIFIER in facts]
    if len(articles) != 1:
        yield Problem(graph, f"holds {len(articles)} articles and not one", _AGAIN)
        return
    facts = values[articles[0]]
    name = facts[Schema.IDENTIFIER][0]
    if iris.graph_iri(name) != graph or iris.article_iri(name) != articles[0]:
        yield Problem(name, f"lies in the graph of another article, {graph}", _AGAIN)
    text = "".join(facts.get(Nif.IS_STRING, ()))
    if facts.get(Property.TEXT_SHA256) != [sha256(text.encode()).hexdigest()]:
        yield Problem(name, "its text is not the one whose hash it has", _BUILD)
    for subject, found in values.items():
        if Nif.ANCHOR_OF in found and not _anchored(subject, found, text):
            what = f"the text at {subject} is not what the mention says"
            yield Problem(name, what, _BUILD)
    yield from _missing(name, articles[0], values, described)


def _anchored(mention: str, facts: dict[str, list[str]], text: str) -> bool:
    begin, end = (facts.get(p, [""])[0] for p in (Nif.BEGIN_INDEX, Nif.END_INDEX))
    if not (begin.isdecimal() and end.isdecimal() and mention.endswith(f"#char={begin},{end}")):
        return False
    return facts[Nif.ANCHOR_OF] == [text[int(begin) : int(end)]] != [""]


def _missing(name: str, article: str, values: Values, described: set[str]) -> Iterator[Problem]:
    """What the article refers to and nobody describes."""
    used = {value for facts in values.values() for found in facts.values() for value in found}
    for iri in sorted({*used, *values}):
        own = iri == article or iri.startswith((f"{article}/", f"{article}#"))
        if own and iri not in values:
            yield Problem(name, f"refers to {iri}, which it does not hold", _BUILD)
        elif iri.startswith(_SHARED) and iri not in described:
            yield Problem(name, f"refers to {iri}, which nothing describes", _BUILD)


def _in_two_graphs(store: Store) -> Iterator[Problem]:
    # A join by index, not a GROUP BY: that would hold every triple in memory.
    rows = store.query(named_query("triples_in_two_graphs").text)
    for row in islice(rows, _SHOWN):
        stated = f"{row['s']} {row['p']} {row['o']}"
        yield Problem(str(row["g"]), f"a triple stands in {row['h']} too: {stated}", _AGAIN)


def _wrongly_derived(store: Store) -> Iterator[Problem]:
    """Affiliations and sectors that no mention indicates, or that are missing."""
    indicated = _statements(store, "indicated")
    derived = _statements(store, "derived")
    for entity, predicate, value in sorted(derived - indicated):
        yield Problem(entity, f"no mention indicates its {predicate} {value}", _AGAIN)
    for entity, predicate, value in sorted(indicated - derived):
        yield Problem(entity, f"lacks the {predicate} {value} that mentions indicate", _AGAIN)


def _statements(store: Store, query: str) -> set[tuple[str, str, str]]:
    rows = store.query(named_query(query).text)
    return {(str(row["entity"]), str(row["property"]), str(row["value"])) for row in rows}


def _dangling_links(store: Store) -> Iterator[Problem]:
    """What the inferred graph says of articles, claims and events that are no more."""
    known: dict[str, bool] = {}
    graph = ox.NamedNode(iris.INFERRED_GRAPH)
    for quad in store.oxigraph.quads_for_pattern(None, None, None, graph):
        for node in (quad.subject, quad.object):
            if not isinstance(node, ox.NamedNode) or not node.value.startswith(ID):
                continue
            if node.value not in known:
                known[node.value] = _is_described(store, node)
                if not known[node.value]:
                    what = f"a link leads to {node.value}, which is not there"
                    yield Problem("inferred", what, _INFER)


def _is_described(store: Store, node: ox.NamedNode) -> bool:
    found = store.oxigraph.quads_for_pattern(node, None, None, None)
    if not node.value.startswith(_ARTICLE):
        return any(found)
    return any(quad.graph_name != ox.NamedNode(iris.INFERRED_GRAPH) for quad in found)


def _subjects(store: Store, graph: str) -> Iterator[ox.NamedNode]:
    for quad in store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _values(quads: Iterable[ox.Quad]) -> Values:
    values: Values = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            facts = values.setdefault(quad.subject.value, {})
            facts.setdefault(quad.predicate.value, []).append(quad.object.value)
    return values
