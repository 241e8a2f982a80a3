"""Ask a server once for what one piece of work reads quad by quad.

Readers ask for the facts of a claim, then of its speaker, its mentions, its article: each a
look-up of microseconds on a disk, and a request over a network. A view fetches
the whole article with the first, and the descriptions of all who are in it with the second.
It belongs to one piece of work, such as a page of claims, and forgets nothing meanwhile.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.remote import RemoteDataset, Term
from politigraph.ontology.terms import ID, Rdf

_ENTITIES: Final = ox.NamedNode(iris.ENTITIES_GRAPH)
_ARTICLE: Final = f"{ID}article/"
_SHARED: Final = (f"{ID}entity/", f"{ID}publisher/")
_ARTICLES_KEPT: Final = 1024
_ARTICLES_AT_ONCE: Final = 8
_DESCRIBED_AT_ONCE: Final = 200

# The graph itself, and what other graphs say of the nodes of this article: its links.
_AROUND: Final = """
{{ GRAPH {graph} {{ ?s ?p ?o }} BIND({graph} AS ?g) BIND({graph} AS ?of) }}
UNION {{ GRAPH {graph} {{ ?s a ?type }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {graph})
  BIND({graph} AS ?of) }}
UNION {{ GRAPH {graph} {{ ?o a ?type }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {graph})
  BIND({graph} AS ?of) }}
"""


class DatasetView:
    """Reads like the dataset that it is of; what it has not fetched it asks for."""

    def __init__(self, inner: RemoteDataset) -> None:
        self._inner = inner
        self._articles: OrderedDict[str, _Around] = OrderedDict()
        self._described: dict[Term, list[ox.Quad]] = {}

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 -- as Oxigraph calls it
        graph_name: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, as Oxigraph's store does."""
        wanted = (subject, predicate, object, graph_name)
        held = self._held(subject, object, graph_name)
        if held is None:
            return self._inner.quads_for_pattern(*wanted)
        return (quad for quad in held if _matches(quad, wanted))

    def __contains__(self, quad: ox.Quad) -> bool:
        parts = (quad.subject, quad.predicate, quad.object)
        graph = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else None
        return any(found == quad for found in self.quads_for_pattern(*parts, graph))

    def _held(
        self, subject: Term | None, value: Term | None, graph: ox.NamedNode | None
    ) -> Iterable[ox.Quad] | None:
        """Return quads among which are all that can match; None if they were not fetched."""
        if graph == _ENTITIES and subject is not None:
            if subject not in self._described:
                self.describe([subject])
            return self._described[subject]
        for term, at in ((subject, 0), (value, 1)):
            around = self._around(term)
            if around is not None and term in around.own:
                return around.by[at].get(term, ())
        return None

    def _around(self, term: Term | None) -> "_Around | None":
        if not isinstance(term, ox.NamedNode) or not term.value.startswith(_ARTICLE):
            return None
        graph = _graph_of(term)
        if graph not in self._articles:
            self._fetch([graph])
        return self._articles[graph]

    def foresee(self, nodes: Iterable[ox.NamedNode]) -> None:
        """Fetch in few requests what will be asked for of nodes of articles, and of entities."""
        wanted = list(nodes)
        graphs = {_graph_of(node) for node in wanted if node.value.startswith(_ARTICLE)}
        missing = sorted(graphs - self._articles.keys())
        for start in range(0, len(missing), _ARTICLES_AT_ONCE):
            self._fetch(missing[start : start + _ARTICLES_AT_ONCE])
        self.describe(node for node in wanted if node.value.startswith(_SHARED))

    def _fetch(self, graphs: Sequence[str]) -> None:
        parts = (_AROUND.format(graph=ox.NamedNode(graph)) for graph in graphs)
        quads: dict[str, list[ox.Quad]] = {graph: [] for graph in graphs}
        for row in self._inner.rows(f"SELECT ?s ?p ?o ?g ?of {{ {'UNION'.join(parts)} }}"):
            s, p, o, g, of = row
            quads[str(of)[1:-1]].append(ox.Quad(s, p, o, g))
        for graph in graphs:
            self._articles[graph] = _Around(graph, quads[graph])
        self.describe(other for graph in graphs for other in self._articles[graph].others)
        while len(self._articles) > _ARTICLES_KEPT:
            self._articles.popitem(last=False)

    def describe(self, entities: Iterable[Term]) -> None:
        """Fetch what the entities graph says of entities."""
        wanted = sorted({str(e) for e in entities if e not in self._described})
        for start in range(0, len(wanted), _DESCRIBED_AT_ONCE):
            part = wanted[start : start + _DESCRIBED_AT_ONCE]
            values = f"VALUES ?s {{ {' '.join(part)} }}"
            rows = self._inner.rows(
                f"SELECT ?s ?p ?o {{ {values} GRAPH {_ENTITIES} {{ ?s ?p ?o }} }}"
            )
            self._described.update((ox.NamedNode(iri[1:-1]), []) for iri in part)
            for row in rows:
                quad = ox.Quad(*row, _ENTITIES)  # type: ignore[call-arg]
                self._described[quad.subject].append(quad)


def _graph_of(node: ox.NamedNode) -> str:
    return iris.graph_iri(iris.article_id(node.value))


class _Around:
    """The quads about the nodes of one article, by subject and by object.

    ``own`` are those nodes, ``others`` the entities and outlets among their neighbours.
    """

    def __init__(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.by: tuple[dict[Term, list[ox.Quad]], dict[Term, list[ox.Quad]]] = ({}, {})
        self.others: set[Term] = set()
        found = dict.fromkeys(quads)
        for quad in found:
            self.by[0].setdefault(quad.subject, []).append(quad)
            self.by[1].setdefault(quad.object, []).append(quad)
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(_SHARED):
                    self.others.add(term)
        # Of what has no type in the article's graph, other graphs may say more.
        self.own = {
            quad.subject
            for quad in found
            if quad.graph_name == ox.NamedNode(graph) and quad.predicate.value == Rdf.TYPE
        }


def _matches(quad: ox.Quad, wanted: tuple[Term | None, ...]) -> bool:
    found = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return all(want is None or want == term for want, term in zip(wanted, found, strict=True))
