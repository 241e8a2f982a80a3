"""Words a second of `Extractor`, and what the rules cost beside the spaCy pipeline.

    python benchmarks/extract.py [--articles PATH] [--rounds N] [--copies N] [--processes N]

The articles are worked off in small pieces, each by spaCy's own pipeline alone and then by
the real `Extractor.extract_all`, by turns, for several rounds. Of each piece the least
processor time counts, since other work on the machine only ever adds to it; a piece takes
a fraction of a second, so that in some round it has the processor for itself.

What the rules cost is timed by itself: all that `extract_all` does while it does not wait
for spaCy, and the sentence breaks that it puts in before the parser. The difference of the
two whole times is printed beside it, as a check; it swings more, as differences of large
numbers do.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from politigraph.extract.annotate import DEFAULT_MODEL, PARAGRAPHS, load_pipeline
from politigraph.extract.batches import BATCH
from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Skipped
from politigraph.extract.sources import read_sources
from politigraph.extract.workers import extract_with

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
PIECE = 8
"""Articles in a piece."""


class Watch:
    """A spaCy pipeline whose ``pipe`` is timed wherever it is called."""

    def __init__(self, nlp: Language) -> None:
        self.seconds = 0.0
        """Processor time spent in ``pipe`` so far."""
        self._pipe = nlp.pipe
        nlp.pipe = self._timed  # type: ignore[method-assign, assignment]

    def _timed(self, *args: Any, **kwargs: Any) -> Iterator[Doc]:
        docs = iter(self._pipe(*args, **kwargs))
        while True:
            start = process_time()
            doc = next(docs, None)
            self.seconds += process_time() - start
            if doc is None:
                return
            yield doc


class Least:
    """The least time that each piece took at each task."""

    def __init__(self) -> None:
        self._least: dict[str, dict[int, float]] = defaultdict(dict)

    def note(self, task: str, piece: int, seconds: float) -> None:
        """Take in one time."""
        self._least[task][piece] = min(seconds, self._least[task].get(piece, seconds))

    def total(self, task: str) -> float:
        """Return the sum over all pieces."""
        return sum(self._least[task].values())


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long a piece of work takes, by the clock and of the processor, in seconds."""
    start, used = perf_counter(), process_time()
    work()
    return perf_counter() - start, process_time() - used


def read_articles(path: Path, copies: int) -> list[Article]:
    """Return the articles below a path, several times over under other ids."""
    read = [a for a in read_sources([path]) if isinstance(a, Article)]
    return [replace(a, id=f"{a.id}-{n}") for n in range(copies) for a in read]


def time_piece(nlp: Language, extractor: Extractor, articles: list[Article]) -> dict[str, float]:
    """Return the times of one piece, in seconds of the processor or by the clock."""
    texts = [article.text for article in articles]
    split: Any = nlp.get_pipe(PARAGRAPHS)
    docs = [nlp.make_doc(text) for text in texts]
    _, splitting = seconds(lambda: [split(doc) for doc in docs])
    watch = Watch(nlp)
    with nlp.select_pipes(disable=[PARAGRAPHS]):
        clock_alone, alone = seconds(lambda: list(nlp.pipe(texts, batch_size=BATCH)))
    watch.seconds = 0.0
    found: list[object] = []
    clock, whole = seconds(lambda: found.extend(extractor.extract_all(articles)))
    del nlp.pipe  # The class's own again.
    if skipped := [each for each in found if isinstance(each, Skipped)]:
        raise RuntimeError(f"one of the benchmark's articles failed: {skipped[0]}")
    rules = whole - watch.seconds + splitting
    times = {"alone": alone, "whole": whole, "rules": rules}
    return {**times, "clock alone": clock_alone, "clock": clock}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=EXAMPLES, help="what `extract` reads")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--weights", default="default")
    args = parser.parse_args()
    articles = read_articles(args.articles, args.copies)
    words = sum(len(a.text.split()) for a in articles)
    nlp, extractor = load_pipeline(DEFAULT_MODEL), Extractor(weights=args.weights)
    pieces = [articles[at : at + PIECE] for at in range(0, len(articles), PIECE)]
    time_piece(nlp, extractor, pieces[0])  # The first run fills caches.
    least = Least()
    for _ in range(args.rounds):
        for number, piece in enumerate(pieces):
            for task, took in time_piece(nlp, extractor, piece).items():
                least.note(task, number, took)
    alone, whole, rules = (least.total(task) for task in ("alone", "whole", "rules"))
    many, _ = seconds(lambda: list(extract_with(articles, processes=args.processes)))
    print(f"extract: {len(articles)} articles, {words:,} words, least of {args.rounds} rounds")
    print(f"  spaCy pipeline alone             {words / least.total('clock alone'):8,.0f} words/s")
    print(f"  extract, 1 process               {words / least.total('clock'):8,.0f} words/s")
    print(f"  extract, {args.processes} processes, with start {words / many:8,.0f} words/s")
    print(f"  rules / spaCy, processor time    {rules / alone:8.1%}    (bar: at most 25 %)")
    print(f"  (extract - spaCy) / spaCy        {(whole - alone) / alone:8.1%}    (the check)")


if __name__ == "__main__":
    main()
