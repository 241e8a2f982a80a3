"""Syndicated copies: articles that repeat most of the text of another.

Texts are compared as sets of runs of five words (shingles; Broder 1997). One shingle in
eight, chosen by its hash, finds the pairs worth comparing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from zlib import crc32

_WORD: Final = re.compile(r"\w+")
_LENGTH: Final = 5
_SAMPLED: Final = 8

SHARE: Final = 0.6
"""Which share of the shorter text's shingles a copy has in common with its original."""

_LEAST: Final = 12
"""Texts with fewer shingles say too little to be copies of anything."""

_MOST: Final = 200
"""A shingle in more texts than this is boilerplate and finds nothing."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A text with its name and its ISO 8601 date, which may be empty."""

    name: str
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One text that repeats another, and the share of shingles they have in common."""

    copy: str
    original: str
    share: float


def near_duplicates(texts: Iterable[Dated]) -> list[Copy]:
    """Return each copy with its original, the earliest text that it repeats, sorted.

    The original of a copy is never a copy itself. Dated texts come before undated
    ones, and of one date the name decides.

    >>> words = " ".join(f"w{number}" for number in range(40))
    >>> later, first = Dated("b", "2024-05-02", words), Dated("a", "2024-05-01", words + " more")
    >>> near_duplicates([later, first])
    [Copy(copy='b', original='a', share=1.0)]
    """
    ordered = sorted(texts, key=lambda text: (text.published or "9", text.name))
    shingles = [frozenset(_shingles(text.text)) for text in ordered]
    found: dict[int, Copy] = {}
    for one, other in sorted(_candidates(shingles)):
        least = min(len(shingles[one]), len(shingles[other]))
        share = len(shingles[one] & shingles[other]) / least if least >= _LEAST else 0.0
        # In the order of dates, so that an original is known before its copies.
        if share >= SHARE and one not in found and other not in found:
            found[other] = Copy(ordered[other].name, ordered[one].name, round(share, 4))
    return sorted(found.values(), key=lambda copy: copy.copy)


def _shingles(text: str) -> Iterator[int]:
    """Yield the hashes of the runs of words, which are the same on every machine."""
    words = [word.lower() for word in _WORD.findall(text)]
    for start in range(len(words) - _LENGTH + 1):
        yield crc32(" ".join(words[start : start + _LENGTH]).encode())


def _candidates(shingles: list[frozenset[int]]) -> set[tuple[int, int]]:
    holders: dict[int, list[int]] = {}
    for number, found in enumerate(shingles):
        for shingle in found:
            if shingle % _SAMPLED == 0:
                holders.setdefault(shingle, []).append(number)
    return {
        pair
        for numbers in holders.values()
        if len(numbers) <= _MOST
        for pair in combinations(numbers, 2)
    }
