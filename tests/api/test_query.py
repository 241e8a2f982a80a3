"""Patterns and relations over HTTP and on the command line."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from politigraph.api.cli import main

PATTERN = "?who said ?c . ?c about Crimea"


def ask(client: httpx.Client, pattern: str, **more: str | int) -> dict[str, Any]:
    answer = client.get("/query", params={"q": pattern, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_pattern_is_answered_with_rows_sentences_names_and_sparql(client: httpx.Client) -> None:
    answer = ask(client, PATTERN)
    assert [row["who_name"] for row in answer["rows"]] == ["Mara Lindqvist"] * 2
    assert [row["c_outlet"] for row in answer["rows"]] == ["Baltic Herald", "Coast Courier"]
    assert "Mara Lindqvist said in Tallinn" in answer["rows"][0]["c_sentence"]
    assert [meaning["node"]["id"] for meaning in answer["meanings"]] == ["place/Crimea"]
    assert answer["holds"] is None
    assert set(answer["columns"]) == set(answer["rows"][0])


def test_the_sparql_of_an_answer_runs_at_the_endpoint(client: httpx.Client) -> None:
    answer = ask(client, PATTERN)
    results = client.post("/sparql", data={"query": answer["sparql"]}).json()
    found = [
        {name: term["value"] for name, term in row.items()}
        for row in results["results"]["bindings"]
    ]
    assert found == [
        {name: value for name, value in row.items() if name != "c_sentence" and value}
        | {"c_on": row["c_on"]}
        for row in answer["rows"]
    ]


def test_post_takes_json_and_the_pattern_itself(client: httpx.Client) -> None:
    by_get = ask(client, PATTERN, limit=1)
    by_json = client.post("/query", json={"q": PATTERN, "limit": 1})
    assert by_json.json() == by_get
    plain = {"content-type": "text/plain; charset=utf-8"}
    by_text = client.post("/query", content=PATTERN.encode(), headers=plain)
    assert by_text.json() == ask(client, PATTERN)


def test_pages_follow_the_cursor(client: httpx.Client) -> None:
    whole = ask(client, PATTERN)["rows"]
    first = ask(client, PATTERN, limit=1)
    second = ask(client, PATTERN, limit=1, cursor=first["cursor"])
    assert first["rows"] + second["rows"] == whole
    assert second["cursor"] == ""


def test_a_pattern_without_variables_holds_or_not(client: httpx.Client) -> None:
    assert ask(client, "Tomas Brandt denied _")["holds"] is True
    assert ask(client, "Tomas Brandt said _")["holds"] is False


@pytest.mark.parametrize(
    ("address", "pattern", "rows"),
    [
        (
            "subject=Mara+Lindqvist&predicate=said&object=?&about=Crimea",
            "Mara Lindqvist said ?object . ?object about Crimea",
            2,
        ),
        ("predicate=denied&speech_act=deny", "?subject denied ?object as deny", 1),
        (
            "subject=Mara+Lindqvist&predicate=CONSULT&publisher=Vienna",
            "Mara Lindqvist -CONSULT-> ?object in Vienna",
            1,
        ),
        (
            "publisher=Coast+Courier&since=2022-04&polarity=positive&certainty=certain&q=TABLE",
            "?subject said ?object since 2022-04 in Coast Courier is positive, certain"
            ' saying "TABLE"',
            1,
        ),
        (
            "subject=?&predicate=about&object=Crimea&until=2021",
            "?subject about Crimea until 2021",
            0,
        ),
    ],
)
def test_relations_are_patterns(
    client: httpx.Client, address: str, pattern: str, rows: int
) -> None:
    answer = client.get(f"/relations?{address}").json()
    assert answer["pattern"] == pattern
    assert len(answer["rows"]) == rows
    assert answer == ask(client, pattern)


def test_an_error_points_at_the_word(client: httpx.Client) -> None:
    answer = client.get("/query", params={"q": "Mara Lindqvist sayd ?c"})
    problem = answer.json()
    assert answer.status_code == problem["status"] == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["line"], problem["column"]) == (1, 16)
    assert problem["excerpt"] == "Mara Lindqvist sayd ?c\n               ^^^^"
    assert "said" in problem["hint"]


def test_an_ambiguous_name_lists_whom_it_may_mean_and_where_it_stands(
    client: httpx.Client,
) -> None:
    problem = client.get("/query", params={"q": "Lindqvist said ?c"}).json()
    assert problem["status"] == 400
    choices = {choice["id"] for choice in problem["choices"]}
    assert choices >= {"person/Erik_Lindqvist", "person/Mara_Lindqvist"}
    assert problem["excerpt"] == "Lindqvist said ?c\n^^^^^^^^^"


def test_an_unknown_name_is_answered_with_close_ones(client: httpx.Client) -> None:
    answer = client.get("/query", params={"q": "?x said ?c about Krimea"})
    assert answer.status_code == 404
    assert "Crimea" in answer.json()["hint"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"q": "?x said ?c", "limt": 3}', "application/json", 400),
        (b'{"q": 3}', "application/json", 400),
        (b"[", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"q": "?x said ?c saying \\"\\ud800\\""}', "application/json", 400),
        (b"\xff", "text/plain", 400),
        (b"", "text/plain", 400),
        (b"?x said ?c", "application/x-www-form-urlencoded", 415),
        (b"?x said ?c " * 100_000, "text/plain", 413),
        (b"?x said ?c " * 1000, "text/plain", 400),
        (b'?x said ?c saying "\x00 SERVICE <urn:x> {}"', "text/plain", 200),
    ],
)
def test_what_else_a_body_may_be(client: httpx.Client, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/query", content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.json()["hint"]


@pytest.mark.parametrize(
    "address",
    [
        "/query",
        "/query?q=",
        "/query?q=?x+said+?c&limit=0",
        "/query?q=?x+said+?c&limt=5",
        "/query?q=?x+said+?c&cursor=%21",
        f"/query?q=?x+said+?c&cursor={'W1tb' * 2000}",
        "/relations?predicate=sayd",
        "/relations?speech_act=warn+.+?x+said+?y",
        "/relations?polarity=neutral",
        "/relations?since=2022-99",
        "/relations?subject=%00&predicate=from&since=2022",
        f"/query?q={quote('?x said ?c . ?y said ?d')}",
    ],
)
def test_a_wrong_request_is_a_problem(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"]
    assert answer.json()["hint"]


# -- the command line


def test_the_command_prints_a_table_and_whom_names_mean(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--store", str(store), PATTERN]) == 0
    out, err = capsys.readouterr()
    assert "Mara Lindqvist" in out
    assert "Crimea will be on the table" in out
    assert "https://" not in out
    assert "2 rows" in out
    assert "'Crimea' is Crimea (place/Crimea)" in err


def test_the_command_writes_csv_and_json_and_pages(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--store", str(store), PATTERN, "--format", "csv", "--limit", "1"]) == 0
    out, err = capsys.readouterr()
    [row] = csv.DictReader(io.StringIO(out))
    cursor = err.split("--cursor ")[1].strip()
    command = ["ask", "--store", str(store), PATTERN, "--format", "json", "--cursor", cursor]
    assert main(command) == 0
    [following] = json.loads(capsys.readouterr().out)["rows"]
    assert set(following) == set(row)
    assert [row["c_date"], following["c_date"]] == ["2022-03-04", "2022-04-10"]


def test_the_command_answers_yes_or_no(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--store", str(store), "Tomas Brandt said _"]) == 0
    assert capsys.readouterr().out == "no\n"


def test_the_command_prints_sparql_that_the_query_command_takes(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--store", str(store), PATTERN, "--sparql"]) == 0
    sparql = capsys.readouterr().out
    assert main(["query", "--store", str(store), sparql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("Mara Lindqvist,") == 4


def test_the_command_shows_the_place_of_an_error(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--store", str(store), "Mara Lindqvist sayd ?c"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == [
        "Mara Lindqvist sayd ?c",
        "               ^^^^",
        "politigraph: column 16: 'sayd' is no edge",
    ]
    assert lines[3].startswith("  hint: did you mean said?")
