"""Where the tokens of a parse stand: their paragraph, their quotation, their weight.

Contents and cues are handled as token ranges, half-open and in order, until the
very end: sums over a range are then two look-ups.
"""

from itertools import accumulate, chain

from politigraph.extract.parse import Parse
from politigraph.extract.quotes import Quotation, find_quotations
from politigraph.extract.records import Span

Ranges = tuple[tuple[int, int], ...]

_OPENING = frozenset("\"“‘'«„‹([{`") | {"``", "''"}
_CLOSING = frozenset({"”", '"', "''", "’", "»", ")"})
_SENTENCE_ENDS = frozenset({".", ":", ";"})
_LONGEST_HEADLINE = 40
_ONLY_OPENING = frozenset({"“", "‘", "«", "„", "(", "[", "``"})
_LOOSE_END = frozenset({",", "–", "—", "-", "--", ";", ":", "."})


class Layout:
    """One parse with the geometry that attribution needs."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        weights = [
            0 if blank else len(word)
            for word, blank in zip(parse.word, parse.is_space, strict=True)
        ]
        self.mass: list[int] = [0, *accumulate(weights)]
        """Characters that are no white space, before each token."""
        counts = [pos not in ("PUNCT", "SPACE") for pos in parse.pos]
        self.words: list[int] = [0, *accumulate(counts)]
        """Tokens that are words, before each token."""
        self.paragraph: list[int] = parse.paragraph_of
        self.paragraphs: list[tuple[int, int]] = []
        for i, blank in enumerate(parse.is_space):
            if not blank:
                number = self.paragraph[i]
                while len(self.paragraphs) <= number:
                    self.paragraphs.append((i, i))
                self.paragraphs[number] = (self.paragraphs[number][0], i + 1)
        self._place_quotations(find_quotations(parse.text))
        self.low, self.high, self.count = parse.trees
        self._find_loose_ends()
        self.headline: int = self._headline()
        """The token after the headline; 0 where the first paragraph is a full sentence."""
        self.next_quotation: list[int] = self._next_quotations()
        """The number of the first outermost quotation that ends after each token."""
        self.speakers: dict[int, list[int]] = {}
        """Who may speak in a sentence, for those that were asked about; see `speakers`."""

    def _place_quotations(self, quotations: tuple[Quotation, ...]) -> None:
        parse = self.parse
        self.quotations: list[tuple[int, int]] = []
        """Token ranges of the outermost quotations."""
        self.marks: list[Quotation] = []
        """The quotations of these ranges."""
        self.quoted: list[int] = [-1] * parse.length
        """The number of the outermost quotation that a token stands in, or -1."""
        i = 0
        for quotation in quotations:
            if quotation.depth:
                continue
            while i < parse.length and parse.end[i] <= quotation.span.start:
                i += 1
            first = i
            while i < parse.length and parse.start[i] < quotation.span.end:
                i += 1
            if first < i:
                self.quoted[first:i] = [len(self.quotations)] * (i - first)
                self.quotations.append((first, i))
                self.marks.append(quotation)

    def _headline(self) -> int:
        parse = self.parse
        if len(self.paragraphs) < 2:
            return 0
        end = self.paragraphs[0][1]
        last = next((w for w in reversed(parse.word[:end]) if w not in _CLOSING), "")
        return 0 if last in _SENTENCE_ENDS or end > _LONGEST_HEADLINE else end

    def _next_quotations(self) -> list[int]:
        found: list[int] = []
        for number, (_, end) in enumerate(self.quotations):
            found += [number] * (end - len(found))
        return found + [len(self.quotations)] * (self.parse.length + 1 - len(found))

    def under(self, i: int) -> Ranges:
        """Return the tokens of the subtree of ``i``."""
        low, high = self.low[i], self.high[i] + 1
        if self.count[i] == high - low:
            return ((low, high),)
        return to_ranges(self.parse.subtree(i))

    def covers(self, i: int, token: int) -> bool:
        """Tell whether ``token`` is ``i`` or stands below it."""
        if not self.low[i] <= token <= self.high[i]:
            return False
        if self.count[i] == self.high[i] - self.low[i] + 1:
            return True
        return token == i or i in self.parse.ancestors(token)

    def size(self, ranges: Ranges) -> int:
        """Return how many characters the ranges hold, white space left out."""
        mass = self.mass
        if len(ranges) == 1:  # as most are
            [(start, end)] = ranges
            return mass[end] - mass[start]
        return sum([mass[end] - mass[start] for start, end in ranges])

    def _find_loose_ends(self) -> None:
        """Note the tokens that no content or cue begins or ends with."""
        parse = self.parse
        self._loose_first: list[bool] = [
            blank or (pos == "PUNCT" and word not in _OPENING)
            for word, pos, blank in zip(parse.word, parse.pos, parse.is_space, strict=True)
        ]
        self._loose_last: list[bool] = [
            blank or (word in _LOOSE_END and number < 0)
            for word, number, blank in zip(parse.word, self.quoted, parse.is_space, strict=True)
        ]
        self._opening: set[int] = {
            i
            for i, word in enumerate(parse.word)
            if word in _ONLY_OPENING
            and ((number := self.quoted[i]) < 0 or self.quotations[number][0] == i)
        }

    def trim(self, ranges: Ranges) -> Ranges:
        """Return the ranges without white space and loose punctuation at either end."""
        loose_first, loose_last, opening = self._loose_first, self._loose_last, self._opening
        found = []
        for start, end in ranges:
            while start < end and loose_first[start]:
                start += 1
            while start < end and (loose_last[end - 1] or (end - 1 in opening and end - start > 1)):
                end -= 1
            if start < end:
                found.append((start, end))
        return tuple(found)

    def spans(self, ranges: Ranges) -> tuple[Span, ...]:
        """Return the characters of the ranges, exactly to the marks of a quotation."""
        found = []
        for start, end in ranges:
            begin, finish = self.parse.offsets(start, end)
            first, last = self.quoted[start], self.quoted[end - 1]
            if first >= 0 and self.quotations[first][0] == start:
                begin = max(begin, self.marks[first].span.start)
            if last >= 0 and self.quotations[last][1] == end:
                finish = min(finish, self.marks[last].span.end)
            found.append(Span(begin, max(finish, begin + 1)))
        return tuple(found)

    def sentences_of(self, ranges: Ranges) -> set[int]:
        """Return the numbers of the sentences that the ranges touch."""
        found: set[int] = set()
        numbers = self.parse.sentence_of
        for start, end in ranges:
            first, last = numbers[start], numbers[end - 1]
            if first == last:
                found.add(first)
            else:
                found.update(range(first, last + 1))
        return found

    def overlap(self, a: Ranges, b: Ranges) -> int:
        """Return how many characters two lists of ranges share."""
        total, mass = 0, self.mass
        for start, end in a:
            for first, last in b:
                low, high = max(start, first), min(end, last)
                if low < high:
                    total += mass[high] - mass[low]
        return total


class Cover:
    """The union of many ranges, to be asked about a few sentences at a time."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._ranges: dict[int, list[tuple[int, int]]] = {}

    def add(self, ranges: Ranges) -> None:
        """Take in some ranges."""
        for number in self._layout.sentences_of(ranges):
            self._ranges.setdefault(number, []).extend(ranges)

    def beyond(self, ranges: Ranges) -> Ranges:
        """Return what is left of some ranges outside all that was taken in."""
        for number in self._layout.sentences_of(ranges):
            ranges = subtract(ranges, tuple(self._ranges.get(number, ())))
        return ranges


