"""Networks of the graph as networkx graphs: typed, dated, weighted edges that keep their evidence.

Nodes are short ids (``person/Q7747``, an outlet's, a claim's) with ``label``, ``kind``
and ``countries``, the ids of the countries they belong to. An edge has

``type``
    how the source is tied to the target: ``said``, a PLOVER type, ``direct`` …; it is
    also the edge's key in the multigraph;
``weight``
    how many pieces of evidence it has;
``first``, ``last``
    the ISO 8601 dates of the first and last article that tell of it, or empty;
``evidence``
    the sorted ids of the claims, events, mentions or inferences that it was read from;
``sign``
    of acts: 1 for cooperation, -1 for conflict; of ties between statements: 1 for
    agreement, -1 for contradiction; 0 elsewhere.

What stands only in a syndicated copy of another article is left out, so that a wire
story counts once; ``copies=True`` counts it each time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain, combinations, groupby, islice
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import networkx as nx
import pyoxigraph as ox

from politigraph.graph.errors import InvalidFilter
from politigraph.graph.filter_values import bound_terms
from politigraph.graph.queries import named_query
from politigraph.graph.reading import Reader, short_id
from politigraph.graph.store import Store
from politigraph.ontology.terms import PLOVER

Kind = Literal["speech", "action", "relation", "quotation", "topic", "mention", "statement"]
"""Who speaks about whom; who acts on whom; both of them; which outlet quotes whom; which
reports claims about whom; who is mentioned in one paragraph; how claims are tied."""

_QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "speech": ("network_speech",),
    "action": ("network_action",),
    "relation": ("network_speech", "network_action"),
    "quotation": ("network_quotation",),
    "topic": ("network_topic",),
    "mention": ("network_mention",),
    "statement": ("network_statement",),
}
KINDS: Final = tuple(_QUERIES)
_UNDIRECTED: Final = frozenset({"mention", "statement"})

Network: TypeAlias = "nx.MultiGraph[str]"
"""A ``MultiDiGraph`` where the ties have a direction, else a ``MultiGraph``."""

_ARTICLE: Final = re.compile(r"/(?:claim|event)/|#")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_BROADER: Final = "http://www.w3.org/2004/02/skos/core#broader"
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r"}
_TIES: Final = {"agreesWith": 1, "contradicts": -1}


class Tie(NamedTuple):
    """One piece of evidence for one edge; the ends and the evidence are IRIs."""

    source: str
    target: str
    kind: str
    evidence: str
    published: str


def network(
    store: Store,
    kind: Kind,
    *,
    publisher: str = "",
    since: str = "",
    until: str = "",
    copies: bool = False,
) -> Network:
    """Return a network of a store; ``publisher``, ``since`` and ``until`` are of the articles.

    Raise ``InvalidFilter`` for a kind that is none of ``KINDS``, ``UnknownItem`` for an
    outlet that is not in the graph.

    >>> network(Store.memory(), "speech").number_of_nodes()
    0
    """
    if kind not in KINDS:
        raise InvalidFilter(f"there is no network {kind!r}", hint=f"use one of: {', '.join(KINDS)}")
    filters = {"publisher": publisher, "since": since, "until": until}
    rows = chain.from_iterable(_rows(store, query, filters) for query in _QUERIES[kind])
    copied = frozenset() if copies else _copies(store)
    ties = _together(store, rows, copied) if kind == "mention" else _ties(rows, copied)
    graph = _graph(ties, directed=kind not in _UNDIRECTED)
    _describe(store, graph, entities=kind != "statement")
    return graph


def _rows(store: Store, name: str, filters: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the rows of a named query as text, a list of cells each.

    By way of TSV: Oxigraph writes a million rows faster than Python converts their
    terms. (Not CSV: it leaves the commas in the IRIs of mentions unquoted.)
    """
    query = named_query(name)
    bindings = bound_terms(store, query, filters)
    lines = store.query(query.bound(bindings), bindings).serialize("tsv").splitlines()
    for line in islice(lines, 1, None):
        yield [_cell(cell) for cell in line.decode().split("\t")]


def _cell(text: str) -> str:
    r"""Return a term of a TSV result without its marks, or an empty string.

    >>> [_cell(text) for text in ("<urn:a,b>", r'"a \"b\" "', '"2022-04-26"^^<urn:date>', "7", "")]
    ['urn:a,b', 'a "b" ', '2022-04-26', '7', '']
    """
    if text.startswith("<"):
        return text[1:-1]
    if not text.startswith('"'):
        return text
    words = text[1 : text.rindex('"')]
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), words)


def _copies(store: Store) -> frozenset[str]:
    return frozenset(row[0] for row in _rows(store, "copies", {}))


