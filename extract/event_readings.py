"""Which candidates are events, each read once: by its rule or by learned weights."""

from collections.abc import Iterator

from politigraph.extract.event_candidates import Candidate, find_candidates, governed, is_act
from politigraph.extract.event_features import features_of
from politigraph.extract.event_lexicon import EventLexicon
from politigraph.extract.event_rules import DECOY, FIXED, Composer, Reading
from politigraph.extract.event_weights import EventWeights
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse

_VERBAL = frozenset({"VERB", "AUX"})
# These types speak of an event that is their object and has not happened.
_ABSORBING = frozenset({"REJECT", "REQUEST", "THREATEN", "AGREE"})


@inner_record
class Found:
    """A candidate with its reading; ``trigger`` is the noun that a light verb carries."""

    candidate: Candidate
    reading: Reading
    trigger: int
    confidence: float


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
            if reading.rule == "none" and not is_act(lexicon, candidate.lemma):
                continue
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
    "will+conflict": 0.7,
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
            token = composer.senses.whole(part)
            if relation == "obj" and composer.senses.is_listed(token):
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
