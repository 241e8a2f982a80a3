"""Whether an event took place: its polarity and its reality status."""

from datetime import date

from politigraph.extract.dates import Dates
from politigraph.extract.event_lexicon import EventLexicon
from politigraph.extract.event_readings import Found
from politigraph.extract.parse import Parse
from politigraph.extract.records import Polarity, Realis

_MAY = frozenset({"would", "could", "may", "might", "can", "should", "must", "ca", "'d"})
_WILL = frozenset({"will", "'ll", "wo", "shall"})
_VERBAL = frozenset({"VERB", "AUX"})
_IRREALIS = frozenset(
    {
        "possible",
        "potential",
        "future",
        "planned",
        "alleged",
        "hypothetical",
        "threatened",
        "impending",
        "any",
    }
)


_AGES = frozenset({"year", "decade", "century", "generation"})
# "killed 800 over four decades"; "for five years" may be the length of a sentence.
_THROUGHOUT = frozenset({"over", "during", "throughout"})
_INSTEAD = frozenset({"without", "than"})
_WISHES = frozenset({"want", "like", "prefer", "wish", "need"})
# "often blamed Oslo", "prior arrests", "who had previously endorsed her".
_HABITS = frozenset(
    {"often", "usually", "typically", "generally", "always", "frequently", "routinely", "regularly"}
)
_BEFORE = frozenset({"prior", "previous", "past", "former", "earlier"})
_PREVIOUSLY = frozenset({"previously", "formerly"})
_EXPECTED = frozenset({"expect", "plan", "schedule", "due", "set"})
# Rules that read a verb in its future.
_AHEAD = frozenset({"will+cooperation", "will+conflict"})


def date_of(dates: Dates, found: Found) -> str:
    """Return the ISO 8601 date or interval that an event's words give it, or ""."""
    return dates.of(found.trigger) or dates.of(found.candidate.head)


def days_before(published: str, when: str) -> int | None:
    """Return how many days before its publication an article dates an event, None if unknown.

    Of an interval the last day counts.

    >>> days_before("2022-04-26", "2022-04-24"), days_before("2022-04-26", "")
    (2, None)
    """
    if not published or not when:
        return None
    return (date.fromisoformat(published) - date.fromisoformat(when[-10:])).days


def polarity_of(parse: Parse, found: Found) -> Polarity:
    """Return whether an event is told as one that took place or as one that did not."""
    # "will not meet" is read as a rejection, which did take place.
    candidate, rule = found.candidate, found.reading.rule
    intends_not = rule == "refuse+X" and candidate.lemma == "have"
    if parse.dep[candidate.head] == "pcomp":
        # "without naming Oslo", "rather than blaming it", "instead of leaving".
        above = parse.head[candidate.head]
        if parse.lower[above] in _INSTEAD or parse.lower[parse.head[above]] == "instead":
            return "negative"
    negated = candidate.negated and rule != "not+will+X" and not intends_not
    return "negative" if negated else "positive"


