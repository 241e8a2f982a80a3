"""From the paths on the command line to extractions, one at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from politigraph.api.console import Tally, watch
from politigraph.extract.records import Article, Extraction, Skipped
from politigraph.extract.sources import Defaults, read_sources


@dataclass(frozen=True, slots=True)
class Intake:
    """What to read and how to extract from it, as the command line was asked to."""

    paths: Sequence[str]
    processes: int
    model: str
    weights: str
    defaults: Defaults
    authority: str = ""


def extractions(intake: Intake, tally: Tally) -> Iterator[Extraction]:
    """Yield the extraction of each article, with progress on standard error."""
    # spaCy takes a second to import, which `--help` need not wait for.
    from politigraph.extract.workers import extract_with

    articles = without_repeats(read_sources(intake.paths, intake.defaults), tally)
    found = extract_with(
        articles,
        processes=intake.processes,
        model=intake.model,
        weights=intake.weights,
        authority=intake.authority,
    )
    return watch(found, tally)


def without_repeats(
    items: Iterable[Article | Skipped], tally: Tally
) -> Iterator[Article | Skipped]:
    """Leave out articles that this run has had already, counting them as unchanged.

    The same id with another text, title, publisher, date or address is something
    new: it replaces the earlier article.

    >>> tally = Tally()
    >>> twice = [Article("a1", "Kyiv said no."), Article("a1", "Kyiv said no.")]
    >>> len(list(without_repeats(twice, tally))), tally.counts
    (1, {'unchanged': 1})
    """
    latest: dict[str, int] = {}
    for item in items:
        if isinstance(item, Article):
            version = hash(item)
            if latest.get(item.id) == version:
                tally.count("unchanged")
                continue
            latest[item.id] = version
        yield item
