"""`politigraph store backup`, `restore` and `migrate`: copied, put back, brought up to date."""

import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from politigraph.graph.errors import StoreLocked
from politigraph.graph.folder import StoreFolder
from politigraph.graph.iris import graph_iri
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from tests.api.kept_stores import STAMP, content, rewrite_stamp, run
from tests.graph.extractions import sample

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
