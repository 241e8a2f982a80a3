"""From articles to answers over HTTP, with the real commands in processes of their own."""

import csv
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
import rdflib

from tests.api.conftest import COURIER, HERALD, write_lines

POLITIGRAPH = [sys.executable, "-m", "politigraph"]
SPARQL = 'SELECT ?text { ?p :said ?c . ?c :about/schema:name "Crimea" ; :contentText ?text }'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    feed = write_lines(folder / "feed.jsonl", HERALD, COURIER)
    command = [*POLITIGRAPH, "build", str(feed), "--store", str(folder / "kg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.startswith("politigraph: 2 added, ")
    return folder / "kg"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[httpx.Client]:
    command = [*POLITIGRAPH, "serve", "--store", str(built), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        address = next(word for word in process.stderr.readline().split() if "://" in word)
        with httpx.Client(base_url=address) as client:
            yield client
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr.read() == ""


def test_claims_of_a_speaker_about_a_place(server: httpx.Client) -> None:
    found = server.get("/claims?speaker=Mara+Lindqvist&about=Crimea").json()["items"]
    assert "Crimea is a matter for the United Nations" in found[0]["content"]
    assert found[0]["speaker"]["label"] == "Mara Lindqvist"
    assert "Mara Lindqvist said in Tallinn" in found[0]["evidence"]["sentence"]


def test_the_same_in_sparql_in_four_formats(server: httpx.Client) -> None:
    def ask(query: str, accept: str) -> str:
        answer = server.get(f"/sparql?query={quote(query)}", headers={"accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        return answer.text

    rows = json.loads(ask(SPARQL, "application/sparql-results+json"))["results"]["bindings"]
    texts = sorted(row["text"]["value"] for row in rows)
    assert any("Crimea is a matter for the United Nations" in text for text in texts)
    as_csv = csv.DictReader(io.StringIO(ask(SPARQL, "text/csv")))
    assert sorted(row["text"] for row in as_csv) == texts
    literal = "{http://www.w3.org/2005/sparql-results#}literal"
    as_xml = ElementTree.fromstring(ask(SPARQL, "application/sparql-results+xml"))
    assert sorted(e.text or "" for e in as_xml.iter(literal)) == texts
    turtle = ask("CONSTRUCT { ?p :said ?c } WHERE { ?p :said ?c }", "text/turtle")
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) >= len(texts)


def test_a_taken_port_is_one_line_and_a_hint(built: Path, server: httpx.Client) -> None:
    command = [*POLITIGRAPH, "serve", "--store", str(built), "--port", str(server.base_url.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    said, hint = done.stderr.splitlines()
    assert said.startswith("politigraph: cannot listen on 127.0.0.1 port ")
    assert "--port" in hint


def test_what_is_built_meanwhile_is_served_too(built: Path, server: httpx.Client) -> None:
    later = write_lines(built.parent / "later.jsonl", {"id": "later", "text": "Velin said no."})
    command = [*POLITIGRAPH, "build", str(later), "--store", str(built)]
    subprocess.run(command, capture_output=True, check=True)
    deadline = monotonic() + 20
    while server.get("/health").json()["graph"]["articles"] != 3:
        assert monotonic() < deadline
        sleep(0.1)


def test_bad_input_leaves_no_traceback_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff\xfe\x89")
    command = [*POLITIGRAPH, "build", str(tmp_path / "binary.txt"), str(tmp_path / "missing.txt")]
    done = subprocess.run(
        [*command, "--store", str(tmp_path / "kg")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "politigraph",
        "  hint",
        "politigraph",
        "  hint",
        "politigraph",
    ]
    assert "2 skipped" in lines[-1]
