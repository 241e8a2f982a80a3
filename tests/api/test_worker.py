"""A process that works for the service is killed when it takes too long, unless it is too late."""

from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from politigraph.api.worker import KEPT, Worker, answer_requests
from politigraph.api.writer import Writer
from politigraph.graph.changes import Update
from politigraph.graph.errors import QueryStopped
from politigraph.graph.folder import StoreFolder
from politigraph.graph.knowledge_graph import KnowledgeGraph

INSERT = Update("INSERT DATA { <urn:s> <urn:p> <urn:o> }", (), ())
ASK = "ASK { <urn:s> <urn:p> <urn:o> }"


def slow(connection: Connection) -> None:
    """Take the seconds that a request says, after it was said that they are waited for."""

    def work(request: tuple[bool, float]) -> float:
        kept, seconds = request
        if kept:
            connection.send(KEPT)
        sleep(seconds)
        return seconds

    answer_requests(connection, work, lambda: None)


def test_a_process_is_waited_for_when_its_work_cannot_be_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])  # Where the process finds `slow`.
    worker = Worker(slow)
    try:
        assert worker.ask((False, 0.0), 30) == 0
        assert worker.ask((True, 1.0), 0.5) == 1
        with pytest.raises(QueryStopped, match=r"more than 0\.5 s"):
            worker.ask((False, 30.0), 0.5)
        assert worker.ask((False, 0.0), 30) == 0
    finally:
        worker.close()


def test_a_change_is_past_stopping_before_it_is_published(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    KnowledgeGraph.open(folder, writable=True).close()
    ahead: list[Any] = []
    writer = Writer(folder, lambda: ahead.append(StoreFolder(folder).unpublished))
    writer.apply(INSERT)
    writer.close()
    assert ahead == [True]
    with KnowledgeGraph.open(folder) as graph:
        assert graph.query(ASK)
