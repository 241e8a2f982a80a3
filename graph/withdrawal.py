"""What leaves the shared graphs when an article goes or changes.

The entities graph holds what articles share: the description of each entity,
a function of its id alone, and what is *derived* from the mentions in all
articles, its affiliations and sectors. The law: adding A and B and then deleting
B leaves what adding A alone leaves.

Judgements of identity rewrite many articles at once, and none of them may keep alive what
all of them leave: a change is of a set of graphs. The judgements name entities and keep none.

The inferred graph holds links between articles and between their claims. Those of an
article that goes or changes leave with it; only ``infer`` draws others.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from politigraph.graph.iris import ENTITIES_GRAPH, IDENTITY_GRAPH, INFERRED_GRAPH
from politigraph.ontology.terms import Gaf, Property, Rdf, Schema

_DENOTED_BY: Final = ox.NamedNode(Gaf.DENOTED_BY)
DERIVED_FROM: Final = {
    ox.NamedNode(Property.INDICATES_AFFILIATION): ox.NamedNode(Schema.AFFILIATION),
    ox.NamedNode(Property.INDICATES_SECTOR): ox.NamedNode(Property.SECTOR),
}
"""What a mention indicates of its entity, and the entity's property derived from it."""

_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_ENTITIES: Final = ox.NamedNode(ENTITIES_GRAPH)
_KEEP_NOTHING: Final = frozenset({_ENTITIES, ox.NamedNode(IDENTITY_GRAPH)})
_LINKED: Final = frozenset({ox.NamedNode(Rdf.SUBJECT), ox.NamedNode(Rdf.OBJECT)}) | {
    # A group with a report less would be another group.
    ox.NamedNode(Property.REPORT)
}

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

DERIVED: Final = frozenset(DERIVED_FROM.values())
"""What the entities graph says of an entity that does not follow from its id."""


@dataclass(frozen=True)
class Change:
    """How the graphs of articles are about to change, as sets of quads in the store's own form.

    ``old`` is what these graphs hold, ``new`` what they will hold (nothing when an article
    is deleted), ``shared`` what the new state adds to the entities graph.
    """

    store: ox.Store
    graphs: Set[ox.NamedNode]
    old: Set[ox.Quad]
    new: Set[ox.Quad] = field(default_factory=frozenset)
    shared: Set[ox.Quad] = field(default_factory=frozenset)

    @cached_property
    def obsolete(self) -> frozenset[ox.Quad]:
        """The quads that must leave the shared graphs with this change."""
        return frozenset(
            (*self._abandoned(), *self._unsupported(), *self._restated(), *self._outdated())
        )

    def _abandoned(self) -> Iterator[ox.Quad]:
        """Descriptions of what no article refers to any more, as subject or object."""
        for node in _resources(self.old) - _resources(self.new):
            described = list(self.store.quads_for_pattern(node, None, None, _ENTITIES))
            if described and not self._used_elsewhere(node):
                yield from described

    def _used_elsewhere(self, node: ox.NamedNode) -> bool:
        own = self.graphs | _KEEP_NOTHING
        return any(
            quad.graph_name not in own
            for pattern in ((None, node), (node, None))
            for quad in self.store.quads_for_pattern(pattern[0], None, pattern[1], None)
        )

    def _unsupported(self) -> Iterator[ox.Quad]:
        """Affiliations and sectors that only the old mentions indicated."""
        for entity, indicates, value in indications(self.old) - indications(self.new):
            if not self._supported(entity, indicates, value):
                yield ox.Quad(entity, DERIVED_FROM[indicates], value, _ENTITIES)

    def _supported(self, entity: ox.NamedNode, indicates: ox.NamedNode, value: _Term) -> bool:
        return any(
            quad.graph_name not in self.graphs
            and isinstance(quad.object, ox.NamedNode)
            and any(self.store.quads_for_pattern(quad.object, indicates, value, None))
            for quad in self.store.quads_for_pattern(entity, _DENOTED_BY, None, None)
        )

    def _restated(self) -> Iterator[ox.Quad]:
        """Descriptions that an earlier version made and this one makes in another way."""
        for entity in {q.subject for q in self.shared if q.predicate not in DERIVED}:
            for quad in self.store.quads_for_pattern(entity, None, None, _ENTITIES):
                if quad not in self.shared and quad.predicate not in DERIVED:
                    yield quad

    def _outdated(self) -> Iterator[ox.Quad]:
        """What was inferred of the article and its claims: they may say something else now."""
        if self.old == self.new:
            return
        for node in _resources(self.old):
            for pattern in ((node, None), (None, node)):
                for quad in self.store.quads_for_pattern(pattern[0], None, pattern[1], _INFERRED):
                    yield quad
                    if quad.predicate in _LINKED:
                        yield from self.store.quads_for_pattern(quad.subject, None, None, _INFERRED)


def _resources(quads: Set[ox.Quad]) -> set[ox.NamedNode]:
    nodes = {quad.subject for quad in quads} | {quad.object for quad in quads}
    return {node for node in nodes if isinstance(node, ox.NamedNode)}


def indications(quads: Set[ox.Quad]) -> set[tuple[ox.NamedNode, ox.NamedNode, _Term]]:
    """What the mentions of one article indicate: entity, indicating property, value."""
    entities: dict[_Term, list[ox.NamedNode]] = {}
    for quad in quads:
        if quad.predicate == _DENOTED_BY and isinstance(quad.subject, ox.NamedNode):
            entities.setdefault(quad.object, []).append(quad.subject)
    return {
        (entity, quad.predicate, quad.object)
        for quad in quads
        if quad.predicate in DERIVED_FROM
        for entity in entities.get(quad.subject, ())
    }
