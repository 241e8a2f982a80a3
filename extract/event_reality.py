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
    {"possible", "potential", "future", "planned", "alleged", "hypothetical", "threatened", "any"}
)


def polarity_of(found: Found) -> Polarity:
    """Return whether an event is told as one that took place or as one that did not."""
    # "will not meet" is read as a rejection, which did take place.
    negated = found.candidate.negated and found.reading.rule != "not+will+X"
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
        marks = {parse.lower[c] for c in parse.children[at] if parse.dep[c] == "aux"}
    else:
        at = candidate.head
        marks = set(candidate.auxiliaries)
    if found.reading.rule == "must+X":
        return "actual"
    outer = candidate.governor
    if parse.dep[at] == "pcomp" and outer and lexicon.is_in(parse.lemma[outer], "alleging"):
        return "hypothetical"  # "accused Oslo of attacking": alleged, not told as a fact
    if _is_conditional(parse, lexicon, at) or marks & _MAY:
        return "hypothetical"
    if marks & _WILL and found.reading.rule != "not+will+X":
        return "future"
    if found.reading.rule.startswith("plan+"):
        return "future"
    if "to" in marks:
        return _realis_of_infinitive(parse, lexicon, at)
    if dates.published and when and when[:10] > dates.published:
        return "future"
    return "actual"


def _realis_of_infinitive(parse: Parse, lexicon: EventLexicon, verb: int) -> Realis:
    """Return what an infinitive takes from its governor: "began to", "managed to" happen."""
    above = parse.head[verb]
    if parse.dep[verb] == "xcomp" and lexicon.is_in(parse.lemma[above], "aspect"):
        return "actual"
    if parse.lemma[above] in {"be", "due", "set", "go", "plan", "schedule", "expect"}:
        return "future"
    return "hypothetical"


def _is_only_tried(parse: Parse, lexicon: EventLexicon, noun: int) -> bool:
    # "fears of an attack", "hopes for talks", "an attempted coup".
    above = parse.head[noun]
    if parse.dep[noun] == "pobj":
        above = parse.head[above]
        return lexicon.is_in(parse.lemma[above], "attempt") and above != noun
    return False


def _is_conditional(parse: Parse, lexicon: EventLexicon, verb: int) -> bool:
    at = verb
    for _ in range(6):
        if any(
            parse.dep[c] in {"mark", "advmod"} and lexicon.is_in(parse.lower[c], "if")
            for c in parse.children[at]
        ):
            return True
        if parse.dep[at] not in {"conj", "xcomp", "advcl", "ccomp"} or parse.head[at] == at:
            return False
        if parse.dep[at] == "advcl":
            return False
        at = parse.head[at]
    return False


def _is_historical(
    parse: Parse, lexicon: EventLexicon, found: Found, when: str, dates: Dates
) -> bool:
    """Tell an event of years back: dated so, named by its year, or commemorated."""
    if when and dates.published:
        last = date.fromisoformat(when[-10:])
        if (date.fromisoformat(dates.published) - last).days > 365:
            return True
    for child in parse.children[found.trigger]:
        # "the 1967 war" needs no date of the article.
        is_year = len(parse.word[child]) == 4 and parse.word[child][:2] in {"18", "19", "20"}
        if is_year and parse.word[child].isdecimal() and child < found.trigger:
            return not dates.published or int(parse.word[child]) < int(dates.published[:4]) - 1
    for above in parse.ancestors(found.trigger):
        if lexicon.is_in(parse.lemma[above], "historic"):
            return True
        if parse.pos[above] == "VERB":
            return False
    return False
