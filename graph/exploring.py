"""The part of the face that looks at the graph as a whole: links, networks and pictures.

networkx and all that draws takes longer to load than a query takes: it is loaded by the
method that needs it.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from politigraph.graph.rows import Page
from politigraph.graph.store import Store

if TYPE_CHECKING:
    from politigraph.graph.analysis import Analysis, Selection
    from politigraph.graph.inference import Inferred, LinkRow
    from politigraph.graph.network import Kind, Network
    from politigraph.graph.picture import Picture


class Exploring:
    """What a ``KnowledgeGraph`` shows beyond lists and queries."""

    store: Store

    # -- links between claims

    def infer(self) -> "Inferred":
        """Find copies, contradictions and agreement anew, after articles came or went.

        They stand in a graph of their own, each with its method and confidence. Raise
        ``StoreReadOnly``.
        """
        from politigraph.graph.inference import infer

        return infer(self.store)

    def renew_links(self) -> None:
        """Infer anew if anything was inferred before: no link may lead to what is gone."""
        from politigraph.graph.inference import any_links

        if any_links(self.store):
            self.infer()

    def contradictions(self, *, speaker: str = "", publisher: str = "") -> "Page[LinkRow]":
        """Return pairs of claims that cannot both hold, as inferred, the surest first.

        With ``speaker`` or ``publisher``, only those with a claim of theirs.
        """
        return self._linked("contradicts", speaker, publisher)

    def agreements(self, *, speaker: str = "", publisher: str = "") -> "Page[LinkRow]":
        """Return pairs of claims that say the same of the same, as inferred."""
        return self._linked("agreesWith", speaker, publisher)

    def _linked(self, relation: str, speaker: str, publisher: str) -> "Page[LinkRow]":
        from politigraph.graph.inference import linked_claims

        rows = linked_claims(self.store, relation, speaker=speaker, publisher=publisher)
        return Page(tuple(rows))

    # -- networks and pictures

    def network(self, kind: "Kind" = "relation", **selection: "Unpack[Selection]") -> "Network":
        """Return a network as a networkx graph; see ``politigraph.graph.network``."""
        return self.analysis.network(kind, **selection)

    @cached_property
    def analysis(self) -> "Analysis":
        """The measures of the networks: brokers, paths, PageRank, outlets, time."""
        from politigraph.graph.analysis import Analysis

        return Analysis(self.store)

    def subgraph(
        self, around: str, *, depth: int = 2, limit: int = 150, interactive: bool = False
    ) -> "Picture":
        """Return what lies around an entity, a claim or an event; in a notebook it draws itself.

        At most ``limit`` nodes. Raises ``UnknownItem``, ``AmbiguousName`` and
        ``InvalidFilter``.
        """
        from politigraph.graph.picture import Picture
        from politigraph.graph.subgraph import subgraph

        found = subgraph(self.store, around, depth=depth, limit=limit)
        return Picture(found, interactive=interactive)
