"""Run queries from people we do not know in processes that can be killed.

No query can be cancelled in Oxigraph, and ORDER BY takes as much memory as it likes.
So each query has a process to itself while it runs; past its deadline, or when nobody
waits for the answer any more, the process is killed and another one takes its place.
"""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from politigraph.graph.bounded_query import (
    BoundedQuery,
    Head,
    Kind,
    QueryLimits,
    evaluate,
    read_error,
    stopped,
)
from politigraph.graph.errors import StopReason, TooManyQueries
from politigraph.graph.query_process import Child
from politigraph.graph.store import Store

HELD_BACK: Final = 1 << 20
"""Bytes of an answer that are read before it is handed on: an error in them is still an error."""

PATIENCE_SECONDS: Final = 0.5
"""How long a query runs before somebody looks whether the client still waits."""

_GROWTH_SECONDS: Final = 0.05


class QueryPool:
    """At most ``size`` processes; the first starts with the first query.

    A pool belongs to the event loop that it is first used in. A store in memory, or
    one open for writing, cannot be read by another process: its queries run in threads of
    this one, where neither time nor memory is limited (``isolates`` tells).
    """

    def __init__(self, limits: QueryLimits, size: int, wait_seconds: float = 10.0) -> None:
        self.limits = limits
        self.size = size
        self.stopped: Counter[str] = Counter()
        self.running = 0
        self._wait_seconds = wait_seconds
        self._children: set[Child] = set()
        self._started = 0
        self._starting = 0
        self._idle: asyncio.LifoQueue[Child] = asyncio.LifoQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @staticmethod
    def isolates(store: Store) -> bool:
        """Tell whether queries on this store run in processes that can be killed."""
        return sys.platform != "win32" and store.snapshot is not None

    async def run(
        self, store: Store, asked: BoundedQuery, abandoned: Callable[[], Awaitable[None]]
    ) -> "Run":
        """Start a query and return its head and the first of its data.

        ``abandoned`` returns when nobody waits any more. Raises what the query
        raises, ``QueryStopped``, and ``TooManyQueries``.
        """
        if not self.isolates(store):
            frames = await asyncio.to_thread(_frames, store, asked, self.limits)
            return await Run.begin(_Finished(frames))
        child = await self._acquire()
        return await Run.begin(_Running(self, child, store, asked, abandoned))

    async def start(self) -> None:
        """Start a first process, so that the first query need not wait for it."""
        if not self._started:
            self._started += 1
            await self._add()

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        # A process that is being started is not ours to end until it is there.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(child.ended() for child in list(self._children)))
        self._children.clear()

    async def _acquire(self) -> Child:
        waited = 0.0
        while waited < self._wait_seconds:
            # A new process costs as much as some hundred light queries: first wait a little.
            if (
                not self._starting
                and (not self._started or waited > 0)
                and self._started < self.size
            ):
                self._started += 1
                self._spawn()
            try:
                async with asyncio.timeout(_GROWTH_SECONDS):
                    child = await self._idle.get()
            except TimeoutError:
                waited += _GROWTH_SECONDS
                continue
            if child.alive:
                return child
            # The system ends idle processes too, where the machine runs out of memory.
            await self.replace(child)
        raise TooManyQueries(
            f"all {self.size} processes are busy with other queries", hint="try again later"
        )

    def _spawn(self) -> None:
        task = asyncio.create_task(self._add())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        self._starting += 1
        try:
            child = await Child.start(self.limits)
        except BaseException:
            self._started -= 1
            raise
        finally:
            self._starting -= 1
        self._children.add(child)
        self._idle.put_nowait(child)

    def give_back(self, child: Child) -> None:
        """Take back a child that has answered to the end."""
        self._idle.put_nowait(child)

    async def replace(self, child: Child) -> StopReason:
        """End a child, start another in its place, and say why it ended."""
        self._children.discard(child)
        if not self._closed:
            self._spawn()
        status = await child.ended()
        if child.why:
            return child.why
        if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
            return "memory"  # Rust aborts when there is none, and so may the system.
        return "time" if status == -signal.SIGALRM else "crash"


class _Finished:
    """The frames of a query that has run."""

    def __init__(self, frames: list[tuple[Kind, bytes]]) -> None:
        self._frames = frames

    async def frame(self) -> tuple[Kind, bytes]:
        return self._frames.pop(0)

    async def close(self) -> None:
        self._frames.clear()


class _Running:
    """The frames of a query that runs in a child, which is watched meanwhile."""

    def __init__(
        self,
        pool: QueryPool,
        child: Child,
        store: Store,
        asked: BoundedQuery,
        abandoned: Callable[[], Awaitable[None]],
    ) -> None:
        self._pool, self._child, self._store, self._asked = pool, child, store, asked
        self._abandoned = abandoned
        self._sent = self._done = False
        self._watch: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(pool.limits.seconds, child.kill, "time")
        self._look = loop.call_later(PATIENCE_SECONDS, self._begin_watch)
        pool.running += 1

    def _begin_watch(self) -> None:
        self._watch = asyncio.create_task(self._kill_if_abandoned())

    async def _kill_if_abandoned(self) -> None:
        await self._abandoned()
        self._child.kill("gone")

    async def frame(self) -> tuple[Kind, bytes]:
        try:
            if not self._sent:
                self._sent = True
                await self._child.ask(self._store, self._asked)
            kind, content = await self._child.frame()
        except (EOFError, ConnectionError):
            self._let_go()
            reason = await self._pool.replace(self._child)
            self._pool.stopped[reason] += 1
            raise stopped(reason, self._pool.limits) from None
        if kind in "EZ":
            self._let_go()
            self._pool.give_back(self._child)
        return kind, content

    def _let_go(self) -> None:
        self._done = True
        self._deadline.cancel()
        self._look.cancel()
        if self._watch:
            self._watch.cancel()
        self._pool.running -= 1

    async def close(self) -> None:
        if not self._done:
            self._let_go()
            self._child.kill("gone")
            await self._pool.replace(self._child)


class Run:
    """A query that is being answered: its ``head``, what was read, and the rest to come."""

    def __init__(self, source: _Finished | _Running) -> None:
        self._source = source
        self.head: Head
        self.first = b""
        self.complete = False

    @classmethod
    async def begin(cls, source: _Finished | _Running) -> "Run":
        """Read the head and the data up to `HELD_BACK`."""
        run = cls(source)
        try:
            kind, content = await source.frame()
            run.head = Head(**json.loads(_checked(kind, content)))
            parts = [part async for part in run._parts(HELD_BACK)]
        except BaseException:
            await run.close()
            raise
        run.first = b"".join(parts)
        return run

    async def _parts(self, most: int) -> AsyncIterator[bytes]:
        while most > 0 and not self.complete:
            kind, content = await self._source.frame()
            self.complete = kind in "EZ"
            _checked(kind, content)
            most -= len(content)
            if content:
                yield content

    def rest(self) -> AsyncIterator[bytes]:
        """Yield the data after ``first``. Raise ``QueryStopped`` when it is cut short."""
        return self._parts(sys.maxsize)

    async def close(self) -> None:
        """End the query if it still runs. Closing twice does nothing."""
        await self._source.close()


def _checked(kind: Kind, content: bytes) -> bytes:
    if kind == "E":
        raise read_error(content)
    return content


def _frames(store: Store, asked: BoundedQuery, limits: QueryLimits) -> list[tuple[Kind, bytes]]:
    frames: list[tuple[Kind, bytes]] = []
    evaluate(store, asked, limits, lambda kind, content: frames.append((kind, content)))
    return frames
