"""What hostile changes get: an error of theirs, and a store as it was."""

from collections.abc import Iterator
from time import monotonic

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.api.raw_requests import raw, trap

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
