"""Find PLOVER events: who did what to whom, where, when, and whether it happened.

Types and modes are those of the PLOVER manual 0.8. Each event says by which rule
it was found; negated, future, hypothetical and historical ones are marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from politigraph.extract.dates import Dates
from politigraph.extract.event_actors import Casting
from politigraph.extract.event_candidates import Candidate, find_candidates, governed
from politigraph.extract.event_features import features_of
from politigraph.extract.event_lexicon import EventLexicon, load_event_lexicon
from politigraph.extract.event_parties import Resolver
from politigraph.extract.event_rules import DECOY, FIXED, Composer, Reading
from politigraph.extract.event_weights import EventWeights
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event, Polarity, Realis

_MAY = frozenset({"would", "could", "may", "might", "can", "should", "must", "ca", "'d"})
_WILL = frozenset({"will", "'ll", "wo", "shall"})
RULES_THRESHOLD = 0.4
"""The least confidence at which an event is shown where no weights decide."""

_VERBAL = frozenset({"VERB", "AUX"})
# These types speak of an event that is their object and has not happened.
_ABSORBING = frozenset({"REJECT", "REQUEST", "THREATEN", "AGREE"})
# Acts that need no other side.
_ONE_SIDED = frozenset({"PROTEST", "RETREAT", "MOBILIZE", "CONSULT"})
_VERBAL_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "SUPPORT"})
_NOUN_RULES = frozenset({"noun", "noun of parties"})
_IRREALIS = frozenset(
    {"possible", "potential", "future", "planned", "alleged", "hypothetical", "threatened", "any"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its reading; ``trigger`` is the noun that a light verb carries."""

    candidate: Candidate
    reading: Reading
    trigger: int
    confidence: float


def find_events(
    parse: Parse,
    references: Resolver,
    dates: Dates,
    weights: EventWeights | None = None,
    threshold: float | None = None,
) -> tuple[Event, ...]:
    """Return the events of one text, in its order.

    Without ``weights`` the rules alone decide. An event is shown from a confidence of
    ``threshold`` on, or where that is not given, of the weights' own.
    """
    lexicon = load_event_lexicon()
    casting = Casting(parse, references)
    if threshold is None:
        threshold = weights.threshold if weights is not None else RULES_THRESHOLD
    events = []
    for found in read_events(parse, lexicon, weights):
        is_noun = found.reading.rule in _NOUN_RULES
        if found.confidence < threshold and not is_noun:
            continue
        kind, rule = found.reading.type, found.reading.rule
        agents, targets, place = casting.cast(
            found.candidate, kind, found.trigger, rule == "must+X"
        )
        confidence = found.confidence
        if is_noun and ((agents and targets) or ((agents or targets) and place)):
            # Weights learned from one event a sentence think little of any other; a noun
            # with its own parties or place is trusted as its rule is.
            confidence = max(confidence, CONFIDENCE[found.reading.rule])
        confidence -= _doubt(found, agents, targets)
        if confidence < threshold:
            continue
        when = dates.of(found.trigger) or dates.of(found.candidate.head)
        trigger = parse.span(found.trigger, found.trigger + 1)
        event = Event(
            id=f"v{trigger.start}-{kind}",
            type=kind,
            mode=found.reading.mode,
            trigger=trigger,
            agents=agents,
            targets=targets,
            place=place,
            date=when,
            polarity=_polarity(found),
            realis=_realis(parse, lexicon, found, when, dates),
            claim="",
            rule=rule,
            confidence=round(confidence, 3),
        )
        events.append((parse.sentence_of[found.trigger], event))
    return _once_a_sentence(events)


def _doubt(found: Found, agents: tuple[str, ...], targets: tuple[str, ...]) -> float:
    """Return what an event loses because nobody, or only one side, is known.

    An act without a participant tells nobody who did what; a word of many senses is
    trusted only between two parties.
    """
    if not agents and not targets:
        return 0.55
    both = bool(agents and targets) or len(agents) > 1
    if found.reading.rule in {"weak verb", "weights"} and not both:
        # "is supported by four pillars": nobody we know does it.
        passive = 0.1 if found.candidate.passive and not agents else 0.0
        return passive if found.reading.type in _ONE_SIDED else 0.4 + passive
    # Only somebody can ask, refuse or threaten: "the drought threatens the harvest".
    if found.reading.type in _VERBAL_ACTS and not agents:
        return 0.4
    # Two persons who clash, or attack each other, mostly do so in words.
    words = found.reading.rule == "weak verb" and found.reading.type == "ASSAULT"
    return 0.4 if words and all(x.startswith("person/") for x in (*agents, *targets)) else 0.0


def _once_a_sentence(numbered: list[tuple[int, Event]]) -> tuple[Event, ...]:
    """Return events in text order, without a second trigger of the same act.

    "visited Riga, discussing trade": same type and agents in one sentence, and no
    other target.
    """
    kept: dict[int, list[Event]] = {}
    for number, event in sorted(numbered, key=lambda n: (-n[1].confidence, n[1].trigger)):
        same_sentence = kept.setdefault(number, [])
        told = any(
            event.type == known.type
            and event.agents == known.agents
            and event.polarity == known.polarity
            and event.realis == known.realis
            and set(event.targets) <= set(known.targets)
            for known in same_sentence
        )
        if not told:
            same_sentence.append(event)
    return tuple(
        sorted((e for found in kept.values() for e in found), key=lambda e: (e.trigger, e.type))
    )


