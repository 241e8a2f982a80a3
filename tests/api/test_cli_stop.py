"""Ctrl-C in a long run: what was done is kept, said, and whole."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import write_lines

POLITIGRAPH = [sys.executable, "-m", "politigraph"]
PLAIN = "Mara Lindqvist said that Vesterholm is a Swedish port."
OPPOSED = "Tomas Vael said that Vesterholm is not a Swedish port."


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More articles than any test waits for; the first one contradicts `PLAIN`."""
    first = {"id": "courier", "publisher": "Coast Courier", "text": OPPOSED}
    rest = [{"id": f"more-{n}", "text": f"{PLAIN} She met {n} envoys."} for n in range(5000)]
    return write_lines(tmp_path_factory.mktemp("stop") / "feed.jsonl", first, *rest)


def stop(arguments: list[str], ready: Callable[[], bool]) -> list[str]:
    """Run a command, press Ctrl-C once something is ready, and return what it said."""
    with subprocess.Popen([*POLITIGRAPH, *arguments], stderr=subprocess.PIPE, text=True) as run:
        deadline = monotonic() + 60
        while not ready() and run.poll() is None and monotonic() < deadline:
            sleep(0.02)
        run.send_signal(signal.SIGINT)
        try:
            said = run.communicate(timeout=60)[1]
        finally:
            run.kill()
    assert run.returncode == 130, said
    return said.splitlines()


def test_a_stopped_build_keeps_its_articles_and_their_links(feed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    herald = {"id": "herald", "publisher": "Baltic Herald", "text": PLAIN}
    before = write_lines(tmp_path / "before.jsonl", herald)
    assert main(["build", str(before), "--store", str(folder)]) == 0
    said, totals = stop(
        ["build", str(feed), "--store", str(folder)], (folder / "unpublished").exists
    )
    with KnowledgeGraph.open(folder) as kg:
        kept = kg.stats().articles - 1
        assert 0 < kept < 5001
        assert list(kg.contradictions())
    assert said == f"politigraph: stopped; {kept:,} article{'s' * (kept > 1)} kept in {folder}"
    assert totals.startswith(f"politigraph: {kept:,} added, ")


def test_a_stopped_extraction_keeps_its_records_beside_the_old_file(
    feed: Path, tmp_path: Path
) -> None:
    old, part = tmp_path / "records.jsonl", tmp_path / "records.jsonl.part"
    old.write_text("old\n")
    said, totals = stop(
        ["extract", str(feed), "-o", str(old)],
        lambda: part.exists() and part.stat().st_size > 0,
    )
    records = [json.loads(line) for line in part.read_text("utf-8").splitlines()]
    assert old.read_text() == "old\n"
    kept = len(records)
    assert said == f"politigraph: stopped; {kept:,} article{'s' * (kept > 1)} kept in {part}"
    assert totals.startswith(f"politigraph: {kept:,} extracted, ")
