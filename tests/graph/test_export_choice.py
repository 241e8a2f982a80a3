"""An export of what is chosen: as if there were no more, with as many words as wanted."""

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from politigraph.extract.records import Extraction
from politigraph.graph.errors import InvalidFilter, UnknownItem
from politigraph.graph.export import FORMATS, write
from politigraph.graph.export_choice import ExportFilters, choose
from politigraph.graph.export_parts import Choice, Parts
from politigraph.graph.iris import article_iri, graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.ontology.terms import Property
from tests.graph.extractions import extractions, sample
from tests.graph.press import HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press


def herald() -> Press:
    press = Press("h1", "Baltic Herald", "2024-05-14")
    press.says(MARA, "Norwegian ships closed Vesterholm", about=(HARBOUR, "v0"))
    press.happens("COERCE", "closed", agents=(NORWAY.id,), targets=(HARBOUR.id,), claim="c0")
    press.says(TOMAS, "Sweden would wait for an answer", about=(SWEDEN,))
    return press


def courier() -> Press:
    press = Press("c1", "Coast Courier", "2024-05-16")
    press.says(TOMAS, "Norwegian ships did not block Vesterholm", about=(HARBOUR, "v0"))
    press.happens(
        "COERCE",
        "block",
        agents=(NORWAY.id,),
        targets=(HARBOUR.id,),
        polarity="negative",
        claim="c0",
    )
    return press


def graph_of(*parts: Press | Extraction) -> KnowledgeGraph:
    kg = KnowledgeGraph.memory()
    for part in parts:
        kg.add(part.extraction() if isinstance(part, Press) else part)
    kg.infer()
    return kg


@pytest.fixture(scope="module")
def press() -> KnowledgeGraph:
    return graph_of(herald(), courier())


def quads(kg: KnowledgeGraph, folder: Path, **filters: str) -> set[ox.Quad]:
    path = kg.export(folder / "kg.nq", **filters)  # type: ignore[arg-type]
    return set(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("filters", "only"),
    [
        ({"publisher": "Baltic Herald"}, herald),
        ({"since": "2024-05-15"}, courier),
        ({"until": "2024-05-14"}, herald),
    ],
)
def test_chosen_articles_are_written_as_if_there_were_no_others(
    press: KnowledgeGraph, tmp_path: Path, filters: dict[str, str], only: object
) -> None:
    assert callable(only)
    assert quads(press, tmp_path, **filters) == set(graph_of(only()).store.oxigraph)


@settings(deadline=None, max_examples=25)
@given(extractions("a"), extractions("b"))
def test_an_article_is_written_as_if_it_were_alone(first: Extraction, second: Extraction) -> None:
    both, alone = graph_of(first, second), graph_of(first)
    output = io.BytesIO()
    write(both.store, output, "nq", Choice(articles=frozenset({article_iri("a")})))
    read = set(ox.parse(output.getvalue(), format=ox.RdfFormat.N_QUADS))
    assert read == set(alone.store.oxigraph)


def test_what_is_inferred_of_two_articles_needs_both(press: KnowledgeGraph, tmp_path: Path) -> None:
    contradicts = "https://w3id.org/politigraph/ns#contradicts"
    everything = {quad.predicate.value for quad in quads(press, tmp_path)}
    assert contradicts in everything
    both = quads(press, tmp_path, since="2024")
    assert both == set(press.store.oxigraph)
    one = {quad.predicate.value for quad in quads(press, tmp_path, publisher="Coast Courier")}
    assert contradicts not in one


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        ({"speaker": "Tomas Vael"}, {"h1/claim/c1", "c1/claim/c0"}),
        ({"speaker": "Tomas Vael", "about": "Vesterholm"}, {"c1/claim/c0"}),
        ({"about": "Vesterholm"}, {"h1/claim/c0", "c1/claim/c0"}),
        ({"about": "Vesterholm", "publisher": "Baltic Herald"}, {"h1/claim/c0"}),
    ],
)
def test_chosen_claims_come_with_all_that_they_point_at(
    press: KnowledgeGraph, tmp_path: Path, filters: dict[str, str], claims: set[str]
) -> None:
    path = press.export(tmp_path / "kg.nq", **filters)  # type: ignore[arg-type]
    store = ox.Store()
    store.bulk_load(path=str(path))
    assert set(store) <= set(press.store.oxigraph)
    said = "SELECT DISTINCT ?c { GRAPH ?g { ?who <https://w3id.org/politigraph/ns#said> ?c } }"
    found = {str(row["c"].value) for row in store.query(said)}  # type: ignore[union-attr]
    assert found == {f"https://w3id.org/politigraph/id/article/{claim}" for claim in claims}
    # Nothing that is written leads to what is not: but for the vocabulary's own terms.
    described = {quad.subject for quad in store}
    led_to = {quad.object for quad in store if isinstance(quad.object, ox.NamedNode)}
    base = "https://w3id.org/politigraph/id/"
    assert {str(node) for node in led_to - described if base in node.value} == set()


