"""What changes in a store when its judgements of identity do: one change of many articles."""

from collections.abc import Iterable, Iterator, Set
from itertools import chain
from typing import Final

import pyoxigraph as ox

from politigraph.graph.identity import Identity
from politigraph.graph.identity_judgements import judgement_quads
from politigraph.graph.identity_mapping import apply, moved, original, with_shared
from politigraph.graph.iris import (
    ENTITIES_GRAPH,
    IDENTITY_GRAPH,
    INFERRED_GRAPH,
    entity_iri,
    graph_iri,
)
from politigraph.graph.withdrawal import DERIVED_FROM, Change
from politigraph.ontology.terms import ID, Property

Quads = frozenset[ox.Quad]

_IDENTITY: Final = ox.NamedNode(IDENTITY_GRAPH)
_OF_NO_ARTICLE: Final = frozenset(
    ox.NamedNode(graph) for graph in (ENTITIES_GRAPH, IDENTITY_GRAPH, INFERRED_GRAPH)
)
_KEPT: Final = frozenset((ox.NamedNode(Property.IN_ARTICLE), *DERIVED_FROM))
"""Which claims and events an article has, and what its mentions indicate."""

_RENAMED: Final = ox.NamedNode(Property.RENAMED)


def identity_change(store: ox.Store, old: Identity, new: Identity) -> tuple[Quads, Quads]:
    """Return the quads that must go and those that must come for new judgements to hold."""
    held, wanted = judgement_quads(old.judgements), judgement_quads(new.judgements)
    graphs = {
        graph: frozenset(store.quads_for_pattern(None, None, None, graph))
        for graph in frozenset(_affected(store, old, new))
    }
    gone, come, shared = set[ox.Quad](), set[ox.Quad](), set[ox.Quad]()
    for graph, quads in graphs.items():
        found = original(graph, quads)
        moves = moved(found, new)
        applied = apply(with_shared(found, moves, store), moves, new, store)
        own = found.quads - applied.gone | applied.come
        if own != quads:
            gone |= quads - own
            come |= own - quads
            shared |= applied.shared
    before = _telling(graphs.values(), gone | come)
    change = Change(store, graphs.keys(), before, (before - gone) | come, shared)
    gone |= change.obsolete | (held - wanted)
    come |= {quad for quad in shared if quad not in store} | (wanted - held)
    return frozenset(gone), frozenset(come)


def _telling(graphs: Iterable[Quads], changed: Set[ox.Quad]) -> set[ox.Quad]:
    """Return the quads that tell what leaves the shared graphs when some change.

    An article has some two thousand; few of them are of the entities that move.
    """
    nodes = {term for quad in changed for term in (quad.subject, quad.object)}
    return {
        quad
        for quads in graphs
        for quad in quads
        if quad.subject in nodes or quad.object in nodes or quad.predicate in _KEPT
    }


def _affected(store: ox.Store, old: Identity, new: Identity) -> Iterator[ox.NamedNode]:
    """Yield the graphs of articles in which some entity may get another node."""
    entities, articles = new.changed(old)
    for article in articles:
        yield ox.NamedNode(graph_iri(article))
    for entity in entities:
        node = ox.NamedNode(entity_iri(entity))
        patterns: Iterable[Iterable[ox.Quad]] = (
            store.quads_for_pattern(None, _RENAMED, ox.Literal(entity), None),
            store.quads_for_pattern(node, None, None, None),
            store.quads_for_pattern(None, None, node, None),
        )
        for quad in chain.from_iterable(patterns):
            graph = quad.graph_name
            # A graph of a user's own may name entities too; it is not ours to change.
            if isinstance(graph, ox.NamedNode) and _of_article(graph):
                yield graph


def _of_article(graph: ox.NamedNode) -> bool:
    return graph.value.startswith(f"{ID}graph/") and graph not in _OF_NO_ARTICLE
