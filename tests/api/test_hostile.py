"""What hostile requests get: an error of theirs, and a service that goes on."""

import json
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import httpx
import pytest

from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.raw_requests import connected, raw, trap

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HERALD = "https://w3id.org/politigraph/id/graph/herald-1"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { {SERVICE x:{ ?s ?p ?o }} }",
        "SELECT * { #\r SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <urn:g>",
        "ASK {} ; LOAD <URL>",
        "CREATE GRAPH <urn:g> ; LOAD <URL>",
    ],
)
def test_no_query_makes_the_service_fetch_anything(client: httpx.Client, query: str) -> None:
    with trap() as (url, caught):
        text = query.replace("URL", url)
        for answer in (
            client.post("/sparql", data={"query": text}),
            client.get("/sparql", params={"query": text}),
        ):
            assert answer.status_code in (400, 403)
        assert not caught


def test_no_parameter_makes_the_service_fetch_anything(client: httpx.Client) -> None:
    with trap() as (url, caught):
        for name in ("default-graph-uri", "named-graph-uri"):
            answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", name: url})
            assert answer.status_code == 403
        assert client.get("/graphs", params={"graph": url}).status_code == 404
        assert client.get("/graphs", params={"graph": "file:///etc/passwd"}).status_code == 404
        assert not caught


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/claims/..%2f..%2f..%2fetc%2fpasswd",
        "/articles/%2e%2e%2f%2e%2e%2fpolitigraph-store.json",
        "/articles/..%5c..%5cetc%5cpasswd",
        "/entities/%00",
        "/entities/file:%2f%2f%2fetc%2fpasswd",
        "//etc/passwd",
        "/claims/" + "a" * 5000,
    ],
)
def test_no_path_leads_to_a_file(client: httpx.Client, path: str) -> None:
    answer = raw(client, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    status, body = answer
    assert status in (400, 404)
    assert b"root:" not in body
    assert b"Traceback" not in body


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("POST", "/articles"),
        ("DELETE", "/articles/herald-1"),
        ("PUT", f"/graphs?graph={quote(HERALD, safe='')}"),
        ("DELETE", f"/graphs?graph={quote(HERALD, safe='')}"),
        ("POST", "/sparql?update=DROP%20ALL"),
        ("PATCH", "/claims"),
        ("TRACE", "/"),
        ("CONNECT", "/"),
    ],
)
def test_nobody_writes(client: httpx.Client, method: str, target: str) -> None:
    before = client.get("/health").json()["graph"]["quads"]
    request = f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n"
    status, _ = raw(client, f"{request}\r\n".encode())
    assert status in (400, 403, 404, 405, 415)
    assert client.get("/health").json()["graph"]["quads"] == before


def test_a_body_of_100_mb_is_refused_before_it_is_read(client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: 104857600\r\n\r\n"
    begin = monotonic()
    status, _ = raw(client, head + b"query=" + b"#" * 100_000)
    assert status == 413
    assert monotonic() - begin < 5


def test_a_chunked_body_of_100_mb_is_refused_on_its_way(client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n%s\r\n" % (1 << 20, b"#" * (1 << 20))
    with connected(client) as connection:
        sent = 0
        try:
            connection.sendall(head)
            for _ in range(100):
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass
        assert sent < 100 << 20


def test_slow_clients_hold_up_nobody(client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: 100\r\n\r\nquery="
    slow = [connected(client) for _ in range(40)]
    connections = [context.__enter__() for context in slow]
    try:
        for number, connection in enumerate(connections):
            connection.sendall(head if number % 2 else head[:20])
        begin = monotonic()
        for _ in range(10):
            assert client.get("/claims?limit=1").status_code == 200
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert monotonic() - begin < 10
    finally:
        for context in slow:
            context.__exit__(None, None, None)


def test_a_body_that_does_not_come_is_not_waited_for(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("politigraph.api.bodies.BODY_SECONDS", 0.3)
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: 100\r\n\r\nquery="
    status, body = raw(client, head)
    assert status == 408
    assert b"took more than 0.3 s" in body


def test_a_query_of_10_000_terms(client: httpx.Client) -> None:
    patterns = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(10_000))
    values = " ".join(f'"{n}"' for n in range(10_000))
    filters = " && ".join(f"?c != {n}" for n in range(10_000))
    for query in (
        f"ASK {{ {patterns} }}",
        f"SELECT ?c {{ VALUES ?c {{ {values} }} ?p :said ?c }}",
        f"SELECT ?c {{ ?p :said ?c FILTER({filters}) }}",
        "ASK " + "{" * 10_000 + "}" * 10_000,
        "SELECT ?c { ?p " + "(" * 10_000 + ":said" + ")" * 10_000 + " ?c }",
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
    ):
        answer = client.post("/sparql", data={"query": query}, timeout=40)
        assert answer.status_code in (200, 400, 422), answer.text[:200]
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=%FF%FE",
        "/sparql?query=ASK%7B%7D&%FF=1",
        "/claims?speaker=%FF",
        "/claims?q=%C3%28",
        "/claims?since=2022%0d%0aSet-Cookie:%20a=b",
        "/graphs?graph=%FF",
        "/entities/%FF",
        "/claims?cursor=%00%00",
        "/sparql?" + "&".join(f"a{n}=1" for n in range(2000)),
    ],
)
def test_bytes_that_are_no_text_are_an_error_of_the_client(
    client: httpx.Client, target: str
) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    status, body = raw(client, request.encode())
    assert status in (200, 400, 404)
    json.loads(body)


def test_invalid_utf_8_in_a_body(client: httpx.Client) -> None:
    direct = {"content-type": "application/sparql-query"}
    assert client.post("/sparql", content=b"ASK { \xff }", headers=direct).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        b"Host: x\r\nAccept: text/csv\r\n\tSet-Cookie: a=b\r\n",
        b"Host: x\r\nAccept: text/\x00csv\r\n",
        b"Host: x\r\nAccept: " + b"text/csv;q=0.1," * 3000 + b"\r\n",
        b'Host: x"><script>\r\n',
        b"Host: x y\r\n",
        b"Host: \xff\xfe\r\n",
        b"Host: a\r\nHost: b\r\n",
        b"Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Host: x\r\nIf-None-Match: " + b'"a",' * 2000 + b"\r\n",
        b"Host: x\r\nX-Forwarded-For: \xff, 1.2.3.4\r\n",
    ],
)
@pytest.mark.parametrize("target", [b"/sparql", b"/sparql?query=ASK%7B%7D", b"/claims"])
def test_no_header_gets_into_an_answer(client: httpx.Client, target: bytes, headers: bytes) -> None:
    request = b"GET " + target + b" HTTP/1.1\r\n" + headers + b"Connection: close\r\n\r\n"
    status, body = raw(client, request)
    assert status in (200, 400, 406)
    assert b"<script>" not in body
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("value", ["text/csv\r\nSet-Cookie: a=b", "x\ny: z"])
def test_line_ends_in_parameters_do_not_become_headers(client: httpx.Client, value: str) -> None:
    for target in ("/claims", "/sparql", "/graphs"):
        for name in ("q", "query", "graph", "cursor"):
            answer = client.get(target, params={name: value})
            assert "set-cookie" not in answer.headers
            assert "y" not in answer.headers


def test_all_that_left_the_store_as_it_was(client: httpx.Client, store: Path) -> None:
    with KnowledgeGraph.open(store) as graph:
        assert client.get("/health").json()["graph"]["fingerprint"] == graph.fingerprint
    assert client.get("/ready").json()["status"] == "ready"
