"""The commands that work on a store: query, export, stats, delete, and stores that are none."""

import csv
import io
import json
import shutil
from pathlib import Path
from threading import Timer

import pytest
import rdflib

from politigraph.api.cli import main
from politigraph.graph.knowledge_graph import KnowledgeGraph

STATEMENTS = (
    'SELECT ?p ?text { ?p :said ?c . ?c :about ?x ; :contentText ?text . ?x schema:name "Crimea" }'
    " ORDER BY ?text"
)
GRAPH = "CONSTRUCT { ?p :said ?c } WHERE { ?p :said ?c }"


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """A copy of the store, to write to."""
    return Path(shutil.copytree(store, tmp_path / "kg"))


def query(store: Path, *arguments: str) -> int:
    return main(["query", "--store", str(store), *arguments])


def problem(stderr: str) -> tuple[str, str]:
    """The only problem that was said, and its hint."""
    said, hint = stderr.splitlines()
    assert said.startswith("politigraph: ")
    assert hint.startswith("  hint: ")
    return said, hint


def test_a_table_shows_names_short_and_text_whole(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(store, STATEMENTS) == 0
    out = capsys.readouterr().out
    assert "id:entity/person/Mara_Lindqvist" in out
    assert "Crimea is a matter for the United Nations" in out
    assert "2 rows" in out


def test_a_table_leaves_out_what_tells_a_reader_nothing(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    select = (
        "SELECT ?speaker ?speakerName ?cue ?never WHERE { ?speaker :said ?c ; schema:name "
        "?speakerName . ?c :cueLemma ?cue OPTIONAL { ?c :addressee ?never } }"
    )
    assert query(store, select, "--bind", "cue=say") == 0
    table = capsys.readouterr().out
    assert "speakerName" in table
    assert "id:entity" not in table
    assert "left out: speaker, cue, never (--format csv has every column)" in table
    assert query(store, select, "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("speaker,speakerName,cue,never")


def test_each_format_of_select(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(name: str) -> str:
        assert query(store, STATEMENTS, "--format", name) == 0
        return capsys.readouterr().out

    texts = [row["text"] for row in csv.DictReader(io.StringIO(printed("csv")))]
    assert len(texts) == 2
    rows = json.loads(printed("json"))["results"]["bindings"]
    assert [row["text"]["value"] for row in rows] == texts
    assert all(text in printed("xml") for text in texts)
    assert printed("tsv").startswith("?p\t?text\n")


def test_yes_no_and_triples(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(store, "ASK { ?p :denied ?c }") == 0
    assert capsys.readouterr().out == "yes\n"
    assert query(store, GRAPH) == 0
    assert len(rdflib.Graph().parse(data=capsys.readouterr().out, format="turtle")) == 3
    assert query(store, GRAPH, "--format", "nt") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert query(store, GRAPH, "--format", "xml") == 0
    assert len(rdflib.Graph().parse(data=capsys.readouterr().out, format="xml")) == 3
    assert query(store, GRAPH, "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_file_a_name_and_bound_values(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?p :said ?c }", encoding="utf-8")
    assert query(store, f"@{tmp_path / 'q.rq'}") == 0
    assert capsys.readouterr().out == "yes\n"
    named = ["claims", "--bind", "speaker=Mara Lindqvist", "--bind", "about=Crimea"]
    assert query(store, *named, "--format", "csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    by_text = "SELECT ?c ?lemma { ?c :cueLemma ?lemma }"
    assert query(store, by_text, "--bind", "lemma=deny", "--format", "csv") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_no_query_lists_the_packaged_ones(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(store) == 0
    assert "denials_of_accusations" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT ?x {\n ?x ?y }"], "line 2, column 9"),
        (["DELETE WHERE { ?s ?p ?o }"], "DELETE"),
        (["ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "SERVICE"),
        (["no_such_query"], "no_such_query"),
        (["@no-such-file.rq"], "no-such-file.rq"),
        (["claims", "--bind", "speaker=Nobody"], "Nobody"),
        (["claims", "--bind", "colour=red"], "colour"),
        (["claims", "--bind", "speaker"], "NAME=VALUE"),
        ([GRAPH, "--format", "csv"], "csv"),
        (["ASK {}", "--format", "gif"], "gif"),
    ],
)
def test_a_query_that_cannot_be_run(
    store: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(store, *arguments) == 1
    assert message in problem(capsys.readouterr().err)[0]


def test_export_writes_what_plain_rdf_tools_read(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--store", str(store), "-o", str(tmp_path / "kg.ttl")]) == 0
    exported = rdflib.Graph().parse(tmp_path / "kg.ttl")
    said = rdflib.URIRef("https://w3id.org/politigraph/ns#said")
    assert len(list(exported.triples((None, said, None)))) == 3
    assert main(["export", "--store", str(store), "-o", str(tmp_path / "kg.gif")]) == 1
    assert "gif" in problem(capsys.readouterr().err)[0]
    assert main(["export", "--store", str(store), "-o", str(tmp_path / "no" / "kg.ttl")]) == 1
    assert "kg.ttl" in problem(capsys.readouterr().err)[0]


def test_stats_count_what_there_is(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--store", str(store)]) == 0
    assert "articles        2\n" in capsys.readouterr().out
    assert main(["stats", "--store", str(store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"] == 5


def test_a_deleted_article_is_gone(own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["delete", "--store", str(own_store), "courier/7"]) == 0
    capsys.readouterr()
    assert main(["stats", "--store", str(own_store), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 1
    assert main(["delete", "--store", str(own_store), "courier/7"]) == 1
    assert "courier/7" in problem(capsys.readouterr().err)[0]


@pytest.mark.parametrize("command", ["query", "stats", "export", "serve", "delete"])
def test_a_missing_store_is_not_made(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "none"
    more = {"query": ["ASK {}"], "export": ["-o", str(tmp_path / "x.ttl")], "delete": ["a"]}
    assert main([command, "--store", str(folder), *more.get(command, [])]) == 1
    assert str(folder) in problem(capsys.readouterr().err)[0]
    assert not folder.exists()


def test_a_store_of_a_newer_version_is_left_alone(
    own_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = own_store / "politigraph-store.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "format": 99}))
    article = tmp_path / "a.txt"
    article.write_text("Velin said no.")
    for arguments in (["query", "ASK {}"], ["build", str(article)]):
        assert main([*arguments, "--store", str(own_store)]) == 1
        said, hint = problem(capsys.readouterr().err)
        assert "format 99" in said
        assert "upgrade" in hint


def test_a_second_writer_is_told_of_the_first(
    own_store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("politigraph.api.lock_waiting.COMMAND_SECONDS", 0.1)
    article = tmp_path / "a.txt"
    article.write_text("Velin said no.")
    with KnowledgeGraph.open(own_store, writable=True):
        assert main(["build", str(article), "--store", str(own_store)]) == 1
        said, hint = problem(capsys.readouterr().err)
        assert "being written" in said
        assert "wait" in hint
        assert query(own_store, "ASK { ?p :said ?c }") == 0


def test_a_second_writer_waits_for_the_first_and_says_so(
    own_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Velin said no.")
    with KnowledgeGraph.open(own_store, writable=True) as first:
        Timer(1.0, first.close).start()
        assert main(["build", str(article), "--store", str(own_store)]) == 0
    waiting, done = capsys.readouterr().err.splitlines()
    assert "is being written by process" in waiting
    assert waiting.endswith("; waiting up to 10 s")
    assert "1 added" in done


def test_a_folder_with_something_else_is_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Velin said no.")
    assert main(["build", str(article), "--store", str(tmp_path)]) == 1
    assert "not a Politigraph store" in problem(capsys.readouterr().err)[0]
