"""The store of quads: one writer, readers of published states, one transaction an article."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import IO, Any, Final, Literal, Self
from uuid import uuid4

import pyoxigraph as ox

from politigraph.graph import iris
from politigraph.graph.answer import Answer
from politigraph.graph.errors import (
    InvalidFilter,
    InvalidQuery,
    NotAStore,
    RefusedQuery,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    UnknownItem,
)
from politigraph.graph.folder import StoreFolder, fingerprint
from politigraph.graph.mapping import ArticleQuads
from politigraph.graph.read_only import outline, syntax_error
from politigraph.graph.withdrawal import Change
from politigraph.ontology.terms import PREFIXES

Outcome = Literal["added", "unchanged", "replaced"]
Term = ox.NamedNode | ox.Literal

_TRIPLES: Final = ox.RdfFormat.N_TRIPLES
_ENTITIES: Final = ox.NamedNode(iris.ENTITIES_GRAPH)


class Store:
    """A dataset of one graph an article, one of entities, one of inferences.

    Make one with ``memory()`` or ``open()``. Queries run over the union of all graphs.
    A store may be shared by threads: each query sees the state at its start.
    """

    def __init__(self, inner: ox.Store, folder: StoreFolder | None, lock: IO[str] | None) -> None:
        self._inner: ox.Store | None = inner
        self._folder = folder
        self._lock = lock
        self._writing = RLock()
        self._changes = 0
        self._identity = folder.identity if folder else uuid4().hex
        self._generation = folder.generation if folder else 0
        self.writable = True

    @classmethod
    def memory(cls) -> Self:
        """Return an empty store that lives in memory."""
        return cls(ox.Store(), None, None)

    @classmethod
    def open(cls, path: str | Path, *, writable: bool = False) -> Self:
        """Open the store in a folder: its newest published state, or all of it for writing.

        For writing, a missing or empty folder becomes a store. Raises ``StoreMissing``,
        ``NotAStore``, ``StoreTooNew`` or, when somebody else writes, ``StoreLocked``.
        """
        folder = StoreFolder(Path(path))
        return cls._open_live(folder) if writable else cls._open_newest(folder)

    @classmethod
    def _open_live(cls, folder: StoreFolder) -> Self:
        folder.prepare()
        lock = folder.lock_for_writing()
        try:
            folder.remove_unused()
            store = cls(_opened(folder.live, ox.Store), folder, lock)
        except BaseException:
            lock.close()
            raise
        if folder.unpublished:  # A writer died before it published.
            store.publish()
        return store

    @classmethod
    def _open_newest(cls, folder: StoreFolder) -> Self:
        folder.check()
        if folder.unpublished:
            # Its writer is at work, and the store locked, or has died, and this publishes for it.
            with suppress(StoreLocked, PermissionError):
                cls._open_live(folder).close()
        generation, lock = folder.hold_newest()
        try:
            inner = _opened(folder.snapshot(generation), ox.Store.read_only)
        except BaseException:
            lock.close()
            raise
        store = cls(inner, folder, lock)
        store._generation = generation
        store.writable = False
        return store

    def close(self) -> None:
        """Publish what was written and let go of the files. Closing twice does nothing."""
        if self.writable:
            self.publish()
        # Oxigraph closes its files when the last reference to it is gone.
        self._inner = None
        self.writable = False
        if self._lock:
            self._lock.close()

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

    def put(self, article: ArticleQuads) -> Outcome:
        """Store an article, in one transaction, in the place of what it was before.

        ``unchanged`` means that the store already held exactly this, whether or not
        the text alone is the same: another extractor replaces.
        """
        new, shared = frozenset(article.quads), frozenset(article.shared)
        with self._writing:
            self._must_write()
            change = self._change(ox.NamedNode(article.graph), new, shared)
            fresh = (new - change.old) | {q for q in shared if q not in self.oxigraph}
            gone = (change.old - new) | change.obsolete
            if not fresh and not gone:
                return "unchanged"
            self._begin()
            if gone:
                self.oxigraph.update(f"{_data('DELETE', gone)} ; {_data('INSERT', fresh)}")
            else:
                self.oxigraph.extend(fresh)
            return "replaced" if change.old else "added"

    def delete(self, graph: str) -> None:
        """Remove an article by its graph's IRI, in one transaction. Raise ``UnknownItem``."""
        with self._writing:
            self._must_write()
            change = self._change(ox.NamedNode(graph), frozenset(), frozenset())
            if not change.old:
                raise UnknownItem(
                    f"no article has the graph {graph}", hint="list them: politigraph stats"
                )
            self._begin()
            gone = _data("DELETE", change.obsolete)
            self.oxigraph.update(f"DROP SILENT GRAPH {change.graph} ; {gone}")

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Let a graph that belongs to no article hold exactly these quads, in one transaction.

        Nothing is written when it does already.
        """
        new = frozenset(quads)
        with self._writing:
            self._must_write()
            named = ox.NamedNode(graph)
            old = frozenset(self.oxigraph.quads_for_pattern(None, None, None, named))
            if new != old:
                self._begin()
                changes = (_data("DELETE", old - new), _data("INSERT", new - old))
                self.oxigraph.update(" ; ".join(changes))

    def publish(self) -> int:
        """Make all that was written visible to new readers; return the state's generation.

        Nothing happens when nothing was written. In memory all is visible at once.
        """
        with self._writing:
            self._must_write()
            if self._folder and (self._folder.unpublished or not self._generation):
                self._generation += 1
                self.oxigraph.backup(self._folder.snapshot(self._generation))
                self._folder.announce(self._generation)
                self._changes = 0
            return self._generation

    def _change(
        self, graph: ox.NamedNode, new: frozenset[ox.Quad], shared: frozenset[ox.Quad]
    ) -> Change:
        old = frozenset(self.oxigraph.quads_for_pattern(None, None, None, graph))
        return Change(self.oxigraph, graph, _ENTITIES, old, new, shared)

    def _must_write(self) -> None:
        if not self.writable:
            raise StoreReadOnly(
                "the store is open for reading only, or closed",
                hint="open it with writable=True",
            )

    def _begin(self) -> None:
        self._changes += 1
        if self._folder:
            self._folder.mark_unpublished()

    # -- reading

    @property
    def generation(self) -> int:
        """The number of the published state that is open, or that writing goes on from."""
        return self._generation

    @property
    def fingerprint(self) -> str:
        """A name of the present content: equal names in two answers mean equal content."""
        return fingerprint(self._identity, self._generation, self._changes)

    @property
    def snapshot(self) -> Path | None:
        """The files of the published state that is open: other processes may read them too.

        None in memory and for a writer. They last until this store is closed.
        """
        if self._folder is None or self.writable or self._inner is None:
            return None
        return self._folder.snapshot(self._generation)

    @classmethod
    def of_snapshot(cls, files: Path) -> Self:
        """Open the ``snapshot`` of a store that somebody else keeps open."""
        store = cls(_opened(files, ox.Store.read_only), None, None)
        store.writable = False
        return store

    def __len__(self) -> int:
        return len(self.oxigraph)

    @property
    def oxigraph(self) -> ox.Store:
        """Oxigraph's own store, for this layer's modules that read. Raise ``StoreError`` if closed.

        Whoever keeps it, or an answer that is not read to its end, keeps the files open.
        """
        if self._inner is None:
            raise StoreError("the store is closed", hint="open it again")
        return self._inner

    def query(
        self,
        sparql: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Run a SPARQL query that only reads, over the union of all graphs.

        FROM, or here ``default_graphs`` and ``named_graphs`` (IRIs; they come first, as
        the SPARQL protocol has it), choose other graphs, all of which must be in the store.
        ``bindings`` are values of variables; the query must select these variables.
        The prefixes of the vocabulary are declared. Raises ``InvalidQuery``,
        ``RefusedQuery`` and, for a variable that is not selected, ``InvalidFilter``.
        """
        plan = outline(sparql)
        if not default_graphs and not named_graphs:
            default_graphs, named_graphs = plan.default_graphs, plan.named_graphs
        chosen = bool(default_graphs or named_graphs)
        self._must_hold((*default_graphs, *named_graphs))
        try:
            results = self.oxigraph.query(
                sparql,
                prefixes=dict(PREFIXES),
                use_default_graph_as_union=not chosen,
                default_graph=_nodes(default_graphs) if chosen else None,
                named_graphs=_nodes(named_graphs) if chosen else None,
                substitutions={ox.Variable(k): v for k, v in (bindings or {}).items()},
            )
        except SyntaxError as error:
            raise syntax_error(str(error), plan) from None
        except RuntimeError as error:
            if not bindings or "projection" not in str(error):
                raise
            hint = f"the query must select {', '.join(f'?{name}' for name in bindings)}"
            raise InvalidFilter(f"a value cannot be bound: {error}", hint=hint) from None
        if plan.form is None:
            raise InvalidQuery("neither SELECT, ASK, CONSTRUCT nor DESCRIBE")
        return Answer(plan.form, results)

    def _must_hold(self, graphs: Iterable[str]) -> None:
        for graph in graphs:
            if not _is_iri(graph) or not self.oxigraph.contains_named_graph(ox.NamedNode(graph)):
                raise RefusedQuery(
                    f"the store has no graph <{graph}>, and graphs elsewhere are not fetched",
                    hint="leave out FROM to query all articles",
                )


