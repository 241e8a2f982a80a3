"""Who is who over HTTP and on the command line: search, merge, split, unmerge, judgements."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from politigraph.api.app import create_app
from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving, write_lines
from tests.graph.who import PRESS, article

PLACES = article("towns", "2024-07-01", "Kyiv", "Kyiv region", "Łódź", kind="place")


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A store of articles in which one woman has three names, and two men one."""
    folder = tmp_path / "kg"
    with KnowledgeGraph.open(folder, writable=True) as graph:
        for extraction in (*PRESS, PLACES):
            graph.add(extraction)
        graph.judge()
    return folder


@pytest.fixture(scope="module")
def served() -> Iterator[httpx.Client]:
    with KnowledgeGraph.memory() as graph:
        for extraction in (*PRESS, PLACES):
            graph.add(extraction)
        graph.judge()
        with serving(create_app(graph)) as client:
            yield client


def ids(client: httpx.Client, query: str) -> list[str]:
    answer = client.get(f"/entities?{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


# -- over HTTP


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Mara Lindqvist", "person/Mara_Lindqvist"),
        ("mara", "person/Mara_Lindqvist"),
        ("lindq", "person/Mara_Lindqvist"),
        ("indqvis", "person/Mara_Lindqvist"),
        ("M. Lindqvist", "person/Mara_Lindqvist"),
        ("Lindqvst", "person/Mara_Lindqvist"),
        ("Lnidqvist", "person/Mara_Lindqvist"),
        ("Mara Lindkvist", "person/Mara_Lindqvist"),
        ("lodz", "place/Łódź"),
        ("hagn", "person/Jon_Hagen"),
    ],
)
def test_a_name_a_part_of_one_and_a_slip_of_one_find_it(
    served: httpx.Client, typed: str, first: str
) -> None:
    assert ids(served, f"q={typed}")[0] == first


def test_the_better_fit_and_then_the_more_mentioned_comes_first(served: httpx.Client) -> None:
    assert ids(served, "q=kyiv") == ["place/Kyiv", "place/Kyiv_region"]
    assert ids(served, "q=hagen") == ["person/Jon_Hagen", "person/Jon_Hagen~FIN"]


def test_a_country_is_found_by_what_the_authority_calls_it(served: httpx.Client) -> None:
    assert ids(served, "q=Kingdom+of+Norway") == ["country/NOR"]


def test_what_nobody_is_called_finds_nobody(served: httpx.Client) -> None:
    assert ids(served, "q=xyzzy") == []
    assert ids(served, "q=%21%21") == []


def test_search_goes_with_filters_and_pages(served: httpx.Client) -> None:
    assert ids(served, "q=hagen&affiliation=Finland") == ["person/Jon_Hagen~FIN"]
    assert ids(served, "q=hagen&kind=place") == []
    first = served.get("/entities?q=hagen&limit=1").json()
    assert [item["id"] for item in first["items"]] == ["person/Jon_Hagen"]
    second = served.get("/entities", params={"q": "hagen", "limit": 1, "cursor": first["cursor"]})
    assert [item["id"] for item in second.json()["items"]] == ["person/Jon_Hagen~FIN"]
    assert second.json()["cursor"] == ""


@pytest.mark.parametrize("asked", ["person/M._Lindqvist", "M. Lindqvist", "person/Mara_Lindqvist"])
def test_who_was_merged_is_answered_with_who_it_is(served: httpx.Client, asked: str) -> None:
    answer = served.get(f"/entities/{asked}")
    found = answer.json()
    assert found["id"] == "person/Mara_Lindqvist"
    assert answer.headers["content-location"] == "/entities/person/Mara_Lindqvist"
    assert found["merged"] == ["person/Lindqvist", "person/M._Lindqvist"]
    assert found["articles"] == 3
    said = [(row["words"], row["article"]["published"]) for row in found["evidence"]]
    assert said[1] == ("M. Lindqvist", "2024-05-06")
    assert found["evidence"][1]["sentence"] == "M. Lindqvist spoke at length in the morning."


def test_claims_of_a_merged_name_are_those_of_the_one_node(served: httpx.Client) -> None:
    for name in ("Lindqvist", "person/M._Lindqvist"):
        assert len(served.get("/claims", params={"speaker": name}).json()["items"]) == 3


def test_two_of_one_name_are_choices(served: httpx.Client) -> None:
    answer = served.get("/claims", params={"speaker": "Jon Hagen"})
    assert answer.status_code == 400
    choices = [choice["id"] for choice in answer.json()["choices"]]
    assert choices == ["person/Jon_Hagen", "person/Jon_Hagen~FIN"]


