"""Candidates for attributions: a cue, a frame of that cue, and the content it offers.

Frames are found on the dependency tree (`verb_frames`, `nominal_frames`), beside
quotations (`quotation_frames`) and in the form of a line (`line_frames`). Each cue
may offer several; `decoding` chooses.
"""

from collections.abc import Iterable

from politigraph.extract.inner_records import inner_record
from politigraph.extract.layout import Layout, Ranges, subtract, union
from politigraph.extract.subjects import Subject

_WIDEST_CUE = 12
_CONTINUING = frozenset({",", "–", "—", "-", "--", "…", "..."})


@inner_record
class Frame:
    """One complement of one cue, as the tree gives it.

    ``rule`` names the construction, ``relation`` the dependency path to the
    complement, ``pos`` the kind of cue: V, N, A, R, P, or L for the form of a line.
    ``head`` and ``content_head`` are tokens, ``source`` is set where the form of
    the line fixes it.
    """

    rule: str
    relation: str
    lemma: str
    pos: str
    head: int
    cue: tuple[int, ...]
    content: Ranges
    content_head: int = -1
    subject: Subject | None = None
    source: Ranges = ()


@inner_record
class Candidate:
    """A frame with its final spans.

    ``content`` reaches to the marks of a quotation that it enters (``widened``),
    never over the paragraph's end, and never holds ``cue``. ``quotations`` numbers
    the outermost quotations in it. ``also`` names other frames of the same cue
    with the same content.
    """

    frame: Frame
    cue: Ranges
    content: Ranges
    size: int
    quotations: tuple[int, ...]
    widened: bool
    also: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The first token of the cue."""
        return self.cue[0][0] if self.cue else self.content[0][0]

    def changed(self, content: Ranges, size: int, also: tuple[str, ...] = ()) -> "Candidate":
        """Return the candidate with another content, or with more names of other frames."""
        also = also or self.also
        return Candidate(self.frame, self.cue, content, size, self.quotations, self.widened, also)


def settle(layout: Layout, frames: Iterable[Frame]) -> list[Candidate]:
    """Turn frames into candidates; of one cue's frames with equal content keep the first."""
    by_head: dict[int, list[tuple[Frame, Candidate, list[str]]]] = {}
    for frame in frames:
        candidate = _settle_one(layout, frame)
        if candidate is None:
            continue
        rivals = by_head.setdefault(frame.head, [])
        for _, other, also in rivals:
            shared = layout.overlap(other.content, candidate.content)
            if shared > 0.9 * (other.size + candidate.size - shared):
                also.append(frame.rule)
                break
        else:
            rivals.append((frame, candidate, []))
    return [
        c.changed(c.content, c.size, tuple(also)) if also else c
        for rivals in by_head.values()
        for _, c, also in rivals
    ]


def _settle_one(layout: Layout, frame: Frame) -> Candidate | None:
    cue = _join(frame.cue)
    content = frame.content
    if frame.pos != "L":
        content = _clip(content, layout.paragraphs[layout.paragraph[frame.head]])
    content = layout.trim(content)
    if not content:
        return None
    before, quotations = content, _quotations_in(layout, content)
    if frame.pos != "L":
        if quotations:
            content = _with_other_half(layout, frame, _widen(layout, frame, content))
        content = subtract(content, cue)
        if content != before:
            content = layout.trim(content)
            if not content:
                return None
            quotations = _quotations_in(layout, content)
    size = layout.size(content)
    if size == 1:
        return None  # A lone quotation mark.
    return Candidate(frame, cue, content, size, quotations, content != before)


def _join(tokens: tuple[int, ...]) -> Ranges:
    if len(tokens) == 1:  # as most are
        return ((tokens[0], tokens[0] + 1),)
    return union(tuple([(i, i + 1) for i in tokens]))


def _clip(ranges: Ranges, bounds: tuple[int, int]) -> Ranges:
    low, high = bounds
    if ranges and ranges[0][0] >= low and ranges[-1][1] <= high:
        return ranges
    return tuple((max(a, low), min(b, high)) for a, b in ranges if a < high and b > low)


def _widen(layout: Layout, frame: Frame, content: Ranges) -> Ranges:
    """Reach to the marks of quotations the content enters, or stay out of the cue's own.

    A quotation that holds the cue or the speaker is not content: there the report
    stands inside the quotation, and must not leave it.
    """
    quoted, found, moved = layout.quoted, [], False
    at_cue = quoted[frame.head]
    at_subject = quoted[frame.subject.token] if frame.subject else -1
    for start, end in content:
        first, last = quoted[start], quoted[end - 1]
        if first >= 0:
            low, high = layout.quotations[first]
            if first in (at_cue, at_subject):
                end = min(end, high)
            else:
                start, end = min(start, low), max(end, high)
            moved = True
        if last >= 0 and last not in (at_cue, at_subject):
            end = max(end, layout.quotations[last][1])
            moved = True
        found.append(_nearest_turn(layout, (start, end), frame.head))
    return union(tuple(found)) if moved else content


def _nearest_turn(layout: Layout, content: tuple[int, int], cue: int) -> tuple[int, int]:
    """Return the part of a content that is one turn with its cue.

    “… on this,” “And now …” are two turns: a quotation that starts a sentence
    right after another ends is not the same speech for the parser's sake.
    """
    start, end = content
    number = layout.next_quotation[start]
    while number + 1 < len(layout.quotations) and layout.quotations[number + 1][0] < end:
        here, there = layout.quotations[number], layout.quotations[number + 1]
        if here[1] == there[0] and layout.parse.word[there[0] + 1].istitle():
            if cue < end:
                return start, here[1]
            start = there[0]
        number += 1
    return start, end


def _with_other_half(layout: Layout, frame: Frame, content: Ranges) -> Ranges:
    """Add the other half of a quotation that its cue cuts.

    “The plan,” he said, “was mine.”
    """
    number = layout.quoted[content[0][0]]
    if number < 0 or frame.pos != "V" or layout.quoted[frame.head] >= 0:
        return content
    first, second = (number, number + 1) if content[-1][1] <= frame.head else (number - 1, number)
    if first < 0 or second >= len(layout.quotations):
        return content
    (left, end), (start, right) = layout.quotations[first], layout.quotations[second]
    parse = layout.parse
    if not (end <= frame.head < start) or start - end > _WIDEST_CUE:
        return content
    if layout.paragraph[left] != layout.paragraph[start] or parse.word[start + 1][:1].isupper():
        return content
    if parse.word[end - 2] not in _CONTINUING:
        return content
    if any(parse.word[i] in ".?!" for i in range(end, start)):
        return content
    return union(content, ((left, end), (start, right)))


def _quotations_in(layout: Layout, content: Ranges) -> tuple[int, ...]:
    if not layout.quotations:
        return ()
    found: list[int] = []
    for start, end in content:
        number = layout.next_quotation[start]
        while number < len(layout.quotations) and layout.quotations[number][0] < end:
            if number not in found:
                found.append(number)
            number += 1
    return tuple(found)
