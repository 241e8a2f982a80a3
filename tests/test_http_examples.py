"""Each ``curl`` command in ``docs/http.md`` answers, and with something, on the examples' graph."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from politigraph.api.server import served_app
from politigraph.api.settings import ServiceSettings
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "http.md").read_text("utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^curl .+(?:\n +.+)*", re.MULTILINE)
ADDRESS = re.compile(r"`(/[\w/]+\?\w+=(?!IRI)\w[^`]*)`")
TOKEN = "0123456789abcdef-0123456789abcdef"
NOTES = '<https://example.org/note/1> <https://schema.org/name> "Ask again in May" .\n'

# What fails says so: a status from 400 on is an error of the command.
CURL = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }\n'


def examples() -> list[list[str]]:
    """Return the commands of each block, and the addresses inside the text as commands."""
    blocks = [COMMAND.findall(block) for block in BLOCK.findall(PAGE)]
    named = [[f"curl 'http://127.0.0.1:8000{address}'"] for address in ADDRESS.findall(PAGE)]
    return [*filter(None, blocks), *named]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Serve the examples, open for changes; return a folder with the files that commands read."""
    folder = tmp_path_factory.mktemp("http")
    with KnowledgeGraph.open(folder / "kg", writable=True) as graph:
        for item in Extractor().extract_all(read_sources([ROOT / "examples" / "articles"])):
            assert isinstance(item, Extraction)
            graph.add(item)
        graph.judge()
        graph.infer()
    (folder / "token").write_text(TOKEN, "ascii")
    (folder / "notes.ttl").write_text(NOTES, "utf-8")
    settings = ServiceSettings(token=TOKEN, updates=True)
    with serving(served_app(folder / "kg", settings)) as client:
        yield folder, str(client.base_url)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is absent")
@pytest.mark.parametrize("commands", examples(), ids=lambda commands: commands[0].split("'")[1])
def test_each_example_answers(service: tuple[Path, str], commands: list[str]) -> None:
    folder, address = service
    for command in commands:
        script = CURL + command.replace("http://127.0.0.1:8000", address.rstrip("/"))
        written = {path.name for path in folder.iterdir()}
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        made = [path.read_text("utf-8") for path in folder.iterdir() if path.name not in written]
        changes = re.search(r"-X|update=", command)
        for answer in made or ([] if changes else [done.stdout]):
            assert says_something(answer), answer


def says_something(answer: str) -> bool:
    """Tell whether an answer has more than its frame: items, rows, or lines after the first."""
    if not answer.startswith("{"):
        return len(answer.splitlines()) > 1
    parts = json.loads(answer)
    return any(parts.get(name) for name in ("items", "rows", "articles", "nodes"))


def test_the_examples_are_found() -> None:
    found = [command for commands in examples() for command in commands]
    assert len(found) >= 12
    assert len(found) == PAGE.count("\ncurl ") + len(ADDRESS.findall(PAGE))
    assert not says_something('{"items": [], "cursor": ""}')
    assert not says_something("text\r\n")
