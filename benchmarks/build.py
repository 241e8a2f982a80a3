"""Quads a second of storing articles against pyoxigraph's `extend` on the same quads.

    python benchmarks/build.py [--rounds N] [--copies N]

Both write to a new store on disk, article by article, one transaction each. Ours also
maps the extraction to quads, looks up what the article was before, and publishes
the state for readers. Extraction is timed by `benchmarks/extract.py`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import pyoxigraph

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.mapping import ArticleQuads, article_quads
from politigraph.graph.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


def example_extractions(copies: int) -> list[Extraction]:
    """Return what the example articles say, several times over under other ids."""
    articles = (a for a in read_sources([EXAMPLES]) if isinstance(a, Article))
    found = [e for e in Extractor().extract_all(articles) if isinstance(e, Extraction)]
    return [
        replace(e, article=replace(e.article, id=f"{e.article.id}-{n}"))
        for n in range(copies)
        for e in found
    ]


def seconds_to_build(extractions: Sequence[Extraction]) -> float:
    """Return how long mapping, storing and publishing take, in seconds."""
    with TemporaryDirectory() as folder:
        start = perf_counter()
        with Store.open(Path(folder) / "kg", writable=True) as store:
            for extraction in extractions:
                store.put(article_quads(extraction))
        return perf_counter() - start


def seconds_to_extend(articles: Sequence[ArticleQuads]) -> float:
    """Return how long Oxigraph alone takes for the same quads, in seconds."""
    with TemporaryDirectory() as folder:
        start = perf_counter()
        store = pyoxigraph.Store(folder)
        for article in articles:
            store.extend((*article.quads, *article.shared))
        store.flush()
        return perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=12)
    args = parser.parse_args()
    extractions = example_extractions(args.copies)
    mapped = [article_quads(extraction) for extraction in extractions]
    quads = sum(len(a.quads) for a in mapped) + len({q for a in mapped for q in a.shared})
    rounds = [
        (seconds_to_build(extractions), seconds_to_extend(mapped)) for _ in range(args.rounds)
    ]
    ours, alone = median(b for b, _ in rounds), median(e for _, e in rounds)
    share = median(e / b for b, e in rounds)
    print(f"build: {len(mapped)} articles, {quads:,} quads, {args.rounds} rounds, medians")
    print(f"  pyoxigraph extend                {quads / alone:8,.0f} quads/s")
    print(f"  map, store and publish           {quads / ours:8,.0f} quads/s")
    print(f"  build / extend                   {share:8.2f}")


if __name__ == "__main__":
    main()