def _opened(path: Path, opener: Callable[[str], ox.Store]) -> ox.Store:
    try:
        return opener(str(path))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            raise StoreLocked(
                f"the database {path} is being written by another process",
                hint="wait until it has ended, or write to another store",
            ) from None
        raise NotAStore(
            f"the database {path} cannot be opened: {error}",
            hint="restore the store from a copy, or build it again from the articles",
        ) from None


def _data(verb: Literal["INSERT", "DELETE"], quads: Iterable[ox.Quad]) -> str:
    """Return quads as an operation of SPARQL Update, on one line each.

    >>> a, g = ox.NamedNode("urn:a"), ox.NamedNode("urn:g")
    >>> _data("INSERT", [ox.Quad(a, a, ox.Literal("x"), g)]).split()
    ... # doctest: +NORMALIZE_WHITESPACE
    ['INSERT', 'DATA', '{', 'GRAPH', '<urn:g>', '{', '<urn:a>', '<urn:a>', '"x"', '.', '}', '}']
    """
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    blocks = [
        # N-Triples is a part of SPARQL's notation, with its escapes.
        f"GRAPH {graph} {{ {(ox.serialize(triples, format=_TRIPLES) or b'').decode()} }}"
        for graph, triples in sorted(graphs.items())
    ]
    return f"{verb} DATA {{ {' '.join(blocks)} }}"


def _nodes(graphs: Iterable[str]) -> list[Any]:  # A list is invariant; Oxigraph wants two types.
    return [ox.NamedNode(graph) for graph in graphs]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
