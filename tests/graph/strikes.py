"""Articles made by hand in which Norway struck Vesterholm, and the groups made of them."""

from typing import Any

from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.press import HARBOUR, NORWAY, Press

MONDAY, WEDNESDAY = "2024-05-13", "2024-05-15"


def strike(
    article: str, outlet: str = "", *, published: str = "2024-05-15", **fields: Any
) -> Press:
    """Return an article in which Norway struck Vesterholm on Monday, changed by the fields."""
    press = Press(article, outlet or f"Outlet {article}", published)
    press.tells(f"In the words of {article}, Norwegian ships fired at Vesterholm.")
    plain = {"agents": (NORWAY.id,), "targets": (HARBOUR.id,), "date": MONDAY}
    press.happens("ASSAULT", "fired", **(plain | fields))
    return press


def graph_of(*parts: Press) -> KnowledgeGraph:
    """Return a graph of articles, with what is inferred of them."""
    kg = KnowledgeGraph.memory()
    for part in parts:
        kg.add(part.extraction())
    kg.infer()
    return kg


def counts(kg: KnowledgeGraph) -> list[tuple[int, int]]:
    """Return the articles and the independent reports of each group."""
    return [(int(str(r["articles"])), int(str(r["independent"]))) for r in kg.query("event_groups")]
