"""One transaction an article, one writer, and readers who see published states."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from politigraph.extract.records import Article, Extraction
from politigraph.graph.errors import (
    NotAStore,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    UnknownItem,
)
from politigraph.graph.iris import ENTITIES_GRAPH, graph_iri
from politigraph.graph.mapping import ArticleQuads, article_quads
from politigraph.graph.store import Outcome, Store
from tests.graph.extractions import sample
from tests.servers import KINDS, empty_store, is_ours

ONE, OTHER = article_quads(sample("one")), article_quads(sample("other"))
BARE = article_quads(Extraction(Article("bare", "It rained."), (), (), (), (), "hand"))


def content(store: Store) -> list[str]:
    """The quads of our graphs; a server may have others of its own."""
    return sorted(str(quad) for quad in store.oxigraph if is_ours(quad.graph_name))


def holding(*articles: ArticleQuads) -> Store:
    store = Store.memory()
    for article in articles:
        store.put(article)
    return store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with empty_store(request.param, tmp_path) as store:
        yield store


# -- one article


def test_an_article_is_added_unchanged_or_replaced(store: Store) -> None:
    again = article_quads(replace(sample("one"), extractor="politigraph 0.2.0"))
    outcomes: list[Outcome] = [store.put(ONE), store.put(ONE), store.put(again), store.put(again)]
    assert outcomes == ["added", "unchanged", "replaced", "unchanged"]
    assert content(store) == content(holding(again))


def test_a_replaced_article_leaves_nothing_behind(store: Store) -> None:
    store.put(ONE)
    store.put(OTHER)
    shorter = article_quads(replace(sample("one"), claims=(), events=()))
    assert store.put(shorter) == "replaced"
    assert content(store) == content(holding(shorter, OTHER))


def test_a_deleted_article_leaves_nothing_behind(store: Store) -> None:
    for article in (ONE, OTHER, BARE):
        store.put(article)
    store.delete(OTHER.graph)
    assert content(store) == content(holding(ONE, BARE))
    store.delete(ONE.graph)
    store.delete(BARE.graph)
    assert content(store) == []
    graphs = {str(graph) for graph in store.oxigraph.named_graphs() if is_ours(graph)}
    assert graphs <= {f"<{ENTITIES_GRAPH}>"}


def test_deleting_what_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(UnknownItem, match="no article"):
        store.delete(ONE.graph)


def test_a_newer_description_takes_the_place_of_the_older(store: Store) -> None:
    extraction = sample("one")
    renamed = tuple(
        replace(entity, label=entity.label.replace("Vesterholm", "Westerholm"))
        for entity in extraction.entities
    )
    store.put(OTHER)
    store.put(article_quads(replace(extraction, entities=renamed)))
    labels = store.query('SELECT ?p { ?p schema:name ?n FILTER(CONTAINS(?n, "sterholm")) }')
    assert len(list(labels)) == 1


# -- the folder


def test_a_new_store_is_stamped(tmp_path: Path) -> None:
    Store.open(tmp_path / "new" / "kg", writable=True).close()
    stamp = json.loads((tmp_path / "new" / "kg" / "politigraph-store.json").read_text())
    assert stamp["format"] == 2
    assert stamp["software"].startswith("politigraph ")


def test_an_empty_store_can_be_read(tmp_path: Path) -> None:
    Store.open(tmp_path, writable=True).close()
    with Store.open(tmp_path) as store:
        assert len(store) == 0


@pytest.mark.parametrize("writable", [True, False])
def test_a_store_of_a_newer_version_is_refused(tmp_path: Path, writable: bool) -> None:
    Store.open(tmp_path, writable=True).close()
    stamp = tmp_path / "politigraph-store.json"
    stamp.write_text(
        json.dumps({**json.loads(stamp.read_text()), "format": 999, "software": "politigraph 9.0"})
    )
    with pytest.raises(StoreTooNew, match="format 999, made by politigraph 9") as error:
        Store.open(tmp_path, writable=writable)
    assert "upgrade" in error.value.hint


@pytest.mark.parametrize("stamp", ["", "{}", '{"format": "x", "id": "y"}', "[1]", "\udcff"])
def test_a_damaged_stamp_is_refused(tmp_path: Path, stamp: str) -> None:
    Store.open(tmp_path, writable=True).close()
    path = tmp_path / "politigraph-store.json"
    path.write_bytes(stamp.encode("utf-8", "surrogateescape"))
    with pytest.raises(NotAStore, match="damaged"):
        Store.open(tmp_path)


@pytest.mark.parametrize("writable", [True, False])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, writable: bool) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(NotAStore, match="not a Politigraph store"):
        Store.open(tmp_path, writable=writable)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "kg").touch()
    with pytest.raises(NotAStore):
        Store.open(tmp_path / "kg", writable=True)
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "kg")


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="no store at") as error:
        Store.open(tmp_path / "kg")
    assert "politigraph build" in error.value.hint
    assert not (tmp_path / "kg").exists()


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    Store.open(tmp_path, writable=True).close()
    (tmp_path / "live" / "CURRENT").write_text("nonsense")
    with pytest.raises(NotAStore, match="cannot be opened"):
        Store.open(tmp_path, writable=True)
    with Store.open(tmp_path) as store:  # The published state is another folder.
        assert len(store) == 0


def test_a_lost_published_state_is_named(tmp_path: Path) -> None:
    Store.open(tmp_path, writable=True).close()
    (tmp_path / "current").write_text("7\n")
    with pytest.raises(NotAStore, match="lacks its published state 7"):
        Store.open(tmp_path)


# -- one writer


def test_a_second_writer_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path, writable=True),
        pytest.raises(StoreLocked, match=f"by process {os.getpid()}") as error,
    ):
        Store.open(tmp_path, writable=True)
    assert "wait" in error.value.hint
    Store.open(tmp_path, writable=True).close()


def test_a_writer_of_another_process_is_refused(tmp_path: Path) -> None:
    script = f"""
        from politigraph.graph.store import Store
        Store.open({str(tmp_path)!r}, writable=True)
    """
    with Store.open(tmp_path, writable=True):
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True
        )
    assert ended.returncode == 1
    assert f"StoreLocked: the store {tmp_path} is being written by process" in ended.stderr


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Store.open(tmp_path, writable=True).close()
    with Store.open(tmp_path) as reader:
        for write in (lambda: reader.put(ONE), lambda: reader.delete("urn:x"), reader.publish):
            with pytest.raises(StoreReadOnly):
                write()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path, writable=True)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
    with pytest.raises(StoreReadOnly):
        store.put(ONE)


# -- published states


def test_readers_see_what_was_published_when_they_opened(tmp_path: Path) -> None:
    writer = Store.open(tmp_path, writable=True)
    writer.put(ONE)
    with pytest.raises(StoreMissing, match="nothing has been published"):
        Store.open(tmp_path)
    writer.publish()
    reader = Store.open(tmp_path)
    writer.put(OTHER)
    assert content(reader) == content(holding(ONE))
    writer.close()
    assert content(reader) == content(holding(ONE))
    with Store.open(tmp_path) as later:
        assert content(later) == content(holding(ONE, OTHER))
        assert later.generation == reader.generation + 1
        assert later.fingerprint != reader.fingerprint
    reader.close()


def test_a_published_state_is_kept_while_it_is_read(tmp_path: Path) -> None:
    writer = Store.open(tmp_path, writable=True)
    writer.publish()
    reader = Store.open(tmp_path)
    for article in (ONE, OTHER):
        writer.put(article)
        writer.publish()
    assert {path.name for path in (tmp_path / "snapshots").iterdir() if path.is_dir()} == {"1", "3"}
    reader.close()
    writer.put(BARE)
    writer.close()
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == {"4", "4.lock"}


def test_publishing_nothing_new_makes_no_new_state(tmp_path: Path) -> None:
    with Store.open(tmp_path, writable=True) as writer:
        writer.put(ONE)
        generation = writer.publish()
        assert writer.publish() == generation
        assert writer.put(ONE) == "unchanged"
        assert writer.publish() == generation


def test_the_fingerprint_changes_with_the_content(store: Store) -> None:
    seen = [store.fingerprint]
    store.put(ONE)
    seen.append(store.fingerprint)
    store.put(ONE)
    assert store.fingerprint == seen[-1]
    store.delete(ONE.graph)
    seen.append(store.fingerprint)
    assert len(set(seen)) == 3


def test_what_a_killed_writer_stored_is_there_and_whole(tmp_path: Path) -> None:
    script = f"""
        import os, signal
        from politigraph.graph.mapping import article_quads
        from politigraph.graph.store import Store
        from tests.graph.extractions import sample
        store = Store.open({str(tmp_path)!r}, writable=True)
        for number in range(5):
            store.put(article_quads(sample(f"a{{number}}")))
            print(number, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=root, capture_output=True, text=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    acknowledged = [article_quads(sample(f"a{line}")) for line in ended.stdout.split()]
    assert len(acknowledged) == 5
    # The first reader publishes what the dead writer could not.
    with Store.open(tmp_path) as reader:
        assert content(reader) == content(holding(*acknowledged))


def test_the_remains_of_a_killed_publication_are_removed(tmp_path: Path) -> None:
    Store.open(tmp_path, writable=True).close()
    (tmp_path / "snapshots" / "2").mkdir()
    (tmp_path / "snapshots" / "2" / "000004.sst").touch()
    with Store.open(tmp_path, writable=True) as writer:
        writer.put(ONE)
    with Store.open(tmp_path) as reader:
        assert content(reader) == content(holding(ONE))


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with Store.open(tmp_path / name, writable=True) as writer:
            for article in (ONE, OTHER, BARE) if name == "first" else (BARE, OTHER, ONE):
                writer.put(article)
    with Store.open(tmp_path / "first") as first, Store.open(tmp_path / "second") as second:
        assert content(first) == content(second)


def test_an_article_called_entities_does_not_touch_the_entities() -> None:
    store = holding(ONE, article_quads(sample("entities")))
    store.delete(graph_iri("entities"))
    assert content(store) == content(holding(ONE))
