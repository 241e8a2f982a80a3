"""Politigraph: news articles in, a knowledge graph of who said and did what out.

>>> import politigraph
>>> with politigraph.KnowledgeGraph.memory() as kg:
...     kg.stats().articles
0
"""

from importlib import import_module, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politigraph.extract.errors import PolitigraphError
    from politigraph.extract.pipeline import Extractor
    from politigraph.extract.records import Article, Extraction
    from politigraph.extract.sources import read_sources
    from politigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = [
    "Article",
    "Extraction",
    "Extractor",
    "KnowledgeGraph",
    "PolitigraphError",
    "__version__",
    "read_sources",
]
__version__ = metadata.version("politigraph")

_HOMES = {
    "Article": "extract.records",
    "Extraction": "extract.records",
    "Extractor": "extract.pipeline",
    "KnowledgeGraph": "graph.knowledge_graph",
    "PolitigraphError": "extract.errors",
    "read_sources": "extract.sources",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: spaCy alone takes a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
