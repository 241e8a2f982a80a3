"""Give the entities of one article the nodes that judgements of identity give them.

The article's graph keeps, on its extraction, what was changed: the ids that were renamed,
and a patch (RDF Patch: ``D`` was there, ``A`` is there instead) with what leads back. So
what extraction found can be had again whatever becomes of the judgements.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from politigraph.graph.identity import Identity
from politigraph.graph.iris import ENTITIES_GRAPH, article_id, entity_id, entity_iri, extraction_iri
from politigraph.graph.mapping import ArticleQuads
from politigraph.graph.withdrawal import DERIVED, DERIVED_FROM, indications
from politigraph.ontology.terms import ID, Property

_ENTITIES: Final = ox.NamedNode(ENTITIES_GRAPH)
_ENTITY: Final = f"{ID}entity/"
_PATCH: Final = ox.NamedNode(Property.IDENTITY_PATCH)
_RENAMED: Final = ox.NamedNode(Property.RENAMED)
_OURS: Final = frozenset({_PATCH, _RENAMED})
_N_QUADS: Final = ox.RdfFormat.N_QUADS

Moves = Mapping[ox.NamedNode, ox.NamedNode]


@dataclass(frozen=True)
class Found:
    """What extraction found in an article: its quads, and those that others share.

    ``shared`` holds at least what is said of the entities that judgements move.
    """

    graph: ox.NamedNode
    quads: frozenset[ox.Quad]
    shared: frozenset[ox.Quad] = frozenset()

    @cached_property
    def entities(self) -> frozenset[ox.NamedNode]:
        """The entities that the article's own quads refer to."""
        nodes = {quad.subject for quad in self.quads} | {quad.object for quad in self.quads}
        return frozenset(
            node
            for node in nodes
            if isinstance(node, ox.NamedNode) and node.value.startswith(_ENTITY)
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """What judgements change in an article's graph, and what it then shares."""

    gone: frozenset[ox.Quad]
    come: frozenset[ox.Quad]
    shared: frozenset[ox.Quad]


def judged(article: ArticleQuads, identity: Identity, store: ox.Store) -> ArticleQuads:
    """Return an article as judgements have it; the store tells whom it describes already."""
    if not identity:
        return article
    found = Found(ox.NamedNode(article.graph), frozenset(article.quads), frozenset(article.shared))
    applied = apply(found, moved(found, identity), identity, store)
    return replace(
        article,
        quads=tuple(found.quads - applied.gone | applied.come),
        shared=tuple(applied.shared),
    )


def apply(found: Found, moves: Moves, identity: Identity, store: ox.Store) -> Applied:
    """Return what changes in an article when its entities move."""
    if not moves:
        return Applied(frozenset(), frozenset(), found.shared)
    touched = {q for q in found.quads if q.subject in moves or q.object in moves}
    images = {_image(quad, moves) for quad in touched}
    gone, come = touched - images, images - found.quads
    lost = frozenset(q for q in found.shared if q.subject in moves or q.object in moves)
    shared = (found.shared - lost) | {_image(q, moves) for q in lost if q.predicate in DERIVED}
    for target in set(moves.values()) - found.entities:
        if not any(store.quads_for_pattern(target, None, None, _ENTITIES)):
            shared |= _description(entity_id(target.value), identity)
    extraction = ox.NamedNode(extraction_iri(article_id(found.graph.value)))
    patch = ox.Literal(_patch(gone | lost, come))
    come.add(ox.Quad(extraction, _PATCH, patch, found.graph))
    for node in moves:
        come.add(ox.Quad(extraction, _RENAMED, ox.Literal(entity_id(node.value)), found.graph))
    return Applied(frozenset(gone), frozenset(come), shared)


def moved(found: Found, identity: Identity) -> Moves:
    """Return the entities of an article that have another node, each with this node."""
    article = article_id(found.graph.value)
    moves: dict[ox.NamedNode, ox.NamedNode] = {}
    for node in found.entities:
        entity = entity_id(node.value)
        target = identity.node(entity, article)
        if target != entity:
            moves[node] = ox.NamedNode(entity_iri(target))
    return moves


def original(graph: ox.NamedNode, quads: Set[ox.Quad]) -> Found:
    """Return what extraction found in an article, given the quads of its graph."""
    patches = [
        quad.object.value
        for quad in quads
        if quad.predicate == _PATCH and isinstance(quad.object, ox.Literal)
    ]
    gone, come = read_patch(patches[0]) if patches else (frozenset[ox.Quad](), frozenset[ox.Quad]())
    own = {quad for quad in gone if quad.graph_name == graph}
    found = frozenset(q for q in quads if q.predicate not in _OURS) - come | own
    return Found(graph, found, frozenset(gone - own))


def with_shared(found: Found, moves: Moves, store: ox.Store) -> Found:
    """Return the same with what the entities graph holds of the entities that will move."""
    shared = set(found.shared)
    described = {quad.subject for quad in shared if quad.predicate not in DERIVED}
    for node in moves:
        if node not in described:
            quads = store.quads_for_pattern(node, None, None, _ENTITIES)
            shared |= {quad for quad in quads if quad.predicate not in DERIVED}
    shared |= {
        ox.Quad(entity, DERIVED_FROM[indicates], value, _ENTITIES)
        for entity, indicates, value in indications(found.quads)
        if entity.value.startswith(_ENTITY) and (entity in moves or value in moves)
    }
    return Found(found.graph, found.quads, frozenset(shared))


def describing(store: ox.Store, entity: str) -> str:
    """Return what follows from an entity's id, as articles told the store: N-Triples, sorted.

    Of an entity that judgements moved away everywhere, the patches of the articles tell it.
    """
    node = ox.NamedNode(entity_iri(entity))
    quads = list(store.quads_for_pattern(node, None, None, _ENTITIES))
    for renamed in store.quads_for_pattern(None, _RENAMED, ox.Literal(entity), None):
        if quads:
            break
        patched = store.quads_for_pattern(renamed.subject, _PATCH, None, renamed.graph_name)
        gone = (q for p in patched for q in read_patch(str(getattr(p.object, "value", "")))[0])
        quads = [q for q in gone if q.subject == node and q.graph_name == _ENTITIES]
    triples = [quad.triple for quad in quads if quad.predicate not in DERIVED]
    text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return "".join(sorted(text.splitlines(keepends=True)))


def _description(entity: str, identity: Identity) -> frozenset[ox.Quad]:
    text = identity.descriptions.get(entity, "")
    parsed = ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    return frozenset(ox.Quad(q.subject, q.predicate, q.object, _ENTITIES) for q in parsed)


def _image(quad: ox.Quad, moves: Moves) -> ox.Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.NamedNode):
        subject = moves.get(subject, subject)
    if isinstance(value, ox.NamedNode):
        value = moves.get(value, value)
    return ox.Quad(subject, quad.predicate, value, quad.graph_name)


def _patch(gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> str:
    return "".join((*_lines("D", gone), *_lines("A", come)))


def _lines(verb: str, quads: Iterable[ox.Quad]) -> Iterator[str]:
    lines = ((ox.serialize([quad], format=_N_QUADS) or b"").decode() for quad in quads)
    yield from sorted(f"{verb} {line}" for line in lines)


def read_patch(patch: str) -> tuple[frozenset[ox.Quad], frozenset[ox.Quad]]:
    """Return what a patch took out and put in."""
    # N-Quads escapes line ends inside literals, but not all that splitlines() breaks at.
    lines = patch.split("\n")
    gone, come = (
        "\n".join(line[2:] for line in lines if line.startswith(f"{verb} ")) for verb in "DA"
    )
    return frozenset(_parsed(gone)), frozenset(_parsed(come))


def _parsed(text: str) -> Iterator[ox.Quad]:
    yield from ox.parse(text.encode(), format=_N_QUADS)
