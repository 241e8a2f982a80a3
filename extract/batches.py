"""Cut a stream of articles into what is worked on together."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from politigraph.extract.records import Article

BATCH = 32
"""Articles that are parsed together; more needs memory and gains no time."""

BATCH_CHARACTERS = 200_000
"""Characters that are parsed together, unless one article alone has more."""

_Other = TypeVar("_Other")


def batches(
    items: Iterable[Article | _Other], most: int = BATCH, most_characters: int = BATCH_CHARACTERS
) -> Iterator[list[Article | _Other]]:
    """Cut a stream into batches, in order; what is no article counts no characters.

    >>> long = Article(id="a", text="x" * BATCH_CHARACTERS)
    >>> [len(batch) for batch in batches([long, long, None, long])]
    [1, 2, 1]
    """
    batch: list[Article | _Other] = []
    characters = 0
    for item in items:
        size = len(item.text) if isinstance(item, Article) else 0
        if batch and (len(batch) == most or characters + size > most_characters):
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += size
    if batch:
        yield batch