# -- on the command line


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def run(store: Path, *arguments: str) -> int:
    return main([*arguments, "--store", str(store)])


def test_entities_shows_names_and_evidence(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged, "entities", "lindqvst") == 0
    shown = capsys.readouterr().out
    assert "person/Mara_Lindqvist" in shown
    assert "Baltic Herald" in shown
    assert "1 row" in shown
    assert run(judged, "entities", "lindqvst", "--json") == 0
    [found] = lines(capsys)
    assert found["aliases"] == ["Lindqvist", "M. Lindqvist", "Mara Lindqvist"]
    assert found["evidence"][0]["article"]["publisher"]["label"] == "Baltic Herald"
    assert (found["claims_by"], found["events"], found["articles"]) == (3, 0, 3)


def test_entities_without_a_query_are_all(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(judged, "entities", "--kind", "person", "--json", "--limit", "2") == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert "more than 2" in err
    assert run(judged, "entities", "--kind", "cat") == 1


def test_merge_unmerge_and_split(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(judged, "merge", "Mara Lindqvist", "Tomas Vael", "--reason", "a pen name") == 0
    assert "person/Tomas_Vael is person/Mara_Lindqvist" in capsys.readouterr().err
    assert run(judged, "judgements", "person/Tomas_Vael", "--json") == 0
    mine = [found for found in lines(capsys) if found["method"] == "user"]
    assert [found["reason"] for found in mine] == ["a pen name"]
    assert run(judged, "unmerge", "person/Tomas_Vael") == 0
    assert "taken back" in capsys.readouterr().err
    assert run(judged, "split", "Tomas Vael", "--articles", "initial, surname") == 0
    assert "person/Tomas_Vael~2 in initial, surname" in capsys.readouterr().err
    with KnowledgeGraph.open(judged) as graph:
        assert graph.entity("person/Tomas_Vael~2").articles == 2


def test_judgements_are_listed(judged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(judged, "judgements") == 0
    shown = capsys.readouterr().out
    assert all(rule in shown for rule in ("initial", "surname", "homonyms"))
    assert "3 rows" in shown


def test_judgements_are_carried_to_a_store_made_from_nothing(
    judged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, new = str(tmp_path / "told.jsonl"), tmp_path / "new"
    assert run(judged, "merge", "Mara Lindqvist", "Tomas Vael") == 0
    assert run(judged, "judgements", "--export", told) == 0
    assert run(new, "judgements", "--import", told) == 0
    assert "1 judgement added" in capsys.readouterr().err
    with KnowledgeGraph.open(new, writable=True) as graph:
        for extraction in PRESS:
            graph.add(extraction)
        assert graph.entity("Tomas Vael").id == "person/Mara_Lindqvist"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["merge", "Mara Lindqvist", "Nobody"], "no entity 'Nobody'"),
        (["merge", "Mara Lindqvist", "person/Mara_Lindqvist"], "one already"),
        (["split", "Mara Lindqvist", "--articles", "general"], "does not mention"),
        (["split", "Mara Lindqvist", "--articles", ","], "in which articles"),
        (["unmerge", "country/NOR"], "nothing is judged"),
        (["judgements", "--import", "none.jsonl"], "none.jsonl: No such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_judged_is_one_error_with_a_hint(
    judged: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged, *arguments) == 1
    problem, hint = capsys.readouterr().err.splitlines()
    assert said in problem
    assert hint.startswith("  hint: ")


@pytest.mark.parametrize("command", ["merge A B", "split A --articles a", "unmerge A", "entities"])
def test_no_store_is_made_by_judging(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none", *command.split()) == 1
    assert not (tmp_path / "none").exists()
    assert "no store" in capsys.readouterr().err


def test_a_build_judges_who_is_who_unless_it_is_told_not_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news = write_lines(
        tmp_path / "news.jsonl",
        {
            "id": "one",
            "published": "2024-05-03",
            "text": "Swedish Foreign Minister Mara Lindqvist met Tomas Vael on Friday.",
        },
        {
            "id": "two",
            "published": "2024-05-06",
            "text": "M. Lindqvist, the Swedish foreign minister, warned Tomas Vael on Monday.",
        },
    )
    store = tmp_path / "kg"
    for option, found, told in (
        ([], 1, False),
        (["--no-identity"], 2, False),
        ([], 2, True),
        (["--identity"], 1, False),
        ([], 1, False),
    ):
        assert run(store, "build", str(news), *option) == 0
        assert ("no rule judges who is who" in capsys.readouterr().err) == told
        assert run(store, "entities", "lindqvist", "--json") == 0
        assert len(lines(capsys)) == found
