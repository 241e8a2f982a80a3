"""Whether an event is an article's background: long past when the article was published."""

from datetime import date

from politigraph.extract.dates import Dates
from politigraph.extract.event_lexicon import EventLexicon
from politigraph.extract.event_readings import Found
from politigraph.extract.parse import Parse

_AGES = frozenset({"year", "decade", "century", "generation"})
# "killed 800 over four decades"; "for five years" may be the length of a sentence.
_THROUGHOUT = frozenset({"over", "during", "throughout"})
_BEFORE = frozenset({"prior", "previous", "past", "former", "earlier"})
_PREVIOUSLY = frozenset({"previously", "formerly"})
# What an article dates this many days back is its background: careful coders keep none of it.
_BACKGROUND_DAYS = 30
_YEAR = 365
_MONTH = 27  # the days between the first and the last of the shortest
# "has held the town since March" is told of today.
_LASTING = frozenset({"since", "from"})


def days_before(published: str, when: str) -> int | None:
    """Return how many days before its publication an article dates an event, None if unknown.

    Of an interval the last day counts.

    >>> days_before("2022-04-26", "2022-04-24"), days_before("2022-04-26", "")
    (2, None)
    """
    if not published or not when:
        return None
    return (date.fromisoformat(published) - date.fromisoformat(when[-10:])).days


def _days(interval: str) -> int:
    first, last = (date.fromisoformat(day) for day in interval.split("/"))
    return (last - first).days


def _is_long_past(parse: Parse, child: int) -> bool:
    """Tell whether a dependent of an act puts it years back, whatever today is."""
    if parse.dep[child] in {"advmod", "npadvmod"}:  # "years ago", "two decades earlier"
        inner = parse.children[child]
        return parse.lower[child] in {"ago", "earlier"} and any(
            parse.lemma[x] in _AGES and parse.tag[x] == "NNS" for x in inner
        )
    if parse.dep[child] != "prep":
        return False
    when = [x for x in parse.children[child] if parse.dep[x] == "pobj"]
    if parse.lower[child] in _THROUGHOUT:
        return any(parse.lemma[x] in _AGES and parse.tag[x] == "NNS" for x in when)
    return parse.lower[child] == "in" and any(
        parse.lower[x] == "past" or (parse.word[x][:4].isdecimal() and parse.word[x][4:] == "s")
        for x in when
    )


def _is_past_year(parse: Parse, token: int, dates: Dates) -> bool:
    # "the 1967 war" needs no date of the article.
    before = parse.dep[token] in {"nummod", "compound", "nmod", "amod"}
    return before and token < parse.head[token] and _is_year_gone(parse.word[token], dates)


def _is_year_gone(word: str, dates: Dates) -> bool:
    if len(word) != 4 or not word.isdecimal() or word[:2] not in {"18", "19", "20"}:
        return False
    return not dates.published or int(word) < int(dates.published[:4]) - 1


def _is_of_past_clause(parse: Parse, verb: int, dates: Dates) -> bool:
    # "when Riga revolted in 1956, Oslo refused to help"; "in 2003, when Oslo backed the raid".
    if parse.dep[verb] == "relcl" and _is_year_gone(parse.word[parse.head[verb]], dates):
        return True
    return any(
        parse.dep[clause] == "advcl"
        and any(parse.lower[x] == "when" for x in parse.children[clause])
        and any(
            _is_year_gone(parse.word[year], dates)
            for x in parse.children[clause]
            if parse.lower[x] == "in"
            for year in parse.children[x]
        )
        for clause in parse.children[verb]
    )


def _is_earlier(parse: Parse, found: Found) -> bool:
    # "has prior arrests"; but "Oslo, which previously backed the plan, left".
    if any(
        parse.dep[x] == "amod" and parse.lower[x] in _BEFORE for x in parse.children[found.trigger]
    ):
        return found.candidate.kind == "noun" or found.trigger != found.candidate.head
    return any(
        parse.dep[x] == "advmod" and parse.lower[x] in _PREVIOUSLY
        for x in parse.children[found.candidate.head]
    )


def is_historical(
    parse: Parse, lexicon: EventLexicon, found: Found, when: str, dates: Dates
) -> bool:
    """Tell an event that is no news: dated long back, named by its year, or commemorated.

    ``when`` is its date (ISO 8601, a day or an interval), or empty.
    """
    if _is_background(parse, found, when, dates):
        return True
    if any(_is_long_past(parse, child) for child in parse.children[found.candidate.head]):
        return True
    if any(_is_past_year(parse, child, dates) for child in parse.children[found.trigger]):
        return True
    if _is_of_past_clause(parse, found.candidate.head, dates):
        return True
    if _is_earlier(parse, found):
        return True
    for child in parse.children[found.candidate.head]:
        # "killed in the December 2012 shooting".
        if parse.dep[child] == "prep" and parse.lower[child] == "in":
            for noun in parse.children[child]:
                if any(_is_past_year(parse, inner, dates) for inner in parse.children[noun]):
                    return True
    at = found.trigger
    for above in parse.ancestors(found.trigger):
        if parse.dep[at] == "pcomp" and parse.lower[above] == "by":
            return False  # "marked the hundredth day by calling on Oslo to leave"
        if lexicon.is_in(parse.lemma[above], "historic"):
            return True
        if parse.pos[above] == "VERB":
            return False
        at = above
    return False


def _is_background(parse: Parse, found: Found, when: str, dates: Dates) -> bool:
    """Tell whether the date of an act puts it behind the news of its article.

    A day or a week is a month back, a month neither this nor the last one; without a date of
    publication, news names no year or month of its own year: "in 1971", "in May 2014".
    """
    age = days_before(dates.published, when)
    is_month = "/" in when and _days(when) >= _MONTH
    if age is None:
        return is_month
    head = found.candidate.head
    if any(parse.lower[x] in _LASTING for x in parse.children[head] if parse.dep[x] == "prep"):
        return age > _YEAR
    if is_month:
        return _months(dates.published) - _months(when[-10:]) > 1
    return age >= _BACKGROUND_DAYS


def _months(day: str) -> int:
    return 12 * int(day[:4]) + int(day[5:7])