def realis_of(parse: Parse, lexicon: EventLexicon, found: Found, when: str, dates: Dates) -> Realis:
    """Return the reality status of an event that is dated ``when`` (ISO 8601, or empty)."""
    if _is_historical(parse, lexicon, found, when, dates):
        return "historical"
    candidate = found.candidate
    if candidate.kind == "noun":
        words = {parse.lower[c] for c in parse.children[candidate.head]}
        if words & _IRREALIS or _is_only_tried(parse, lexicon, candidate.head):
            return "hypothetical"
        at = candidate.head
        for above in parse.ancestors(candidate.head):
            if parse.pos[above] in _VERBAL:
                at = above
                break
        if at == candidate.head or parse.dep[at] in {"relcl", "acl"}:
            return "actual"
        is_subject = parse.dep[candidate.head] in {"nsubj", "nsubjpass"}
        if is_subject and parse.lemma[at] in _EXPECTED and parse.tag[at] == "VBN":
            return "future"  # "the veto is expected on Friday"
        if parse.dep[candidate.head] == "dobj" and lexicon.is_in(parse.lemma[at], "plan"):
            return "future"  # "scheduled a meeting", "proposed talks"
        marks = {parse.lower[c] for c in parse.children[at] if parse.dep[c] == "aux"}
    else:
        at = candidate.head
        marks = set(candidate.auxiliaries)
    if _is_asked(parse, at) or _is_counterfactual(parse, at) or _is_habit(parse, at):
        return "hypothetical"
    if found.reading.rule == "must+X":
        return "actual"
    at = _joined_to(parse, at)
    # "hoped to see Oslo pay", "helped Riga rebuild", "could mean banning it": as real as its verb.
    while not marks and parse.tag[at] in {"VB", "VBG"} and parse.dep[at] in {"ccomp", "xcomp"}:
        at = _joined_to(parse, parse.head[at])
        marks = {parse.lower[c] for c in parse.children[at] if parse.dep[c] == "aux"}
    # "would have to act, negotiating one by one".
    if not marks and parse.tag[at] == "VBG" and parse.dep[at] == "advcl":
        main = at
        for main in parse.ancestors(at):
            if parse.dep[main] not in {"xcomp", "conj"}:
                break
        marks = {parse.lower[c] for c in parse.children[main] if parse.dep[c] == "aux"} - {"to"}
    outer = candidate.governor
    if parse.dep[at] == "pcomp" and outer and lexicon.is_in(parse.lemma[outer], "alleging"):
        return "hypothetical"  # "accused Oslo of attacking": alleged, not told as a fact
    told = outer is not None and lexicon.is_in(parse.lemma[outer], "say")
    if (found.reading.rule in _AHEAD or told) and marks and marks <= {"would", "be"}:
        return "future"  # "said that it would leave"
    if _is_conditional(parse, lexicon, at) or marks & _MAY or _is_only_meant(parse, lexicon, at):
        return "hypothetical"
    if marks & _WILL and found.reading.rule != "not+will+X":
        return "future"
    if found.reading.rule.startswith("plan+"):
        return "future"
    shared = parse.dep[at] == "conj" and parse.tag[parse.head[at]] in {"VBP", "VBZ", "VBD"}
    if parse.tag[at] == "VB" and not marks and not shared:
        return "hypothetical"  # "stop the killing", "demanded that Oslo leave"
    if "to" in marks:
        return _realis_of_infinitive(parse, lexicon, at)
    if dates.published and when and when[:10] > dates.published:
        return "future"
    return "actual"


def _joined_to(parse: Parse, verb: int) -> int:
    # "continue to fill the hall and demand more": joined infinitives share their governor.
    while (
        parse.dep[verb] == "conj"
        and parse.tag[verb] in {"VB", "VBG"}
        and parse.tag[parse.head[verb]] == parse.tag[verb]
        and not any(parse.dep[c] in {"nsubj", "aux"} for c in parse.children[verb])
    ):
        verb = parse.head[verb]
    return verb


def _realis_of_infinitive(parse: Parse, lexicon: EventLexicon, verb: int) -> Realis:
    """Return what an infinitive takes from its governor: "began to", "managed to" happen."""
    above = parse.head[verb]
    if parse.dep[verb] == "xcomp" and lexicon.is_in(parse.lemma[above], "aspect"):
        return "actual"
    if parse.lemma[above] == "go" and any(parse.lower[x] == "on" for x in parse.children[above]):
        return "actual"  # "went on to blame Oslo"
    if parse.lemma[above] in {"be", "due", "set", "go", "plan", "schedule", "expect"}:
        return "future"
    return "hypothetical"


