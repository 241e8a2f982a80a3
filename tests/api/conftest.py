"""Articles as input, a store, and a server of it."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from politigraph.api.app import create_app
from politigraph.api.gathered_writes import GatheringProtocol
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.api.corpus import EXTRACTIONS
from tests.graph.extractions import sample

HERALD = {
    "id": "herald-1",
    "title": "Lindqvist warns over Crimea",
    "publisher": "Baltic Herald",
    "published": "2022-03-04",
    "url": "https://herald.example/1",
    "text": (
        "“Crimea is a matter for the United Nations,” Mara Lindqvist said in Tallinn on Friday.\n\n"
        "Tomas Brandt denied that he had met envoys from Ukraine. Anders Velin said that "
        "Lindqvist had warned that the port of Sevastopol would be closed.\n"
    ),
}
COURIER = {
    "id": "courier/7",
    "publisher": "Coast Courier",
    "published": "2022-04-10",
    "text": (
        "Mara Lindqvist met Tomas Brandt in Vienna on Saturday.\n\n"
        "“Crimea will be on the table,” Lindqvist said after the talks."
    ),
}


def write_lines(path: Path, *articles: object) -> Path:
    """Write JSON Lines; a string goes in as it is, to be a broken line."""
    lines = [a if isinstance(a, str) else json.dumps(a, ensure_ascii=False) for a in articles]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the articles in `tests.api.corpus`. Nobody writes to it."""
    folder = tmp_path_factory.mktemp("store") / "kg"
    with KnowledgeGraph.open(folder, writable=True) as graph:
        for extraction in EXTRACTIONS:
            graph.add(extraction)
    return folder


@contextmanager
def serving(app: FastAPI) -> Iterator[httpx.Client]:
    """Run an application on a free port of this machine, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, http=GatheringProtocol, log_level="warning", ws="none")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[httpx.Client]:
    with KnowledgeGraph.open(store) as graph, serving(create_app(graph)) as found:
        yield found


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    """A store of two articles, in a folder of its own."""
    folder = tmp_path / "kg"
    with Store.open(folder, writable=True) as store:
        for name in ("one", "other"):
            store.put(article_quads(sample(name)))
    return folder
