"""Reports by the form of a line: headlines ("X: …", "… – X") and transcripts ("X: …")."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from politigraph.extract.candidates import Frame
from politigraph.extract.layout import Layout, Ranges

_BEFORE = re.compile(
    r"(?P<source>[^:\n“\"]{2,70}?)(?P<cue>\s?:\s|\s[–—-]\s|—|\s?--\s?)(?P<content>.{4,})"
)
_AFTER = re.compile(
    r"(?P<content>.{12,}?)(?P<cue>\s[–—-]\s|—|\s?--\s?|: )(?P<source>[^:\n]{2,40}?)\.?$"
)
_TRANSCRIPT = re.compile(
    r"[“\"(\[]?(?P<source>[A-Z][\w.’'\-]*(?:[ ,]+(?:[A-Z(][\w.’'\-)]*|of|the|for|and|de|von)){0,6})"
    r"(?P<cue>:)\s+(?P<content>\S.*)"
)
_LONGEST_BLOCK = 12


def line_frames(layout: Layout) -> Iterator[Frame]:
    """Yield the frames of the first paragraph as a headline, of the others as a transcript.

    A transcript's turn runs to its line's end (``line``) or up to the next
    speaker (``block``).
    """
    text = layout.parse.text
    turns: list[tuple[int, re.Match[str], int]] = []
    for number, (first, last) in enumerate(layout.paragraphs):
        if first == last:
            continue
        start, end = layout.parse.start[first], layout.parse.end[last - 1]
        if first < layout.headline:
            yield from _headline(layout, start, end)
            continue
        colon = text.find(":", start, min(end, start + 90))
        match = _TRANSCRIPT.match(text, start, end) if colon > 0 else None
        if match:
            turns.append((number, match, last))
    for k, (number, match, last) in enumerate(turns):
        yield _frame(layout, match, "transcript", "line", last)
        following = turns[k + 1][0] if k + 1 < len(turns) else number + 1
        if 1 < following - number <= _LONGEST_BLOCK:
            end = layout.paragraphs[following - 1][1]
            yield _frame(layout, match, "transcript", "block", end)


def _headline(layout: Layout, start: int, end: int) -> Iterator[Frame]:
    text = layout.parse.text
    for pattern, side in ((_BEFORE, "source"), (_AFTER, "content")):
        match = pattern.match(text, start, end)
        if match:
            last = token_at(layout, match.end("content") - 1) + 1
            mark = match["cue"].strip().replace("—", "–").replace("--", "–").replace("-", "–")
            yield _frame(layout, match, "headline", side + mark, last)


def _frame(
    layout: Layout, match: re.Match[str], rule: str, relation: str, content_end: int
) -> Frame:
    source: Ranges = (
        (token_at(layout, match.start("source")), token_at(layout, match.end("source") - 1) + 1),
    )
    start = match.start("cue") + len(match["cue"]) - len(match["cue"].lstrip())
    head = token_at(layout, start)
    content: Ranges = ((token_at(layout, match.start("content")), content_end),)
    return Frame(rule, relation, "", "L", head, (head,), content, source=source)


def token_at(layout: Layout, offset: int) -> int:
    """Return the token that holds a character, or the next one."""
    at = bisect_right(layout.parse.start, offset) - 1
    if at >= 0 and offset < layout.parse.end[at]:
        return at
    return bisect_left(layout.parse.start, offset)
