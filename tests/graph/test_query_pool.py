"""Queries that take too much are stopped, and those beside them are answered."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic

import pytest

from politigraph.graph.bounded_query import BoundedQuery, QueryLimits
from politigraph.graph.errors import (
    InvalidQuery,
    NotAStore,
    QueryStopped,
    RefusedQuery,
    TooManyQueries,
    UnknownItem,
)
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.query_child import GRACE_SECONDS
from politigraph.graph.query_pool import QueryPool
from politigraph.graph.store import Store
from tests.graph.extractions import sample

LIGHT = "SELECT ?p ?c { ?p :said ?c }"
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUGE_ORDER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
ALL_PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "kg"
    with KnowledgeGraph.open(path, writable=True) as graph:
        graph.add(sample())
    return path


async def waiting() -> None:
    await asyncio.Event().wait()


async def answer(pool: QueryPool, store: Store, asked: BoundedQuery | str) -> bytes:
    query = BoundedQuery(asked) if isinstance(asked, str) else asked
    run = await pool.run(store, query, waiting)
    return run.first + b"".join([part async for part in run.rest()])


def with_pool(
    folder: Path,
    limits: QueryLimits,
    ask: Callable[[QueryPool, Store], Awaitable[None]],
    size: int = 3,
    wait: float = 10.0,
) -> None:
    async def main() -> None:
        pool = QueryPool(limits, size, wait)
        with Store.open(folder) as store:
            try:
                await ask(pool, store)
            finally:
                await pool.close()

    asyncio.run(main())


def test_a_state_that_cannot_be_opened_costs_no_later_query(folder: Path, tmp_path: Path) -> None:
    gone = Path(shutil.copytree(folder, tmp_path / "gone"))

    async def ask(pool: QueryPool, store: Store) -> None:
        with Store.open(gone) as other:
            assert other.snapshot
            shutil.rmtree(other.snapshot)
            with pytest.raises(NotAStore):
                await answer(pool, other, LIGHT)
        await asyncio.sleep(pool.limits.seconds + GRACE_SECONDS + 0.2)
        assert await answer(pool, store, LIGHT) == store.query(LIGHT).serialize("json")

    with_pool(folder, QueryLimits(seconds=0.3), ask)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_the_answer_is_that_of_the_store(folder: Path, name: str) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        assert pool.isolates(store)
        expected = store.query(LIGHT).serialize(name)
        assert await answer(pool, store, BoundedQuery(LIGHT, solutions=name)) == expected

    with_pool(folder, QueryLimits(), ask)


def test_a_cross_product_is_stopped_while_others_are_answered(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        await pool.start()
        await answer(pool, store, LIGHT)
        heavy = [asyncio.create_task(answer(pool, store, CROSS_PRODUCT)) for _ in range(2)]
        begin, answered = monotonic(), 0
        while not all(task.done() for task in heavy):
            await answer(pool, store, LIGHT)
            answered += 1
        assert answered > 5
        assert monotonic() - begin < 8
        for task in heavy:
            with pytest.raises(QueryStopped, match=r"stopped after 1\.5 seconds") as found:
                await task
            assert found.value.reason == "time"
        assert pool.stopped == {"time": 2}
        assert await answer(pool, store, LIGHT)

    with_pool(folder, QueryLimits(seconds=1.5), ask)


def test_an_order_by_ends_at_its_memory_limit(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        with pytest.raises(QueryStopped, match="64 MiB of memory") as found:
            await answer(pool, store, HUGE_ORDER)
        assert found.value.reason == "memory"
        assert await answer(pool, store, LIGHT)

    with_pool(folder, QueryLimits(memory=64 << 20), ask, size=1)


@pytest.mark.parametrize(
    ("limits", "query"),
    [
        (QueryLimits(rows=100), ALL_PAIRS),
        (QueryLimits(rows=100), "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"),
        (QueryLimits(size=5000), ALL_PAIRS),
        (QueryLimits(rows=20_000), ALL_PAIRS),  # More than is held back: stopped on the way.
    ],
)
def test_an_answer_too_large_is_an_error(folder: Path, limits: QueryLimits, query: str) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        with pytest.raises(QueryStopped, match="more than") as found:
            await answer(pool, store, query)
        assert found.value.reason == "size"

    with_pool(folder, limits, ask)


def test_errors_come_back_as_they_are(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        with pytest.raises(InvalidQuery) as found:
            await answer(pool, store, "SELECT ?x {\n ?x ?y }")
        assert (found.value.line, found.value.column) == (2, 9)
        with pytest.raises(RefusedQuery, match="SERVICE"):
            await answer(pool, store, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        with pytest.raises(UnknownItem):
            await answer(pool, store, BoundedQuery(ALL_PAIRS, graph="urn:nowhere"))

    with_pool(folder, QueryLimits(), ask)


def test_a_query_that_nobody_waits_for_is_stopped(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        begin = monotonic()
        with pytest.raises(QueryStopped, match="nobody waits"):
            await pool.run(store, BoundedQuery(CROSS_PRODUCT), lambda: asyncio.sleep(0.1))
        assert monotonic() - begin < 5

    with_pool(folder, QueryLimits(), ask)


def test_when_all_are_busy_the_next_is_told_so(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        heavy = asyncio.create_task(answer(pool, store, CROSS_PRODUCT))
        await asyncio.sleep(0)
        with pytest.raises(TooManyQueries):
            await answer(pool, store, LIGHT)
        heavy.cancel()
        await asyncio.gather(heavy, return_exceptions=True)
        assert await answer(pool, store, LIGHT)

    with_pool(folder, QueryLimits(), ask, size=1, wait=2.0)


def test_a_newer_state_is_read_by_the_same_process(tmp_path: Path) -> None:
    def with_articles(number: int) -> None:
        with KnowledgeGraph.open(tmp_path / "kg", writable=True) as graph:
            graph.add(sample()) if number else graph.publish()

    async def main() -> None:
        pool = QueryPool(QueryLimits(), 1)
        counts = []
        for number in (0, 1):
            with_articles(number)
            with Store.open(tmp_path / "kg") as store:
                found = await answer(pool, store, BoundedQuery(LIGHT, solutions="csv"))
                counts.append(found.count(b"\n"))
        assert counts[0] == 1
        assert counts[1] > 1
        await pool.close()

    asyncio.run(main())


def test_no_process_is_left(folder: Path) -> None:
    found: list[int] = []

    async def ask(pool: QueryPool, store: Store) -> None:
        await answer(pool, store, LIGHT)
        found.extend(child.process.pid for child in pool._children)

    with_pool(folder, QueryLimits(), ask)
    assert found
    for pid in found:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_idle_process_that_the_system_killed_costs_no_query(folder: Path) -> None:
    async def ask(pool: QueryPool, store: Store) -> None:
        await pool.start()
        for _ in range(2):
            [child] = pool._children
            child.process.kill()
            await asyncio.to_thread(os.waitid, os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)
            assert await answer(pool, store, LIGHT) == store.query(LIGHT).serialize("json")
        assert not pool.stopped

    with_pool(folder, QueryLimits(), ask, size=1)


def test_a_store_in_memory_is_asked_in_this_process() -> None:
    async def main() -> None:
        pool = QueryPool(QueryLimits(rows=10), 1)
        with KnowledgeGraph.memory() as graph:
            graph.add(sample())
            assert not pool.isolates(graph.store)
            assert await answer(pool, graph.store, "ASK { ?p :said ?c }")
            with pytest.raises(QueryStopped, match="10 rows"):
                await answer(pool, graph.store, ALL_PAIRS)
        assert not pool._children

    asyncio.run(main())
