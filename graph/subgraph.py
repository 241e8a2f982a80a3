"""The part of the graph around one node: who said what, and who did what, within some steps.

A step leads from an actor to a claim or event and on to whom it is about. Articles,
outlets and affiliations are not walked through: they would tie everything to everything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from politigraph.graph import lookup
from politigraph.graph.errors import InvalidFilter, UnknownItem
from politigraph.graph.network import quad_class
from politigraph.graph.reading import Reader, short_id
from politigraph.graph.rows import ClaimRow, EventRow
from politigraph.graph.store import Store
from politigraph.ontology.terms import Property, Schema, Sem

MOST_NODES: Final = 500
"""The largest picture; more can neither be read nor laid out while somebody waits."""

_EXAMINED: Final = 2000
"""How many claims and events of one ring are compared before the best are taken."""

_SPEECH: Final = ("said", "denied", "reportedlySaid", "claimed")
_WALKED: Final[dict[str, str]] = {
    Property.SAID: "said",
    Property.DENIED: "denied",
    Property.REPORTEDLY_SAID: "reportedlySaid",
    Property.CLAIMED: "claimed",
    Property.ABOUT: "about",
    Property.AGENT: "agent",
    Property.TARGET: "target",
    Sem.HAS_PLACE: "place",
    Property.EMBEDDED_IN: "embeddedIn",
    Property.CONTRADICTS: "contradicts",
    Property.AGREES_WITH: "agreesWith",
}
_SYMMETRIC: Final = frozenset({"contradicts", "agreesWith"})


@dataclass(frozen=True, slots=True)
class Node:
    """What is drawn as one mark.

    ``kind`` is that of ``Ref``; ``form`` is, of a claim, the edge from its speaker, of
    an event, its quad class (``Material Conflict``). ``hover`` is what the mark says
    when it is pointed at, one thing a line; ``sentence`` and ``source`` are the
    evidence of a claim or event and the outlet and date it comes from.
    """

    id: str
    iri: str
    kind: str
    label: str
    form: str
    hover: str
    sentence: str
    source: str
    steps: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What is drawn as one line, from one node's id to another's."""

    source: str
    target: str
    type: str


@dataclass(frozen=True, slots=True)
class Subgraph:
    """The nodes within ``depth`` steps of ``centre``, nearest first, and their edges.

    ``left_out`` counts the nodes that were found and not taken, so as not to exceed the
    limit; what lies behind them was not looked for.
    """

    centre: Node
    depth: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int

    @property
    def note(self) -> str:
        """What a reader must know when the picture is not the whole, else an empty string."""
        if not self.left_out:
            return ""
        found = len(self.nodes) + self.left_out
        return (
            f"Cut: {len(self.nodes)} of at least {found} nodes within {self.depth} steps are "
            "shown. Lower the depth or raise the limit to see others."
        )

    def network(self) -> "nx.MultiDiGraph[str]":
        """Return the same as a networkx graph, with all attributes as plain text and numbers."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=self.centre.label)
        for node in self.nodes:
            graph.add_node(
                node.id,
                iri=node.iri,
                kind=node.kind,
                label=node.label,
                form=node.form,
                sentence=node.sentence,
                source=node.source,
                steps=node.steps,
            )
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, key=edge.type, type=edge.type)
        return graph

    def node_link(self) -> dict[str, Any]:
        """Return the same as JSON can hold it, in networkx's node-link form, and the cut."""
        return {
            "directed": True,
            "multigraph": True,
            "graph": {"centre": self.centre.id, "depth": self.depth, "left_out": self.left_out},
            "nodes": [
                {name: getattr(node, name) for name in Node.__slots__} for node in self.nodes
            ],
            "edges": [
                {"source": e.source, "target": e.target, "key": e.type, "type": e.type}
                for e in self.edges
            ],
        }


def subgraph(store: Store, around: str, *, depth: int = 2, limit: int = 150) -> Subgraph:
    """Return what lies within ``depth`` steps of an entity, a claim or an event, by name or id.

    At most ``limit`` nodes: of each ring those claims and events that tie most of the
    entities come first, each with its entities. Raise ``UnknownItem``,
    ``AmbiguousName``, and ``InvalidFilter`` for a depth or limit that cannot be.
    """
    if not 0 <= depth <= 10:
        raise InvalidFilter(f"depth is from 0 to 10, not {depth}", hint="two steps show most")
    if not 1 <= limit <= MOST_NODES:
        raise InvalidFilter(
            f"limit is from 1 to {MOST_NODES} nodes, not {limit}",
            hint="export the whole graph to look at more: politigraph export",
        )
    walk = _Walk(store, _find(store, around), limit)
    for step in range(1, depth + 1):
        walk.step(step, depth)
    return walk.result(depth)


def _find(store: Store, around: str) -> str:
    try:
        return lookup.entity(store, around)
    except UnknownItem:
        if "/claim/" in around or "/event/" in around:
            return lookup.item(store, around)
        raise


