"""`kill -9` in the middle of a build: what was stored is whole, and the next command goes on."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from politigraph.api.cli import main
from politigraph.graph.errors import StoreError
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.store import Store
from tests.api.conftest import HERALD, write_lines
from tests.api.corpus import EXTRACTIONS
from tests.servers import oxigraph_server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

POLITIGRAPH = [sys.executable, "-m", "politigraph"]
ARTICLES = 40


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [{**HERALD, "id": f"n{number}"} for number in range(ARTICLES)]
    return write_lines(tmp_path_factory.mktemp("feed") / "feed.jsonl", *articles)


@pytest.fixture(params=["folder", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "kg")
    else:
        with oxigraph_server() as url:
            yield url


def begun(store: str) -> bool:
    """Whether a build has stored something."""
    if not store.startswith("http"):
        return (Path(store) / "unpublished").exists()
    with suppress(StoreError), Store.open(store) as opened:
        return len(opened) > 0
    return False


def sizes(store: str) -> dict[str, int]:
    """How many quads each article has."""
    with Store.open(store) as opened:
        query = (
            "SELECT ?id (COUNT(*) AS ?n) { GRAPH ?g { ?a schema:identifier ?id } "
            "GRAPH ?g { ?s ?p ?o } } GROUP BY ?id"
        )
        return {str(row["id"]): int(str(row["n"])) for row in opened.query(query)}


def test_a_build_that_is_killed_is_gone_on_with(
    feed: Path, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*POLITIGRAPH, "build", str(feed), "--store", store]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as build:
        deadline = monotonic() + 60
        while not begun(store):
            assert build.poll() is None
            assert monotonic() < deadline
            sleep(0.01)
        sleep(0.05)  # A store is marked as changed before its first article is in it.
        os.killpg(build.pid, signal.SIGKILL)
        assert build.wait(10) == -signal.SIGKILL

    assert main(["store", "check", "--store", store]) == 0
    kept = sizes(store)
    # None, if the first was not in it yet: whenever the build is killed, nothing is half there.
    assert len(kept) <= ARTICLES
    assert len(set(kept.values())) <= 1  # All say the same, so a part would be smaller.

    assert main(["build", str(feed), "--store", store]) == 0
    counted = r"(\d+) added, (\d+) replaced, (\d+) unchanged"
    said = re.search(counted, capsys.readouterr().err)
    assert said is not None
    assert [int(n) for n in said.groups()] == [ARTICLES - len(kept), 0, len(kept)]
    whole = sizes(store)
    assert whole.keys() == {f"n{number}" for number in range(ARTICLES)}
    assert len({*whole.values(), *kept.values()}) == 1
    assert main(["store", "check", "--store", store]) == 0


def test_a_service_that_is_killed_beside_a_build_starts_again(tmp_path: Path) -> None:
    store = str(tmp_path / "kg")
    with KnowledgeGraph.open(store, writable=True) as kg:
        for extraction in EXTRACTIONS:
            kg.add(extraction)
    serve = [*POLITIGRAPH, "serve", "--store", store, "--port", "0"]
    articles = [{**HERALD, "id": f"m{number}"} for number in range(3)]
    more = write_lines(tmp_path / "more.jsonl", *articles)
    with subprocess.Popen([*POLITIGRAPH, "build", str(more), "--store", store]) as build:
        for _ in range(2):
            with subprocess.Popen(
                serve, stderr=subprocess.PIPE, text=True, start_new_session=True
            ) as process:
                assert process.stderr
                address = next(word for word in process.stderr.readline().split() if "://" in word)
                with httpx.Client(base_url=address, timeout=30) as client:
                    for _ in range(5):
                        assert client.get("/claims?limit=5").status_code == 200
                        assert client.get("/sparql?query=ASK{?s ?p ?o}").json()["boolean"] is True
                os.killpg(process.pid, signal.SIGKILL)
                assert process.wait(10) == -signal.SIGKILL
        assert build.wait(60) == 0
    assert len(sizes(store)) == len(EXTRACTIONS) + 3
    assert main(["store", "check", "--store", store]) == 0
    # What a killed reader held is let go of: the next writer leaves one state.
    Store.open(store, writable=True).close()
    assert len(list((Path(store) / "snapshots").glob("*.lock"))) == 1
