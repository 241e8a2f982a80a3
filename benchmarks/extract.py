"""Words a second of `Extractor` against the same spaCy pipeline alone, in one run.

    python benchmarks/extract.py [--rounds N] [--copies N] [--processes N]

The two are timed by turns on the same texts. Words a second are by the clock; the
share of the rules is of processor time, (extract - parse) / parse, each the least of
all rounds, since other work on the machine only ever adds to it.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from politigraph.extract.annotate import load_pipeline
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Skipped
from politigraph.extract.sources import read_sources
from politigraph.extract.workers import extract_with

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


def example_articles(copies: int) -> list[Article]:
    """Return the example articles, several times over under other ids."""
    read = [a for a in read_sources([EXAMPLES]) if isinstance(a, Article)]
    return [replace(a, id=f"{a.id}-{n}") for n in range(copies) for a in read]


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long a piece of work takes, by the clock and of the processor, in seconds."""
    start, used = perf_counter(), process_time()
    work()
    return perf_counter() - start, process_time() - used


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--weights", default="default")
    args = parser.parse_args()
    articles = example_articles(args.copies)
    words = sum(len(a.text.split()) for a in articles)
    nlp, extractor = load_pipeline(), Extractor(weights=args.weights)

    def parse() -> None:
        for _ in nlp.pipe((a.text for a in articles), batch_size=32):
            pass

    def extract() -> None:
        skipped = [e for e in extractor.extract_all(articles) if isinstance(e, Skipped)]
        if skipped:
            raise RuntimeError(f"the benchmark's own articles failed: {skipped[0]}")

    seconds(parse), seconds(extract)  # The first run fills caches.
    rounds = [(seconds(parse), seconds(extract)) for _ in range(args.rounds)]
    alone, whole = median(p for (p, _), _ in rounds), median(e for _, (e, _) in rounds)
    least_alone, least_whole = min(p for (_, p), _ in rounds), min(e for _, (_, e) in rounds)
    share = (least_whole - least_alone) / least_alone
    many, _ = seconds(lambda: list(extract_with(articles, processes=args.processes)))
    print(f"extract: {len(articles)} articles, {words:,} words, {args.rounds} rounds, medians")
    print(f"  spaCy pipeline alone             {words / alone:8,.0f} words/s")
    print(f"  extract, 1 process               {words / whole:8,.0f} words/s")
    print(f"  extract, {args.processes} processes, with start {words / many:8,.0f} words/s")
    print(f"  rules / spaCy, processor time    {share:8.1%}    (bar: at most 25 %)")


if __name__ == "__main__":
    main()