class _Walk:
    """A breadth-first walk that keeps to a limit."""

    def __init__(self, store: Store, centre: str, limit: int) -> None:
        self._store = store.oxigraph
        self._limit = limit
        self._near: dict[str, frozenset[str]] = {}
        self._kept = {centre: 0}
        self._left_out: set[str] = set()

    def step(self, number: int, depth: int) -> None:
        """Take what is one step further than the ring before."""
        ring = [iri for iri, steps in self._kept.items() if steps == number - 1]
        found = {iri for kept in ring for iri in self._neighbours(kept)} - self._kept.keys()
        statements = sorted(filter(_is_statement, found))
        ranked = sorted(statements[:_EXAMINED], key=lambda iri: (-self._ties(iri), iri))
        for iri in [*ranked, *statements[_EXAMINED:], *sorted(found - set(statements))]:
            more = [iri]
            if number < depth and _is_statement(iri):
                ends = self._neighbours(iri) - self._kept.keys() if self._room(1) else ()
                more += sorted(end for end in ends if not _is_statement(end))
            if self._room(len(more)):
                self._kept.setdefault(iri, number)
                for end in more[1:]:
                    self._kept.setdefault(end, number + 1)
            elif iri not in self._kept:
                self._left_out.add(iri)

    def _room(self, nodes: int) -> bool:
        return len(self._kept) + nodes <= self._limit

    def _ties(self, statement: str) -> int:
        return sum(1 for iri in self._neighbours(statement) if not _is_statement(iri))

    def _neighbours(self, iri: str) -> frozenset[str]:
        if iri not in self._near:
            ties = self._ties_of(iri)
            self._near[iri] = frozenset(end for tie in ties for end in tie[::2]) - {iri}
        return self._near[iri]

    def _ties_of(self, iri: str) -> Iterator[tuple[str, str, str]]:
        """Yield the ties of a node: source, type, target."""
        node = ox.NamedNode(iri)
        for predicate, name in _WALKED.items():
            edge = ox.NamedNode(predicate)
            for quad in self._store.quads_for_pattern(node, edge, None, None):
                if isinstance(quad.object, ox.NamedNode):
                    yield iri, name, quad.object.value
            for quad in self._store.quads_for_pattern(None, edge, node, None):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject.value, name, iri

    def result(self, depth: int) -> Subgraph:
        reader = Reader(self._store)
        nodes = [_node(reader, iri, steps) for iri, steps in self._kept.items()]
        nodes.sort(key=lambda node: (node.steps, node.id))
        return Subgraph(
            centre=nodes[0],
            depth=depth,
            nodes=tuple(nodes),
            edges=tuple(self._edges()),
            left_out=len(self._left_out - self._kept.keys()),
        )

    def _edges(self) -> Iterator[Edge]:
        ties = {
            tie
            for iri in self._kept
            for tie in (*self._ties_of(iri), *self._affiliations(iri))
            if tie[0] in self._kept and tie[2] in self._kept
        }
        told = {(source, target) for source, name, target in ties if name in _SPEECH[:3]}
        for source, name, target in sorted(ties):
            # ``claimed`` is written beside each of the others, and agreement both ways.
            doubled = name == "claimed" and (source, target) in told
            if not doubled and not (name in _SYMMETRIC and source > target):
                yield Edge(short_id(source), short_id(target), name)

    def _affiliations(self, iri: str) -> Iterable[tuple[str, str, str]]:
        edge = ox.NamedNode(Schema.AFFILIATION)
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), edge, None, None):
            if isinstance(quad.object, ox.NamedNode):
                yield iri, "affiliation", quad.object.value


def _is_statement(iri: str) -> bool:
    return "/claim/" in iri or "/event/" in iri


def _node(reader: Reader, iri: str, steps: int) -> Node:
    if "/claim/" in iri:
        return _claim_node(reader.claim(iri), steps)
    if "/event/" in iri:
        return _event_node(reader.event(iri), steps)
    ref = reader.ref(iri)
    return Node(ref.id, iri, ref.kind, ref.label, "", f"{ref.label}\n{ref.kind}", "", "", steps)


def _claim_node(claim: ClaimRow, steps: int) -> Node:
    who = claim.speaker.label if claim.speaker else "somebody"
    source = _source(claim)
    hover = f"{who}: {claim.speech_act} ({claim.polarity})\n{claim.content}\n{source}"
    sentence = claim.evidence.sentence
    return Node(
        claim.id, claim.iri, "claim", claim.content, claim.edge, hover, sentence, source, steps
    )


def _event_node(event: EventRow, steps: int) -> Node:
    name = f"{event.type} ({event.mode})" if event.mode else event.type
    told = "" if event.realis == "actual" else f", {event.realis}"
    negated = ", negated" if event.polarity == "negative" else ""
    doubtful = ", doubtful" if event.doubtful else ""
    source = _source(event)
    hover = f"{name}{negated}{told}{doubtful}: {event.trigger}\n{event.evidence.sentence}\n{source}"
    return Node(
        event.id,
        event.iri,
        "event",
        f"{event.type}{negated}{told}{doubtful}",
        quad_class(event.type),
        hover,
        event.evidence.sentence,
        source,
        steps,
    )


def _source(row: ClaimRow | EventRow) -> str:
    outlet = row.article.publisher.label if row.article.publisher else row.article.id
    return f"{outlet}, {row.article.published}" if row.article.published else outlet
