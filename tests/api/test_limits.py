"""A query that takes too much ends with an error, and other requests are answered meanwhile."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.bounded_query import QueryLimits
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.api.corpus import EXTRACTIONS

LIGHT = "SELECT ?p ?c { ?p :said ?c }"
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUGE_ORDER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
ALL_PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
LIMITS = QueryLimits(seconds=2.0, memory=128 << 20, rows=20_000)


@pytest.fixture(scope="module")
def limited(store: Path) -> Iterator[httpx.Client]:
    settings = ServiceSettings(limits=LIMITS, processes=3)
    with KnowledgeGraph.open(store) as graph, serving(create_app(graph, settings)) as client:
        yield client


def ask(client: httpx.Client, query: str, accept: str = "") -> httpx.Response:
    headers = {"accept": accept} if accept else {}
    return client.post("/sparql", data={"query": query}, headers=headers, timeout=30)


def stopped(client: httpx.Client, reason: str) -> float:
    name = f'politigraph_queries_stopped_total{{reason="{reason}"}} '
    lines = client.get("/metrics").text.splitlines()
    return next((float(line.removeprefix(name)) for line in lines if line.startswith(name)), 0.0)


def test_a_cross_product_is_stopped_while_others_are_answered(limited: httpx.Client) -> None:
    before = stopped(limited, "time")
    with ThreadPoolExecutor(2) as threads:
        heavy = [threads.submit(ask, limited, CROSS_PRODUCT) for _ in range(2)]
        answered = 0
        while not all(found.done() for found in heavy):
            assert ask(limited, LIGHT).status_code == 200
            assert limited.get("/claims?limit=1", timeout=10).status_code == 200
            answered += 1
    assert answered > 3
    for found in heavy:
        problem = found.result().json()
        assert problem["status"] == 422
        assert problem["detail"] == "the query was stopped after 2 seconds"
        assert problem["hint"]
    assert stopped(limited, "time") == before + 2


def test_an_order_by_ends_at_its_memory_limit(limited: httpx.Client) -> None:
    answer = ask(limited, HUGE_ORDER)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "the query needs more than 128 MiB of memory"
    assert ask(limited, LIGHT).status_code == 200


@pytest.mark.parametrize(
    ("query", "accept"),
    [("SELECT ?a { ?a ?b ?c . ?d ?e ?f }", "text/csv"), ("SELECT * { ?a ?b ?c }", "text/csv")],
)
def test_rows_are_counted_before_the_answer_begins(store: Path, query: str, accept: str) -> None:
    settings = ServiceSettings(limits=QueryLimits(rows=100))
    with KnowledgeGraph.open(store) as graph, serving(create_app(graph, settings)) as client:
        answer = ask(client, query, accept)
        assert answer.status_code == 422
        assert answer.json()["detail"] == "the answer has more than 100 rows"
        assert "LIMIT 100" in answer.json()["hint"]
        assert ask(client, f"{query} LIMIT 100", accept).text.count("\n") == 101


def test_an_answer_that_is_cut_on_its_way_cannot_pass_for_a_whole_one(
    limited: httpx.Client,
) -> None:
    before = stopped(limited, "size")
    with pytest.raises(httpx.RemoteProtocolError):
        ask(limited, ALL_PAIRS)
    assert stopped(limited, "size") == before + 1
    assert ask(limited, LIGHT).status_code == 200


def test_a_long_answer_arrives_whole(limited: httpx.Client) -> None:
    found = ask(limited, f"{ALL_PAIRS} LIMIT 20000").json()["results"]["bindings"]
    assert len(found) == 20_000


def test_a_client_that_goes_away_sets_its_process_free(limited: httpx.Client) -> None:
    before = stopped(limited, "gone")
    with pytest.raises(httpx.ReadTimeout):
        limited.post("/sparql", data={"query": CROSS_PRODUCT}, timeout=0.9)
    deadline = time.monotonic() + 1.0
    while stopped(limited, "gone") == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_a_store_on_disk_the_same_is_answered_in_this_process() -> None:
    with KnowledgeGraph.memory() as graph:
        for extraction in EXTRACTIONS:
            graph.add(extraction)
        settings = ServiceSettings(limits=QueryLimits(rows=50))
        with serving(create_app(graph, settings)) as client:
            assert ask(client, LIGHT).json()["results"]["bindings"]
            assert ask(client, ALL_PAIRS).status_code == 422
            assert ask(client, "SELECT").json()["line"] == 1
