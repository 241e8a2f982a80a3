"""An analyst's own actors, given with ``--authority``, and files of them that are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from politigraph.api.cli import main
from politigraph.extract.authority_file import read_local_actors
from politigraph.extract.errors import InvalidRows
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.conftest import ROOT

HEADER = "name,type,aliases,country,sector,office,valid_from,valid_to,id\n"
MARA = (
    "Mara Lindqvist,person,the Wolf; Wolf of Vesna,UKR,REB,,2014,2016-05,\n"
    "Mara Lindqvist,person,,UKR,GOV,governor of Vesna,2018-03-01,,\n"
)
ACTORS = (
    HEADER
    + MARA
    + "Olena Brudko,person,,UKR,GOV,foreign minister,2017,2019,\n"
    + "Red Heron,organization,Red Heron Brigade|RHB,UKR,REB,,,,\n"
    + "Stara Velka,place,Velka,UKR,,,,,\n"
    + "Bucha,place,,,,,,,place/711350\n"
    + "Vladimir Putin,person,VVP,,,,,,person/Q7747\n"
)
TEXT = (
    "Mara Lindqvist said on Monday that the Red Heron had shelled Velka. Lindqvist urged VVP to "
    "stop. The Wolf of Vesna also praised RHB fighters near Stara Velka and Bucha. "
    "The Ukrainian foreign minister denied it. The governor left."
)


def written(folder: Path, actors: str) -> Path:
    path = folder / "actors.csv"
    path.write_text(actors, "utf-8")
    return path


def articles(folder: Path, *days: str) -> Path:
    lines = [json.dumps({"id": f"on-{day}", "text": TEXT, "published": day}) for day in days]
    path = folder / "news.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def records(output: Path) -> dict[str, dict[str, Any]]:
    lines = output.read_text("utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def entities(record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entity["id"]: entity for entity in record["entities"]}


def phrases(record: dict[str, Any], entity: str) -> list[str]:
    own = [m for m in record["mentions"] if m["entity"] == entity]
    return [record["text"][m["start"] : m["end"]] for m in own]


@pytest.fixture(scope="module", params=[1, 2], ids=["alone", "two processes"])
def found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("actors")
    news, actors = articles(folder, "2015-04-01", "2018-05-02"), written(folder, ACTORS)
    output = folder / "records.jsonl"
    options = ["--authority", str(actors), "--processes", str(request.param)]
    assert main(["extract", str(news), "-o", str(output), *options]) == 0
    return records(output)


def test_names_and_aliases_are_one_actor(found: dict[str, dict[str, Any]]) -> None:
    record = found["on-2018-05-02"]
    mara = phrases(record, "person/Mara_Lindqvist")
    assert mara == ["Mara Lindqvist", "Lindqvist", "Wolf of Vesna", "The governor"]
    assert phrases(record, "organization/Red_Heron") == ["Red Heron", "RHB"]
    assert phrases(record, "place/Stara_Velka") == ["Velka", "Stara Velka"]


def test_an_id_adds_names_to_whom_the_packaged_tables_know(
    found: dict[str, dict[str, Any]],
) -> None:
    record = found["on-2018-05-02"]
    assert phrases(record, "person/Q7747") == ["VVP"]
    assert entities(record)["person/Q7747"]["label"] == "Vladimir Putin"
    assert entities(record)["person/Q7747"]["iso3"] == "RUS"
    assert phrases(record, "place/711350") == ["Bucha"]
    assert entities(record)["place/711350"]["lat"] == pytest.approx(50.55, abs=0.01)


def test_country_sector_and_office_are_those_of_the_day(
    found: dict[str, dict[str, Any]],
) -> None:
    early, late = found["on-2015-04-01"], found["on-2018-05-02"]
    assert entities(early)["person/Mara_Lindqvist"]["sector"] == "REB"
    assert entities(late)["person/Mara_Lindqvist"]["sector"] == "GOV"
    assert phrases(late, "person/Olena_Brudko") == ["The Ukrainian foreign minister"]
    assert "person/Olena_Brudko" not in entities(early)


def test_a_store_is_told_which_file_of_actors_was_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news, store = articles(tmp_path, "2018-05-02"), tmp_path / "kg"
    build = ["build", str(news), "--store", str(store)]
    with_actors = [*build, "--authority", str(written(tmp_path, ACTORS))]
    outcomes = []
    for command in (build, with_actors, with_actors):
        assert main(command) == 0
        outcomes.append(capsys.readouterr().err.splitlines()[-1].partition(" in ")[0])
    written(tmp_path, ACTORS + "Blue Heron,organization,,UKR,REB,,,,\n")
    assert main(with_actors) == 0
    outcomes.append(capsys.readouterr().err.splitlines()[-1].partition(" in ")[0])
    assert outcomes == [
        "politigraph: 1 added, 0 replaced, 0 unchanged, 0 skipped",
        "politigraph: 0 added, 1 replaced, 0 unchanged, 0 skipped",
        "politigraph: 0 added, 0 replaced, 1 unchanged, 0 skipped",
        "politigraph: 0 added, 1 replaced, 0 unchanged, 0 skipped",
    ]
    with KnowledgeGraph.open(store) as graph:
        extractor = graph.article("on-2018-05-02").extractor
        assert "; authority actors.csv " in extractor
        [mara] = graph.entities(q="Lindqvist")
        assert (mara.id, mara.label) == ("person/Mara_Lindqvist", "Mara Lindqvist")


BAD_ROWS = {
    "no name": (",person,,UKR,GOV,,,,", "no name"),
    "type": ("Anna Welk,clan,,UKR,GOV,,,,", "unknown type 'clan'"),
    "country": ("Anna Welk,person,,UKX,GOV,,,,", "unknown country 'UKX'"),
    "sector": ("Anna Welk,person,,UKR,GVT,,,,", "unknown sector 'GVT'"),
    "office of a body": ("Red Swan,organization,,UKR,REB,mayor,,,", "no person to hold it"),
    "office of nowhere": ("Anna Welk,person,,,GOV,mayor,,,", "without its country"),
    "no date": ("Anna Welk,person,,UKR,GOV,,2019-02-30,,", "valid_from is no date: '2019-02-30'"),
    "dates turned": ("Anna Welk,person,,UKR,GOV,,2020,2019-12,", "valid_to is before valid_from"),
    "small letter": ("Anna Welk,person,swan,UKR,GOV,,,,", "'swan' does not begin like a name"),
    "slash": ("Anna/Welk,person,,UKR,GOV,,,,", "/ or _ in the name"),
    "alias twice": ("Anna Welk,person,Swan|SWAN,UKR,GOV,,,,", "'SWAN' stands twice in the row"),
    "alias of another": ("Anna Welk,person,Wolf,UKR,GOV,,,,", "'Wolf' is a name of line 2 too"),
    "one name, two types": ("Mara Lindqvist,place,,UKR,,,,,", "is a name of line 2 too"),
    "overlapping office": (
        "Anna Welk,person,,UKR,GOV,Governor of Vesna,2017-01-01,2018-03-02,",
        "the dates of 'Governor of Vesna' overlap those of line 3",
    ),
    "overlapping actor": (
        "Mara Lindqvist,person,,UKR,MIL,,2016-04,,",
        "the dates of 'Mara Lindqvist' overlap those of line 2",
    ),
    "unknown id": ("Anna Welk,person,,UKR,GOV,,,,person/Q0", "no person with id 'person/Q0'"),
    "id of another place": ("Kyiv,place,,,,,,,place/711350", "no place with id 'place/711350'"),
    "cells": ("Anna Welk,person,,UKR", "4 cells under 9 columns"),
    "quotation mark": (
        '"Anna Welk,person,,UKR,GOV,,,,',
        "no row of CSV, check its quotation marks",
    ),
    "nul": ("Anna\x00Welk,person,,UKR,GOV,,,,", "control character U+0000"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_bad_row_is_named_and_nothing_is_done(
    command: str, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row, reason = BAD_ROWS[case]
    actors = written(tmp_path, HEADER + MARA + row + "\n")
    output = tmp_path / "out"
    where = ["-o", str(output)] if command == "extract" else ["--store", str(output)]
    news = articles(tmp_path, "2018-05-02")
    assert main([command, str(news), *where, "--authority", str(actors)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"politigraph: {actors}: line 4: ")
    assert reason in lines[0]
    assert lines[1] == f"politigraph: {actors}: 1 bad row"
    assert lines[2].startswith("  hint: nothing was loaded; ")
    assert {path.name for path in tmp_path.iterdir()} == {"actors.csv", "news.jsonl"}


def test_every_bad_row_is_named_in_order(tmp_path: Path) -> None:
    rows = [row for row, _ in BAD_ROWS.values() if not row.startswith('"')]
    with pytest.raises(InvalidRows) as caught:
        read_local_actors(written(tmp_path, HEADER + MARA + "\n".join(rows) + "\n"))
    numbers = [row.partition("line ")[2].partition(":")[0] for row in caught.value.rows]
    assert numbers == [str(4 + n) for n in range(len(rows))]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("name,aliases,colour", ("no column 'type'", "unknown column 'colour'")),
        ("name,type,name", ("two columns 'name'",)),
        ("name;type;country", ("no column 'name'", "unknown column 'name;type;country'")),
    ],
)
def test_wrong_columns_are_named(header: str, reasons: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(InvalidRows) as caught:
        read_local_actors(written(tmp_path, header + "\nAnna Welk,person,x\n"))
    [row] = caught.value.rows
    assert ": line 1: " in row
    assert all(reason in row for reason in reasons)


def test_lines_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(HEADER.encode() + "Žofie Nová,person,,CZE,GOV,,,,\n".encode("cp1250"))
    with pytest.raises(InvalidRows) as caught:
        read_local_actors(path)
    assert [row.partition(": ")[2] for row in caught.value.rows] == ["line 2: not UTF-8"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "no actors in it"), (HEADER.encode(), "no actors in it"), (None, "No such file")],
)
def test_a_file_without_actors_is_an_error(
    data: bytes | None, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "actors.csv"
    if data is not None:
        path.write_bytes(data)
    news = articles(tmp_path, "2018-05-02")
    store = tmp_path / "kg"
    assert main(["build", str(news), "--store", str(store), "--authority", str(path)]) == 1
    assert f"{path}: {reason}" in capsys.readouterr().err
    assert not store.exists()


@pytest.mark.parametrize(
    "second",
    ["2018-03-01,", "2018-03,2019", "2018,2018"],
    ids=["same day", "same month", "same year"],
)
def test_who_follows_in_an_office_may_begin_as_the_other_ends(second: str, tmp_path: Path) -> None:
    rows = (
        "Anna Welk,person,,UKR,GOV,governor of Vesna,2015,2018-03-01,\n"
        f"Mara Lindqvist,person,,UKR,GOV,governor of Vesna,{second},\n"
    )
    assert len(read_local_actors(written(tmp_path, HEADER + rows)).actors) == 2


def test_the_file_may_come_from_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    text = 'Type,NAME,aliases\r\nperson,"Welk,  Anna ","Swan;\r\nSwan of Vesna"\r\n,,\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    [anna] = read_local_actors(path).actors
    assert anna.known.id == "person/Welk,_Anna"
    assert anna.names == ("Welk, Anna", "Swan", "Swan of Vesna")


def test_the_example_tells_whose_each_speaker_is() -> None:
    actors = read_local_actors(ROOT / "examples" / "actors.csv")
    assert len(actors.actors) == 7
    extractor = Extractor(authority=actors)
    page = ROOT / "examples" / "articles" / "harbour-post-2022-05-06-velin.html"
    [extraction] = extractor.extract_all(read_sources([page]))
    assert isinstance(extraction, Extraction)
    known = {e.id: (e.iso3, e.sector) for e in extraction.entities}
    assert known["person/Arkady_Velin"] == ("RUS", "GOV")
