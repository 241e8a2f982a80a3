"""Whether an event took place: its polarity and its reality status."""

from politigraph.extract.dates import Dates
from politigraph.extract.event_history import is_historical
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


_INSTEAD = frozenset({"without", "than"})
_WISHES = frozenset({"want", "like", "prefer", "wish", "need"})
# "often blamed Oslo", "prior arrests", "who had previously endorsed her".
_HABITS = frozenset(
    {"often", "usually", "typically", "generally", "always", "frequently", "routinely", "regularly"}
)
_EXPECTED = frozenset({"expect", "plan", "schedule", "due", "set"})
_TRIES = frozenset({"try", "attempt"})
_ON_LIVES = frozenset({"kill", "murder", "assassinate", "poison", "stab", "shoot"})
_REPORTED = frozenset({"report", "say", "confirm", "know", "find", "announce"})
_WRONGLY = frozenset({"wrongly", "falsely", "mistakenly", "incorrectly", "erroneously"})
# Rules that read a verb in its future.
_AHEAD = frozenset({"will+cooperation", "will+conflict"})


def date_of(dates: Dates, found: Found) -> str:
    """Return the ISO 8601 date or interval that an event's words give it, or ""."""
    return dates.of(found.trigger) or dates.of(found.candidate.head)


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
    if is_historical(parse, lexicon, found, when, dates):
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
    above, children = parse.head[verb], parse.children[verb]
    if parse.lemma[above] in _TRIES and parse.lemma[verb] not in _ON_LIVES:
        return "hypothetical"  # "tried to arrest him"; who tried to kill him attacked him
    if parse.dep[verb] == "xcomp" and lexicon.is_in(parse.lemma[above], "aspect"):
        return "actual"
    if parse.lemma[above] == "go" and any(parse.lower[x] == "on" for x in parse.children[above]):
        return "actual"  # "went on to blame Oslo"
    if any(parse.lower[x] == "have" for x in children) and _is_reported(parse, above):
        return "actual"  # "is reported to have resigned"; not "is believed to have", "seems to"
    if parse.lemma[above] in {"be", "due", "set", "go", "plan", "schedule", "expect"}:
        return "future"
    return "hypothetical"


def _is_reported(parse: Parse, verb: int) -> bool:
    # "is reported to have", and not "is not known to have", "could be found to have".
    return (
        parse.lemma[verb] in _REPORTED
        and parse.tag[verb] == "VBN"
        and not any(
            parse.dep[x] == "neg" or parse.lower[x] in _MAY | _WILL | _WRONGLY
            for x in parse.children[verb]
        )
    )


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
