"""Answers with names and sentences, and rows as tables."""

import pandas as pd
import pytest

from politigraph.graph.analysis import Analysis
from politigraph.graph.errors import InvalidFilter, UnknownItem
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.show_rows import html_table
from tests.graph.press import AINO, HARBOUR, MARA, NORWAY, SWEDEN, TOMAS, Press


@pytest.fixture
def kg() -> KnowledgeGraph:
    first = Press("a1", "Baltic Herald", "2024-03-04")
    first.says(MARA, "Vesterholm is a Swedish port", about=(HARBOUR, SWEDEN))
    first.says(AINO, "Norway and Sweden will talk", about=(NORWAY, SWEDEN))
    second = Press("a2", "Coast Courier", "2024-05-14")
    second.says(TOMAS, "Vesterholm is not a Swedish port", about=(HARBOUR,))
    second.says(AINO, "Norway & Sweden will talk", about=(NORWAY,))
    kg = KnowledgeGraph.memory()
    for press in (first, second):
        kg.add(press.extraction())
    return kg


def test_a_path_shows_the_sentences_that_tie_two_people(kg: KnowledgeGraph) -> None:
    steps = kg.analysis.path("Mara Lindqvist", "Tomas Vael")
    assert [(step.source.label, step.target.label) for step in steps] == [
        ("Mara Lindqvist", "Vesterholm"),
        ("Vesterholm", "Tomas Vael"),
    ]
    assert steps[0].sentences == ("Mara Lindqvist said that Vesterholm is a Swedish port.",)


def test_brokers_are_asked_for_by_name(kg: KnowledgeGraph) -> None:
    [(best)] = kg.analysis.brokers("Norway", "Sweden")
    assert best.node.label == "Aino Salmi"
    with pytest.raises(UnknownItem):
        kg.analysis.brokers("Norway", "Atlantis")


def test_months_without_anything_are_shown(kg: KnowledgeGraph) -> None:
    months = kg.analysis.over_time("month")
    assert [(p.start, p.total) for p in months] == [
        ("2024-03-01", 4),
        ("2024-04-01", 0),
        ("2024-05-01", 2),
    ]
    weeks = kg.analysis.over_time("week", node="Tomas Vael")
    assert [(p.start, p.total) for p in weeks] == [("2024-05-13", 1)]
    with pytest.raises(InvalidFilter):
        kg.analysis.over_time("year")  # type: ignore[arg-type]


def test_outlets_differ_in_voices_and_in_what_one_alone_reports(kg: KnowledgeGraph) -> None:
    herald, courier = kg.analysis.outlets()
    assert [ref.label for ref, _ in herald.voices] == ["Aino Salmi", "Mara Lindqvist"]
    assert [claim.content for claim in herald.only] == [
        "Vesterholm is a Swedish port",
        "Norway and Sweden will talk",
    ]
    kg.infer()
    assert kg.agreements()
    herald, courier = kg.analysis.outlets()
    assert [claim.content for claim in herald.only] == ["Vesterholm is a Swedish port"]
    assert [claim.content for claim in courier.only] == ["Vesterholm is not a Swedish port"]


def test_networks_are_kept_until_the_content_changes(kg: KnowledgeGraph) -> None:
    first = kg.network("speech")
    assert kg.network("speech") is first
    more = Press("a3", "Baltic Herald", "2024-06-01")
    more.says(MARA, "Norway is content", about=(NORWAY,))
    kg.add(more.extraction())
    assert kg.network("speech").number_of_edges() == first.number_of_edges() + 1
    analysis = Analysis(kg.store)
    assert analysis.pagerank("speech") == analysis.pagerank("speech")


def test_deleting_an_article_deletes_the_links_to_it(kg: KnowledgeGraph) -> None:
    kg.infer()
    assert [row.method for row in kg.contradictions()] == ["words-negated"]
    kg.delete("a2")
    assert not kg.contradictions()
    assert not kg.query("ASK { ?a :contradicts ?b }").boolean


# -- tables


def test_a_notebook_shows_the_sentence_with_its_parts_marked(kg: KnowledgeGraph) -> None:
    shown = kg.claims(speaker="Tomas Vael")._repr_html_()
    assert 'title="source">Tomas Vael</mark>' in shown
    assert 'title="content">Vesterholm is not a Swedish port</mark>' in shown
    assert "Norway &amp; Sweden will talk" in kg.claims()._repr_html_()
    assert "https://" not in shown


def test_a_long_table_is_cut_with_a_note() -> None:
    assert "12 more rows" in html_table([str(number) for number in range(62)])


def test_rows_are_a_data_frame(kg: KnowledgeGraph) -> None:
    kg.infer()
    frame = kg.claims().df()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["speaker"]) == ["Mara Lindqvist", "Aino Salmi", "Tomas Vael", "Aino Salmi"]
    assert frame["sentence"][0] == "Mara Lindqvist said that Vesterholm is a Swedish port."
    assert set(kg.contradictions().df()["method"]) == {"words-negated"}
    assert len(kg.entities().df()) == len(kg.entities())
