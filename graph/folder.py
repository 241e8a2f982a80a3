"""The folder of a store on disk: its stamp, its one writer, and the states it publishes.

::

    kg/politigraph-store.json   the stamp: format, software that made it, name of the database
    kg/writer.lock              locked while somebody writes; holds the writer's process id
    kg/live/                    the database that the writer works in (``live-2`` once compacted)
    kg/unpublished              there while the database is ahead of what was published
    kg/current                  the number of the newest published state (generation)
    kg/snapshots/7/             that state: hard links to immutable files
    kg/snapshots/7.lock         locked, shared, by each of its readers

Oxigraph leaves it undefined to open a database for reading beside a live writer,
so readers open a published state, which never changes again. A state is removed
once a newer one is published and nobody holds its lock.
Locks are advisory ``flock`` locks: the system drops them when a process dies.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import IO, Any, Final
from uuid import uuid4

from politigraph.graph.errors import NotAStore, StoreLocked, StoreMissing, StoreTooNew
from politigraph.graph.formats import FORMAT, upgraded

STAMP: Final = "politigraph-store.json"
"""The file that makes a folder a store."""

_DATABASE: Final = re.compile(r"live(-\d+)?")


class StoreFolder:
    """The files of one store. Making the object touches nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self._stamp = path / STAMP
        self._current = path / "current"
        self._unpublished = path / "unpublished"

    @property
    def identity(self) -> str:
        """A random name given to the store when it was made."""
        return str(self._read_stamp()["id"])

    @property
    def format(self) -> int:
        """The version of the folder's layout; below ``FORMAT`` before it is first written to."""
        return int(self._read_stamp()["format"])

    @property
    def quads(self) -> int | None:
        """How many quads a backup's stamp promises; None in other stores."""
        quads = self._read_stamp().get("quads")
        return quads if isinstance(quads, int) else None

    @property
    def live(self) -> Path:
        """The folder of the database that the writer works in."""
        return self.path / str(upgraded(self._read_stamp())["live"])

    def spare(self) -> Path:
        """Return the folder, not there yet, for a database that is to take the live one's place."""
        number = int(self.live.name.partition("-")[2] or 1) + 1
        return self.path / f"live-{number}"

    def adopt(self, database: Path) -> None:
        """Make a database, complete in its folder, the live one. Only the writer may call this.

        It is one step: who is killed before it has changed nothing, and after it what is
        left of the old database is removed by the next writer.
        """
        self.mark_unpublished()
        self._write_stamp({**upgraded(self._read_stamp()), "live": database.name})
        self.remove_unused()

    def upgrade(self) -> int:
        """Bring the layout to this version's; return the format that it had.

        Only the writer may call this.
        """
        stamp = self._read_stamp()
        if stamp["format"] < FORMAT:
            self._write_stamp(upgraded(stamp))
        return int(stamp["format"])

    def prepare(self) -> None:
        """Check that the folder is a store of ours, or make one of an empty or missing folder.

        Raise ``NotAStore`` for a folder with other content, ``StoreTooNew`` for a
        store of a newer format.
        """
        if self._stamp.exists():
            self._check_format()
            return
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise NotAStore(
                f"{self.path} is not a Politigraph store and not an empty folder",
                hint="name a new or empty folder for the store",
            )
        self.snapshots.mkdir(parents=True, exist_ok=True)
        stamp = {"format": FORMAT, "software": software(), "id": uuid4().hex, "live": "live"}
        self._write_stamp(stamp)

    def check(self) -> None:
        """Check that the folder is a store that this version reads.

        Raise ``StoreMissing``, ``NotAStore`` or ``StoreTooNew``.
        """
        if self._stamp.exists():
            self._check_format()
            return
        hint = f"make one first: politigraph build ARTICLES --store {self.path}"
        if self.path.is_dir() and any(self.path.iterdir()):
            raise NotAStore(f"{self.path} is not a Politigraph store", hint=hint)
        raise StoreMissing(f"there is no store at {self.path}", hint=hint)

    def _check_format(self) -> None:
        stamp = self._read_stamp()
        if stamp["format"] > FORMAT:
            raise StoreTooNew(
                f"the store {self.path} has format {stamp['format']}, made by "
                f"{stamp.get('software', 'a newer version')}; this version reads up to {FORMAT}",
                hint="upgrade politigraph, or build the store again from the articles",
            )

    def _read_stamp(self) -> dict[str, Any]:
        with suppress(ValueError, KeyError, TypeError):
            stamp: dict[str, Any] = json.loads(self._stamp.read_text("utf-8"))
            if isinstance(stamp["format"], int) and stamp["id"] and _names_database(stamp):
                return stamp
        raise NotAStore(
            f"{self._stamp} is damaged: it does not say which format the store has",
            hint="restore the file from a copy, or build the store again from the articles",
        )

    def _write_stamp(self, stamp: Mapping[str, Any]) -> None:
        _write_whole(self._stamp, json.dumps(stamp, indent=1) + "\n")

    def lock_for_writing(self) -> IO[str]:
        """Take the writer's lock; it lasts until the file is closed. Raise ``StoreLocked``."""
        handle = (self.path / "writer.lock").open("a+", encoding="ascii")
        if not _flock(handle, exclusive=True):
            handle.seek(0)
            writer = handle.read().strip()
            handle.close()
            raise StoreLocked(
                f"the store {self.path} is being written"
                + (f" by process {writer}" if writer else ""),
                hint="wait until it has ended, or write to another store; reading is possible",
            )
        handle.seek(0)
        handle.truncate()
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        return handle

    # -- published states

    @property
    def generation(self) -> int:
        """The number of the newest published state; 0 before the first."""
        try:
            return int(self._current.read_text("ascii"))
        except FileNotFoundError:
            return 0

    @property
    def fingerprint(self) -> str:
        """The name of the newest published state; a store made anew has other names.

        Raise ``NotAStore`` when there is no store.
        """
        return fingerprint(self.identity, self.generation)

    @property
    def unpublished(self) -> bool:
        """Whether the writer has changed something since the last published state."""
        return self._unpublished.exists()

    def mark_unpublished(self) -> None:
        """Note, before the first change, that the database is ahead of what is published."""
        self._unpublished.touch()

    def unmark_unpublished(self) -> None:
        """Note that what was begun since the last published state has changed nothing."""
        self._unpublished.unlink(missing_ok=True)

    def snapshot(self, generation: int) -> Path:
        """Return the folder of a published state."""
        return self.snapshots / str(generation)

    def announce(self, generation: int) -> None:
        """Make a state, complete in its folder, the newest one, and remove unused older ones."""
        self._lock_file(generation).touch()
        _write_whole(self._current, f"{generation}\n")
        self._unpublished.unlink(missing_ok=True)
        self.remove_unused()

    def remove_unused(self) -> None:
        """Remove the states that are not the newest and that nobody reads.

        Also what a killed writer left half made or replaced. Only the writer may call this.
        """
        newest = str(self.generation)
        for folder in [f for f in self.snapshots.iterdir() if f.is_dir() and f.name != newest]:
            with self._lock_file(folder.name).open("a", encoding="ascii") as lock:
                if not _flock(lock, exclusive=True):
                    continue
                # A reader that still holds the file open checks that the folder is there.
                shutil.rmtree(folder, ignore_errors=True)
                with suppress(PermissionError):  # Windows: files in use cannot be removed.
                    self._lock_file(folder.name).unlink()
        for folder in self.path.iterdir():
            if _DATABASE.fullmatch(folder.name) and folder.name != self.live.name:
                shutil.rmtree(folder, ignore_errors=True)

    def hold_newest(self) -> tuple[int, IO[str]]:
        """Return the newest state's number and its lock, which keeps it until closed.

        Raise ``StoreMissing`` when nothing has been published yet.
        """
        while generation := self.generation:
            with suppress(FileNotFoundError):
                lock = self._lock_file(generation).open("r", encoding="ascii")
                if _flock(lock, exclusive=False) and self.snapshot(generation).is_dir():
                    return generation, lock
                lock.close()
            if self.generation == generation:
                raise NotAStore(
                    f"the store {self.path} lacks its published state {generation}",
                    hint="build the store again from the articles",
                )
        raise StoreMissing(
            f"nothing has been published in the store {self.path} yet",
            hint="wait for the first build to end",
        )

    def _lock_file(self, generation: int | str) -> Path:
        return self.snapshots / f"{generation}.lock"


def fingerprint(identity: str, generation: int, changes: int = 0) -> str:
    """Return the name of a state: of which store, which published state, how much later.

    >>> fingerprint("8c6f2e", 1)
    '8c6f2e-1-0'
    """
    return f"{identity}-{generation}-{changes}"


def software() -> str:
    """Return the name and version of this software, as stamps have it."""
    return f"politigraph {metadata.version('politigraph')}"


def _names_database(stamp: Mapping[str, Any]) -> bool:
    """Tell whether a stamp that we know names a database, and no path out of the folder."""
    if stamp["format"] > FORMAT:
        return True
    return bool(_DATABASE.fullmatch(upgraded(stamp)["live"]))


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


if sys.platform == "win32":

    def _flock(handle: IO[str], *, exclusive: bool) -> bool:  # noqa: ARG001
        # Windows has no flock. It is not needed there: the database's own lock
        # keeps a second writer out, and files that a reader has open cannot be removed.
        return True

else:
    import fcntl

    def _flock(handle: IO[str], *, exclusive: bool) -> bool:
        """Lock an open file without waiting; tell whether that was possible."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
