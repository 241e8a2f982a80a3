"""Find entities by what somebody types: a name, its beginning, a word of it, or a slip of it.

The index holds every name that an entity has: its label, what articles call it, and the
labels of those that were judged to be it. It is built once a state of the store.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

import pyoxigraph as ox
from rapidfuzz import process
from rapidfuzz.distance import OSA

from politigraph.graph.iris import ENTITIES_GRAPH, entity_iri
from politigraph.graph.queries import named_query
from politigraph.graph.store import Store
from politigraph.ontology.authority import load_authority
from politigraph.ontology.names import fold_name, fold_person
from politigraph.ontology.places import load_places
from politigraph.ontology.terms import ID, Schema

EXACT, PREFIX, WORD, PART, CLOSE = range(5)
"""How a name fits, the best first: whole, its beginning, that of a word, inside, misspelt."""

_ENTITY: Final = f"{ID}entity/"
_ENTITIES: Final = ox.NamedNode(ENTITIES_GRAPH)
_NAME: Final = ox.NamedNode(Schema.NAME)
_SHORTEST_SLIP: Final = 4
_TWO_SLIPS: Final = 8


@dataclass
class EntityIndex:
    """The names of entities, and how often articles mention each entity.

    ``names`` gives for each folded name the IRIs of who bears it.

    >>> index = EntityIndex({"mara lindqvist": {"urn:m"}, "mara vael": {"urn:v"}}, {"urn:v": 9})
    >>> index.find("Lindqvst"), index.find("mara")
    ([(4, 0, 'urn:m')], [(1, -9, 'urn:v'), (1, 0, 'urn:m')])
    """

    names: dict[str, set[str]]
    mentions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> "EntityIndex":
        """Read the names of a store's entities."""
        index = cls({})
        for name, entity, times in _names(store):
            for key in _keys(name):
                index.names.setdefault(key, set()).add(entity)
            index.mentions[entity] = index.mentions.get(entity, 0) + times
        return index

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return whom a text may mean: how its name fits, minus its mentions, its IRI; sorted."""
        best: dict[str, int] = {}
        for fit, entity in self._fitting(text):
            best.setdefault(entity, fit)
        return sorted((fit, -self.mentions.get(e, 0), e) for e, fit in best.items())

    def _fitting(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the better ways to fit first."""
        keys = sorted(_keys(text))
        for key in keys:
            yield from ((EXACT, entity) for entity in self.names.get(key, ()))
        yield from ((EXACT, iri) for iri in _known_as(text) if iri in self.mentions)
        for fit, names in ((PREFIX, self._sorted), (WORD, self._words)):
            for key in keys:
                for name in _beginning(names, key):
                    yield from ((fit, entity) for entity in self._of(name))
        for key in keys:
            yield from ((PART, e) for name, of in self.names.items() if key in name for e in of)
        for key in keys:
            yield from ((CLOSE, entity) for entity in self._close(key))

    def _of(self, name: str) -> set[str]:
        return self._words_of.get(name, set()) | self.names.get(name, set())

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.names)

    @cached_property
    def _words_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, entities in self.names.items():
            for word in name.split():
                found.setdefault(word, set()).update(entities)
        return found

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._words_of)

    def _close(self, key: str) -> Iterator[str]:
        """Yield who is called so but for one slip of the pen, or two in a long name."""
        if len(key) < _SHORTEST_SLIP:
            return
        slips = 2 if len(key) >= _TWO_SLIPS else 1
        names = self._sorted if " " in key else self._words
        found = process.extract(key, names, scorer=OSA.distance, score_cutoff=slips, limit=None)
        for name, _, _ in found:
            yield from self._of(name)


def _beginning(names: list[str], key: str) -> Iterator[str]:
    for place in range(bisect_left(names, key), len(names)):
        if not names[place].startswith(key):
            return
        yield names[place]


def _known_as(text: str) -> Iterator[str]:
    """Yield whom the authority and the gazetteer call so, whether or not an article does."""
    authority, key = load_authority(), fold_name(text)
    for sense in authority.senses.get(key, ()):
        if sense.kind == "name":
            yield entity_iri(sense.entity)
    yield from (entity_iri(person) for person in authority.people_named(text))
    for place in load_places().find([key]).get(key, ()):
        yield entity_iri(f"place/{place.geonames}")


def _names(store: Store) -> Iterator[tuple[str, str, int]]:
    """Yield each name of each entity, with how often articles call it so."""
    for quad in store.oxigraph.quads_for_pattern(None, _NAME, None, _ENTITIES):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_ENTITY):
            yield str(getattr(quad.object, "value", "")), quad.subject.value, 0
    for row in store.query(named_query("entity_names").text):
        yield str(row["name"]), str(row["item"]), int(str(row["times"]))
    for judgement in store.identity.judgements:
        if judgement.kind == "merge" and judgement.name:
            for node in store.identity.nodes(judgement.entity)[-1:]:
                yield judgement.name, entity_iri(node), 0


@lru_cache(maxsize=4096)
def _keys(name: str) -> frozenset[str]:
    """Return the forms under which a name is found.

    >>> sorted(_keys("Andrii Ławski"))
    ['andrii lawski', 'andrii ławski', 'andry lavski']
    """
    return frozenset({fold_name(name), fold_person(name), name.casefold().strip()} - {""})
