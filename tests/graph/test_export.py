"""Files that other tools read: complete, readable, and the same bytes each time."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import isomorphic

from politigraph.extract.records import Article, Entity, Extraction, Mention, Span
from politigraph.graph.errors import UnknownFormat
from politigraph.graph.export import FORMATS, write
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.mapping import article_quads
from politigraph.graph.store import Store
from politigraph.graph.tables import CLAIM_COLUMNS, EVENT_COLUMNS
from tests.graph.extractions import extractions, sample

UNION = ("ttl", "nt", "rdf", "jsonld")
WITH_GRAPHS = ("nq", "trig")
RDFLIB_NAMES = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}

Exported = Callable[[str], Path]


def filled(*ids: str) -> KnowledgeGraph:
    kg = KnowledgeGraph.memory()
    for article_id in ids:
        kg.add(sample(article_id))
    return kg


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("exports")
    kg = filled("one", "an/other: 2")
    return lambda ending: kg.export(folder / f"kg.{ending}")


def test_turtle_of_named_graphs_is_not_empty(exported: Exported) -> None:
    graph = rdflib.Graph().parse(exported("ttl"))
    assert len(graph) == len(filled("one", "an/other: 2").store)


# rdflib's own JSON-LD parser uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("ending", UNION)
def test_who_said_what_about_what_in_plain_rdflib(exported: Exported, ending: str) -> None:
    graph = rdflib.Graph().parse(exported(ending), format=RDFLIB_NAMES[ending])
    rows = graph.query(
        """PREFIX : <https://w3id.org/politigraph/ns#> PREFIX schema: <https://schema.org/>
        SELECT ?who ?what { ?p :said ?c ; schema:name ?who . ?c :about/schema:name ?what }"""
    )
    assert ("Mara Lindqvist", "Vesterholm") in {(str(who), str(what)) for who, what in rows}  # type: ignore[misc]


@pytest.mark.parametrize("ending", UNION)
def test_every_format_of_the_union_holds_the_same_triples(exported: Exported, ending: str) -> None:
    triples = {quad.triple for quad in filled("one", "an/other: 2").store.oxigraph}
    format_ = ox.RdfFormat.from_extension(ending)
    assert format_ is not None
    read = {quad.triple for quad in ox.parse(path=str(exported(ending)), format=format_)}
    assert read == triples


@pytest.mark.parametrize("ending", WITH_GRAPHS)
def test_formats_with_graphs_can_be_loaded_again(exported: Exported, ending: str) -> None:
    store = ox.Store()
    store.bulk_load(path=str(exported(ending)))
    assert set(store) == set(filled("one", "an/other: 2").store.oxigraph)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first = filled("a", "b").export(tmp_path / f"first.{ending}")
    with KnowledgeGraph.open(tmp_path / "kg", writable=True) as kg:
        for article_id in ("c", "b", "a"):
            kg.add(sample(article_id))
        kg.delete("c")
    with KnowledgeGraph.open(tmp_path / "kg") as kg:
        second = kg.export(tmp_path / f"second.{ending}")
    assert first.read_bytes() == second.read_bytes()


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_any_text_survives_turtle_and_trig(extraction: Extraction) -> None:
    store = Store.memory()
    store.put(article_quads(extraction))
    for ending, parsed in (("ttl", ox.RdfFormat.TURTLE), ("trig", ox.RdfFormat.TRIG)):
        output = io.BytesIO()
        write(store, output, ending)
        quads = set(ox.parse(output.getvalue(), format=parsed))
        if ending == "ttl":
            assert {quad.triple for quad in quads} == {quad.triple for quad in store.oxigraph}
        else:
            assert quads == set(store.oxigraph)


def test_rdflib_reads_the_turtle_as_oxigraph_does(exported: Exported) -> None:
    plain = rdflib.Graph().parse(exported("nt"))
    assert isomorphic(plain, rdflib.Graph().parse(exported("ttl")))


def test_turtle_is_for_people(exported: Exported) -> None:
    text = exported("ttl").read_text("utf-8")
    assert "@prefix : <https://w3id.org/politigraph/ns#> ." in text
    assert (
        "person:Mara_Lindqvist a :Actor , schema:Person ;\n"
        '    :sector "GOV" ;\n'
        "    schema:affiliation country:SWE ;\n"
    ) in text
    # Who said it is told with each article.
    assert (
        "person:Mara_Lindqvist :claimed <one/claim/c1> , <one/claim/c5> ;\n"
        "    :said <one/claim/c1> ;\n"
    ) in text
    # Entities come first, then each article before what was read from it.
    order = ["\nplace:Vesterholm a", "\n<one> a :Article", "\n<one/claim/c1> a", "\n<one#char=0,6>"]
    positions = [text.index(start) for start in order]
    assert positions == sorted(positions)


def test_claims_as_a_table(exported: Exported) -> None:
    data = exported("csv").read_bytes().decode("utf-8")
    assert "\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert len(rows) == 10
    [row] = [row for row in rows if row["article"] == "one" and row["edge"] == "reportedlySaid"]
    assert (row["speaker"], row["cue"], row["content"]) == (
        "two officials",
        "denied",
        "Norway closed the port",
    )
    assert row["about"] == "Norway"
    assert row["sentence"].startswith("Tomas Vael added that two officials")


def test_events_as_a_table(exported: Exported) -> None:
    data = exported("events.csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert tuple(rows[0]) == EVENT_COLUMNS
    assert len(rows) == 10
    assert [row["event"].rpartition("/")[2] for row in rows if row["doubtful"] == "true"] == [
        "v5"
    ] * 2
    [row] = [row for row in rows if row["event"].endswith("/one/event/v4")]
    assert (row["type"], row["mode"], row["trigger"]) == ("COERCE", "arrest", "arrested")
    assert (row["agents"], row["target_ids"]) == ("Swedish police", "person/Mara_Lindqvist")
    assert (row["place"], row["killed"], row["injured"]) == ("Vesterholm", "0", "12")
    # What is not stated is not nought.
    [silent] = [row for row in rows if row["event"].endswith("/one/event/v3")]
    assert (silent["killed"], silent["targets"]) == ("", "")


def read_network(path: Path) -> "nx.Graph[str]":
    if path.suffix == ".gexf":
        # networkx knows GEXF up to 1.2.
        text = path.read_text("utf-8").replace(
            "http://gexf.net/1.3", "http://www.gexf.net/1.2draft"
        )
        return nx.read_gexf(io.BytesIO(text.encode()))
    return nx.read_graphml(path, force_multigraph=True)


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_network_opens_in_networkx(exported: Exported, ending: str) -> None:
    graph = read_network(exported(ending))
    labels = nx.get_node_attributes(graph, "label")
    kinds = nx.get_node_attributes(graph, "kind")
    edges = list(graph.edges(data=True))
    said = {
        (labels[start], labels[end]) for start, end, data in edges if data["predicate"] == "said"
    }
    assert ("Tomas Vael", "two officials had denied that Norway closed the port") in said
    assert set(kinds.values()) == {
        *("person", "country", "place", "anonymous", "group"),
        *("article", "claim", "event", "publisher"),
    }


def test_xml_holds_no_characters_that_xml_lacks(tmp_path: Path) -> None:
    extraction = sample("odd")
    odd = Article("odd", extraction.article.text.replace(" ", "\x0b"), title="\x00\x1f")
    with KnowledgeGraph.memory() as kg:
        kg.add(replace(extraction, article=odd))
        assert read_network(kg.export(tmp_path / "kg.graphml"))
        assert read_network(kg.export(tmp_path / "kg.gexf"))
        triples = rdflib.Graph().parse(kg.export(tmp_path / "kg.rdf"), format="xml")
        assert len(triples) == len(kg.store)


# rdflib's own JSON-LD parser uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("ending", UNION)
def test_offsets_are_right_in_a_text_with_crlf(tmp_path: Path, ending: str) -> None:
    text = "“We stay,” Mara Lindqvist said.\r\n\r\nTomas Vael left\rat noon.\r\n"
    start = text.index("Tomas Vael")
    mention = Mention(Span(start, start + 10), "person/Tomas_Vael", "name", rule="tagger")
    extraction = Extraction(
        Article("crlf", text),
        entities=(Entity("person/Tomas_Vael", "Tomas Vael", "person"),),
        mentions=(mention,),
        claims=(),
        events=(),
        extractor="hand",
    )
    with KnowledgeGraph.memory() as kg:
        kg.add(extraction)
        path = kg.export(tmp_path / f"kg.{ending}")
    rows = (
        rdflib.Graph()
        .parse(path, format=RDFLIB_NAMES[ending])
        .query(
            """PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        SELECT ?begin ?end ?anchor ?text { ?m nif:beginIndex ?begin ; nif:endIndex ?end ;
          nif:anchorOf ?anchor ; nif:referenceContext/nif:isString ?text }"""
        )
    )
    [(begin, end, anchor, whole)] = rows  # type: ignore[misc]
    assert str(whole) == text
    assert str(whole)[int(begin) : int(end)] == str(anchor) == "Tomas Vael"


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_graph_can_be_written(tmp_path: Path, ending: str) -> None:
    assert KnowledgeGraph.memory().export(tmp_path / f"kg.{ending}").exists()


def test_the_format_can_be_named_instead(tmp_path: Path) -> None:
    path = filled("a").export(tmp_path / "kg.txt", "turtle")
    assert path.read_text("utf-8").startswith("@base")


@pytest.mark.parametrize(("name", "message"), [("kg.docx", "'docx'"), ("kg", "no ending")])
def test_an_unknown_format_writes_nothing(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UnknownFormat, match=message) as error:
        filled("a").export(tmp_path / name)
    assert ".ttl" in error.value.hint
    assert not list(tmp_path.iterdir())


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = filled("a").export(tmp_path / "kg.nq")
    before = path.read_bytes()
    closed = KnowledgeGraph.memory()
    closed.close()
    with pytest.raises(Exception, match="closed"):
        closed.export(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
