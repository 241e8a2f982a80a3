"""Write the examples of the HTTP service: what it answers on one article of our own.

    python scripts/make_api_examples.py

Run it again when the model of an answer changes; a test checks that each example
still is one.
"""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article
from politigraph.graph.knowledge_graph import KnowledgeGraph

TARGET = Path(__file__).parent.parent / "api" / "data" / "examples.json"
ARTICLE = Article(
    id="baltic-herald-1",
    title="Lindqvist warns over Crimea",
    publisher="Baltic Herald",
    published="2022-03-04",
    url="https://herald.example/1",
    text=(
        "Lindqvist warns over Crimea\n\n"
        "“Crimea is a matter for the United Nations,” Mara Lindqvist said on Friday.\n\n"
        "Lindqvist met Tomas Brandt in Vienna on Thursday.\n"
    ),
)
OTHER_ARTICLE = Article(
    id="coast-courier-7",
    publisher="Coast Courier",
    published="2022-03-10",
    text=(
        "“Crimea is not a matter for the United Nations,” Tomas Brandt said on Thursday.\n\n"
        "Anders Holm said that Norway and Sweden met Brandt in Vienna.\n"
    ),
)
SPARQL = "SELECT ?who ?text { ?p :said ?c ; schema:name ?who . ?c :contentText ?text } LIMIT 1"
PATTERN = "?who said ?c . ?c about Crimea since 2022-03"
LISTS = {
    "list_claims": "/claims?speaker=Mara+Lindqvist&about=Crimea",
    "list_events": "/events?type=CONSULT",
    "list_entities": "/entities?q=lindq",
    "list_articles": "/articles",
}
ITEMS = {
    "get_claim": ("list_claims", "/claims"),
    "get_event": ("list_events", "/events"),
    "get_entity": ("list_entities", "/entities"),
    "get_article": ("list_articles", "/articles"),
}
OTHERS = {
    "get_health": "/health",
    "get_ready": "/ready",
    "ask_by_get": f"/query?q={quote(PATTERN)}",
    "ask_by_post": f"/query?q={quote(PATTERN)}",
    "list_relations": "/relations?subject=Mara+Lindqvist&predicate=said&about=Crimea",
    "query_by_get": f"/sparql?query={quote(SPARQL)}",
    "query_by_post": f"/sparql?query={quote(SPARQL)}",
}
DOCUMENTS = {
    "get_graph_document": f"/graphs?graph={quote('https://w3id.org/politigraph/id/graph/entities')}",
}
"""What is answered as Turtle."""
ANALYSES = {
    "get_subgraph": "/subgraph?around=Tomas+Brandt&depth=1",
    "list_central": "/analysis/centrality?kind=speech",
    "list_brokers": "/analysis/brokers?first=Norway&second=Sweden&kind=speech",
    "list_communities": "/analysis/communities?kind=speech",
    "get_balance": "/analysis/balance?kind=action",
    "get_path": "/analysis/path?source=Mara+Lindqvist&target=Crimea",
    "list_periods": "/analysis/timeline?kind=speech",
    "list_outlets": "/analysis/outlets?most=2",
    "list_links": "/analysis/links",
}
"""What is asked of both articles, with what is inferred of them."""


async def analyse(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return the answers about the graph as a whole, by the id of the operation."""
    transport = httpx.ASGITransport(create_app(graph))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return {
            name: (await client.get(address)).raise_for_status().json()
            for name, address in ANALYSES.items()
        }


async def add() -> dict[str, Any]:
    """Return the answer to an article that is sent, and to one that is none."""
    token = "0123456789abcdef"
    with KnowledgeGraph.memory() as graph:
        app = create_app(graph, ServiceSettings(token=token))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sent = [{"id": ARTICLE.id, "text": ARTICLE.text}, {"id": "coast-courier-8", "text": ""}]
            headers = {"authorization": f"Bearer {token}"}
            answer = await client.post("/articles", json=sent, headers=headers, timeout=60)
        await app.state.writing.close()
    return {"add_articles": answer.raise_for_status().json()}


async def ask(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return the answer to each operation, by its id."""
    transport = httpx.ASGITransport(create_app(graph))
    found = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for name, address in (LISTS | OTHERS).items():
            found[name] = (await client.get(address)).raise_for_status().json()
        for name, (several, prefix) in ITEMS.items():
            key = quote(found[several]["items"][0]["id"])
            found[name] = (await client.get(f"{prefix}/{key}")).raise_for_status().json()
        for name, address in DOCUMENTS.items():
            found[name] = shortened((await client.get(address)).raise_for_status().text)
    # A random name of a store in memory would change the file each time.
    found["get_health"]["graph"]["fingerprint"] = "8c6f2e-1-0"
    return found


def shortened(turtle: str) -> str:
    """Return what a document says of two subjects, always the same ones."""
    subjects = sorted(part.strip() for part in turtle.split(" .\n") if part.strip())
    return "".join(f"{subject} .\n" for subject in subjects[:2])


def main() -> None:
    """Extract from the article, ask, and write the file."""
    with KnowledgeGraph.memory() as graph:
        extractor = Extractor()
        graph.add(extractor.extract(ARTICLE))
        found = asyncio.run(ask(graph))
        graph.add(extractor.extract(OTHER_ARTICLE))
        graph.infer()
        found |= asyncio.run(analyse(graph)) | asyncio.run(add())
        text = json.dumps(found, ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
