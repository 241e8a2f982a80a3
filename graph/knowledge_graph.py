"""The face of the graph: what notebooks, the command line and the HTTP API use."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar, Unpack, cast

from politigraph.extract.records import Extraction
from politigraph.graph import lookup
from politigraph.graph.answer import Answer
from politigraph.graph.entity_reading import read_entity
from politigraph.graph.errors import InvalidFilter, UnknownItem
from politigraph.graph.exploring import Exploring
from politigraph.graph.export import export
from politigraph.graph.export_choice import ExportFilters, choose
from politigraph.graph.export_parts import Progress
from politigraph.graph.filter_values import filter_value
from politigraph.graph.iris import graph_iri
from politigraph.graph.judging import Judging
from politigraph.graph.mapping import article_quads
from politigraph.graph.naming import Naming
from politigraph.graph.paging import Orders, page
from politigraph.graph.patterns import PatternAnswer, Plan
from politigraph.graph.queries import NamedQuery, ParameterKind, is_query_name, named_query
from politigraph.graph.querying import Term
from politigraph.graph.reading import Reader
from politigraph.graph.rows import (
    ArticleFilters,
    ArticleRow,
    ClaimFilters,
    ClaimRow,
    EntityFilters,
    EntityRow,
    EventFilters,
    EventRow,
    Page,
    Stats,
)
from politigraph.graph.store import Outcome, Store
from politigraph.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

Row = TypeVar("Row")


class KnowledgeGraph(Exploring, Judging, Naming):
    """Articles, claims, events and entities, and the SPARQL queries over them.

    >>> with KnowledgeGraph.memory() as kg:
    ...     kg.stats().claims, list(kg.claims(cue="deny"))
    (0, [])
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._found: dict[tuple[str, str, str], Term] = {}
        self._orders = Orders()

    @classmethod
    def open(cls, path: str | Path, *, writable: bool = False) -> Self:
        """Open the graph in a folder, as last published, or all of it for writing.

        Raises the errors of ``Store.open``.
        """
        return cls(Store.open(path, writable=writable))

    @classmethod
    def memory(cls) -> Self:
        """Return an empty graph that lives in memory."""
        return cls(Store.memory())

    def close(self) -> None:
        """Publish what was written and let go of the files."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- writing

    def add(self, extraction: Extraction) -> Outcome:
        """Add an article, in the place of what it was before. Raise ``StoreReadOnly``.

        Nothing is inferred of it until ``infer()`` is called, which looks at all articles
        and so is for the end of many. What was inferred of an earlier version goes at once.
        """
        return self.store.put(article_quads(extraction))

    def delete(self, article_id: str) -> None:
        """Remove an article and what only it told. Raise ``UnknownItem``.

        Its links go with it. If there were links, they are inferred anew: what was a copy
        of it may now be the original. So are rules' judgements of who is who.
        """
        linked, ruled = self.has_links, self._ruled()
        self.store.delete(graph_iri(article_id))
        if ruled:
            self.rejudge()
        if linked:
            self.infer()

    def publish(self) -> int:
        """Let new readers see what was written; return the number of the state."""
        return self.store.publish()

    @property
    def generation(self) -> int:
        """The number of the published state that is open; 0 in memory."""
        return self.store.generation

    @property
    def fingerprint(self) -> str:
        """A name of the present content: equal names, equal content."""
        return self.store.fingerprint

    # -- lists

    def claims(
        self, *, limit: int = 50, cursor: str = "", **filters: Unpack[ClaimFilters]
    ) -> Page[ClaimRow]:
        """Return claims in the order of their articles' dates and of the text.

        Names are looked up: raises ``UnknownItem``, ``AmbiguousName``, ``InvalidFilter``.
        """
        chosen = cast("dict[str, str]", dict(filters))
        chosen["act"] = chosen.pop("speech_act", "")
        reader = self._reader()
        return self._list("claims", chosen, (limit, cursor), reader.claim, reader.foresee)

    def events(
        self, *, limit: int = 50, cursor: str = "", **filters: Unpack[EventFilters]
    ) -> Page[EventRow]:
        """Return events in the order of their articles' dates and of the text.

        Those that are told as having happened, unless ``polarity``, ``realis`` or ``doubtful``
        asks for others.
        """
        chosen = cast("dict[str, str]", dict(filters))
        if chosen.get("mode") and "-" not in chosen["mode"]:
            if not chosen.get("type"):
                raise InvalidFilter(
                    f"the mode {chosen['mode']!r} is one of several event types'",
                    hint="give the type too, such as type=COERCE",
                )
            chosen["mode"] = f"{chosen['type']}-{chosen['mode']}"
        reader = self._reader()
        return self._list("events", chosen, (limit, cursor), reader.event, reader.foresee)

    def entities(
        self, *, limit: int = 50, cursor: str = "", **filters: Unpack[EntityFilters]
    ) -> Page[EntityRow]:
        """Return entities in the order of their labels.

        With ``q`` those whose names fit it, in the order of how well: whole, its beginning, that
        of a word, inside, but for a slip; then of how often articles mention them.
        """
        chosen = cast("dict[str, str]", dict(filters))
        text = chosen.pop("q", "")
        if not text:
            return self._list("entities", chosen, (limit, cursor), self._entity_reader())
        query, given = named_query("entities"), {k: v for k, v in chosen.items() if v}
        allowed = self._orders.of(self.store, query, self._bindings(query, given))
        return page(self.fitting(text, allowed), (limit, cursor), self._entity_reader())

    def articles(
        self, *, limit: int = 50, cursor: str = "", **filters: Unpack[ArticleFilters]
    ) -> Page[ArticleRow]:
        """Return articles in the order of their dates."""
        chosen = cast("Mapping[str, str]", filters)
        reader = self._reader()
        return self._list("articles", chosen, (limit, cursor), reader.article, reader.foresee)

    def _list(
        self,
        name: str,
        filters: Mapping[str, str],
        window: tuple[int, str],
        read: Callable[[str], Row],
        foresee: Callable[[Iterable[str]], object] = tuple,
    ) -> Page[Row]:
        query = named_query(name)
        bindings = self._bindings(query, {k: v for k, v in filters.items() if v})
        return page(self._orders.of(self.store, query, bindings), window, read, foresee)

    # -- single items

    def claim(self, key: str) -> ClaimRow:
        """Return a claim by its IRI or id (``<article>/claim/<claim>``). Raise ``UnknownItem``."""
        return self._reader().claim(self._item(key, "claim"))

    def event(self, key: str) -> EventRow:
        """Return an event by its IRI or id (``<article>/event/<event>``). Raise ``UnknownItem``."""
        return self._reader().event(self._item(key, "event"))

    def entity(self, key: str) -> EntityRow:
        """Return an entity by IRI, id or name. Raise ``UnknownItem`` or ``AmbiguousName``."""
        return self._entity_reader()(lookup.entity(self.store, key))

    def article(self, key: str) -> ArticleRow:
        """Return an article by its IRI or id. Raise ``UnknownItem``."""
        return self._reader().article(lookup.article(self.store, key))

    def text(self, article: str) -> str:
        """Return the text of an article, which all offsets count in. Raise ``UnknownItem``."""
        return self._reader().text(lookup.article(self.store, article))

    def _item(self, key: str, kind: str) -> str:
        iri = lookup.item(self.store, key)
        if f"/{kind}/" not in iri:
            raise UnknownItem(f"{key!r} is no {kind}", hint=f"list them with {kind}s()")
        return iri

    def _reader(self) -> Reader:
        return Reader(self.store.oxigraph)

    def _entity_reader(self) -> Callable[[str], EntityRow]:
        reader = self._reader()
        return lambda iri: read_entity(self.store, reader, iri)

    # -- SPARQL and exports

    def query(self, sparql_or_name: str, /, **bindings: str) -> Answer:
        """Run a SPARQL query that only reads, or a named one, with values for its variables.

        For a named query, values are names or ids of what its header says; for
        SPARQL, what has the form of an IRI is one and the rest is text.
        Raises ``InvalidQuery``, ``RefusedQuery``, ``UnknownQuery`` or ``InvalidFilter``.

        >>> with KnowledgeGraph.memory() as kg:
        ...     kg.query("ASK { ?speaker :said ?claim }").boolean
        False
        """
        if is_query_name(sparql_or_name):
            named = named_query(sparql_or_name)
            terms = self._bindings(named, bindings)
            return self.store.query(named.bound(terms), terms)
        return self.store.query(
            sparql_or_name, {name: lookup.guess(text) for name, text in bindings.items()}
        )

    def ask(self, pattern: str, *, limit: int = 50, cursor: str = "") -> PatternAnswer:
        """Answer a pattern, such as ``Putin said ?c . ?c about Crimea`` (docs/patterns.md).

        Raises ``PatternError``, and for its names ``UnknownItem`` or ``AmbiguousName``.

        >>> with KnowledgeGraph.memory() as kg:
        ...     list(kg.ask("?who denied ?c since 2022"))
        []
        """
        return self.plan(pattern, limit=limit, cursor=cursor).run()

    def plan(self, pattern: str, *, limit: int = 50, cursor: str = "") -> Plan:
        """Return the SPARQL of a pattern, for who runs it elsewhere. Raises what ``ask`` does."""
        return Plan(self.store, pattern, lambda k, n: self._term(k, n).value, (limit, cursor))

    def _bindings(self, query: NamedQuery, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the values of filters as terms, as the query's header describes them."""
        given = {name: filter_value(query, name, text) for name, text in values.items()}
        return {name: self._term(query.parameters[name], text) for name, text in given.items()}

    def _term(self, kind: ParameterKind, text: str) -> Term:
        key = (self.fingerprint, kind, text)
        if key not in self._found:
            self._found = {k: v for k, v in self._found.items() if k[0] == key[0]}
            self._found[key] = lookup.term(self.store, kind, text)
        return self._found[key]

    def stats(self) -> Stats:
        """Count what the graph holds."""
        [row] = self.query("totals")
        return Stats(
            **{name: int(str(row[name])) for name in _COUNTS},
            first_published=str(row.get("first", "")),
            last_published=str(row.get("last", "")),
            generation=self.generation,
            fingerprint=self.fingerprint,
        )

    def export(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002
        *,
        progress: Progress | None = None,
        **filters: Unpack[ExportFilters],
    ) -> Path:
        """Write the graph, or what filters choose, to a file, in the format its name ends in.

        Formats: ttl, nt, nq, trig, jsonld, rdf, graphml, gexf, csv (a table of claims),
        events.csv. The same graph gives the same bytes. ``progress`` is told how many of how
        many articles one pass has read. Raises ``UnknownFormat`` and what ``claims`` raises.
        """
        return export(self.store, Path(path), format, choose(self.query, filters), progress)

    @property
    def dataset(self) -> "Dataset":
        """The graph as an rdflib dataset whose default graph is the union of all.

        It reads the same store. Give it queries as strings: prepared ones are
        evaluated by rdflib, some hundred times slower. Do not write through it.
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self.store.oxigraph), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset


_COUNTS: Final = ("articles", "publishers", "entities", "mentions", "claims", "events", "quads")
