"""Find the dates that a text names, and which clause each belongs to.

Values are ISO 8601: a day (``2022-04-26``) or an interval of days
(``2022-04-01/2022-04-30``). Relative dates are read against the article's date;
without one only absolute dates have a value and only they are found.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from politigraph.extract.date_patterns import date_matches
from politigraph.extract.date_words import MONTHS, OFFSETS, SEASONS, UNITS, WEEKDAYS, number_of
from politigraph.extract.parse import Parse
from politigraph.extract.records import Mention

_PAST_WORDS = frozenset({"last", "past", "previous"})
_NEXT_WORDS = frozenset({"next", "coming", "following"})
_WILL = frozenset({"will", "'ll", "wo", "shall", "would", "to"})
_AHEAD = frozenset({"plan", "schedule", "expect", "set", "due", "slate", "intend"})
_VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one text, and the clause or noun that each one modifies."""

    mentions: tuple[Mention, ...]
    anchors: tuple[int, ...]
    """For each mention, the token that it modifies."""
    parse: Parse
    published: str
    """The article's ISO 8601 day, or empty."""
    _by_anchor: dict[int, list[Mention]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[int, list[Mention]] = {}
        for mention, anchor in zip(self.mentions, self.anchors, strict=True):
            found.setdefault(anchor, []).append(mention)
        object.__setattr__(self, "_by_anchor", found)

    def of(self, head: int) -> str:
        """Return the date that modifies the clause or noun phrase headed by ``head``.

        An event noun without a date of its own takes that of the clause it stands
        in, an infinitive that of its governor, the first of two joined verbs that
        of the last. Empty when there is none.
        """
        parse = self.parse
        own = self._at(head)
        if own or not self.mentions:
            return own
        if parse.pos[head] in _VERBAL:
            for child in parse.children[head]:
                if parse.dep[child] in {"dobj", "attr", "oprd", "prep", "agent", "nsubjpass"}:
                    own = self._at(child, adnominal=False)
                    for inner in parse.children[child] if parse.dep[child] == "prep" else ():
                        own = own or self._at(inner, adnominal=False)
                    if own:
                        return own
            for child in parse.children[head]:
                joined = parse.dep[child] == "conj" and not _has_subject(parse, child)
                if joined and (found := self.of(child)):
                    return found
            above = parse.head[head]
            if parse.dep[head] in {"xcomp", "conj"} and above != head:
                return self._at(above)
            return ""
        for above in parse.ancestors(head):
            if parse.pos[above] in _VERBAL:
                return self._at(above)
            if found := self._at(above, adnominal=False):
                return found
        return ""

    def _at(self, token: int, adnominal: bool = True) -> str:
        for mention in self._by_anchor.get(token, ()):
            if adnominal or not self._is_modifier(mention, token):
                return mention.value
        return ""

    def _is_modifier(self, mention: Mention, token: int) -> bool:
        # "the 1967 war", "Tuesday's meeting": part of the noun's name, not of the clause.
        return mention.span.start < self.parse.start[token] and self.parse.pos[token] != "VERB"


def find_dates(parse: Parse, published: str) -> Dates:
    """Return the dates of a text that its date of publication makes definite.

    ``published`` is an ISO 8601 day, or empty. A weekday is the last one on or
    before the article's date, unless its clause speaks of the future.
    """
    try:
        today: date | None = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        today = None
    mentions: list[Mention] = []
    anchors: list[int] = []
    for match in date_matches(parse):
        token = bisect_right(parse.start, match.start()) - 1
        last = bisect_right(parse.start, match.end() - 1) - 1
        if token < 0:
            continue
        root = _root(parse, token, last)
        value = _value(match, today, lambda at=root: _is_future(parse, at))  # type: ignore[misc]
        if value:
            span = parse.span(token, last + 1)
            mentions.append(Mention(span, "", "date", value=value, rule=match.lastgroup or ""))
            anchors.append(_anchor(parse, root))
    return Dates(tuple(mentions), tuple(anchors), parse, today.isoformat() if today else "")


def _root(parse: Parse, first: int, last: int) -> int:
    """Return the token of the range whose head lies outside it."""
    for i in range(first, last + 1):
        if not first <= parse.head[i] <= last or parse.head[i] == i:
            return i
    return first


def _anchor(parse: Parse, root: int) -> int:
    """Climb from a date over its prepositions to the word that it modifies."""
    at = parse.head[root]
    while parse.pos[at] in {"ADP", "SCONJ", "ADV"} and parse.head[at] != at:
        at = parse.head[at]
    # "since the start of March", "early on Tuesday", "at a meeting on Tuesday" stay with
    # the noun; times do not: "in the early hours of Friday".
    while parse.lemma[at] in {"hour", "morning", "evening", "night", "start", "end", "day"}:
        above = parse.head[at]
        if above == at:
            break
        at = above
    while parse.pos[at] == "ADP" and parse.head[at] != at:
        at = parse.head[at]
    return at


def _has_subject(parse: Parse, verb: int) -> bool:
    return any(parse.dep[c] in {"nsubj", "nsubjpass"} for c in parse.children[verb])


def _is_future(parse: Parse, token: int) -> bool:
    """Tell whether the clause around a token speaks of what is to come."""
    at = token
    for _ in range(12):
        if parse.pos[at] in _VERBAL:
            marks = {parse.lower[c] for c in parse.children[at] if parse.dep[c] in {"aux", "prt"}}
            if marks & {"will", "'ll", "wo"} or (parse.tag[at] == "VB" and marks & _WILL):
                return True
            if parse.lemma[at] in _AHEAD and parse.tag[at] != "VBD":
                return True
            if parse.tag[at] in {"VBD", "VBZ", "VBP"} or parse.head[at] == at:
                return False
        elif parse.lemma[at] in _AHEAD or parse.lower[at] in {"upcoming", "planned"}:
            return True
        if parse.head[at] == at:
            return False
        at = parse.head[at]
    return False


def _value(match: re.Match[str], today: date | None, future: Callable[[], bool]) -> str:
    """Return the ISO value of a match, or an empty string when it has none."""
    found = {k: v for k, v in match.groupdict().items() if v}
    try:
        absolute = _absolute(found)
        if absolute or today is None:
            return absolute
        return _in_year(found, today, future) or _relative(found, today, future)
    except (ValueError, OverflowError):
        return ""  # 31 April, the day before 0001-01-01: days that no calendar has


def _month(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _day(word: str) -> int:
    return int(word.rstrip("stndrh"))


def _interval(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}" if first != last else first.isoformat()


def _whole_month(year: int, month: int) -> str:
    following = date(year + month // 12, month % 12 + 1, 1)
    return _interval(date(year, month, 1), following - timedelta(days=1))


def _absolute(found: dict[str, str]) -> str:
    if "iso" in found:
        return date.fromisoformat(found["iso"]).isoformat()
    if "iso_month" in found:
        return _whole_month(int(found["iso_month"][:4]), int(found["iso_month"][5:]))
    for year, month, day in (("y1", "m1", "d1"), ("y2", "m2", "d2")):
        if year in found:
            return date(int(found[year]), _month(found[month]), _day(found[day])).isoformat()
    for year, month, first, last in (("ry", "rm", "rd1", "rd2"), ("sy", "sm", "sd1", "sd2")):
        if year in found:
            y, m = int(found[year]), _month(found[month])
            return _interval(date(y, m, _day(found[first])), date(y, m, _day(found[last])))
    if "y3" in found:
        return _whole_month(int(found["y3"]), _month(found["m3"]))
    if "decade" in found:
        start = int(found["decade"])
        return _interval(date(start, 1, 1), date(start + 9, 12, 31))
    years = [int(found[k]) for k in ("y4", "y5", "y6") if k in found]
    return _interval(date(years[0], 1, 1), date(years[-1], 12, 31)) if years else ""


def _in_year(found: dict[str, str], today: date, future: Callable[[], bool]) -> str:
    """Return the value of a day or month whose year the text leaves out."""
    for month, first, last in (("m1", "d1", "d1"), ("m2", "d2", "d2"), ("rm", "rd1", "rd2"),
                               ("sm", "sd1", "sd2")):  # fmt: skip
        if month in found:
            m, d = _month(found[month]), _day(found[first])
            years = [y for y in (today.year - 1, today.year, today.year + 1) if _exists(y, m, d)]
            ahead = future()
            # Without a tense ("the May 9 parade") the nearest one is meant.
            year = min(
                years,
                key=lambda y: (ahead and date(y, m, d) < today, abs((date(y, m, d) - today).days)),
            )
            return _interval(date(year, m, d), date(year, m, _day(found[last])))
    if "m4" in found:
        m, which = _month(found["m4"]), found.get("in_w", "").strip().lower()
        ahead = which in _NEXT_WORDS or (which not in _PAST_WORDS and future())
        if ahead:
            return _whole_month(today.year + (m < today.month), m)
        return _whole_month(today.year - (m > today.month), m)
    return ""


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _relative(found: dict[str, str], today: date, future: Callable[[], bool]) -> str:
    if "offset" in found:
        return (today + timedelta(days=OFFSETS[found["offset"].lower()])).isoformat()
    if "wd" in found:
        which = found.get("wd_w", "").strip().lower()
        back = (today.weekday() - WEEKDAYS[found["wd"].lower()]) % 7
        if which in _NEXT_WORDS or (which not in _PAST_WORDS and future()):
            ahead = -back % 7
            return (today + timedelta(days=ahead or 7 * (which == "next"))).isoformat()
        return (today - timedelta(days=back or 7 * (which in _PAST_WORDS))).isoformat()
    if "ago_n" in found:
        return _ago(number_of(found["ago_n"].lower()), found["ago_u"], today)
    if "span_n" in found:
        days = number_of(found["span_n"].lower()) * UNITS[found["span_u"]]
        return _interval(today - timedelta(days=days), today)
    if "weekend" in found:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if found["weekend"].split()[0].lower() in {"next", "this", "coming"} or future():
            saturday += timedelta(days=7)
        return _interval(saturday, saturday + timedelta(days=1))
    if "unit" in found:
        which = found["unit_w"].lower()
        step = -1 if which in _PAST_WORDS else int(which in _NEXT_WORDS)
        return _around(found["unit"], step, today)
    return ""


def _ago(number: int, unit: str, today: date) -> str:
    if unit in {"year", "decade"}:
        year = today.year - number * (UNITS[unit] // 365)
        return _interval(date(year, 1, 1), date(year, 12, 31)) if year > 0 else ""
    if unit == "month":
        months = today.year * 12 + today.month - 1 - number
        return _whole_month(months // 12, months % 12 + 1)
    return (today - timedelta(days=number * UNITS[unit])).isoformat()


def _around(unit: str, step: int, today: date) -> str:
    """Return the calendar week, month, season, year or decade before, of or after today."""
    if unit in SEASONS:
        first = SEASONS[unit]
        year = today.year + (step if step > 0 else 0) - (step < 0 and today.month <= first)
        after = date(year + (first + 2) // 12, (first + 2) % 12 + 1, 1)
        return _interval(date(year, first, 1), after - timedelta(days=1))
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return _whole_month(months // 12, months % 12 + 1)
    if unit == "year":
        return _interval(date(today.year + step, 1, 1), date(today.year + step, 12, 31))
    if unit == "decade":
        start = today.year // 10 * 10 + step * 10
        return _interval(date(start, 1, 1), date(start + 9, 12, 31))
    if unit == "day":
        return (today + timedelta(days=step)).isoformat()
    length = UNITS[unit]
    monday = today - timedelta(days=today.weekday()) + timedelta(days=step * length)
    return _interval(monday, monday + timedelta(days=length - 1))
