"""Look up what stands in some ranges of a text by where each thing starts."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence


class Starts:
    """The starts of some things, in any order, each known by its number.

    An article may be long and a question is about a sentence of it: a look-up here,
    not a look at every thing for every question.
    """

    def __init__(self, starts: Sequence[int]) -> None:
        self._order = sorted(range(len(starts)), key=starts.__getitem__)
        self._starts = [starts[number] for number in self._order]

    def within(self, ranges: Iterable[tuple[int, int]]) -> list[int]:
        """Return the numbers of what starts in any of the half-open ranges, ascending.

        >>> Starts([7, 2, 9, 2]).within([(0, 3), (2, 8)])
        [0, 1, 3]
        """
        found: set[int] = set()
        for start, end in ranges:
            first = bisect_left(self._starts, start)
            found.update(self._order[first : bisect_left(self._starts, end, first)])
        return sorted(found)
