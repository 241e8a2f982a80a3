"""Change what a service serves: one change at a time, answered when others can see it."""

from asyncio import Semaphore, timeout, to_thread
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, TypeVar

from politigraph.api.extracting import extract_articles
from politigraph.api.lock_waiting import CHANGE_SECONDS
from politigraph.api.settings import ServiceSettings
from politigraph.api.submissions import Rejected, Submission, Submitted
from politigraph.api.worker import Worker
from politigraph.api.writer import write_changes
from politigraph.extract.records import Article, Extraction, Skipped
from politigraph.graph.changes import Change
from politigraph.graph.errors import StoreLocked
from politigraph.graph.knowledge_graph import KnowledgeGraph

T = TypeVar("T")

_QUEUE_SECONDS: Final = 10.0
"""How long a change waits for those that came before it."""

EXTRACTION_SECONDS: Final = 120.0
"""How long the articles that are extracted together may take, the loading included."""


class Writing:
    """Makes changes to the graph of an application.

    With the ``path`` of its store, a process of its own does so, which is killed when a
    change takes longer, or more memory, than a query may; ``refresh`` then lets the
    application see what was published. Without, the graph is in memory and changed where it is.
    """

    def __init__(
        self,
        graph: Callable[[], KnowledgeGraph],
        settings: ServiceSettings,
        path: Path | None = None,
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        self._graph = graph
        self._limits = settings.limits
        self._refresh = refresh
        self._one_change = Semaphore()
        self._one_batch = Semaphore()
        self._writer = Worker(write_changes, path) if path else None
        self._extractor = Worker(extract_articles, settings.model, settings.weights)

    async def apply(self, change: Change[T], seconds: float | None = None) -> T:
        """Make a change, publish it, and return what came of it.

        Raises what ``change`` raises, ``StoreLocked`` while somebody else writes, and
        ``QueryStopped`` when it takes more time or memory than a query may. With ``seconds``
        it is the service's own, and only time is limited.
        """
        async with _turn(self._one_change):
            made: T = await to_thread(self._apply, change, seconds)
            return made

    def _apply(self, change: Change[T], seconds: float | None) -> T:
        if self._writer is None:
            return change.apply(self._graph())
        try:
            # What the service does of itself takes what it takes.
            memory = 0 if seconds else self._limits.memory
            most = seconds or self._limits.seconds
            made: T = self._writer.ask(change, most, CHANGE_SECONDS, memory)
            return made
        finally:
            self._refresh()

    async def read(self, sent: Submission) -> list[Submitted | Rejected]:
        """Return the articles of a body. Raise ``InvalidArticle`` when it holds none."""
        async with _turn(self._one_batch):
            found: list[Submitted | Rejected] = await to_thread(
                self._extractor.ask, sent, EXTRACTION_SECONDS
            )
            return found

    async def extract(self, articles: Sequence[Article]) -> list[Extraction | Skipped]:
        """Return what each article says, or why it cannot be read."""
        async with _turn(self._one_batch):
            found: list[Extraction | Skipped] = await to_thread(
                self._extractor.ask, articles, EXTRACTION_SECONDS
            )
            return found

    async def close(self) -> None:
        """End the processes, when they have done what they do."""
        for worker in (self._writer, self._extractor):
            if worker:
                await to_thread(worker.close)


@asynccontextmanager
async def _turn(one: Semaphore) -> AsyncIterator[None]:
    try:
        async with timeout(_QUEUE_SECONDS):
            await one.acquire()
    except TimeoutError:
        raise StoreLocked(
            "other changes are being made", hint="try again, and send less at a time"
        ) from None
    try:
        yield
    finally:
        one.release()
