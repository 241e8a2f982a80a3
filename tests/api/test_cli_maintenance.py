"""`politigraph store`: a store is checked, made smaller, copied, put back, brought up to date."""

import json
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from politigraph.api.cli import main
from politigraph.graph.errors import StoreLocked
from politigraph.graph.folder import StoreFolder
from politigraph.graph.iris import ENTITIES_GRAPH, INFERRED_GRAPH, entity_iri, graph_iri
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.graph.extractions import sample

STAMP = "politigraph-store.json"
LINDQVIST = f"<{entity_iri('person/Mara_Lindqvist')}>"
NORWAY = f"<{entity_iri('country/NOR')}>"


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    folder = tmp_path / "kg"
    with Store.open(folder, writable=True) as store:
        for name in ("one", "other"):
            store.put(article_quads(sample(name)))
    return folder


def run(*arguments: object) -> int:
    return main(["store", *map(str, arguments)])


def content(path: Path) -> list[str]:
    with Store.open(path) as store:
        return sorted(map(str, store.oxigraph))


def damage(path: Path, update: str) -> None:
    """Change the database behind the software's back, and publish that."""
    with Store.open(path, writable=True) as store:
        StoreFolder(path).mark_unpublished()
        store.oxigraph.update(update)


def rewrite_stamp(path: Path, **changes: object) -> None:
    stamp = json.loads((path / STAMP).read_text())
    kept = {key: value for key, value in {**stamp, **changes}.items() if value is not None}
    (path / STAMP).write_text(json.dumps(kept))


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


