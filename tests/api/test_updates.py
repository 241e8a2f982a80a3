"""Updates and graphs over HTTP: each clause of the protocols, on disk and in memory."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.server import served_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.bounded_query import QueryLimits
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving

TOKEN = "0123456789abcdef-0123456789abcdef"
BEARER = {"authorization": f"Bearer {TOKEN}"}
SETTINGS = ServiceSettings(
    token=TOKEN, updates=True, union=False, limits=QueryLimits(seconds=10.0), upload=2_000_000
)
UPDATE = {"content-type": "application/sparql-update", **BEARER}
TURTLE = {"content-type": "text/turtle", **BEARER}
_NUMBERS = " ".join(map(str, range(300)))
ROWS = " ".join(f"VALUES ?{name} {{ {_NUMBERS} }}" for name in "abc")


@pytest.fixture(scope="module", params=["disk", "memory"])
def writable(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("writable") / "kg"
        KnowledgeGraph.open(folder, writable=True).close()
        with serving(served_app(folder, SETTINGS)) as client:
            yield client
    else:
        with KnowledgeGraph.memory() as graph, serving(create_app(graph, SETTINGS)) as client:
            yield client


@pytest.fixture(autouse=True)
def _emptied(writable: httpx.Client) -> None:
    assert update(writable, "DROP ALL") == 204


def update(client: httpx.Client, text: str, **parameters: Any) -> int:
    answer = client.post("/sparql", content=text, params=parameters, headers=UPDATE)
    return answer.status_code


def ask(client: httpx.Client, pattern: str) -> bool:
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    found: bool = answer.raise_for_status().json()["boolean"]
    return found


# SPARQL 1.1 Protocol, 2.2: update operations


def test_an_update_by_post_directly_is_seen_by_the_next_request(writable: httpx.Client) -> None:
    for number in range(3):
        assert update(writable, f"INSERT DATA {{ <urn:s> <urn:p> {number} }}") == 204
        assert ask(writable, f"<urn:s> <urn:p> {number}")


def test_an_update_by_a_form(writable: httpx.Client) -> None:
    body = {"update": "INSERT DATA { <urn:s> <urn:p> 1 }"}
    assert writable.post("/sparql", data=body, headers=BEARER).status_code == 204
    assert ask(writable, "<urn:s> <urn:p> 1")


def test_an_update_is_one_transaction(writable: httpx.Client) -> None:
    assert update(writable, "INSERT DATA { <urn:s> <urn:p> 1 } ; DROP GRAPH <urn:none>") == 409
    assert not ask(writable, "<urn:s> <urn:p> 1")


def test_a_failed_update_is_no_new_state(writable: httpx.Client) -> None:
    before = writable.get("/ready").json()["generation"]
    for text, status in (
        ("INSERT DATA {", 400),
        ("DROP GRAPH <urn:none>", 409),
        ("LOAD <http://127.0.0.1:9/>", 403),
        ("INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
    ):
        assert update(writable, text) == status
    assert writable.get("/ready").json()["generation"] == before


def test_a_wrong_update_says_where(writable: httpx.Client) -> None:
    answer = writable.post("/sparql", content="INSERT DATA {\n <urn:s> }", headers=UPDATE)
    assert answer.status_code == 400
    assert answer.json()["line"] == 2


def test_the_dataset_of_the_request(writable: httpx.Client) -> None:
    update(
        writable,
        "INSERT DATA { GRAPH <urn:a> { <urn:1> <urn:p> 1 } GRAPH <urn:b> { <urn:2> <urn:p> 2 } }",
    )
    copy = "INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }"
    assert update(writable, copy, **{"using-graph-uri": ["urn:a"]}) == 204
    assert ask(writable, "<urn:1> <urn:q> 1 FILTER NOT EXISTS { <urn:2> <urn:q> 2 }")
    copy = "INSERT { ?g <urn:holds> ?s } WHERE { GRAPH ?g { ?s <urn:p> ?o } }"
    assert update(writable, copy, **{"using-named-graph-uri": ["urn:b"]}) == 204
    assert ask(writable, "<urn:b> <urn:holds> <urn:2> FILTER NOT EXISTS { <urn:a> <urn:holds> ?x }")


def test_two_datasets_and_impossible_graphs_are_errors(writable: httpx.Client) -> None:
    moved = "WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert update(writable, moved, **{"using-graph-uri": "urn:a"}) == 400
    for graph in ("urn:a> WHERE {} ; DROP ALL #", "relative", ""):
        copy = "INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }"
        assert update(writable, copy, **{"using-graph-uri": graph}) == 400


def test_relative_iris_have_a_base(writable: httpx.Client) -> None:
    assert update(writable, "INSERT DATA { <article/a1> <urn:p> <b> }") == 204
    article = "https://w3id.org/politigraph/id/article/a1"
    assert ask(writable, f"<{article}> <urn:p> ?o FILTER(isIRI(?o))")
    assert ask(writable, "<article/a1> <urn:p> <b>")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (urlencode({"update": "CLEAR ALL", "query": "ASK {}"}), "form", 400),
        (urlencode([("update", "CLEAR ALL")] * 2), "form", 400),
        ("CLEAR ALL", "text/plain", 415),
        ("CLEAR ALL", "", 415),
        (b"\xff\xfe", "application/sparql-update", 400),
        ("CLEAR ALL", "application/sparql-update; charset=utf-16", 415),
    ],
)
def test_what_is_no_update_operation(
    writable: httpx.Client, body: str | bytes, content_type: str, status: int
) -> None:
    name = "application/x-www-form-urlencoded" if content_type == "form" else content_type
    headers = {**BEARER, **({"content-type": name} if name else {})}
    assert writable.post("/sparql", content=body, headers=headers).status_code == status


def test_an_empty_update_changes_nothing(writable: httpx.Client) -> None:
    assert update(writable, "") == 204


# The default graph, and what the service says of itself


def test_the_plain_default_graph_is_the_one_without_a_name(writable: httpx.Client) -> None:
    update(writable, "INSERT DATA { <urn:s> <urn:p> 1 GRAPH <urn:g> { <urn:t> <urn:p> 2 } }")
    assert not ask(writable, "<urn:t> ?p ?o")
    assert ask(writable, "GRAPH <urn:g> { <urn:t> ?p ?o } <urn:s> ?p ?q")
    assert "urn:t" not in writable.get("/graphs?default").text


def test_the_service_description_says_how_it_is_run(writable: httpx.Client) -> None:
    text = writable.get("/sparql", headers={"accept": "application/n-triples"}).text
    assert "SPARQL11Update" in text
    assert "UnionDefaultGraph" not in text
    with KnowledgeGraph.memory() as graph, serving(create_app(graph)) as reader:
        text = reader.get("/sparql", headers={"accept": "application/n-triples"}).text
        assert "SPARQL11Update" not in text
        assert "UnionDefaultGraph" in text


# SPARQL 1.1 Graph Store HTTP Protocol, 5.3 to 5.5


def test_put_makes_and_replaces_a_graph(writable: httpx.Client) -> None:
    where = {"graph": "urn:g"}
    for content, status in (("<urn:s> <urn:p> 1 .", 201), ("<urn:s> <urn:p> 2, 3 .", 204)):
        answer = writable.put("/graphs", params=where, content=content, headers=TURTLE)
        assert (answer.status_code, answer.content) == (status, b"")
    text = writable.get("/graphs", params=where, headers={"accept": "application/n-triples"}).text
    assert len(text.splitlines()) == 2
    assert not ask(writable, "?s ?p ?o")


def test_an_empty_document_is_a_graph_too(writable: httpx.Client) -> None:
    for method in ("PUT", "POST"):
        where = {"graph": f"urn:empty-{method}"}
        answer = writable.request(method, "/graphs", params=where, headers=TURTLE)
        assert answer.status_code == 201
        assert writable.get("/graphs", params=where).status_code == 200
    answer = writable.put("/graphs", params={"graph": "urn:empty-PUT"}, headers=TURTLE)
    assert answer.status_code == 204


def test_post_adds_to_a_graph(writable: httpx.Client) -> None:
    for number, status in ((1, 201), (2, 204)):
        answer = writable.post(
            "/graphs?graph=urn:g", content=f"<urn:s> <urn:p> {number} .", headers=TURTLE
        )
        assert answer.status_code == status
    assert ask(writable, "GRAPH <urn:g> { <urn:s> <urn:p> 1, 2 }")


def test_blank_nodes_of_two_documents_are_two(writable: httpx.Client) -> None:
    for _ in range(2):
        writable.post("/graphs?graph=urn:g", content="_:a <urn:p> 1 .", headers=TURTLE)
    assert ask(writable, "GRAPH <urn:g> { ?a <urn:p> 1 . ?b <urn:p> 1 FILTER(?a != ?b) }")


def test_post_to_the_store_makes_a_graph_with_an_address(writable: httpx.Client) -> None:
    answer = writable.post("/graphs", content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    assert answer.status_code == 201
    assert "urn:s" in writable.get(answer.headers["location"]).text


def test_the_default_graph_is_written_like_any(writable: httpx.Client) -> None:
    assert writable.put("/graphs?default", content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    answer = writable.post("/graphs?default", content="<urn:s> <urn:p> 2 .", headers=TURTLE)
    assert answer.status_code == 204
    assert ask(writable, "<urn:s> <urn:p> 1, 2")
    assert writable.delete("/graphs?default", headers=BEARER).status_code == 204
    assert not ask(writable, "?s ?p ?o")


def test_delete_removes_a_graph_once(writable: httpx.Client) -> None:
    writable.put("/graphs?graph=urn:g", content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    for status in (204, 404):
        assert writable.delete("/graphs?graph=urn:g", headers=BEARER).status_code == status
    assert writable.get("/graphs?graph=urn:g").status_code == 404


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/turtle; charset=utf-8", "<urn:s> <urn:p> 'é' ."),
        ("application/n-triples", '<urn:s> <urn:p> "é" .'),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
            '<rdf:Description rdf:about="urn:s"><u:p>é</u:p></rdf:Description></rdf:RDF>',
        ),
        ("application/ld+json", '{"@id": "urn:s", "urn:p": "é"}'),
    ],
)
def test_a_document_in_each_format(writable: httpx.Client, content_type: str, content: str) -> None:
    headers = {**BEARER, "content-type": content_type}
    answer = writable.put("/graphs?graph=urn:g", content=content.encode(), headers=headers)
    assert answer.status_code == 201
    assert ask(writable, 'GRAPH <urn:g> { <urn:s> <urn:p> "é" }')


@pytest.mark.parametrize(
    ("target", "content_type", "content", "status"),
    [
        ("?graph=urn:g", "text/turtle", "<urn:s> <urn:p>", 400),
        ("?graph=urn:g", "text/turtle", "<s", 400),
        ("?graph=urn:g", "application/ld+json", '{"@context": "http://127.0.0.1:9/"}', 400),
        (
            "?graph=urn:g",
            "application/rdf+xml",
            "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>",
            400,
        ),
        ("?graph=urn:g", "text/html", "<p>", 415),
        ("?graph=urn:g", "", "", 415),
        ("?graph=urn:g", "text/turtle; charset=latin-1", "", 415),
        ("?graph=relative", "text/turtle", "", 400),
        ("?graph=urn:a%3E%7D;DROP%20ALL", "text/turtle", "", 400),
        ("?graph=", "text/turtle", "", 400),
        ("?graph=urn:g&default", "text/turtle", "", 400),
        ("?graph=urn:g&graph=urn:h", "text/turtle", "", 400),
    ],
)
def test_what_becomes_no_graph(
    writable: httpx.Client, target: str, content_type: str, content: str, status: int
) -> None:
    headers = {**BEARER, **({"content-type": content_type} if content_type else {})}
    for method in ("PUT", "POST"):
        answer = writable.request(method, f"/graphs{target}", content=content, headers=headers)
        assert answer.status_code == answer.json()["status"] == status
    assert not ask(writable, "{ ?s ?p ?o } UNION { GRAPH ?g {} }")


def test_put_without_a_graph_names_none(writable: httpx.Client) -> None:
    assert writable.put("/graphs", content="", headers=TURTLE).status_code == 400
    assert writable.delete("/graphs", headers=BEARER).status_code == 400


def test_the_union_is_not_replaced(tmp_path: Path) -> None:
    settings = ServiceSettings(token=TOKEN, updates=True)
    with KnowledgeGraph.memory() as graph, serving(create_app(graph, settings)) as client:
        assert update(client, "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }") == 204
        assert ask(client, "<urn:s> <urn:p> 1")
        answer = client.put("/graphs?default", content="", headers=TURTLE)
        assert answer.status_code == 403
        assert client.delete("/graphs?default", headers=BEARER).status_code == 403
        assert ask(client, "<urn:s> <urn:p> 1")


@contextmanager
def limited(folder: Path, limits: QueryLimits) -> Iterator[httpx.Client]:
    """Serve a new store of one triple, and let updates take so much."""
    KnowledgeGraph.open(folder, writable=True).close()
    settings = ServiceSettings(token=TOKEN, updates=True, union=False, limits=limits)
    with serving(served_app(folder, settings)) as client:
        client.timeout = httpx.Timeout(60)
        assert update(client, "INSERT DATA { <urn:s> <urn:p> 1 }") == 204
        yield client


def test_an_update_that_takes_too_long_is_killed_and_leaves_nothing(tmp_path: Path) -> None:
    with limited(tmp_path / "kg", QueryLimits(seconds=1.0, memory=1 << 40)) as client:
        endless = f"CLEAR ALL ; INSERT {{ <urn:s> <urn:q> ?n }} WHERE {{ {ROWS} BIND(?a AS ?n) }}"
        told = client.post("/sparql", content=endless, headers=UPDATE)
        assert told.status_code == 422
        # What the user set, and not how long another writer was waited for.
        assert told.json()["detail"] == "stopped, as it takes more than 1 s"
        assert ask(client, "<urn:s> <urn:p> 1 FILTER NOT EXISTS { ?s <urn:q> ?o }")
        assert update(client, "INSERT DATA { <urn:s> <urn:p> 2 }") == 204
        assert ask(client, "<urn:s> <urn:p> 1, 2")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is looked at in /proc")
def test_an_update_that_takes_too_much_memory_is_killed_and_leaves_nothing(tmp_path: Path) -> None:
    with limited(tmp_path / "kg", QueryLimits(seconds=30.0, memory=64 << 20)) as client:
        huge = f"CLEAR ALL ; INSERT {{ <urn:s> <urn:q> ?n }} WHERE {{ {ROWS} BIND(STR(?a) AS ?n) }}"
        told = client.post("/sparql", content=huge, headers=UPDATE)
        assert told.status_code == 422
        assert told.json()["detail"] == "stopped, as it takes more than 64 MiB of memory"
        assert ask(client, "<urn:s> <urn:p> 1 FILTER NOT EXISTS { ?s <urn:q> ?o }")
        few = " ".join(f"<urn:s> <urn:r> {number} ." for number in range(50_000))
        assert update(client, f"INSERT DATA {{ {few} }}") == 204
        assert ask(client, "<urn:s> <urn:p> 1 ; <urn:r> 49999")
