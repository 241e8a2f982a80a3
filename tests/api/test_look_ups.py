"""Look-ups that are answered in front of the routes: as all answers are, and without a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from politigraph.api import look_ups
from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.query_pool import QueryPool
from tests.api.conftest import serving
from tests.api.corpus import EXTRACTIONS
from tests.api.test_operations import count

MARA = "<https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist>"
LIGHT = f"SELECT ?p ?o {{ {MARA} ?p ?o }}"
COUNTED = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that a process was asked for; but for the one that opens the store."""
    queries: list[str] = []
    run = QueryPool.run

    async def noted(self: QueryPool, store: object, asked: object, gone: object) -> object:
        if asked.sparql != "ASK {}":  # type: ignore[attr-defined]
            queries.append(asked.sparql)  # type: ignore[attr-defined]
        return await run(self, store, asked, gone)  # type: ignore[arg-type]

    monkeypatch.setattr(QueryPool, "run", noted)
    return queries


@contextmanager
def served(store: Path, settings: ServiceSettings | None = None) -> Iterator[httpx.Client]:
    with KnowledgeGraph.open(store) as graph, serving(create_app(graph, settings)) as client:
        yield client


def ask(client: httpx.Client, sparql: str, **headers: str) -> httpx.Response:
    return client.get(f"/sparql?query={quote(sparql)}", headers=headers)


def test_a_light_query_needs_no_process_and_says_what_another_way_says(
    store: Path, started: list[str]
) -> None:
    with served(store) as client:
        for accept in ("application/sparql-results+json", "text/csv", "application/xml"):
            direct = ask(client, LIGHT, accept=accept)
            assert not started
            # By POST it takes the long way.
            posted = client.post(
                "/sparql", data={"query": f"{LIGHT} # "}, headers={"accept": accept}
            )
            assert started.pop()
            assert direct.content == posted.content
            names = {*posted.headers} - {"date", "content-length"}
            assert {name: direct.headers[name] for name in names} == {
                name: posted.headers[name] for name in names
            }
            assert direct.headers["etag"]


def test_what_was_asked_before_needs_no_process(store: Path, started: list[str]) -> None:
    with served(store) as client:
        first, again = ask(client, COUNTED), ask(client, COUNTED)
        assert started == [COUNTED]
        assert first.content == again.content
        assert dict(first.headers) | {"date": ""} == dict(again.headers) | {"date": ""}


def test_a_light_query_is_known_in_any_spelling(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(store) as client:
        first, _ = ask(client, LIGHT), ask(client, f"{LIGHT} #")  # Kept the second time.
        # Whatever is looked up in the store now is an error.
        monkeypatch.setattr(look_ups, "answer_at_once", None)
        for other in (f"{LIGHT} # 7", LIGHT.replace(" ", "\n  "), LIGHT.replace(" {", "{")):
            assert ask(client, other).content == first.content


@pytest.mark.parametrize("sparql", [LIGHT, COUNTED])
def test_a_client_that_has_the_answer_is_told_so(client: httpx.Client, sparql: str) -> None:
    tag = ask(client, sparql).headers["etag"]
    same = ask(client, sparql, **{"if-none-match": f'"other", {tag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert "content-type" not in same.headers
    assert ask(client, sparql, **{"if-none-match": '"other"'}).status_code == 200
    assert ask(client, sparql, accept="text/csv", **{"if-none-match": tag}).status_code == 200


def test_head_has_the_headers_of_get(client: httpx.Client) -> None:
    get = ask(client, LIGHT)
    head = client.head(f"/sparql?query={quote(LIGHT)}")
    assert head.content == b""
    assert dict(head.headers) | {"date": ""} == dict(get.headers) | {"date": ""}


def test_look_ups_are_counted_and_have_the_security_headers(client: httpx.Client) -> None:
    labels = {"method": "GET", "route": "/sparql", "status": "200"}
    before = count(client, "politigraph_requests_total", **labels)
    answer = ask(client, LIGHT)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"]
    assert count(client, "politigraph_requests_total", **labels) == before + 1


def test_look_ups_count_for_the_rate(store: Path) -> None:
    with served(store, ServiceSettings(rate=0.2)) as client:
        assert [ask(client, LIGHT).status_code for _ in range(4)] == [200, 200, 429, 429]


def test_another_site_may_read_a_look_up_only_if_it_is_named(store: Path) -> None:
    desk, allowed = "https://desk.example", "access-control-allow-origin"
    with served(store, ServiceSettings(origins=(desk,))) as client:
        assert ask(client, LIGHT, origin=desk).headers[allowed] == desk
        assert allowed not in ask(client, LIGHT, origin="https://other.example").headers
        assert allowed not in ask(client, LIGHT).headers


def test_an_answer_holds_only_for_the_state_it_is_from() -> None:
    with KnowledgeGraph.memory() as graph, serving(create_app(graph)) as client:
        graph.add(EXTRACTIONS[0])
        few = [ask(client, sparql).json() for sparql in (LIGHT, COUNTED)]
        graph.add(EXTRACTIONS[1])
        more = [ask(client, sparql).json() for sparql in (LIGHT, COUNTED)]
        assert len(more[0]["results"]["bindings"]) > len(few[0]["results"]["bindings"])
        assert more[1] != few[1]


def test_what_is_wrong_with_a_look_up_is_a_problem(client: httpx.Client) -> None:
    for sparql, headers in (
        (f"SELECT ?p {{ {MARA} ?p <urn:a b> }}", {}),
        (f"SELECT ?x ?x {{ {MARA} ?p ?x", {}),
        (LIGHT, {"accept": "image/png"}),
        (LIGHT, {"accept": "text/turtle"}),
    ):
        answer = ask(client, sparql, **headers)
        assert answer.status_code == (406 if headers else 400)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_long_answer_to_a_light_query_comes_whole(store: Path, started: list[str]) -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    with served(store) as client:
        answer = ask(client, everything)
        assert started == [everything]
        quads = client.get("/health").json()["graph"]["quads"]
        assert len(answer.json()["results"]["bindings"]) == quads


def test_the_row_limit_holds_for_look_ups(store: Path) -> None:
    from politigraph.graph.bounded_query import QueryLimits

    with served(store, ServiceSettings(limits=QueryLimits(rows=2))) as client:
        assert ask(client, f"{LIGHT} LIMIT 2").status_code == 200
        refused = ask(client, LIGHT)
        assert refused.status_code == 422
        assert "more than 2 rows" in refused.json()["detail"]


def test_the_tag_of_one_default_graph_is_none_of_the_other(store: Path) -> None:
    tags = []
    for union in (True, False, True):
        settings = ServiceSettings(union=union)
        with (
            KnowledgeGraph.open(store) as graph,
            serving(create_app(graph, settings)) as client,
        ):
            tags.append(ask(client, LIGHT).headers["etag"])
    assert tags[0] == tags[2] != tags[1]
