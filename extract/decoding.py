"""Choose among candidates: by score, one reading for each cue, none inside another.

What lies inside a chosen content is decoded again by itself, to any depth, so
that a report inside a report is kept as its own.
"""

from collections.abc import Sequence

from politigraph.extract.candidates import Candidate
from politigraph.extract.inner_records import inner_record
from politigraph.extract.layout import Layout, Ranges, subtract

# Share of the smaller content that two readings may have in common.
_TOLERANCE = 0.35


@inner_record
class Scored:
    """A candidate with its score (0..1), and the one that the rules alone give it."""

    candidate: Candidate
    score: float
    by_rule: float = 0.0


class Neighbours:
    """Candidates by sentence: those that share none cannot conflict."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._by_sentence: dict[int, list[Candidate]] = {}

    def add(self, candidate: Candidate) -> None:
        """Take in one candidate."""
        for number in self._sentences(candidate):
            self._by_sentence.setdefault(number, []).append(candidate)

    def conflicts(self, candidate: Candidate) -> bool:
        """Tell whether a candidate conflicts with any that was taken in."""
        return any(
            conflict(self._layout, candidate, other)
            for number in self._sentences(candidate)
            for other in self._by_sentence.get(number, ())
        )

    def _sentences(self, candidate: Candidate) -> set[int]:
        found = self._layout.sentences_of((*candidate.cue, *candidate.content))
        found.add(self._layout.parse.sentence_of[candidate.frame.head])
        return found


def decode(layout: Layout, scored: Sequence[Scored], threshold: float) -> list[Scored]:
    """Return the best candidates that do not conflict, in the order of the text."""
    kept: list[Scored] = []
    taken = Neighbours(layout)
    for item in sorted(scored, key=lambda s: (-s.score, -s.candidate.size, s.candidate.start)):
        if item.score < threshold:
            break
        if not taken.conflicts(item.candidate):
            kept.append(item)
            taken.add(item.candidate)
    return sorted(kept, key=lambda s: s.candidate.start)


def decode_inside(
    layout: Layout, scored: Sequence[Scored], content: Ranges, threshold: float
) -> list[Scored]:
    """Return the best candidates that lie, cue and content, inside some content.

    Their content is cut to it.
    """
    inside = []
    for item in scored:
        candidate = item.candidate
        if item.score < threshold or not candidate.cue:
            continue
        if subtract(candidate.cue, content):
            continue
        own = subtract(candidate.content, subtract(candidate.content, content))
        if own and layout.size(own) > 0.5 * candidate.size:
            inside.append(
                item
                if own == candidate.content
                else Scored(candidate.changed(own, candidate.size), item.score, item.by_rule)
            )
    return decode(layout, inside, threshold)


def conflict(layout: Layout, a: Candidate, b: Candidate) -> bool:
    """Tell whether two candidates cannot both be read at one depth."""
    if a.frame.head == b.frame.head:
        return True
    if _touch(a.cue, b.content) or _touch(b.cue, a.content):
        return True
    return layout.overlap(a.content, b.content) > _TOLERANCE * min(a.size, b.size)


def _touch(a: Ranges, b: Ranges) -> bool:
    return any(start < last and first < end for start, end in a for first, last in b)
