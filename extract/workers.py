"""Extract with several processes, each with a pipeline of its own.

Whole extractions cross the process border, not parses: a parse is a hundred
times larger than what the rules find in it.
"""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from os import PathLike

from politigraph.extract.annotate import DEFAULT_MODEL
from politigraph.extract.authority_file import LocalActors, local_actors
from politigraph.extract.batches import batches
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Extraction, Skipped

Batch = list[Article | Skipped]
Results = list[Extraction | Skipped]

_worker: Extractor | None = None


def extract_with(
    items: Iterable[Article | Skipped],
    *,
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    weights: str = "default",
    authority: str | PathLike[str] | LocalActors | None = None,
) -> Iterator[Extraction | Skipped]:
    """Yield what `Extractor.extract_all` yields, in the same order.

    One process works in the caller's own; more are started fresh, each takes
    about a second to load its pipeline and 300 MB of memory. Where a process dies
    (out of memory), its articles are tried again one by one.
    """
    # Made here in any case: a wrong model or weights name is one error at once,
    # not one in each worker. A file of actors is read once: it may change meanwhile.
    actors = local_actors(authority)
    extractor = Extractor(model, weights, actors)
    if processes <= 1:
        yield from extractor.extract_all(items)
    else:
        yield from _Team(processes, model, weights, actors).extract_all(items)


class _Team:
    """Worker processes, replaced when one of them dies."""

    def __init__(
        self, processes: int, model: str, weights: str, authority: LocalActors | None
    ) -> None:
        self._size = processes
        self._arguments = (model, weights, authority)

    def extract_all(self, items: Iterable[Article | Skipped]) -> Iterator[Extraction | Skipped]:
        queue = batches(items)
        waiting: deque[tuple[Batch, Future[Results]]] = deque()
        pool = self._start(self._size)
        try:
            while True:
                # As many batches in flight as keep everyone busy, so that a feed of any
                # length is read no faster than it is worked off.
                while len(waiting) < 2 * self._size and (batch := next(queue, None)):
                    waiting.append((batch, _submit(pool, batch)))
                if not waiting:
                    return
                batch, future = waiting.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    pool.shutdown(wait=False, cancel_futures=True)
                    yield from self._one_by_one(batch)
                    pool = self._start(self._size)
                    waiting = deque((b, _submit(pool, b)) for b, _ in waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one_by_one(self, batch: Batch) -> Iterator[Extraction | Skipped]:
        """Find out which article a process dies of; the others are not lost."""
        pool = self._start(1)
        for item in batch:
            try:
                yield from _submit(pool, [item]).result()
            except BrokenProcessPool:
                name = item.source or item.id if isinstance(item, Article) else item.source
                hint = "split the article, or use fewer processes: each needs memory"
                yield Skipped(name, "the process that read it died", hint)
                pool = self._start(1)
        pool.shutdown(wait=False)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        # Not "fork": the caller may have threads (a progress bar, a server).
        return ProcessPoolExecutor(processes, get_context("spawn"), _load, self._arguments)


def _submit(pool: ProcessPoolExecutor, batch: Batch) -> "Future[Results]":
    try:
        return pool.submit(_work, batch)
    except BrokenProcessPool as error:  # It died between two batches.
        broken: Future[Results] = Future()
        broken.set_exception(error)
        return broken


def _load(model: str, weights: str, authority: LocalActors | None) -> None:
    # Ctrl-C goes to every process of the terminal; the caller decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _worker
    _worker = Extractor(model, weights, authority)


def _work(batch: Batch) -> Results:
    if _worker is None:
        raise RuntimeError("the worker process was not started by extract_with")
    return list(_worker.extract_all(batch))
