"""The command that writes the graph, or a part of it, for other tools."""

import csv
from pathlib import Path

import pytest
import rdflib

from politigraph.api.cli import main
from politigraph.graph.export import FORMATS


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written(store: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"kg.{ending}"
    assert main(["export", "--store", str(store), "-o", str(output)]) == 0
    assert output.stat().st_size


def test_claims_are_chosen_and_words_left_out(store: Path, tmp_path: Path) -> None:
    output = tmp_path / "kg.csv"
    arguments = ["export", "--store", str(store), "-o", str(output), "--speaker", "Mara Lindqvist"]
    assert main([*arguments, "--since", "2022-04", "--text", "quoted"]) == 0
    rows = list(csv.DictReader(output.read_text("utf-8").splitlines()))
    assert rows
    assert {row["speaker"] for row in rows} == {"Mara Lindqvist"}
    assert min(row["published"] for row in rows) >= "2022-04"
    assert all(row["content"] and row["sha256"] and not row["sentence"] for row in rows)


def test_articles_are_chosen(store: Path, tmp_path: Path) -> None:
    output = tmp_path / "kg.ttl"
    arguments = ["export", "--store", str(store), "-o", str(output)]
    assert main([*arguments, "--publisher", "Baltic Herald"]) == 0
    publishers = set(rdflib.Graph().parse(output).objects(None, rdflib.SDO.publisher))
    assert [str(iri).rpartition("/")[2] for iri in publishers] == ["Baltic_Herald"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--speaker", "Nobody Here"], "Nobody Here"),
        (["--since", "spring"], "not a date"),
        (["--since", "2022-13"], "since is not a date"),
        (["--graph", "no-such-article"], "no-such-article"),
        (["--graph", "entities", "--about", "Crimea"], "about"),
    ],
)
def test_a_slip_is_one_line_and_writes_nothing(
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    message: str,
) -> None:
    output = tmp_path / "kg.ttl"
    assert main(["export", "--store", str(store), "-o", str(output), *options]) == 1
    error = capsys.readouterr().err
    assert message in error.splitlines()[0]
    assert "hint:" in error
    assert not list(tmp_path.iterdir())