@pytest.mark.parametrize("name", ["h1", "entities", "inferred", graph_iri("h1")])
def test_one_graph_alone(press: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    graph = name if name.startswith("https") else f"https://w3id.org/politigraph/id/graph/{name}"
    found = quads(press, tmp_path, graph=name)
    assert found
    expected = press.store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    assert found == set(expected)


@pytest.mark.parametrize("filters", [{"graph": "h1", "since": "2024"}, {"graph": "h9"}])
def test_a_slip_is_told(press: KnowledgeGraph, tmp_path: Path, filters: ExportFilters) -> None:
    with pytest.raises(InvalidFilter):
        press.export(tmp_path / "kg.ttl", **filters)
    assert not list(tmp_path.iterdir())


def test_unknown_names_and_texts_are_told(press: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownItem):
        press.export(tmp_path / "kg.ttl", speaker="Nobody Here")
    with pytest.raises(InvalidFilter, match="half"):
        press.export(tmp_path / "kg.ttl", text="half")
    with pytest.raises(InvalidFilter, match="not a date"):
        press.export(tmp_path / "kg.ttl", since="spring")


# -- without the words


@pytest.mark.parametrize("ending", FORMATS)
def test_no_words_of_the_articles_are_written(tmp_path: Path, ending: str) -> None:
    kg = graph_of(herald(), courier())
    whole, quoted, none = (
        kg.export(tmp_path / f"{text}.{ending}", text=text).read_text("utf-8")
        for text in ("whole", "quoted", "none")
    )
    article, claim = herald().extraction().article.text, "Norwegian ships closed Vesterholm"
    assert claim in whole or ending == "events.csv"
    assert claim not in none
    for text in (quoted, none):
        assert article not in text
        assert json.dumps(article)[1:-1] not in text
        assert "said that Norwegian" not in text


def test_without_words_offsets_and_the_hash_still_open_each_sentence(tmp_path: Path) -> None:
    kg = graph_of(herald())
    text = kg.text("h1")
    path = kg.export(tmp_path / "claims.csv", text="none")
    for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
        assert row["sentence"] == row["content"] == row["cue"] == ""
        assert row["sha256"] == sha256(text.encode()).hexdigest()
        assert "said that" in text[int(row["start"]) : int(row["end"])]
        spans = dict(part.split(" ") for part in row["spans"].split("; "))
        start, end = map(int, spans["content"].split("-"))
        assert text[start:end] in {
            "Norwegian ships closed Vesterholm",
            "Sweden would wait for an answer",
        }
    left_out = set(kg.store.oxigraph) - quads(kg, tmp_path, text="none")
    assert {quad.predicate.value.rpartition("#")[2] for quad in left_out} == {
        *("isString", "anchorOf", "contentText")
    }
    assert not quads(kg, tmp_path, text="none") - set(kg.store.oxigraph)


# -- memory and progress


def peak(kg: KnowledgeGraph, ending: str) -> int:
    """Return how much memory Python needed at most; the store's own is not counted."""
    tracemalloc.start()
    try:
        with Path("/dev/null").open("wb") as output:
            write(kg.store, output, ending)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def few_and_many() -> tuple[KnowledgeGraph, KnowledgeGraph]:
    few, many = KnowledgeGraph.memory(), KnowledgeGraph.memory()
    article = replace(sample("a0").article, publisher="Herald")
    for kg, size in ((few, 4), (many, 24)):
        for number in range(size):
            extraction = herald().extraction()
            kg.add(
                replace(
                    extraction,
                    article=replace(article, id=f"a{number}", text=extraction.article.text),
                )
            )
    return few, many


@pytest.mark.parametrize("ending", FORMATS)
def test_six_times_the_articles_need_no_more_memory(
    few_and_many: tuple[KnowledgeGraph, KnowledgeGraph], ending: str
) -> None:
    few, many = few_and_many
    peak(few, ending)  # What is loaded or cached once.
    assert peak(many, ending) < peak(few, ending) + 100_000


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(text="none"),
        Choice(articles=frozenset({article_iri("c1")})),
        Choice(claims=frozenset({f"{article_iri('h1')}/claim/c0"})),
    ],
    ids=["all", "without words", "an article", "a claim"],
)
def test_some_predicates_are_read_as_if_all_had_been(press: KnowledgeGraph, choice: Choice) -> None:
    wanted = (Property.AGENT, Property.ABOUT, Property.CONTENT_TEXT, Property.SAID)
    parts = Parts(press.store, choice)
    everything = {
        graph: [quad for quad in quads if quad.predicate.value in wanted]
        for graph, quads in parts.articles()
    }
    assert any(everything.values())
    assert dict(parts.articles(predicates=wanted)) == everything


def test_progress_is_told_for_each_pass(press: KnowledgeGraph, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    press.export(tmp_path / "kg.nq", progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_graph_of_the_user_goes_with_everything_and_with_no_choice_of_articles() -> None:
    kg = graph_of(herald(), courier())
    with kg.store.changing() as database:
        note = '<urn:note> <urn:says> "to be checked"'
        database.update(f"INSERT DATA {{ GRAPH <urn:notes> {{ {note} }} }}")
    chosen = ExportFilters(publisher="Coast Courier")
    for name in FORMATS:
        for filters in (ExportFilters(), chosen, ExportFilters(speaker=MARA.id)):
            choice = choose(kg.query, filters)
            write(kg.store, io.BytesIO(), name, choice)
    whole, part = io.BytesIO(), io.BytesIO()
    write(kg.store, whole, "nq")
    write(kg.store, part, "nq", choose(kg.query, chosen))
    assert b"to be checked" in whole.getvalue()
    assert b"to be checked" not in part.getvalue()
    assert b"Coast Courier" in part.getvalue()
