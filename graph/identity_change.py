"""What changes in a store when its judgements of identity do: one change of many articles."""

from collections.abc import Iterable, Iterator
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
from politigraph.graph.withdrawal import Change
from politigraph.ontology.terms import Property

Quads = frozenset[ox.Quad]

_IDENTITY: Final = ox.NamedNode(IDENTITY_GRAPH)
_OF_NO_ARTICLE: Final = frozenset(
    ox.NamedNode(graph) for graph in (ENTITIES_GRAPH, IDENTITY_GRAPH, INFERRED_GRAPH)
)
_RENAMED: Final = ox.NamedNode(Property.RENAMED)


def identity_change(store: ox.Store, old: Identity, new: Identity) -> tuple[Quads, Quads]:
    """Return the quads that must go and those that must come for new judgements to hold."""
    held, wanted = judgement_quads(old.judgements), judgement_quads(new.judgements)
    graphs = frozenset(_affected(store, old, new))
    before, after, shared = set[ox.Quad](), set[ox.Quad](), set[ox.Quad]()
    for graph in graphs:
        quads = frozenset(store.quads_for_pattern(None, None, None, graph))
        found = original(graph, quads)
        own, told = apply(with_shared(found, moved(found, new), store), new, store)
        if own != quads:
            before |= quads
            after |= own
            shared |= told
    change = Change(
        store,
        frozenset(quad.graph_name for quad in before if isinstance(quad.graph_name, ox.NamedNode)),
        before,
        after,
        shared,
    )
    gone = (before - after) | change.obsolete | (held - wanted)
    come = (after - before) | {q for q in shared if q not in store} | (wanted - held)
    return frozenset(gone), frozenset(come)


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
            if isinstance(graph, ox.NamedNode) and graph not in _OF_NO_ARTICLE:
                yield graph