def read_events(
    parse: Parse, lexicon: EventLexicon, weights: EventWeights | None = None
) -> Iterator[Found]:
    """Yield the candidates that are events, by their rule or by learned weights."""
    composer = Composer(parse, lexicon)
    for found in possible_events(parse, lexicon, composer):
        if weights is None:
            if found.reading.type:
                yield found
            continue
        features = features_of(parse, lexicon, composer, found.candidate, found.reading)
        kind, confidence = weights.decide(
            features, found.reading.type, found.confidence, found.reading.rule in FIXED
        )
        reading = found.reading
        if reading.type != kind:
            reading = Reading(kind, "", "weights")
        yield Found(found.candidate, reading, found.trigger, confidence)


def possible_events(parse: Parse, lexicon: EventLexicon, composer: Composer) -> list[Found]:
    """Return each act that a trigger may name, once, with what the rules make of it.

    Governed triggers ("refused to *meet*") and nouns that another act is about
    ("rejected *talks*") are left out, and so are decoys ("strike a balance").
    """
    candidates = find_candidates(parse, lexicon)
    inner = governed(parse, candidates)
    readings = {c.head: composer.read(c) for c in candidates if c.head not in inner}
    carried: set[int] = set()
    found: list[Found] = []
    for candidate in candidates:
        reading = readings.get(candidate.head)
        if candidate.kind == "verb" and reading is not None and reading is not DECOY:
            trigger = _carried_noun(composer, candidate, reading)
            carried.add(trigger)
            found.append(Found(candidate, reading, trigger, CONFIDENCE[reading.rule]))
    by_head = {f.candidate.head: f for f in found}
    for candidate in candidates:
        reading = readings.get(candidate.head)
        if candidate.kind == "verb" or reading is None or reading is DECOY:
            continue
        if candidate.head in carried or _is_absorbed(parse, candidate, reading, by_head, inner):
            continue
        found.append(Found(candidate, reading, candidate.head, CONFIDENCE[reading.rule]))
    return found


CONFIDENCE = {
    "none": 0.0,
    "verb": 0.65,
    "weak verb": 0.45,
    "noun": 0.5,
    "noun of parties": 0.75,
    "collocation": 0.75,
    "light+noun": 0.7,
    "move+force": 0.75,
    "refuse+X": 0.8,
    "threaten+X": 0.7,
    "commit+X": 0.75,
    "vow+conflict": 0.7,
    "ask+X": 0.8,
    "stop+conflict": 0.7,
    "stop+cooperation": 0.7,
    "fail+cooperation": 0.6,
    "plan+cooperation": 0.6,
    "plan+yield": 0.6,
    "plan+conflict": 0.6,
    "plan+X": 0.5,
    "end+cooperation": 0.7,
    "end+conflict": 0.7,
    "end+restriction": 0.7,
    "must+X": 0.6,
    "not+will+X": 0.7,
    "will+cooperation": 0.7,
    "will+conflict": 0.6,
}
"""How sure each rule is where no learned weights decide."""


def _carried_noun(composer: Composer, candidate: Candidate, reading: Reading) -> int:
    """Return the event noun that a light verb carries ("hold talks"), else the verb."""
    if (
        "light" in candidate.families
        and reading.type
        and reading.rule not in {"ask+X", "commit+X", "refuse+X"}
    ):
        for relation, part in candidate.objects:
            token = composer.whole(part)
            if relation == "obj" and composer.is_listed(token):
                return token
    return candidate.head


def _is_absorbed(
    parse: Parse,
    candidate: Candidate,
    reading: Reading,
    by_head: dict[int, Found],
    inner: dict[int, Candidate],
) -> bool:
    """Tell whether an event noun is only what another act is about.

    "rejected talks", "called for a ceasefire", "the bombing killed five": one act.
    """
    at = candidate.head
    for above in parse.ancestors(candidate.head):
        if above in inner:
            return True
        outer = by_head.get(above)
        if outer is not None and parse.dep[at] not in {"advcl", "relcl", "parataxis"}:
            if outer.reading.type == reading.type and outer.candidate.kind == "verb":
                return True
            argument = parse.dep[at] in {"dobj", "nsubjpass", "prep", "pobj", "attr"}
            return argument and outer.reading.type in _ABSORBING
        if parse.pos[above] in _VERBAL:
            return False
        at = above
    return False


def _polarity(found: Found) -> Polarity:
    # "will not meet" is read as a rejection, which did take place.
    negated = found.candidate.negated and found.reading.rule != "not+will+X"
    return "negative" if negated else "positive"


def _realis(parse: Parse, lexicon: EventLexicon, found: Found, when: str, dates: Dates) -> Realis:
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
