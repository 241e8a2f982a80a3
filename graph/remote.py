"""A dataset on a SPARQL 1.1 server, with the methods of ``pyoxigraph.Store`` that we use.

A query is first read by Oxigraph here, over nothing: so its errors are the same wherever the
graph is, and what the server gets is known to be a query that only reads.
Answers are read whole before they are handed on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from politigraph.graph.addresses import parse_address
from politigraph.graph.answer import Results
from politigraph.graph.binding_text import with_values
from politigraph.graph.errors import NotAStore, StoreError
from politigraph.graph.sparql_client import TRIPLES, Parameters, SparqlClient
from politigraph.graph.update_text import data

if TYPE_CHECKING:
    from politigraph.graph.dataset_view import DatasetView

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

HELD_SECONDS: Final = 2.0
"""How long the content is taken to be the same: nobody tells us when others change it."""

_UNIONS: Final[tuple[Parameters, ...]] = (
    (),
    (("union-default-graph", "true"),),
    (("default-graph-uri", "urn:x-arq:UnionGraph"),),
)
"""How servers are asked for the union of all graphs: by themselves, Oxigraph, Jena."""

_FEW: Final = 200
_LATERAL: Final = re.compile(r"^(\s*)LATERAL (?=\{)", re.MULTILINE)
_WHOLE: Final = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"


class RemoteDataset:
    """The quads of a server, all of them in named graphs. May be shared by threads."""

    def __init__(self, client: SparqlClient) -> None:
        self.client = client
        self._union: Parameters | None = None
        self._epoch = 0
        self._epoch_began = 0.0
        self._looking = Lock()

    @classmethod
    def connect(cls, address: str, *, writable: bool) -> "RemoteDataset":
        """Find the endpoints of a server. Raises ``StoreError`` and its kinds."""
        client = SparqlClient(parse_address(address))
        if writable:
            client.find_update_url()
        return cls(client)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    def view(self) -> "DatasetView":
        """Return a dataset for one piece of work, which asks once for what belongs together."""
        from politigraph.graph.dataset_view import DatasetView

        return DatasetView(self)

    def epoch(self) -> int:
        """Return a number that rises when the content may have been changed by others."""
        with self._looking:
            if monotonic() - self._epoch_began > HELD_SECONDS:
                self._epoch += 1
                self._epoch_began = monotonic()
            return self._epoch

    # -- queries

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
    ) -> Results:
        """Return the answer to a query. Raises what Oxigraph raises, and ``StoreError``."""
        values = dict(substitutions or {})
        form = ox.Store().query(
            query, base_iri=base_iri, prefixes=dict(prefixes or {}), substitutions=dict(values)
        )
        text = with_values(query, {name.value: value for name, value in values.items()})
        text = _declared(self._portable(text), prefixes or {})
        text = f"BASE <{base_iri}>\n{text}" if base_iri else text
        asked: list[tuple[str, str]] = list(self._union_of() if use_default_graph_as_union else ())
        asked += (("default-graph-uri", graph.value) for graph in default_graph or ())
        asked += (("named-graph-uri", graph.value) for graph in named_graphs or ())
        if isinstance(form, ox.QueryTriples):
            return self._triples(self.client.query(text, asked, TRIPLES))
        return _parsed(self.client.query(text, asked))

    def _triples(self, body: bytes) -> ox.QueryTriples:
        held = ox.Store()
        held.extend(_read(body))
        found = held.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(found, ox.QueryTriples)
        return found

    def _portable(self, query: str) -> str:
        return query if self._knows_lateral or "LATERAL" not in query else _plain(query)

    @cached_property
    def _knows_lateral(self) -> bool:
        try:
            return self.client.ask("ASK { BIND(1 AS ?x) LATERAL { BIND(?x AS ?y) } }")
        except StoreError:
            return False

    def _union_of(self) -> Parameters:
        """Return what makes the server answer from the union of all graphs.

        Raise ``NotAStore`` when nothing does. An empty server cannot tell.
        """
        if self._union is not None:
            return self._union
        found = _solutions(
            self.client.query("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?o)) } LIMIT 1")
        )
        triple = next(iter(found), None)
        if triple is None:
            return ()
        probe = f"ASK {{ {' '.join(str(term) for term in triple)} }}"
        for union in _UNIONS:
            if self.client.ask(probe, union):
                self._union = union
                return union
        raise NotAStore(
            f"the server at {self.client.url} does not answer from the union of all graphs",
            hint="make the union of the named graphs its default graph: docs/remote-stores.md",
        )

    # -- quads

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 -- as Oxigraph calls it
        graph_name: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, as Oxigraph's store does."""
        wanted = (subject, predicate, object, graph_name)
        if graph_name is not None or (subject is None and object is None):
            yield from self._matching(wanted, "")
            return
        # Most callers want to know whether there is any; a country has thousands.
        first = list(self._matching(wanted, f"LIMIT {_FEW}"))
        yield from first
        if len(first) == _FEW:
            seen = set(first)
            yield from (quad for quad in self._matching(wanted, "") if quad not in seen)

    def _matching(
        self, wanted: Sequence[Term | ox.DefaultGraph | None], end: str
    ) -> Iterator[ox.Quad]:
        s, p, o, g = (
            f"?{name}" if term is None else str(term)
            for name, term in zip("spog", wanted, strict=True)
        )
        names = [name for name, term in zip("spog", wanted, strict=True) if term is None]
        if not names:
            if self.client.ask(f"ASK {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
                yield ox.Quad(*wanted)  # type: ignore[arg-type]
            return
        select = (
            f"SELECT {' '.join(f'?{n}' for n in names)} {{ GRAPH {g} {{ {s} {p} {o} }} }} {end}"
        )
        for row in _solutions(self.client.query(select)):
            found = dict(zip(names, row, strict=True))
            terms = (found.get(n, term) for n, term in zip("spog", wanted, strict=True))
            yield ox.Quad(*terms)  # type: ignore[arg-type]

    def rows(self, sparql: str) -> Iterator[ox.QuerySolution]:
        """Return the rows of a SELECT that names its graphs itself."""
        return _solutions(self.client.query(sparql))

    def __contains__(self, quad: ox.Quad) -> bool:
        return any(self._matching((*quad.triple, quad.graph_name), ""))

    def __iter__(self) -> Iterator[ox.Quad]:
        for graph in self.named_graphs():
            yield from self.quads_for_pattern(None, None, None, graph)

    def __len__(self) -> int:
        [[count]] = self.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(count, ox.Literal)
        return int(count.value)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the graphs that hold something."""
        for row in self.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
            if isinstance(row[0], ox.NamedNode):
                yield row[0]

    def contains_named_graph(self, graph: ox.NamedNode) -> bool:
        """Tell whether a graph holds something."""
        return self.client.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    # -- changes

    def update(self, update: str) -> None:
        """Run an update, in one request."""
        self.client.update(update)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, in one request."""
        self.client.update(data("INSERT", quads))


def _plain(query: str) -> str:
    r"""Return a query without the keyword that SPARQL 1.1 lacks; what it finds is the same.

    >>> _plain("SELECT * {\n  { ?a ?b ?c }\n  LATERAL { ?c ?d ?e }\n}").split("\n")[2]
    '  { ?c ?d ?e }'
    """
    return _LATERAL.sub(r"\1", query)


def _declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that declares the prefixes which it uses and does not declare.

    >>> _declared("ASK { ?s :said ?c }", {"": "urn:", "prov": "urn:p#"})
    'PREFIX : <urn:> ASK { ?s :said ?c }'
    """
    missing = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in prefixes.items()
        if re.search(rf"(?<![\w-]){re.escape(name)}:", query)
        and not re.search(rf"PREFIX\s+{re.escape(name)}:", query, re.IGNORECASE)
    ]
    return "".join((*missing, query))


def _parsed(body: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    try:
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise NotAStore(f"the server's answer is broken: {error}", hint="try again") from None


def _solutions(body: bytes) -> Iterator[ox.QuerySolution]:
    found = _parsed(body)
    if not isinstance(found, ox.QuerySolutions):
        raise NotAStore("the server answers yes or no where rows were asked for")
    try:
        yield from found
    except (SyntaxError, ValueError) as error:
        raise NotAStore(f"the server's answer is broken: {error}", hint="try again") from None


def _read(body: bytes) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise NotAStore(f"the server's answer is broken: {error}", hint="try again") from None
