"""The geometry of quotation marks: which stretches of a text stand in quotes.

Nothing here knows who speaks, nor whether anybody does: scare quotes and titles
of works are quotations too. An odd mark spoils at most its own paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from politigraph.extract.records import Span

# Opening mark -> the marks that may close it.
# Outlets mix curly and straight ones.
_CLOSERS = {
    "“": '”“"',
    "„": "“”",
    "«": "»",
    "‹": "›",
    '"': '"”',
    "``": "''",
    "''": "''",
}
_CLOSING_ONLY = {"”", "»", "›"}
_MARK = re.compile("``|''|[“”„«»‹›\"‘’‚']")
_SINGLE_OPENERS = {"‘": "’'", "'": "'’", "‚": "‘’"}

# Words that begin with an apostrophe, and decades: not the start of a quotation.
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|round|bout|n|\d+s?)\b", re.IGNORECASE)
_FINISHED = re.compile(r"[.!?:;…][\"'”’»)\]]*$|[\"”’»]$")
_LINE_BREAK = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A stretch in quotation marks, the marks included.

    ``depth`` is 0 outside all others. ``closed`` is False where the paragraph ends
    first, as it does in each paragraph but the last of a long quotation; the
    next one is then ``reopened``.
    """

    span: Span
    depth: int = 0
    closed: bool = True
    reopened: bool = False


@lru_cache(maxsize=2)  # attribution and coreference ask for the same text
def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text, outer before inner, in order.

    >>> text = "“He told us ‘go’,” she said. The workers' “plan” was «clear»."
    >>> [(q.span.of(text), q.depth) for q in find_quotations(text)]
    [('“He told us ‘go’,”', 0), ('‘go’', 1), ('“plan”', 0), ('«clear»', 0)]
    """
    found: list[Quotation] = []
    open_kind = ""
    for start, end in paragraphs(text):
        here, unclosed = _scan(text, start, end)
        if not here:
            open_kind = ""
            continue
        first = here[0]
        continues = first.span.start == start and text[start] == open_kind[:1] != ""
        if continues:
            here[0] = Quotation(first.span, first.depth, first.closed, reopened=True)
        open_kind = unclosed
        found += here
    return tuple(found)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the offsets of each paragraph, white space around it left out.

    A line break ends a paragraph where a blank line follows or the line before is
    finished; otherwise the text is hard-wrapped and goes on.

    >>> list(paragraphs("One\ntwo.\nThree\n\nFour"))
    [(0, 8), (9, 14), (16, 20)]
    """
    start = len(text) - len(text.lstrip())
    for gap in _LINE_BREAK.finditer(text, start):
        ends = gap.group().count("\n") > 1
        if ends or _FINISHED.search(text[max(start, gap.start() - 3) : gap.start()]):
            if gap.start() > start:
                yield start, gap.start()
            start = gap.end()
    end = len(text.rstrip())
    if end > start:
        yield start, end


def _scan(text: str, start: int, end: int) -> tuple[list[Quotation], str]:
    """Return one paragraph's quotations, and the mark left open at its end."""
    spans: list[Span] = []
    stack: list[tuple[str, int, int]] = []  # mark, its offset, where a single one closes
    for match in _MARK.finditer(text, start, end):
        mark, i = match.group(), match.start()
        if stack and stack[-1][2] == i:
            spans.append(Span(stack.pop()[1], i + 1))
        elif mark in _CLOSERS or mark in _CLOSING_ONLY:
            _meet_double(text[start:end], (mark, i, start), stack, spans)
        elif mark in _SINGLE_OPENERS:
            close = _closing_single(text, i, start, end)
            if close > 0 and (not stack or stack[-1][2] < 0 or close < stack[-1][2]):
                stack.append((mark, i, close))
    left = next((s for s in stack if s[2] < 0 and end - s[1] > len(s[0])), None)
    open_span = Span(left[1], end) if left else None
    if open_span:
        spans.append(open_span)
    spans.sort(key=lambda s: (s.start, -s.end))
    depths = [sum(span in other and span != other for other in spans) for span in spans]
    found = [
        Quotation(span, depth, closed=span is not open_span)
        for span, depth in zip(spans, depths, strict=True)
    ]
    return found, left[0] if left else ""


def _meet_double(
    paragraph: str,
    met: tuple[str, int, int],
    stack: list[tuple[str, int, int]],
    spans: list[Span],
) -> None:
    """Let one double mark close the quotation that it fits, or open a new one."""
    mark, i, start = met
    at = i - start
    before = paragraph[at - 1] if at else " "
    after = paragraph[at + len(mark)] if at + len(mark) < len(paragraph) else " "
    opens_here = (before.isspace() or before in "([—–-") and not after.isspace()
    for level in range(len(stack) - 1, -1, -1):
        opener = stack[level][0]
        if mark in _CLOSERS.get(opener, ""):
            # “We left. “We stay”: a mark that can only open does not close.
            if opens_here and (mark == opener or mark == "“"):
                return
            if opens_here and mark != "”":
                continue
            spans.append(Span(stack[level][1], i + len(mark)))
            del stack[level:]
            return
    if mark in _CLOSING_ONLY:
        return
    # 5'10" is a height, and a mark at a word's end closes something unseen.
    if not after.isspace() and (mark in "“„«‹``" or not before.isalnum()):
        stack.append((mark, i, -1))


def _closing_single(text: str, i: int, start: int, end: int) -> int:
    """Return where the single mark at ``i`` closes, or -1 if it is an apostrophe."""
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    if before.isalnum() or before in "'’" or after.isspace() or _ELISION.match(text, i + 1):
        return -1
    closers = _SINGLE_OPENERS[text[i]]
    choice = -1
    for j in range(i + 2, end):
        if text[j] in "‘‚" and not text[j - 1].isalnum():
            break
        following = text[j + 1] if j + 1 < end else " "
        if text[j] not in closers or text[j - 1].isspace() or following.isalnum():
            continue
        if choice < 0:
            choice = j
        # ‘the workers’ strike’: a plural's apostrophe gives way to a later mark.
        possessive = text[j - 1] == "s" and text[j + 1 : j + 2] == " "
        if not (possessive and text[j + 2 : j + 3].islower()):
            return j
    return choice