def _ties(rows: Iterable[list[str]], copied: frozenset[str]) -> Iterator[Tie]:
    for row in rows:
        tie = Tie(*row[:5])
        if not copied or _ARTICLE.split(tie.evidence, maxsplit=1)[0] not in copied:
            yield tie


def _together(store: Store, rows: Iterable[list[str]], copied: frozenset[str]) -> Iterator[Tie]:
    """Pair the entities that one paragraph mentions; the evidence is the first of the two."""
    reader = Reader(store.oxigraph)
    found = sorted((row[3], int(row[2]), row[0], row[1], row[4]) for row in rows)
    for article, mentions in groupby(found, key=lambda mention: mention[0]):
        if article in copied:
            continue
        breaks = [match.start() for match in _PARAGRAPH.finditer(reader.text(article))]
        for paragraph in _between(list(mentions), breaks):
            first: dict[str, tuple[str, str]] = {}
            for _, _, entity, evidence, published in paragraph:
                first.setdefault(entity, (evidence, published))
            for one, other in combinations(sorted(first), 2):
                yield Tie(one, other, "together", *first[one])


_Mention = tuple[str, int, str, str, str]


def _between(mentions: Sequence[_Mention], breaks: Sequence[int]) -> Iterator[list[_Mention]]:
    """Yield the mentions of each paragraph; both are sorted by offset."""
    ends = iter([*breaks, float("inf")])
    end = next(ends)
    part: list[_Mention] = []
    for mention in mentions:
        while mention[1] >= end:
            yield part
            part, end = [], next(ends)
        part.append(mention)
    yield part


def _graph(ties: Iterable[Tie], *, directed: bool) -> Network:
    """Gather ties into edges, one for each pair of nodes and type."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for source, target, kind, evidence, published in ties:
        found.setdefault((source, target, kind), []).append((published, evidence))
    graph: Network = nx.MultiDiGraph() if directed else nx.MultiGraph()
    # In a fixed order: communities and layouts depend on the order of the nodes.
    ends = sorted({end for source, target, _ in found for end in (source, target)})
    names = {iri: short_id(iri) for iri in ends}
    graph.add_nodes_from((names[iri], {"iri": iri}) for iri in ends)
    for source, target, kind in sorted(found):
        attributes = _attributes(kind, found[source, target, kind])
        graph.add_edge(names[source], names[target], key=kind, **attributes)
    return graph


def _attributes(kind: str, proofs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what an edge says, from the date and IRI of each piece of evidence."""
    if len(proofs) == 1:  # Most edges, and a third of the time for them.
        dates, evidence = [proofs[0][0]], [short_id(proofs[0][1])]
    else:
        dates = [date for date, _ in proofs if date]
        evidence = sorted({short_id(iri) for _, iri in proofs})
    return {
        "type": kind,
        "weight": len(evidence),
        "first": min(dates, default=""),
        "last": max(dates, default=""),
        "evidence": tuple(evidence),
        "sign": _sign(kind),
    }


def _sign(kind: str) -> int:
    """Return 1 for cooperation or agreement, -1 for conflict or contradiction, else 0."""
    if kind.isupper():
        return {"Cooperation": 1, "Conflict": -1}.get(quad_class(kind).rpartition(" ")[2], 0)
    return _TIES.get(kind, 0)


def quad_class(event_type: str) -> str:
    """Return the quad class of a PLOVER event type, or an empty string.

    >>> quad_class("CONSULT"), quad_class("ASSAULT")
    ('Verbal Cooperation', 'Material Conflict')
    """
    return _quad_classes().get(event_type, "")


@cache
def _quad_classes() -> dict[str, str]:
    turtle = (resources.files("politigraph.ontology") / "plover.ttl").read_bytes()
    return {
        triple.subject.value.removeprefix(PLOVER): re.sub(
            r"(?<=[a-z])(?=[A-Z])", " ", triple.object.value.removeprefix(PLOVER)
        )
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
        and triple.predicate.value == _BROADER
        and "-" not in triple.subject.value.removeprefix(PLOVER)
    }


def _describe(store: Store, graph: Network, *, entities: bool) -> None:
    """Give the nodes their labels, kinds and countries."""
    if not entities:
        reader = Reader(store.oxigraph)
        for data in graph.nodes.values():
            data.update(label=reader.ref(data["iri"]).label, kind="claim", countries=())
        return
    labels: dict[str, str] = {}
    countries: dict[str, list[str]] = {}
    for node, label, country in _rows(store, "network_nodes", {}):
        labels[node] = label
        if country:
            countries.setdefault(node, []).append(short_id(country))
    for name, data in graph.nodes.items():
        iri = data["iri"]
        kind = "publisher" if "/id/publisher/" in iri else name.partition("/")[0]
        own = [name] if kind == "country" else []
        data["label"] = labels.get(iri, name)
        data["kind"] = kind
        data["countries"] = tuple(sorted({*own, *countries.get(iri, ())}))
