"""Keep the folder of a store in good order: check it, make it smaller, bring it up to date."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.addresses import is_address, shown
from politigraph.graph.checking import Problem, content_problems
from politigraph.graph.errors import NotAStore, StoreLocked
from politigraph.graph.folder import StoreFolder
from politigraph.graph.opening import opened
from politigraph.graph.store import Store


@dataclass(frozen=True, slots=True)
class Sizes:
    """The bytes of a store's files before and after; a file that is linked twice counts once."""

    before: int
    after: int


def problems(path: str | Path) -> Iterator[Problem]:
    """Yield what is wrong with a store: first its files, then its newest published state.

    Of a server, only what it holds is checked.

    Nothing is changed, save that what a killed writer left unpublished is published.
    """
    try:
        with Store.open(path) as store:
            if not is_address(path):
                yield from _live_problems(Path(path))
            yield from content_problems(store)
    except PolitigraphError as error:
        yield Problem(shown(path), str(error), error.hint)


def _live_problems(path: Path) -> Iterator[Problem]:
    """Whether the next writer can open its database; a present writer shows that it can."""
    folder = StoreFolder(path)
    try:
        lock = folder.lock_for_writing()
    except StoreLocked:
        return
    with lock:
        # Nobody writes while we hold the lock, so reading beside a writer cannot happen.
        try:
            opened(folder.live, ox.Store.read_only)
        except PolitigraphError as error:
            hint = "restore it: politigraph store restore BACKUP --store STORE --force"
            yield Problem(str(path), str(error), hint)


def compact(path: Path) -> Sizes:
    """Write the database of a store anew, without what was replaced in it, and publish it.

    Readers go on; the files of the state that they read are there until they have ended.
    Whoever kills this finds the old database or the new one, whole. Raises the errors
    of ``Store.open`` for writing.
    """
    folder = StoreFolder(path)
    folder.check()
    before = bytes_of(path)
    Store.open(path, writable=True).close()  # Publishes for a killed writer, and upgrades.
    with folder.lock_for_writing():
        old = opened(folder.live, ox.Store)
        spare = folder.spare()
        new = ox.Store(str(spare))
        for graph in old.named_graphs():
            new.add_graph(graph)
        new.bulk_extend(old)
        if len(new) != len(old):
            raise NotAStore(
                f"the database {folder.live} changed while it was copied",
                hint="end what else writes to it, and compact again",
            )
        new.flush()
        del old, new  # Oxigraph closes its files with the last reference to it.
        folder.adopt(spare)
    Store.open(path, writable=True).close()
    return Sizes(before, bytes_of(path))


def migrate(path: Path) -> tuple[int, int]:
    """Bring a store to this version's format; return the format that it had and has.

    Writing does it too. Raises the errors of ``Store.open`` for writing.
    """
    folder = StoreFolder(path)
    folder.check()
    before = folder.format
    with folder.lock_for_writing():
        folder.upgrade()
    return before, folder.format


def bytes_of(path: Path) -> int:
    """Return the bytes of all files in a folder; one that is linked twice counts once."""
    sizes: dict[int, int] = {}
    for file in path.rglob("*"):
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # A writer has just removed it.
        if file.is_file():
            sizes[stat.st_ino] = stat.st_size
    return sum(sizes.values())
