"""Quotations without a cue of their own: more of the same turn, free-standing, or no speech.

«“We are ready,” the minister said. “We wait.”» is one turn with one cue; a
paragraph that is a quotation and names nobody is the last speaker's; scare quotes and
titles of works are not speech at all.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Literal

from politigraph.extract.candidates import Candidate
from politigraph.extract.inner_records import inner_record
from politigraph.extract.layout import Layout, Ranges, holds, union
from politigraph.extract.quotation_frames import word_count

Decision = Literal["join", "free", "none"]

_SHORTEST = 2
_FREE_SCORE = 0.6
_LONGEST_NAME = 6


@inner_record
class Reading:
    """A chosen candidate with its content, or a free-standing quotation without candidate."""

    candidate: Candidate | None
    score: float
    content: Ranges

    @property
    def cue(self) -> Ranges:
        """The cue's tokens, none for a free-standing quotation."""
        return self.candidate.cue if self.candidate else ()

    @property
    def start(self) -> int:
        """The first token of cue or content."""
        return min(self.content[0][0], self.cue[0][0]) if self.cue else self.content[0][0]


@inner_record
class Situation:
    """An uncovered quotation and what stands around it.

    ``reach`` is the end of the last report's content or cue before it, as a token
    index, or -1.
    """

    number: int
    previous: Reading | None
    following: Reading | None
    reach: int
    covered: float


class Course:
    """The readings of a text by their start, and how far those up to each one reach."""

    def __init__(self, readings: list[Reading]) -> None:
        self.readings = sorted(readings, key=lambda r: r.start)
        self._starts = [r.start for r in self.readings]
        self._reach = list(accumulate(map(_end, self.readings), max))

    def before(self, token: int) -> int:
        """Return how many readings start before a token."""
        return bisect_left(self._starts, token)

    def back(self, count: int, beyond: int) -> Iterator[Reading]:
        """Yield the first ``count`` readings backwards, while any may reach beyond a token."""
        while count and self._reach[count - 1] > beyond:
            count -= 1
            yield self.readings[count]

    def insert(self, reading: Reading) -> None:
        """Put a reading in its place, before those that start with it."""
        at = self.before(reading.start)
        self.readings.insert(at, reading)
        self._starts.insert(at, reading.start)
        self._reach.insert(at, self._reach[at - 1] if at else -1)
        self._extend(at, _end(reading))

    def replace(self, old: Reading, new: Reading) -> None:
        """Put a reading that reaches further in another's place; both start alike."""
        at = self.before(old.start)
        while self.readings[at] is not old:
            at += 1
        self.readings[at] = new
        self._extend(at, _end(new))

    def _extend(self, at: int, end: int) -> None:
        while at < len(self._reach) and self._reach[at] < end:
            self._reach[at] = end
            at += 1


def _end(reading: Reading) -> int:
    return max(b for _, b in (*reading.content, *reading.cue))


Decide = Callable[[Layout, Situation], tuple[Decision, float]]


def take_turns(layout: Layout, readings: list[Reading], decide: Decide) -> list[Reading]:
    """Give each quotation that no content covers to a report, or make it one of its own."""
    outcome = Course(readings)
    for number, (start, end) in enumerate(layout.quotations):
        if word_count(layout, start, end) < _SHORTEST:
            continue
        situation = _situation(layout, outcome, number)
        if situation is None:
            continue
        decision, score = decide(layout, situation)
        if decision == "join" and situation.previous:
            joined = union(situation.previous.content, ((start, end),))
            whole = Reading(situation.previous.candidate, situation.previous.score, joined)
            outcome.replace(situation.previous, whole)
        elif decision == "free":
            outcome.insert(Reading(None, score, ((start, end),)))
    return _joined_over_paragraphs(layout, outcome.readings)


def _joined_over_paragraphs(layout: Layout, readings: list[Reading]) -> list[Reading]:
    """Join a quotation that was left open to what reopens it in the next paragraph."""
    for number in range(len(layout.marks) - 1, 0, -1):
        if not layout.marks[number].reopened:
            continue
        left, right = layout.quotations[number - 1], layout.quotations[number]
        opens_paragraph = layout.paragraphs[layout.paragraph[left[0]]][0] == left[0]
        # A transcript may have each turn in marks: “AALTO: We will. / “LINDQVIST: We will not.
        named = ":" in layout.parse.word[right[0] : right[0] + _LONGEST_NAME]
        if not opens_paragraph or named:
            continue
        before = next((r for r in readings if holds(r.content, left[0])), None)
        after = next((r for r in readings if holds(r.content, right[0])), None)
        if before is after or (before and after and before.candidate and after.candidate):
            continue
        kept = before if after is None or (before and before.candidate) else after
        if kept is None:
            continue
        other = after if kept is before else before
        rest = other.content if other else (right if kept is before else left,)
        if layout.overlap(kept.cue, rest):
            continue  # What was left open holds the report itself.
        whole = Reading(kept.candidate, kept.score, union(kept.content, rest))
        readings = [whole if r is kept else r for r in readings if r is not other]
    return sorted(readings, key=lambda r: r.start)


def _situation(layout: Layout, course: Course, number: int) -> Situation | None:
    """Return what decides about a quotation; None where it is covered or holds a cue."""
    region = (layout.quotations[number],)
    start, end = region[0]
    mass = max(1, layout.size(region))
    shared, after = 0, course.before(end)
    for reading in course.back(after, start):
        if layout.overlap(reading.cue, region):
            return None
        shared += layout.overlap(reading.content, region)
    if shared > 0.5 * mass:
        return None
    following = course.readings[after] if after < len(course.readings) else None
    previous, reach = _last_before(course, start)
    return Situation(number, previous, following, reach, shared / mass)


def _last_before(course: Course, token: int) -> tuple[Reading | None, int]:
    """Return the reading that reaches furthest of what starts before a token, and how far."""
    previous, reach = None, -1
    count = course.before(token)
    while count:
        reading = next(course.back(count, reach), None)
        if reading is None:
            break
        count -= 1
        end = max(b for a, b in (*reading.content, *reading.cue) if a < token)
        if end > reach:
            previous, reach = reading, end
    return previous, reach


def decide_by_rule(layout: Layout, situation: Situation) -> tuple[Decision, float]:
    """Decide about a quotation without learned weights."""
    parse, (start, end) = layout.parse, layout.quotations[situation.number]
    mark = layout.marks[situation.number]
    words = word_count(layout, start, end)
    previous = situation.previous
    if (
        mark.reopened
        and previous
        and layout.marks[situation.number - 1].span.end >= (parse.end[previous.content[-1][1] - 1])
    ):
        return "join", 0.9
    first, last = layout.paragraphs[layout.paragraph[start]]
    whole = start == first and last - end <= 1
    capital = parse.word[start + 1][:1].isupper() if start + 1 < end else False
    sentence = capital and any(parse.word[i] in ".?!" for i in range(max(start, end - 2), end))
    same = situation.reach > first
    if previous and same:
        gap = word_count(layout, situation.reach, start)
        told = any(layout.quoted[i] >= 0 for i, _ in previous.content)
        if gap == 0 and (told or sentence):
            return "join", 0.9
        if sentence and words >= 5:
            return "free", _FREE_SCORE
        if words >= 8:
            return "free", 0.5
    if (whole and sentence and words >= 4) or (sentence and words >= 8):
        return "free", _FREE_SCORE
    return "none", 0.0
