"""What hostile requests get: an error of theirs, and a service that goes on."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HERALD = "https://w3id.org/politigraph/id/graph/herald-1"


TOKEN = "0123456789abcdef"
BEARER = b"Authorization: Bearer 0123456789abcdef\r\n"
WRITES = [
    b"POST /articles HTTP/1.1\r\nContent-Type: application/json\r\n",
    b"POST /articles HTTP/1.1\r\nContent-Type: text/html\r\n",
    b"PUT /graphs?graph=urn:g HTTP/1.1\r\nContent-Type: text/turtle\r\n",
    b"POST /graphs HTTP/1.1\r\nContent-Type: text/turtle\r\n",
    b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-update\r\n",
]


@pytest.fixture(scope="module")
def writable() -> Iterator[httpx.Client]:
    """A service that lets the bearer of the token change anything."""
    settings = ServiceSettings(token=TOKEN, updates=True)
    with KnowledgeGraph.memory() as graph, serving(create_app(graph, settings)) as client:
        yield client


@contextmanager
def trap() -> Iterator[tuple[str, list[object]]]:
    """An address that nobody should connect to, and who did."""
    caught: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        stop = threading.Event()

        def watch() -> None:
            while not stop.is_set():
                try:
                    connection, address = listener.accept()
                except TimeoutError:
                    continue
                caught.append(address)
                connection.close()

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/", caught
        finally:
            stop.set()
            thread.join()


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


@pytest.mark.parametrize("head", WRITES)
def test_a_change_of_100_mb_is_refused_before_it_is_read(
    writable: httpx.Client, head: bytes
) -> None:
    length = b"Host: x\r\nContent-Length: 104857600\r\n"
    for token, expected in ((BEARER, 413), (b"", 401), (BEARER[:-3] + b"\r\n", 401)):
        begin = monotonic()
        status, _ = raw(writable, head + length + token + b"\r\n" + b"#" * 100_000)
        assert status == expected
        assert monotonic() - begin < 5
    assert writable.get("/health").json()["graph"]["quads"] == 0


@pytest.mark.parametrize("head", WRITES)
def test_a_change_that_does_not_come_is_not_waited_for(
    writable: httpx.Client, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("politigraph.api.bodies.BODY_SECONDS", 0.3)
    status, _ = raw(writable, head + BEARER + b"Host: x\r\nContent-Length: 100\r\n\r\n{")
    assert status == 408


@pytest.mark.parametrize("token", [b"", BEARER])
@pytest.mark.parametrize(
    "headers",
    [
        b"Host: x\r\nContent-Type: text/turtle\r\n\tX: y\r\nContent-Length: 0\r\n",
        b"Host: x\r\nContent-Type: text/turtle;charset=\xff\r\nContent-Length: 0\r\n",
        b'Host: x"><script>\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\n',
        b"Host: x\r\nContent-Type: \x00\r\nContent-Length: 0\r\n",
        b"Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Host: x\r\nContent-Length: -1\r\n",
        b"Host: x\r\nAuthorization: Bearer " + b"a" * 20_000 + b"\r\nContent-Length: 0\r\n",
        b"Host: x\r\nAuthorization: Bearer \xff\xfe\r\nContent-Length: 0\r\n",
    ],
)
@pytest.mark.parametrize(
    "target",
    [
        b"POST /articles?publisher=a%0d%0aSet-Cookie:%20a=b",
        b"PUT /graphs?graph=urn:a%0d%0aSet-Cookie:%20a=b",
        b"POST /sparql?using-graph-uri=urn:a%0d%0aSet-Cookie:%20a=b",
        b"DELETE /articles/..%2f..%2f..%2fetc%2fpasswd",
        b"DELETE /articles/a%0d%0aSet-Cookie:%20a=b",
        b"DELETE /graphs?graph=file:///etc/passwd",
    ],
)
def test_no_header_or_path_gets_through_a_change(
    writable: httpx.Client, target: bytes, headers: bytes, token: bytes
) -> None:
    request = target + b" HTTP/1.1\r\n" + headers + token + b"Connection: close\r\n\r\n"
    status, body = raw(writable, request)
    assert 400 <= status < 500
    assert b"<script>" not in body
    assert b"root:" not in body
    assert TOKEN.encode() not in body
    assert writable.get("/health").json()["graph"]["quads"] == 0


def test_no_update_makes_the_service_fetch_anything(writable: httpx.Client) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with trap() as (url, caught):
        for update in (
            f"LOAD <{url}>",
            f"LOAD SILENT <{url}> INTO GRAPH <urn:g>",
            f"CLEAR ALL;LOAD<{url}>",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"INSERT {{ ?s ?p ?o }} USING <{url}> WHERE {{ ?s ?p ?o }}",
            f"# a note\rLOAD <{url}>",
            f"COPY <{url}> TO DEFAULT",
        ):
            answer = writable.post("/sparql", data={"update": update}, headers=headers)
            assert answer.status_code in (204, 400, 403, 409), update
        document = f'{{"@context": "{url}", "@id": "urn:a", "b": 1}}'
        entity = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{url}">]><r>&a;</r>'
        for kind, content in (("ld+json", document), ("rdf+xml", entity)):
            given = {**headers, "content-type": f"application/{kind}"}
            answer = writable.put("/graphs?graph=urn:g", content=content, headers=given)
            assert answer.status_code == 400
        assert not caught


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


@contextmanager
def connected(client: httpx.Client) -> Iterator[socket.socket]:
    address = (client.base_url.host, client.base_url.port or 80)
    with socket.create_connection(address, timeout=30) as connection:
        yield connection


def raw(client: httpx.Client, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; return the status and all that follows the headers."""
    with connected(client) as connection:
        connection.sendall(request)
        received = bytearray()
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            pass
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    return int(head.split()[1]), body
