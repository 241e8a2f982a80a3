"""Graphs that users wrote beside ours: whatever is in them, the commands for articles go on."""

import pytest

from politigraph.graph.errors import UnknownItem
from politigraph.graph.iris import graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.known_articles import article_of_url
from tests.graph.press import HARBOUR, MARA, TOMAS, Press


def of_two_articles() -> KnowledgeGraph:
    kg = KnowledgeGraph.memory()
    for name in ("h1", "c1"):
        press = Press(name, "Baltic Herald", "2024-05-14")
        press.says(MARA, "Norwegian ships closed Vesterholm", about=(HARBOUR, "v0"))
        press.says(TOMAS, "Sweden would wait for an answer")
        kg.add(press.extraction())
    return kg


def test_who_is_who_and_links_are_drawn_beside_a_copy_of_an_article() -> None:
    kg, alone = of_two_articles(), of_two_articles()
    with kg.store.changing() as database:
        database.update(f"COPY <{graph_iri('h1')}> TO <urn:copy>")
        database.update(f"COPY <{graph_iri('h1')}> TO DEFAULT")
    for graph in (kg, alone):
        graph.judge()
        graph.infer()
        graph.merge(MARA.id, TOMAS.id)
    assert kg.judgements() == alone.judgements()


def test_a_copy_keeps_no_article_that_was_deleted() -> None:
    kg, alone = of_two_articles(), of_two_articles()
    with kg.store.changing() as database:
        database.update(f"COPY <{graph_iri('h1')}> TO <urn:copy>")
    gone = kg.claims(article="h1")[0].id
    for graph in (kg, alone):
        graph.infer()
        graph.delete("h1")
    assert kg.articles() == alone.articles()
    assert kg.claims() == alone.claims()
    assert kg.events(polarity="any", realis="any") == alone.events(polarity="any", realis="any")
    assert kg.contradictions() == alone.contradictions()
    with pytest.raises(UnknownItem):
        kg.article("h1")
    with pytest.raises(UnknownItem):
        kg.claim(gone)


def test_an_article_is_not_known_by_what_a_users_graph_says() -> None:
    kg = of_two_articles()
    with kg.store.changing() as database:
        database.update(
            'INSERT DATA { GRAPH <urn:note> { <urn:n> <https://schema.org/identifier> "n" ; '
            "<https://schema.org/url> <https://herald.example/n> } }"
        )
    assert article_of_url(kg.store, "https://herald.example/n") == ""
