"""The part of the face that looks at the graph as a whole: links, networks and pictures.

networkx and all that draws takes longer to load than a query takes: it is loaded by the
method that needs it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Unpack, cast

from politigraph.graph.rows import ClaimFilters, ClaimRow, EventRow, GroupFilters, Page
from politigraph.graph.store import Store

if TYPE_CHECKING:
    from politigraph.graph.analysis import Analysis, Selection
    from politigraph.graph.answer import Answer
    from politigraph.graph.charts import Chart
    from politigraph.graph.event_reports import GroupRow
    from politigraph.graph.inference import Inferred, LinkRow
    from politigraph.graph.network import Kind, Network
    from politigraph.graph.picture import Picture


class Exploring(ABC):
    """What a ``KnowledgeGraph`` shows beyond lists and queries."""

    store: Store

    # -- links between claims

    def infer(self) -> "Inferred":
        """Find copies, contradictions and agreement anew, after articles came or went.

        ``politigraph build`` does it at its end; after ``add`` it is for the caller to do.
        They stand in a graph of their own, each with its method and confidence. Raise
        ``StoreReadOnly``.
        """
        from politigraph.graph.inference import infer

        return infer(self.store)

    @property
    def has_links(self) -> bool:
        """Whether links are drawn here: its graph is there from the first ``infer`` on."""
        from politigraph.graph.inference import any_links

        return any_links(self.store)

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

    # -- one event in several articles

    def event_groups(self, **filters: "Unpack[GroupFilters]") -> "Page[GroupRow]":
        """Return the events that several articles report, as inferred, the most reported first.

        Raises ``UnknownItem``, ``AmbiguousName`` and ``InvalidFilter``.
        """
        from politigraph.graph.event_reports import group_rows

        chosen = cast("dict[str, str]", {k: v for k, v in filters.items() if v})
        return Page(tuple(group_rows(self.store, self.query("event_groups", **chosen))))

    def other_reports(self, event: str) -> "Page[EventRow]":
        """Return the same event as other articles report it, copies too. Raise ``UnknownItem``."""
        groups = self.event_groups(event=event)
        known = self.event(event).iri
        return Page(tuple(r for group in groups for r in group.reports if r.iri != known))

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

    def timeline(self, *, most: int = 12, **filters: "Unpack[ClaimFilters]") -> "Chart":
        """Return a chart of claims by speaker over time, chosen as ``claims`` chooses them."""
        from politigraph.graph.charts import timeline

        return timeline(self.all_claims(**filters), most=most)

    def matrix(self, *, most: int = 12, **selection: "Unpack[Selection]") -> "Chart":
        """Return a chart of who acts on whom, cooperation and conflict signed."""
        from politigraph.graph.charts import matrix

        return matrix(self.network("action", **selection), most=most)

    def all_claims(self, **filters: "Unpack[ClaimFilters]") -> "Iterator[ClaimRow]":
        """Yield all claims that the filters choose, page by page."""
        cursor = ""
        while True:
            page = self.claims(limit=500, cursor=cursor, **filters)
            yield from page
            cursor = page.cursor
            if not cursor:
                return

    @abstractmethod
    def query(self, sparql_or_name: str, /, **bindings: str) -> "Answer":
        """Run a query; see ``KnowledgeGraph``."""

    @abstractmethod
    def event(self, key: str) -> "EventRow":
        """Return an event; see ``KnowledgeGraph``."""

    @abstractmethod
    def claims(
        self, *, limit: int = 50, cursor: str = "", **filters: "Unpack[ClaimFilters]"
    ) -> "Page[ClaimRow]":
        """Return claims; see ``KnowledgeGraph``."""
