"""The part of the face that finds entities by their names, and shows where they are named."""

from abc import ABC
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Final

from politigraph.graph import lookup
from politigraph.graph.entity_reading import read_mentions
from politigraph.graph.paging import Key, sort_key
from politigraph.graph.reading import Reader
from politigraph.graph.rows import MentionRow, Page
from politigraph.graph.store import Store

if TYPE_CHECKING:
    from politigraph.graph.entity_index import EntityIndex

_BUILDING: Final = Lock()
_MOST: Final = 10**11
"""More than the mentions of any entity: who has more of them comes first."""


class Naming(ABC):
    """What a ``KnowledgeGraph`` knows of names."""

    store: Store
    _index: "tuple[str, EntityIndex] | None" = None

    @property
    def entity_index(self) -> "EntityIndex":
        """The names of all entities; read once for each state of the store."""
        from politigraph.graph.entity_index import EntityIndex

        with _BUILDING:
            if self._index is None or self._index[0] != self.store.fingerprint:
                self._index = (self.store.fingerprint, EntityIndex.of(self.store))
            return self._index[1]

    def fitting(self, text: str, allowed: Iterable[Key]) -> list[Key]:
        """Return those of the allowed whose names fit a text, the best fit first."""
        iris = {iri for _, iri in allowed}
        found = self.entity_index.find(text)
        keys = ((f"{fit}{_MOST + less:012d}", iri) for fit, less, iri in found if iri in iris)
        return sorted(keys, key=sort_key)

    def mentions(self, entity: str) -> Page[MentionRow]:
        """Return where articles name an entity, with the sentences.

        A place an article, of the earliest ten. Raise ``UnknownItem`` or ``AmbiguousName``.
        """
        iri = lookup.entity(self.store, entity)
        return Page(tuple(read_mentions(self.store, Reader(self.store.oxigraph), iri)))
