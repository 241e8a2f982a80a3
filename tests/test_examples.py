"""The analysts' fifteen questions, asked of the example articles through the real pipeline.

Each question has rows that must be in its answer and rows that must not: a row is given
by fragments of its columns. Questions are those of ``graph/sparql/``; what is planted in
the articles is listed in ``examples/README.md``.
"""

from pathlib import Path

import pytest

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.inference import infer
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.ontology import terms
from tests.example_answers import ABSENT, COPIES, COVERAGE, PRESENT, Question, Row

EXAMPLES = Path(__file__).parent.parent / "examples"

PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in terms.PREFIXES.items())


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    items = list(Extractor().extract_all(read_sources([EXAMPLES / "articles"])))
    assert all(isinstance(item, Extraction) for item in items), items
    return [item for item in items if isinstance(item, Extraction)]


@pytest.fixture(scope="module")
def graph(extractions: list[Extraction]) -> KnowledgeGraph:
    """Return the graph that ``build`` makes, with the links that it infers."""
    kg = KnowledgeGraph.memory()
    for extraction in extractions:
        kg.add(extraction)
    infer(kg.store)
    return kg


def answer(graph: KnowledgeGraph, question: Question) -> list[Row]:
    name, bindings = question
    return [{k: str(v) for k, v in row.items()} for row in graph.query(name, **bindings)]


def having(rows: list[Row], fragments: Row) -> list[Row]:
    """Return the rows whose columns hold all the fragments."""
    return [r for r in rows if all(part in r.get(name, "") for name, part in fragments.items())]


def test_nobody_is_a_person_and_a_body_or_a_place_too(extractions: list[Extraction]) -> None:
    entities = {e.id: e for extraction in extractions for e in extraction.entities}
    # Whose id has three parts is known by description alone: "the mayor of Mariupol".
    named = [e for e in entities.values() if e.type == "person" and e.id.count("/") == 1]
    people = [e.label for e in named]
    others = {e.label for e in entities.values() if e.type in ("organization", "place", "country")}
    parts = {part for label in people for part in (label, *label.split())}
    assert len(people) > 10
    assert parts.isdisjoint(others)
    bodies = {e.label for e in entities.values() if e.type == "organization"}
    places = {e.label for e in entities.values() if e.type in ("place", "country")}
    assert len(places) > 10
    assert bodies.isdisjoint(places)


@pytest.mark.parametrize(
    ("name", "entity"),
    [("Kyiv", "place/703448"), ("Mariupol", "place/701822"), ("Velin", "person/Arkady_Velin")],
)
def test_a_name_of_the_articles_means_one(graph: KnowledgeGraph, name: str, entity: str) -> None:
    assert graph.entity(name).id == entity


def test_every_format_is_read_with_its_outlet_and_date(extractions: list[Extraction]) -> None:
    articles = [extraction.article for extraction in extractions]
    assert len(articles) == 16
    undescribed = [a.id for a in articles if not (a.publisher and a.published and a.url)]
    assert undescribed == ["pool-report-2022-06-10"]
    assert len({a.publisher for a in articles}) == 6


def label(value: Question | Row) -> str:
    """Name a case after its question and the values that it looks for."""
    return value[0] if isinstance(value, tuple) else " ".join(value.values())


@pytest.mark.parametrize(("question", "fragments"), PRESENT, ids=label)
def test_the_answer_has(graph: KnowledgeGraph, question: Question, fragments: Row) -> None:
    rows = answer(graph, question)
    assert having(rows, fragments), rows


@pytest.mark.parametrize(("question", "fragments"), ABSENT, ids=label)
def test_the_answer_has_not(graph: KnowledgeGraph, question: Question, fragments: Row) -> None:
    assert not having(answer(graph, question), fragments)


def test_an_outlet_is_counted_by_whom_it_quotes_most(graph: KnowledgeGraph) -> None:
    rows = answer(graph, ("governments_by_outlet", {"outlet": "Harbour Post"}))
    counts = {row["governmentName"]: int(row["statements"]) for row in rows}
    assert counts["Ukraine"] > counts["Russia"] > 0


def test_articles_without_an_outlet_are_not_counted_for_any(graph: KnowledgeGraph) -> None:
    assert sum(int(row["articles"]) for row in answer(graph, COVERAGE)) == 15


def test_every_claim_opens_to_its_words(graph: KnowledgeGraph) -> None:
    """Question 14: where exactly does a claim come from?"""
    rows = answer(graph, ("claim_evidence", {}))
    assert len({row["claim"] for row in rows}) == graph.stats().claims > 100
    assert [row for row in rows if row["check"] != row["words"]] == []


def test_one_claim_opens_to_its_words(graph: KnowledgeGraph) -> None:
    [claim] = graph.claims(q="uses gas as a weapon").rows
    [row] = answer(graph, ("claim_evidence", {"claim": claim.iri}))
    assert row["cue"] == "said"
    assert row["url"] == "https://blackseawire.example/2022/04/08/russia-cuts-gas-supplies"
    assert row["sha256"] == claim.article.sha256
    assert row["words"].strip('"') == "Russia uses gas as a weapon, and it does so in daylight,"


def test_said_holds_neither_denials_nor_hearsay(graph: KnowledgeGraph) -> None:
    said, denials, hearsay = (
        {row["claim"] for row in graph.query(f"{PREFIXES} SELECT ?claim {{ {pattern} }}")}
        for pattern in (
            "?speaker :said ?claim",
            "?claim :speechAct act:Deny",
            "?claim :embeddedIn ?outer",
        )
    )
    assert min(len(said), len(denials), len(hearsay)) >= 5
    assert not said & (denials | hearsay)


def test_copies_are_found_before_anything_is_inferred(extractions: list[Extraction]) -> None:
    kg = KnowledgeGraph.memory()
    for extraction in extractions:
        kg.add(extraction)
    rows = answer(kg, COPIES)
    assert {(r["firstOutletName"], r["copyOutletName"]) for r in rows} == {
        ("Black Sea Wire", "Bosphorus Courier")
    }
