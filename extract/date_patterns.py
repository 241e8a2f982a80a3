"""Where a text may tell a date: one pattern, tried where a date can begin."""

import re
from collections.abc import Iterator

from politigraph.extract.date_words import MONTHS, OFFSETS, SEASONS, UNITS, WEEKDAYS
from politigraph.extract.parse import Parse

_FULL_MONTH = "|".join(w.title() for w in MONTHS if len(w) > 4 or w in ("june", "july", "may"))
_MONTH = "(?:" + "|".join(w.title() for w in sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "(?:" + "|".join(w.title() for w in WEEKDAYS if w.endswith("day")) + ")"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[5-9]|20)\d\d\b(?![,.]\d)"
_UNIT = "(?:" + "|".join(UNITS) + ")"
_NUMBER = r"(?:\d{1,3}|a|an|one|two|a couple of|a few|three|four|five|six|seven|eight|nine|ten" + (
    r"|eleven|twelve|twenty)"
)
_WHICH = "(?i:last|past|next|coming|this|previous|following)"
_OF_WEEK = rf"(?:{_WEEKDAY}(?:,\ ?|\ )(?:the\ )?)?"  # "Tuesday, March 3", "Monday the 4th of May"

# The longest reading first: an alternative wins over all that stand after it.
DATE = re.compile(
    rf"""(?<![\w$€£.-])(?:
    (?P<iso>\d{{4}}-\d\d-\d\d)(?![\d-])
  | (?P<iso_month>\d{{4}}-(?:0[1-9]|1[0-2]))(?![\d-])
  | {_OF_WEEK}(?P<rm>{_MONTH})\ (?P<rd1>{_DAY})\ ?(?:-|–|to|and|through)\ ?(?:(?P=rm)\ )?
      (?P<rd2>{_DAY})
      (?:,?\ (?P<ry>{_YEAR}))?(?!\ {_MONTH})
  | (?P<sd1>{_DAY})\ ?(?:-|–|to|and|through)\ ?(?P<sd2>{_DAY})\ (?P<sm>{_MONTH})
      (?:,?\ (?P<sy>{_YEAR}))?
  | {_OF_WEEK}(?P<m1>{_MONTH})\ (?P<d1>{_DAY})(?!\ (?:percent|per\ cent|people))
      (?:,?\ (?P<y1>{_YEAR}))?
  | {_OF_WEEK}(?P<d2>{_DAY})(?:\ of)?\ (?P<m2>{_MONTH})(?:,?\ (?P<y2>{_YEAR}))?
  | (?P<m3>{_MONTH}),?\ (?:of\ )?(?P<y3>{_YEAR})
  | (?P<y4>{_YEAR})\ ?(?:-|–|to|and)\ ?(?P<y5>{_YEAR})
  | (?P<decade>(?:1[5-9]|20)\d0)s\b
  | (?P<ago_n>(?i:{_NUMBER}))\ (?P<ago_u>{_UNIT})s?\ (?:ago|earlier)\b
  | (?i:past|last|previous)\ (?P<span_n>{_NUMBER})\ (?P<span_u>{_UNIT})s\b
  | (?P<weekend>(?i:over\ the|at\ the|during\ the|{_WHICH})\ weekend)\b
  | (?P<unit_w>{_WHICH})\ (?P<unit>{_UNIT}|{"|".join(SEASONS)})\b
  | (?P<wd_w>{_WHICH}\ )?(?P<wd>{_WEEKDAY})\b
  | (?P<offset>(?i:{"|".join(OFFSETS)}))\b
  | (?P<in_w>{_WHICH}\ |(?<=[Ii]n\ )|(?<=ince\ )|(?<=[Bb]y\ )|(?<=ntil\ )|(?<=of\ )|(?<=fter\ )
      |(?<=fore\ )|(?<=uring\ )|(?<=arly\ )|(?<=ate\ )|(?<=mid-)|(?<=rom\ )|(?<=le\ ))
      (?P<m4>{_FULL_MONTH})\b(?!\ [A-Z])
  | (?P<y6>{_YEAR})(?!\ (?:people|men|women|troops|soldiers|children|others|were))
    )""",
    re.VERBOSE,
)


_WORD = re.compile(r"\w+")
_SMALL_NUMBERS = "a an one two three four five six seven eight nine ten eleven twelve twenty"
_WHICH_WORDS = "over at during last past next coming this previous following"
_FIRST_WORDS = frozenset(
    [*MONTHS, *WEEKDAYS, *OFFSETS, *_SMALL_NUMBERS.split(), *_WHICH_WORDS.split()]
)
"""What a date that is no number begins with."""


def date_matches(parse: Parse) -> Iterator[re.Match[str]]:
    """Yield the phrases that have the form of a date, left to right, none over another.

    The groups of a match say what it is made of. The pattern is slow, and tried only where
    a date may begin: at one word in twenty.
    """
    end = 0
    likely = [i for i, w in enumerate(parse.lower) if w in _FIRST_WORDS or not w.isalpha()]
    for i in likely:
        word = parse.lower[i]
        if word.isalpha():
            starts = [0]
        elif len(word) > 1 or word.isdecimal():  # "06/2014" and "March/April" are one token
            runs = _WORD.finditer(parse.word[i])
            starts = [
                r.start() for r in runs if r[0][0].isdecimal() or r[0].lower() in _FIRST_WORDS
            ]
        else:
            continue
        for start in starts:
            at = parse.start[i] + start
            if at >= end and (match := DATE.match(parse.text, at)):
                end = match.end()
                yield match
