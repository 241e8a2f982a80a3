"""Graphs that users wrote beside ours: whatever is in them, the commands for articles go on."""

from politigraph.graph.iris import graph_iri
from politigraph.graph.knowledge_graph import KnowledgeGraph
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