def _is_habit(parse: Parse, verb: int) -> bool:
    # "often blame Oslo"; "when veterans ask for help, nobody answers".
    children = parse.children[verb]
    if any(parse.dep[x] == "advmod" and parse.lower[x] in _HABITS for x in children):
        return True
    whenever = any(parse.dep[x] == "advmod" and parse.lower[x] == "when" for x in children)
    return whenever and parse.dep[verb] == "advcl" and parse.tag[verb] in {"VBP", "VBZ"}


def _is_only_tried(parse: Parse, lexicon: EventLexicon, noun: int) -> bool:
    # "fears of an attack", "hopes for talks", "an attempted coup".
    above = parse.head[noun]
    if parse.dep[noun] == "pobj":
        above = parse.head[above]
        return lexicon.is_in(parse.lemma[above], "attempt") and above != noun
    return False


def _is_counterfactual(parse: Parse, verb: int) -> bool:
    # "had Oslo paid, Riga would have left".
    subjects = [c for c in parse.children[verb] if parse.dep[c] in {"nsubj", "nsubjpass"}]
    return bool(subjects) and any(
        parse.lower[c] == "had" and parse.dep[c] == "aux" and c < subjects[0]
        for c in parse.children[verb]
    )


def _is_asked(parse: Parse, verb: int) -> bool:
    # "Do you support the treaty?"
    first, last = parse.sentences[parse.sentence_of[verb]]
    quoted = False
    while last > first + 1 and (parse.is_space[last - 1] or parse.word[last - 1] in "\"'”’)"):
        quoted = quoted or parse.word[last - 1] in '"”'
        last -= 1
    # She answered: "Who would trust a liar?"
    later = quoted and any(parse.word[i] in {"“", '"'} for i in range(verb + 1, last))
    return parse.word[last - 1] == "?" and not later


def _is_only_meant(parse: Parse, lexicon: EventLexicon, verb: int) -> bool:
    # "denied that it had paid", "the risk of taking sides", "accusations that he paid".
    above, dep = parse.head[verb], parse.dep[verb]
    if dep == "ccomp" and lexicon.is_in(parse.lemma[above], "deny"):
        return True
    # "wants him banned", "would prefer to see them moved".
    if dep in {"ccomp", "xcomp", "oprd"} and parse.tag[verb] == "VBN":
        outer = parse.head[above] if parse.lemma[above] == "see" else above
        if parse.lemma[outer] in _WISHES:
            return True
    if dep == "pcomp":
        above = parse.head[above]
    unsure = lexicon.is_in(parse.lemma[above], "attempt") or (
        lexicon.is_in(parse.lemma[above], "alleging") and parse.pos[above] == "NOUN"
    )
    return unsure and dep in {"pcomp", "acl", "ccomp", "relcl"}


def _is_conditional(parse: Parse, lexicon: EventLexicon, verb: int) -> bool:
    at = verb
    for _ in range(6):
        if any(
            parse.dep[c] in {"mark", "advmod"} and lexicon.is_in(parse.lower[c], "if")
            for c in parse.children[at]
        ):
            return True
        # "in the event that he was hurt", "in case Oslo attacked".
        above = parse.head[at]
        supposed = parse.dep[at] != "conj" and parse.lemma[above] in {"event", "case"}
        if supposed and parse.lower[parse.head[above]] == "in":
            return True
        if parse.dep[at] not in {"conj", "xcomp", "advcl", "ccomp"} or above == at:
            return False
        if parse.dep[at] == "advcl":
            return False
        at = parse.head[at]
    return False


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


def _is_historical(
    parse: Parse, lexicon: EventLexicon, found: Found, when: str, dates: Dates
) -> bool:
    """Tell an event of years back: dated so, named by its year, or commemorated."""
    age = days_before(dates.published, when)
    if age is not None:
        if age > 365:
            return True
    elif "/" in when and _days(when) > 27:
        return True  # news names no year or month of its own year: "in 1971", "in May 2014"
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
    for above in parse.ancestors(found.trigger):
        if lexicon.is_in(parse.lemma[above], "historic"):
            return True
        if parse.pos[above] == "VERB":
            return False
    return False