def to_ranges(tokens: list[int]) -> Ranges:
    """Join sorted token indices into ranges.

    >>> to_ranges([1, 2, 5])
    ((1, 3), (5, 6))
    """
    found: list[tuple[int, int]] = []
    for i in tokens:
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return tuple(found)


def union(*parts: Ranges) -> Ranges:
    """Return what any of the parts holds, neighbours joined.

    >>> union(((4, 6),), ((1, 2), (2, 3)), ((5, 9),))
    ((1, 3), (4, 9))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(chain.from_iterable(parts)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def subtract(ranges: Ranges, holes: Ranges) -> Ranges:
    """Return the ranges without the holes.

    >>> subtract(((0, 9),), ((2, 3), (8, 12)))
    ((0, 2), (3, 8))
    """
    for low, high in holes:
        for start, end in ranges:
            if low < end and start < high:
                break
        else:
            continue
        kept = []
        for start, end in ranges:
            if high <= start or end <= low:
                kept.append((start, end))
                continue
            if start < low:
                kept.append((start, low))
            if high < end:
                kept.append((high, end))
        ranges = tuple(kept)
    return ranges


def holds(ranges: Ranges, token: int) -> bool:
    """Tell whether a token lies in the ranges.

    >>> holds(((0, 2), (5, 7)), 5), holds(((0, 2), (5, 7)), 3)
    (True, False)
    """
    for start, end in ranges:  # noqa: SIM110 - a generator takes thrice as long
        if start <= token < end:
            return True
    return False
