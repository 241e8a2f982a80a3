"""Copies of a store's newest published state, and stores made of such copies.

A copy is a folder, or an archive (``.tar``, ``.tar.gz``, ``.tgz``), with the files of a
published state in ``live/`` and the store's stamp, which tells how many quads there are.
A copy in a folder is a store itself.
"""

import json
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from politigraph.graph.errors import NotAStore, StoreError, StoreExists, StoreMissing
from politigraph.graph.folder import STAMP, StoreFolder, software
from politigraph.graph.formats import FORMAT
from politigraph.graph.store import Store

ARCHIVES: Final = (".tar", ".tar.gz", ".tgz")
"""The endings of a copy that is one file."""

_OTHER_ARCHIVES: Final = (".zip", ".gz", ".bz2", ".xz", ".zst", ".7z")

_LIVE: Final = "live"


@dataclass(frozen=True, slots=True)
class Copied:
    """How many quads a copy has, and the generation of the state that was copied."""

    quads: int
    generation: int


def backup(store: Path, target: Path) -> Copied:
    """Copy the newest published state of a store to a new folder or an archive.

    A writer may go on meanwhile: a published state never changes. The copy appears when it
    is complete. Raises the errors of ``Store.open``, ``StoreExists``, and ``StoreError``
    for an archive of a kind that is not made here.
    """
    if target.suffix in _OTHER_ARCHIVES and not _is_archive(target):
        raise StoreError(
            f"a backup is not written as {target.suffix}",
            hint=f"name a {', '.join(ARCHIVES)}, or a new folder",
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreExists(
            f"{target} is there already", hint="name a new file or folder for the backup"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with Store.open(store) as opened_store:
        assert opened_store.snapshot is not None
        copied = Copied(len(opened_store), opened_store.generation)
        with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
            part = Path(beside) / "copy"
            shutil.copytree(opened_store.snapshot, part / _LIVE)
            stamp = {"format": FORMAT, "software": software(), "id": uuid4().hex, "live": _LIVE}
            text = json.dumps({**stamp, "quads": copied.quads}, indent=1)
            (part / STAMP).write_text(f"{text}\n", "utf-8")
            if _is_archive(target):
                part = _packed(part, Path(beside) / target.name)
            else:
                _published(part)
            part.replace(target)
    return copied


def restore(source: Path, store: Path, *, force: bool = False) -> Copied:
    """Make a store of a copy, in a new or empty folder, or with ``force`` in a store's place.

    A store that is replaced keeps its readers: they go over to the restored state. Who
    kills this finds the store as it was, or restored. Raises ``StoreMissing`` and
    ``NotAStore`` for a copy that is none or is damaged, ``StoreExists`` without
    ``force``, and ``StoreLocked`` while somebody writes.
    """
    folder = StoreFolder(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    with _unpacked(source, store.parent) as files, Store.open(files) as copy:
        assert copy.snapshot is not None
        _must_be_whole(copy, StoreFolder(files), source)
        if store.exists() and not force and _holds_something(folder):
            raise StoreExists(
                f"{store} is not empty", hint="restore into a new folder, or say --force"
            )
        folder.prepare()
        with folder.lock_for_writing():
            folder.upgrade()
            folder.remove_unused()
            spare = folder.spare()
            shutil.copytree(copy.snapshot, spare)
            folder.adopt(spare)
        quads = len(copy)
    with Store.open(store, writable=True) as restored:
        return Copied(quads, restored.generation)


def _holds_something(folder: StoreFolder) -> bool:
    """Whether a folder holds more than a store that a killed restoring left empty."""
    if not (folder.path / STAMP).exists():
        return not folder.path.is_dir() or any(folder.path.iterdir())
    return folder.generation > 0 or folder.unpublished or folder.live.exists()


def _must_be_whole(copy: Store, folder: StoreFolder, source: Path) -> None:
    # The first state is the copy itself; later ones are of somebody who went on with it.
    if folder.quads is not None and copy.generation == 1 and len(copy) != folder.quads:
        raise NotAStore(
            f"{source} is damaged: {len(copy):,} of its {folder.quads:,} quads are there",
            hint="restore another backup",
        )


def _is_archive(path: Path) -> bool:
    return path.name.endswith(ARCHIVES)


def _packed(folder: Path, archive: Path) -> Path:
    mode = "w" if archive.name.endswith(".tar") else "w:gz"
    with tarfile.open(archive, mode) as tar:  # type: ignore[call-overload]
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    return archive


@contextmanager
def _unpacked(source: Path, beside: Path) -> Iterator[Path]:
    """Give the folder of a copy; an archive is unpacked for as long as it is needed."""
    if not source.exists():
        raise StoreMissing(f"there is no backup at {source}", hint="name a folder or an archive")
    if source.is_dir():
        yield source
        return
    with TemporaryDirectory(prefix=f".{source.name}.", dir=beside) as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
            raise NotAStore(
                f"{source} is no archive that can be read: {error}",
                hint="name an archive that 'politigraph store backup' made",
            ) from error
        _published(Path(folder))
        yield Path(folder)


def _published(files: Path) -> None:
    """Make a store of a copy's files: publish them, so that they can be read."""
    StoreFolder(files).check()
    (files / "snapshots").mkdir(exist_ok=True)
    Store.open(files, writable=True).close()
