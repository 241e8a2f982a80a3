"""The store of quads: one writer, readers of published states, one transaction an article."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import IO, TYPE_CHECKING, Literal, Self, cast
from uuid import uuid4

import pyoxigraph as ox

from politigraph.graph.addresses import is_address
from politigraph.graph.answer import Answer
from politigraph.graph.errors import StoreError, StoreLocked, StoreReadOnly, UnknownItem
from politigraph.graph.folder import StoreFolder, fingerprint
from politigraph.graph.identity import Identity
from politigraph.graph.identity_change import identity_change
from politigraph.graph.identity_judgements import Judgement, read_judgements
from politigraph.graph.identity_mapping import judged
from politigraph.graph.mapping import ArticleQuads
from politigraph.graph.opening import opened
from politigraph.graph.querying import Graphs, Term, answer
from politigraph.graph.update_text import data
from politigraph.graph.viewing import foresee, viewed
from politigraph.graph.withdrawal import Change

if TYPE_CHECKING:
    from politigraph.graph.remote import RemoteDataset

Outcome = Literal["added", "unchanged", "replaced"]


class Store:
    """A dataset of one graph an article, one of entities, one of inferences.

    Make one with ``memory()`` or ``open()``. Queries run over the union of all graphs.
    A store may be shared by threads: each query sees the state at its start.
    """

    def __init__(self, inner: ox.Store, folder: StoreFolder | None, lock: IO[str] | None) -> None:
        self._inner: ox.Store | None = inner
        self._folder = folder
        self._lock = lock
        self._remote: RemoteDataset | None = None
        self._writing = RLock()
        self._changes = 0
        self._judged: Identity | None = None
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
        A SPARQL server's address opens the graph there; raises ``StoreUnreachable``,
        ``StoreDenied`` or ``StoreReadOnly`` too.
        """
        if isinstance(path, str) and is_address(path):
            return cls._open_remote(path, writable=writable)
        folder = StoreFolder(Path(path))
        return cls._open_live(folder) if writable else cls._open_newest(folder)

    @classmethod
    def _open_remote(cls, address: str, *, writable: bool) -> Self:
        from politigraph.graph.remote import RemoteDataset  # Few need what speaks HTTP.

        remote = RemoteDataset.connect(address, writable=writable)
        store = cls(cast("ox.Store", remote), None, None)
        store._remote = remote
        store.writable = writable
        return store

    @classmethod
    def _open_live(cls, folder: StoreFolder) -> Self:
        folder.prepare()
        lock = folder.lock_for_writing()
        try:
            folder.upgrade()
            folder.remove_unused()
            store = cls(opened(folder.live, ox.Store), folder, lock)
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
            inner = opened(folder.snapshot(generation), ox.Store.read_only)
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
        if self._remote is not None:
            self._remote.close()
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
        with self._writing:
            self._must_write()
            seen = viewed(self.oxigraph)
            foresee(seen, (quad.subject for quad in article.shared))
            article = judged(article, self.identity, seen)
            new, shared = frozenset(article.quads), frozenset(article.shared)
            change = _change(seen, ox.NamedNode(article.graph), new, shared)
            fresh = (new - change.old) | {q for q in shared if q not in seen}
            gone = (change.old - new) | change.obsolete
            if not fresh and not gone:
                return "unchanged"
            self._begin()
            if gone:
                self.oxigraph.update(f"{data('DELETE', gone)} ; {data('INSERT', fresh)}")
            else:
                self.oxigraph.extend(fresh)
            return "replaced" if change.old else "added"

    def delete(self, graph: str) -> None:
        """Remove an article by its graph's IRI, in one transaction. Raise ``UnknownItem``."""
        with self._writing:
            self._must_write()
            change = _change(viewed(self.oxigraph), ox.NamedNode(graph), frozenset(), frozenset())
            if not change.old:
                raise UnknownItem(
                    f"no article has the graph {graph}", hint="list them: politigraph stats"
                )
            self._begin()
            gone = data("DELETE", change.obsolete)
            self.oxigraph.update(f"DROP SILENT GRAPH <{graph}> ; {gone}")

    def judge(self, judgements: Iterable[Judgement]) -> bool:
        """Let the judgements of identity be exactly these, and every article follow.

        One transaction; return whether anything changed.
        """
        with self._writing:
            self._must_write()
            wanted = Identity(judgements)
            gone, come = identity_change(self.oxigraph, self.identity, wanted)
            if not gone and not come:
                return False
            self._begin()
            self._judged = None
            self.oxigraph.update(f"{data('DELETE', gone)} ; {data('INSERT', come)}")
            return True

    @property
    def identity(self) -> Identity:
        """What the judgements make of each entity."""
        if self._judged is None:
            self._judged = Identity(read_judgements(self.oxigraph))
        return self._judged

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
                changes = (data("DELETE", old - new), data("INSERT", new - old))
                self.oxigraph.update(" ; ".join(changes))

    @contextmanager
    def changing(self) -> Iterator[ox.Store]:
        """Give Oxigraph's own store to one change by this layer's modules, in one transaction.

        An exception says that nothing was changed. Raises ``StoreReadOnly``.
        """
        with self._writing:
            self._must_write()
            ahead = self._folder is not None and self._folder.unpublished
            self._begin()
            self._judged = None
            try:
                yield self.oxigraph
            except BaseException:
                self._changes -= 1
                if self._folder and not ahead:
                    self._folder.unmark_unpublished()
                raise

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
    def distant(self) -> bool:
        """Whether the graph is on a server, where each look-up takes a request."""
        return self._remote is not None

    @property
    def generation(self) -> int:
        """The number of the published state that is open, or that writing goes on from."""
        return self._generation

    @property
    def fingerprint(self) -> str:
        """A name of the present content: equal names in two answers mean equal content."""
        generation = self._remote.epoch() if self._remote is not None else self._generation
        return fingerprint(self._identity, generation, self._changes)

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
        store = cls(opened(files, ox.Store.read_only), None, None)
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
        union: bool = True,
    ) -> Answer:
        """Run a SPARQL query that only reads, over the union of all graphs.

        Without ``union`` the default graph is the one without a name, as in the standard.

        FROM, or here ``default_graphs`` and ``named_graphs`` (IRIs; they come first, as
        the SPARQL protocol has it), choose other graphs, all of which must be in the store.
        ``bindings`` are values of variables; the query must select these variables.
        The prefixes of the vocabulary are declared. Raises ``InvalidQuery``,
        ``RefusedQuery`` and, for a variable that is not selected, ``InvalidFilter``.
        """
        return answer(
            self.oxigraph,
            sparql,
            bindings or {},
            Graphs(tuple(default_graphs), tuple(named_graphs), union),
        )


def _change(
    seen: ox.Store, graph: ox.NamedNode, new: frozenset[ox.Quad], shared: frozenset[ox.Quad]
) -> Change:
    old = frozenset(seen.quads_for_pattern(None, None, None, graph))
    return Change(seen, frozenset({graph}), old, new, shared)
