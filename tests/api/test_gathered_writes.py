"""Answers on the wire: in one piece where they are short, and whole however they are sent."""

import socket
from urllib.parse import quote

import httpx

from tests.api.test_look_ups import LIGHT

ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?t ?q ?r } } LIMIT 20000"


def connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port or 80), 10)


def request(sparql: str, *headers: str) -> bytes:
    lines = [f"GET /sparql?query={quote(sparql)} HTTP/1.1", "Host: here", *headers, "", ""]
    return "\r\n".join(lines).encode()


def test_a_short_answer_comes_in_one_piece(client: httpx.Client) -> None:
    with connected(client) as connection:
        for _ in range(3):
            connection.sendall(request(LIGHT))
            head, _, body = connection.recv(1 << 16).partition(b"\r\n\r\n")
            assert f"content-length: {len(body)}".encode() in head
            assert body.endswith(b"]}}")


def test_requests_sent_together_are_answered_in_their_order(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(request(LIGHT) + request("ASK {}", "Connection: close"))
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    first, second = received.split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert first.endswith(b"]}}")
    assert second.endswith(b'"boolean":true}')


def test_a_long_answer_is_whole_for_a_client_that_reads_late(client: httpx.Client) -> None:
    with client.stream("GET", "/sparql", params={"query": ALL}) as answer:
        body = b"".join(answer.iter_bytes())
    assert len(body) > 1 << 20
    assert body.count(b'"g":{') == 20_000


def test_what_is_no_http_is_refused_and_the_connection_closed(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(b"no request at all\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert received.startswith(b"HTTP/1.1 400 ")
