"""Extract with several processes, each with a pipeline of its own.

Whole extractions cross the process border, not parses: a parse is a hundred
times larger than what the rules find in it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from politigraph.extract.annotate import DEFAULT_MODEL
from politigraph.extract.pipeline import BATCH, Extractor
from politigraph.extract.records import Article, Extraction, Skipped

_worker: Extractor | None = None


def extract_with(
    items: Iterable[Article | Skipped],
    *,
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    weights: str = "default",
) -> Iterator[Extraction | Skipped]:
    """Yield what `Extractor.extract_all` yields, in the same order.

    One process works in the caller's own; more are started fresh, each takes
    about a second to load its pipeline and 300 MB of memory.
    """
    # Made here in any case: a wrong model or weights name is one error at once,
    # not one in each worker.
    extractor = Extractor(model, weights)
    if processes <= 1:
        yield from extractor.extract_all(items)
        return
    queue = iter(items)
    waiting: deque[Future[list[Extraction | Skipped]]] = deque()
    # Not "fork": the caller may have threads (a progress bar, a server).
    with ProcessPoolExecutor(processes, get_context("spawn"), _start, (model, weights)) as pool:
        while True:
            # As many batches in flight as keep everyone busy, so that a feed of any
            # length is read no faster than it is worked off.
            while len(waiting) < 2 * processes and (batch := list(islice(queue, BATCH))):
                waiting.append(pool.submit(_work, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _start(model: str, weights: str) -> None:
    global _worker
    _worker = Extractor(model, weights)


def _work(batch: list[Article | Skipped]) -> list[Extraction | Skipped]:
    if _worker is None:
        raise RuntimeError("the worker process was not started by extract_with")
    return list(_worker.extract_all(batch))
