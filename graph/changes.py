"""What a service is asked to change: each change is one transaction, told as a plain record.

The records cross process borders: the process that answers requests is not the one
that writes.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import pyoxigraph as ox

from politigraph.extract.errors import PolitigraphError
from politigraph.extract.records import Extraction, Skipped
from politigraph.graph.errors import (
    InvalidQuery,
    InvalidRdf,
    StoreError,
    UnknownItem,
    UpdateFailed,
)
from politigraph.graph.iris import graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.read_only import BASE, Outline, syntax_error
from politigraph.graph.store import Outcome
from politigraph.graph.update_guard import guarded
from politigraph.graph.update_text import data
from politigraph.ontology.terms import PREFIXES

RDF_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats that one graph is read in, by the name that callers use."""

_T_co = TypeVar("_T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Change(ABC, Generic[_T_co]):
    """A change to a graph; ``apply`` makes it and says what came of it."""

    @abstractmethod
    def apply(self, graph: KnowledgeGraph) -> _T_co:
        """Make the change in a graph that is open for writing."""


@dataclass(frozen=True, slots=True)
class Update(Change[None]):
    """A SPARQL 1.1 update; ``using`` and ``using_named`` are the dataset of its WHERE clauses."""

    text: str
    using: Sequence[str] = ()
    using_named: Sequence[str] = ()

    def apply(self, graph: KnowledgeGraph) -> None:
        """Run all operations in one transaction.

        Raises ``RefusedQuery``, ``InvalidQuery``, and ``UpdateFailed`` for what the data
        do not allow, such as CREATE of a graph that exists.
        """
        for iri in (*self.using, *self.using_named):
            must_be_iri(iri)
        text, refusal = guarded(self.text, self.using, self.using_named)
        if refusal:
            self._run(ox.Store(), text)  # Wrong grammar is told first.
            raise refusal
        with graph.store.changing() as database:
            self._run(database, text)

    def _run(self, database: ox.Store, text: str) -> None:
        try:
            database.update(text, base_iri=BASE, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            # The form only spares the reader a hint that is for queries.
            raise syntax_error(str(error), Outline("SELECT")) from None
        except (RuntimeError, ValueError) as error:
            raise UpdateFailed(f"the update failed: {error}", hint="nothing was changed") from None


@dataclass(frozen=True, slots=True)
class PutGraph(Change[bool]):
    """A graph's new content, or with ``merge`` more of it, as a document of `RDF_FORMATS`.

    An empty ``graph`` is the default graph. ``base`` is what relative IRIs are resolved
    against.
    """

    graph: str
    content: bytes
    format: str
    base: str = ""
    merge: bool = False

    def apply(self, graph: KnowledgeGraph) -> bool:
        """Write the graph in one transaction; tell whether it is new. Raise ``InvalidRdf``."""
        if self.graph:
            must_be_iri(self.graph)
        named = ox.NamedNode(self.graph) if self.graph else ox.DefaultGraph()
        quads = self._quads(named)
        with graph.store.changing() as database:
            new = isinstance(named, ox.NamedNode) and not database.contains_named_graph(named)
            if self.merge and quads:
                database.extend(quads)
            elif self.merge:
                database.add_graph(named)
            else:
                place = f"GRAPH {named}" if self.graph else "DEFAULT"
                made = [f"CREATE SILENT {place}"] if self.graph else []
                parts = (f"DROP SILENT {place}", *made, data("INSERT", quads))
                database.update(" ; ".join(parts))
        return new

    def _quads(self, named: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
        try:
            parsed = ox.parse(
                self.content,
                RDF_FORMATS[self.format],
                base_iri=self.base or None,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
            return [ox.Quad(q.subject, q.predicate, q.object, named) for q in parsed]
        except (SyntaxError, ValueError) as error:
            hint = "check it with another parser, and the Content-Type"
            raise InvalidRdf(f"the document cannot be read: {error}", hint=hint) from None


@dataclass(frozen=True, slots=True)
class DropGraph(Change[None]):
    """The end of a graph; an empty ``graph`` is the default graph, which is emptied."""

    graph: str

    def apply(self, graph: KnowledgeGraph) -> None:
        """Remove the graph. Raise ``UnknownItem`` when there is none."""
        if not self.graph:
            with graph.store.changing() as database:
                database.update("CLEAR DEFAULT")
            return
        must_be_iri(self.graph)
        named = ox.NamedNode(self.graph)
        if not graph.store.oxigraph.contains_named_graph(named):
            raise UnknownItem(
                f"the store has no graph <{self.graph}>",
                hint="list them with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
            )
        with graph.store.changing() as database:
            database.update(f"DROP GRAPH {named}")


@dataclass(frozen=True, slots=True)
class PutArticles(Change[tuple[Outcome | Skipped, ...]]):
    """Articles with what was found in them; each is one transaction."""

    extractions: Sequence[Extraction]

    def apply(self, graph: KnowledgeGraph) -> tuple[Outcome | Skipped, ...]:
        """Add each article in the place of what it was before; say what came of each."""
        return tuple(_put(graph, extraction) for extraction in self.extractions)


def _put(graph: KnowledgeGraph, extraction: Extraction) -> Outcome | Skipped:
    name = extraction.article.id
    try:
        return graph.add(extraction)
    except StoreError:
        raise
    except PolitigraphError as error:
        return Skipped(name, str(error), error.hint)
    except ValueError as error:  # One article's surprise must not cost the others.
        reason = f"internal error: {type(error).__name__}: {error}"
        return Skipped(name, reason, "please report it together with the article")


@dataclass(frozen=True, slots=True)
class DropArticle(Change[None]):
    """The end of an article, by its id, with everything that only it tells."""

    article_id: str

    def apply(self, graph: KnowledgeGraph) -> None:
        """Remove the article and its links; no others are drawn. Raise ``UnknownItem``."""
        try:
            graph.store.delete(graph_iri(self.article_id))
        except UnknownItem:
            raise UnknownItem(
                f"no article has the id {self.article_id!r}", hint="list them at /articles"
            ) from None


@dataclass(frozen=True, slots=True)
class DrawLinks(Change[None]):
    """Who is who, and the links between claims and articles, drawn anew from all articles."""

    def apply(self, graph: KnowledgeGraph) -> None:
        """Let the rules judge, where they do, and draw the links, which depend on who is who."""
        graph.rejudge()
        graph.infer()


def must_be_iri(text: str) -> None:
    """Raise ``InvalidQuery`` for what is no absolute IRI.

    >>> must_be_iri("urn:a> } ; CLEAR ALL #")
    Traceback (most recent call last):
    politigraph.graph.errors.InvalidQuery: not an absolute IRI: 'urn:a> } ; CLEAR ALL #'
    """
    try:
        ox.NamedNode(text)
    except ValueError:
        raise InvalidQuery(
            f"not an absolute IRI: {text!r}", hint="write it out, as in https://example.org/g"
        ) from None
