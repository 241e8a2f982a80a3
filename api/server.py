"""Serve a store over HTTP until the process is told to stop."""

import socket
from pathlib import Path

import uvicorn

from politigraph.api.app import create_app
from politigraph.api.console import say
from politigraph.extract.errors import PolitigraphError
from politigraph.graph.knowledge_graph import KnowledgeGraph


class CannotListen(PolitigraphError):
    """The address is taken, not ours, or not allowed."""


def serve_store(store: Path, host: str, port: int) -> None:
    """Serve the graph in a store; return after Ctrl-C or SIGTERM.

    The socket is opened first, so that a taken port is an error with a hint, and
    port 0 can be told.
    """
    with KnowledgeGraph.open(store) as graph, _listen(host, port) as listener:
        address, bound = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        say(f"serving {store} at http://{shown}:{bound} (Ctrl-C ends it)")
        config = uvicorn.Config(create_app(graph), log_level="warning", access_log=False, ws="none")
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotListen(
            f"cannot listen on {host} port {port}: {error.strerror}",
            hint="choose another with --port, or --port 0 for any free one",
        ) from error
