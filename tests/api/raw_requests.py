"""Requests as bytes, and an address that tells who connects to it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def connected(client: httpx.Client) -> Iterator[socket.socket]:
    """Open a connection to the service that a client talks to."""
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
