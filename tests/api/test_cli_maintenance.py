"""`politigraph store check` and `compact`: what is wrong is named, what was replaced goes."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from politigraph.graph.folder import StoreFolder
from politigraph.graph.iris import ENTITIES_GRAPH, INFERRED_GRAPH, entity_iri, graph_iri
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.api.kept_stores import content, run
from tests.graph.extractions import sample

LINDQVIST = f"<{entity_iri('person/Mara_Lindqvist')}>"
NORWAY = f"<{entity_iri('country/NOR')}>"


def damage(path: Path, update: str) -> None:
    """Change the database behind the software's back, and publish that."""
    with Store.open(path, writable=True) as store:
        StoreFolder(path).mark_unpublished()
        store.oxigraph.update(update)


# -- check


def test_a_store_is_sound(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--store", kg) == 0
    assert capsys.readouterr().err == f"politigraph: {kg} is sound: {len(content(kg)):,} quads\n"


ONE = f"<{graph_iri('one')}>"
DAMAGES = {
    "a changed text": (
        f"DELETE {{ GRAPH {ONE} {{ ?a nif:isString ?t }} }} INSERT {{ GRAPH {ONE} "
        f'{{ ?a nif:isString "Rain." }} }} WHERE {{ GRAPH {ONE} {{ ?a nif:isString ?t }} }}',
        "one: its text is not the one whose hash it has",
    ),
    "a moved mention": (
        f"DELETE {{ GRAPH {ONE} {{ ?m nif:anchorOf ?t }} }} INSERT {{ GRAPH {ONE} "
        f'{{ ?m nif:anchorOf "Oslo " }} }} WHERE {{ GRAPH {ONE} '
        '{ ?m nif:anchorOf ?t FILTER(?t = "Oslo") } }',
        "is not what the mention says",
    ),
    "a lost claim": (
        f"DELETE WHERE {{ GRAPH {ONE} {{ <https://w3id.org/politigraph/id/article/one/claim/c2> "
        "?p ?o } }",
        "refers to https://w3id.org/politigraph/id/article/one/claim/c2, which it does not hold",
    ),
    "an article without a name": (
        f"DELETE WHERE {{ GRAPH {ONE} {{ ?a schema:identifier ?id }} }}",
        "holds 0 articles and not one",
    ),
    "an article in another's graph": (
        f"MOVE {ONE} TO <{graph_iri('elsewhere')}>",
        f"one: lies in the graph of another article, {graph_iri('elsewhere')}",
    ),
    "a triple in two graphs": (
        f"INSERT DATA {{ GRAPH {ONE} {{ {NORWAY} schema:name 'Norway' }} }}",
        "a triple stands in",
    ),
    "a lost affiliation": (
        f"DELETE WHERE {{ GRAPH <{ENTITIES_GRAPH}> {{ {LINDQVIST} schema:affiliation ?c }} }}",
        "Mara_Lindqvist: lacks the https://schema.org/affiliation",
    ),
    "an affiliation of nowhere": (
        f"INSERT DATA {{ GRAPH <{ENTITIES_GRAPH}> {{ {LINDQVIST} schema:affiliation {NORWAY} }} }}",
        "Mara_Lindqvist: no mention indicates its https://schema.org/affiliation",
    ),
    "an entity that nothing describes": (
        f"DELETE WHERE {{ GRAPH <{ENTITIES_GRAPH}> {{ {NORWAY} ?p ?o }} }}",
        "country/NOR, which nothing describes",
    ),
    "a link to nowhere": (
        f"INSERT DATA {{ GRAPH <{INFERRED_GRAPH}> {{ <{graph_iri('one')}> "
        "<https://w3id.org/politigraph/ns#contradicts> "
        "<https://w3id.org/politigraph/id/article/gone/claim/c1> } }",
        "a link leads to https://w3id.org/politigraph/id/article/gone/claim/c1",
    ),
}
PREFIXES = (
    "PREFIX schema: <https://schema.org/> PREFIX nif: "
    "<http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> "
)


@pytest.mark.parametrize("kind", DAMAGES)
def test_what_is_wrong_is_named_with_a_hint(
    kg: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    update, said = DAMAGES[kind]
    damage(kg, PREFIXES + update)
    assert run("check", "--store", kg) == 1
    err = capsys.readouterr().err
    assert said in err
    assert "  hint: " in err


def test_many_problems_are_counted(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(kg, f"{PREFIXES} DELETE WHERE {{ GRAPH ?g {{ ?m nif:beginIndex ?i }} }}")
    assert run("check", "--store", kg) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 41
    assert lines[-1].startswith("politigraph: and ")


def test_the_shapes_are_checked_when_asked(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(
        kg,
        f"{PREFIXES} DELETE WHERE {{ GRAPH {ONE} "
        "{ ?c <https://w3id.org/politigraph/ns#speechAct> ?act } }",
    )
    assert run("check", "--store", kg) == 0
    assert run("check", "--shapes", "--store", kg) == 1
    assert "politigraph: https://w3id.org/politigraph/id/article/one/claim/c" in (
        capsys.readouterr().err
    )


def test_files_that_cannot_be_read_are_named(
    kg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kg / "live" / "CURRENT").write_text("nonsense")
    assert run("check", "--store", kg) == 1
    assert "hint: restore it: politigraph store restore" in capsys.readouterr().err
    (kg / "snapshots" / "1" / "CURRENT").write_text("nonsense")
    assert run("check", "--store", kg) == 1
    assert "cannot be opened" in capsys.readouterr().err
    assert run("check", "--store", tmp_path / "none") == 1
    assert "there is no store at" in capsys.readouterr().err


def test_a_store_is_checked_while_it_is_written(kg: Path) -> None:
    with Store.open(kg, writable=True):
        assert run("check", "--store", kg) == 0


# -- compact


def test_compacting_makes_smaller_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kg"
    with Store.open(folder, writable=True) as store:
        for number in range(40):
            store.put(article_quads(sample(f"a{number}")))
        for number in range(0, 40, 2):
            store.delete(graph_iri(f"a{number}"))
    before = content(folder)
    with Store.open(folder) as reader:
        state = sorted(map(str, reader.oxigraph))
        assert run("compact", "--store", folder) == 0
        assert sorted(map(str, reader.oxigraph)) == state
    assert content(folder) == before
    said = capsys.readouterr().err.split()
    was, now = (float(word.replace(",", "")) for word in (said[3], said[7]))
    assert now < was / 2
    assert run("check", "--store", folder) == 0
    with Store.open(folder, writable=True) as writer:
        assert writer.put(article_quads(sample("a1"))) == "unchanged"
    assert [path.name for path in folder.glob("live*")] == ["live-2"]


def test_a_store_that_is_written_is_not_compacted(
    kg: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("politigraph.api.lock_waiting.COMMAND_SECONDS", 0.1)
    with Store.open(kg, writable=True):
        assert run("compact", "--store", kg) == 1
    assert "is being written by process" in capsys.readouterr().err
    assert run("compact", "--store", kg.parent / "none") == 1
    assert not (kg.parent / "none").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("moment", ["copied", "adopted", "published"])
def test_a_killed_compaction_leaves_the_old_or_the_new(kg: Path, moment: str) -> None:
    """Ended at each of its steps, as `kill -9` would, the store opens by itself, whole."""
    step = {"copied": "adopt", "adopted": "remove_unused", "published": "announce"}[moment]
    script = f"""
import os, signal
from pathlib import Path
from politigraph.graph.folder import StoreFolder
from politigraph.graph.maintenance import compact
StoreFolder.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
compact(Path({str(kg)!r}))
"""
    before = content(kg)
    if moment == "adopted":  # It also runs when the store is opened: only the second is meant.
        script = script.replace(
            "StoreFolder.remove_unused = lambda *_: ",
            "real = StoreFolder.remove_unused\nStoreFolder.remove_unused = lambda folder: "
            "real(folder) if folder.live.name == 'live' else ",
        )
    ended = subprocess.run([sys.executable, "-c", script], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert content(kg) == before
    Store.open(kg, writable=True).close()
    assert run("check", "--store", kg) == 0
    assert content(kg) == before
    assert len(list(kg.glob("live*"))) == 1


# -- a real process, killed at any moment


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_command_killed_at_any_moment_leaves_a_sound_store(kg: Path, tmp_path: Path) -> None:
    before = content(kg)
    command = [sys.executable, "-m", "politigraph", "store", "compact", "--store", str(kg)]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    took = time.monotonic() - started
    for share in (0.6, 0.85):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            time.sleep(took * share)
            process.send_signal(signal.SIGKILL)
        assert content(kg) == before
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
    assert run("compact", "--store", kg) == 0
    assert content(kg) == before
    assert len(list(kg.glob("live*"))) == 1
