"""The sentences that a claim or an event was read from.

The graph keeps offsets and no sentences, so they are found again, by punctuation
alone: a sentence ends at a full stop, question or exclamation mark, with the
closing marks after it, before white space and a capital letter, a digit or an opening mark,
and at every line break. Abbreviations before names (Mr., Gen., U.S.) end none.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from politigraph.extract.records import Span
from politigraph.graph.rows import Evidence

_END: Final = re.compile(r"\n+|[.!?…]+[\"'”’»)\]]*[ \t\xa0]+(?=[\"'“‘«„(\[]*[\w])")
# Before a name or number: titles, months, initials ("J. Smith"), "U.S. officials".
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Pres|Rev|St|Mt|No|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)\.[ \t\xa0]+$"
)


def evidence(text: str, parts: Mapping[str, Iterable[Span]]) -> Evidence:
    """Return the sentences of a text that hold all spans of the parts.

    >>> text = "It rained. “We will not go,” said Mara Lindqvist. She left."
    >>> evidence(text, {"cue": [Span(30, 34)]}).sentence
    '“We will not go,” said Mara Lindqvist.'
    >>> evidence(text, {"cue": [Span(30, 34)], "content": [Span(11, 29)]}).start
    11
    """
    spans = tuple((name, span) for name, found in parts.items() for span in found)
    if not spans:
        return Evidence("", 0, 0, ())
    first = min(span.start for _, span in spans)
    last = max(span.end for _, span in spans)
    start = max((end for end in _boundaries(text, 0, first) if end <= first), default=0)
    # The marks that end a sentence may belong to the last span: look back a little.
    ends = (end for end in _boundaries(text, max(first, last - 4), len(text)) if end >= last)
    sentence = text[start : next(iter(ends), len(text))]
    lead = len(sentence) - len(sentence.lstrip())
    stripped = sentence.strip()
    return Evidence(stripped, start + lead, start + lead + len(stripped), spans)


def _boundaries(text: str, start: int, stop: int) -> Iterable[int]:
    """Yield where sentences begin after an end that lies in ``text[start:stop]``."""
    for match in _END.finditer(text, start):
        if match.start() > stop:
            return
        after = text[match.end() : match.end() + 2].lstrip("\"'“‘«„([")[:1]
        lower = after.islower() and "\n" not in match.group()
        if not lower and not _ABBREVIATION.search(text, max(0, match.start() - 12), match.end()):
            yield match.end()