# -- backup and restore


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.tar.gz", "deep/er/copy.tgz"])
def test_what_is_backed_up_is_restored(
    kg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run("backup", tmp_path / name, "--store", kg) == 0
    assert run("restore", tmp_path / name, "--store", tmp_path / "new" / "kg") == 0
    assert content(tmp_path / "new" / "kg") == content(kg)
    assert f"restored {len(content(kg)):,} quads" in capsys.readouterr().err
    assert run("check", "--store", tmp_path / "new" / "kg") == 0
    assert {path.name for path in tmp_path.iterdir()} == {"kg", name.split("/")[0], "new"}


def test_a_backup_is_made_while_a_writer_works(kg: Path, tmp_path: Path) -> None:
    published = content(kg)
    with Store.open(kg, writable=True) as writer:
        writer.put(article_quads(sample("third")))
        # Readers of a store that is being written see the state before.
        assert run("backup", tmp_path / "copy", "--store", kg) == 0
        writer.put(article_quads(sample("fourth")))
    assert content(tmp_path / "copy") == published
    assert len(content(kg)) > len(published)


def test_a_copy_in_a_folder_is_a_store_that_can_be_gone_on_with(kg: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy", "--store", kg) == 0
    with Store.open(tmp_path / "copy", writable=True) as writer:
        writer.put(article_quads(sample("third")))
    assert run("restore", tmp_path / "copy", "--store", tmp_path / "new") == 0
    assert content(tmp_path / "new") == content(tmp_path / "copy") != content(kg)


def test_nothing_that_is_there_is_overwritten(
    kg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.tar"
    assert run("backup", copy, "--store", kg) == 0
    assert run("backup", copy, "--store", kg) == 1
    assert f"{copy} is there already" in capsys.readouterr().err
    assert run("restore", copy, "--store", kg) == 1
    assert "is not empty\n  hint: restore into a new folder, or say --force" in (
        capsys.readouterr().err
    )
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.jpg").touch()
    assert run("restore", copy, "--store", tmp_path / "photos", "--force") == 1
    assert "not a Politigraph store" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["holiday.jpg"]


def test_a_store_is_replaced_by_force_and_its_readers_follow(kg: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy.tar", "--store", kg) == 0
    before = content(kg)
    with Store.open(kg, writable=True) as writer:
        writer.delete(graph_iri("one"))
    with Store.open(kg) as reader:
        held = sorted(map(str, reader.oxigraph))
        assert run("restore", tmp_path / "copy.tar", "--store", kg, "--force") == 0
        assert sorted(map(str, reader.oxigraph)) == held
        assert StoreFolder(kg).fingerprint != reader.fingerprint
    assert content(kg) == before


def test_a_backup_is_no_folder_that_is_called_an_archive(
    kg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", tmp_path / "copy.zip", "--store", kg) == 1
    said, hint = capsys.readouterr().err.splitlines()
    assert "not written as .zip" in said
    assert ".tar.gz" in hint
    assert list(tmp_path.glob("copy*")) == []


def test_a_store_that_is_written_is_not_replaced(
    kg: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("politigraph.api.lock_waiting.COMMAND_SECONDS", 0.1)
    assert run("backup", tmp_path / "copy.tar", "--store", kg) == 0
    with Store.open(kg, writable=True):
        assert run("restore", tmp_path / "copy.tar", "--store", kg, "--force") == 1
    assert "is being written by process" in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["cut", "not an archive", "missing", "fewer quads", "no stamp"])
def test_a_damaged_backup_is_refused(
    kg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    copy = tmp_path / "copy.tar.gz"
    if harm == "fewer quads":
        assert run("backup", tmp_path / "copy", "--store", kg) == 0
        rewrite_stamp(tmp_path / "copy", quads=10_000)
        with tarfile.open(copy, "w:gz") as tar:
            for name in (STAMP, "live"):
                tar.add(tmp_path / "copy" / name, arcname=name)
    elif harm == "no stamp":
        with tarfile.open(copy, "w:gz") as tar:
            tar.add(kg / "live", arcname="live")
    elif harm != "missing":
        assert run("backup", copy, "--store", kg) == 0
        whole = copy.read_bytes()
        copy.write_bytes(whole[: len(whole) // 2] if harm == "cut" else b"news")
    assert run("restore", copy, "--store", tmp_path / "new") == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert {
        "cut": "no archive that can be read",
        "not an archive": "no archive that can be read",
        "missing": "there is no backup at",
        "fewer quads": "of its 10,000 quads are there",
        "no stamp": "is not a Politigraph store",
    }[harm] in err
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_restoring_can_be_repeated(kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("backup", copy, "--store", kg) == 0
    script = f"""
import os, signal
from pathlib import Path
from politigraph.graph.backups import restore
from politigraph.graph.folder import StoreFolder
StoreFolder.adopt = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
restore(Path({str(copy)!r}), Path({str(tmp_path / "new")!r}))
"""
    ended = subprocess.run([sys.executable, "-c", script], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert run("restore", copy, "--store", tmp_path / "new") == 0
    assert content(tmp_path / "new") == content(kg)


# -- migrate


def first_format(kg: Path) -> None:
    """Lay a store out as format 1 had it: the database always in `live`, the stamp silent on it."""
    assert (kg / "live").is_dir()
    rewrite_stamp(kg, format=1, live=None)


def test_a_store_of_the_first_format_is_read_as_it_is(kg: Path) -> None:
    first_format(kg)
    stamp = (kg / STAMP).read_bytes()
    assert len(content(kg)) > 0
    assert run("check", "--store", kg) == 0
    assert (kg / STAMP).read_bytes() == stamp


def test_migrating_brings_a_store_up_to_date(kg: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(kg)
    first_format(kg)
    for said in ("had format 1 and has format 2", "has format 2, which is this version's"):
        assert run("migrate", "--store", kg) == 0
        assert said in capsys.readouterr().err
    assert content(kg) == before
    assert run("compact", "--store", kg) == 0
    assert content(kg) == before


def test_writing_brings_a_store_up_to_date(kg: Path) -> None:
    before = content(kg)
    first_format(kg)
    with Store.open(kg, writable=True) as store:
        assert store.put(article_quads(sample("one"))) == "unchanged"
    assert StoreFolder(kg).format == 2
    assert content(kg) == before


def test_a_backup_of_the_first_format_is_restored(kg: Path, tmp_path: Path) -> None:
    first_format(kg)
    with tarfile.open(tmp_path / "old.tar", "w") as tar:
        for name in (STAMP, "live"):
            tar.add(kg / name, arcname=name)
    assert run("restore", tmp_path / "old.tar", "--store", tmp_path / "new") == 0
    assert content(tmp_path / "new") == content(kg)
    assert StoreFolder(tmp_path / "new").format == 2


@pytest.mark.parametrize("command", ["check", "compact", "migrate"])
def test_a_newer_format_is_refused(
    kg: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    rewrite_stamp(kg, format=3, live={"shape": "unknown"})
    assert run(command, "--store", kg) == 1
    assert "has format 3" in capsys.readouterr().err


@pytest.mark.parametrize("live", [None, "../elsewhere", "live/../..", 7])
def test_a_stamp_that_names_no_database_is_refused(
    kg: Path, capsys: pytest.CaptureFixture[str], live: object
) -> None:
    rewrite_stamp(kg, live=live)
    assert run("check", "--store", kg) == 1
    assert "is damaged" in capsys.readouterr().err


def test_a_store_being_written_is_not_migrated(kg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("politigraph.api.lock_waiting.COMMAND_SECONDS", 0.1)
    with Store.open(kg, writable=True), pytest.raises(StoreLocked):
        Store.open(kg, writable=True)
    first_format(kg)
    with StoreFolder(kg).lock_for_writing():
        assert run("migrate", "--store", kg) == 1


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
