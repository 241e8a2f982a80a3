"""What an event trigger means in its construction: the composition rules.

The type of a whole construction is not that of its verb: "refused to meet" is a
rejection, "threatened to attack" a threat, "lifted the ban" a concession. The
distinctions are those of the PLOVER codebook.
"""

from politigraph.extract.event_candidates import Candidate, objects_of
from politigraph.extract.event_decoys import Decoys
from politigraph.extract.event_lexicon import (
    CONFLICT,
    COOPERATIVE,
    YIELDING,
    EventLexicon,
    Sense,
)
from politigraph.extract.event_senses import Senses
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse

_WILL = frozenset({"will", "'ll", "wo", "shall"})
_MUST = frozenset({"must", "should"})
_UNDERGOING = frozenset({"obj", "dative", "with", "against", "to", "on", "for", "at", "from", "by"})
_ONE_SIDED = frozenset({"PROTEST", "RETREAT", "CONSULT", "COOPERATE"})
_CALLS_OFF = frozenset({"cancel", "postpone", "call_off", "scrap"})
_ENDING = frozenset({"meeting", "visit", "summit", "conference", "trip", "tour", "session"})
_GRANTS = frozenset({"acknowledge", "recognize", "recognise", "appreciate"})
_VOWS = frozenset({"vow", "promise", "pledge", "swear", "commit", "commitment"})
# Verbs that ask only when somebody is asked to do something: "wanted Oslo to leave".
_ASKS_SOMEBODY = frozenset(
    {"ask", "want", "tell", "appeal", "call", "press", "push", "direct", "order"}
)


@inner_record
class Reading:
    """An event type, its mode, and the rule that gave it; no type: no event."""

    type: str
    mode: str
    rule: str


FIXED = frozenset({"collocation", "move+force", "noun of parties"})
"""Rules that leave no choice of type: learned weights only say whether it is an event."""

NOTHING = Reading("", "", "none")
DECOY = Reading("", "", "decoy")
"""A trigger that stands beside a word with which it names no event."""


class Composer:
    """Reads the candidates of one text."""

    def __init__(self, parse: Parse, lexicon: EventLexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self.senses = Senses(parse, lexicon)
        self._decoys = Decoys(parse, lexicon, self.senses)
        self._inner: dict[int, str] = {}

    def read(self, candidate: Candidate) -> Reading:
        """Return what a candidate means, negation and tense included."""
        if self._decoys.holds(candidate):
            return DECOY
        if candidate.kind == "noun":
            return self._noun(candidate)
        reading = self._governing(candidate) or self._plain(candidate)
        return self._in_mood(candidate, reading)

    def _noun(self, c: Candidate) -> Reading:
        sense = self.senses.noun(c.head)
        if sense.type in {"", "?"}:
            return _of_collocation(sense)
        if c.complement is not None and self._parse.tag[c.complement] in {"VB", "VBP"}:
            inner = self._verb_type(c.complement)
            return self._commit(c, inner) if "commit" in c.families else Reading(*sense, "noun")
        # "talks between", "an attack on", "Oslo's withdrawal": with a party it is an act.
        sides = {"between", "with", "against", "by", "on"}
        owned = any(
            self._parse.dep[x] == "poss" and self._parse.ner[x]
            for x in self._parse.children[c.head]
        )
        if owned or sides & {relation for relation, _ in c.objects}:
            return Reading(*sense, "noun of parties")
        return Reading(*sense, "noun")

    def _governing(self, c: Candidate) -> Reading | None:
        """Return the reading of a word that governs another act, if it is one."""
        families = c.families
        inner = self.inner_type(c)
        governs = c.complement is not None
        if "refuse" in families and self._is_silence(c):
            return DECOY
        if "refuse" in families and (governs or any(r == "obj" for r, _ in c.objects)):
            return Reading("REJECT", "", "refuse+X")
        if c.lemma == "have" and c.negated and self._intended(c) in COOPERATIVE | YIELDING:
            return Reading("REJECT", "", "refuse+X")
        if "threat" in families and (governs or c.objects):
            # "a region threatened by drought" is in danger, not addressed.
            said = governs or not c.passive
            is_threat = (c.lemma == "threaten" and said) or self._warns(c, inner)
            return Reading("THREATEN", "", "threaten+X") if is_threat else NOTHING
        if c.lemma in _GRANTS and governs:
            return NOTHING  # "acknowledged that prices rose"
        if "deny" in families and governs:  # a denial is a claim, not an event
            return NOTHING
        if "commit" in families and governs:
            return self._commit(c, inner)
        if c.lemma == "insist" and governs and not self._is_wish(c.complement):
            return NOTHING  # "insisted that it would not pay", "insists it has a right to"
        if "ask" in families and (self._asks_if(c) or self._is_told(c)):
            return DECOY
        if "ask" in families and (self._asks(c) if c.lemma in _ASKS_SOMEBODY else governs):
            return Reading("REQUEST", "", "ask+X")
        if "stop" in families and governs:
            if inner in CONFLICT:
                return Reading("RETREAT", "ceasefire", "stop+conflict")
            if inner in COOPERATIVE:
                return Reading("SANCTION", "discontinue", "stop+cooperation")
        if "fail" in families and governs and inner in COOPERATIVE | YIELDING:
            return Reading("REJECT", "", "fail+cooperation")
        if "plan" in families and governs and self._is_ahead(c.complement):
            return _plan(inner)
        if "end" in families:
            return self._ending(c)
        return None

    def _intended(self, c: Candidate) -> str:
        # "has no intention of talking", "had no plans to leave".
        parse = self._parse
        for relation, noun in c.objects:
            if relation == "obj" and parse.lemma[noun] in {"intention", "plan", "intent"}:
                for child in parse.children[noun]:
                    clauses = (child, *parse.children[child])
                    for clause in clauses:
                        if parse.dep[clause] in {"acl", "pcomp"}:
                            return self._verb_type(clause)
        return ""

    def _commit(self, c: Candidate, inner: str) -> Reading:
        parse = self._parse
        negated = c.complement is not None and any(
            parse.dep[x] == "neg" for x in parse.children[c.complement]
        )
        if self._parse.tag[c.head] == "JJ" and not inner:  # "is willing to bet"
            return NOTHING
        if negated and inner in COOPERATIVE | YIELDING:  # "vowed not to resume talks"
            return Reading("REJECT", "", "refuse+X")
        if inner in CONFLICT and c.lemma in _VOWS and not negated:
            return Reading("THREATEN", "", "vow+conflict")
        return Reading("AGREE", "", "commit+X")

    def _is_ahead(self, clause: int | None) -> bool:
        # "announced it would leave", "plans to leave"; not "announced that it had left".
        parse = self._parse
        if clause is None:
            return False
        marks = {parse.lower[x] for x in parse.children[clause] if parse.dep[x] == "aux"}
        return parse.tag[clause] == "VBG" or bool(marks & (_WILL | {"to", "would"}))

    def _is_wish(self, clause: int | None) -> bool:
        # "insisted that Oslo leave", "insisted that it should leave", "insisted on leaving".
        parse = self._parse
        if clause is None:
            return False
        marks = {parse.lower[x] for x in parse.children[clause] if parse.dep[x] == "aux"}
        return bool(marks & _MUST) or (parse.tag[clause] in {"VB", "VBG"} and not marks)

    def _is_silence(self, c: Candidate) -> bool:
        # "declined to comment" is said of a claim that is not made, no rejection.
        kind = self.inner_type(c)
        return (
            c.lemma in {"decline", "refuse"}
            and c.complement is not None
            # "refused to provide figures", but "refused to provide shelter"
            and (
                (self._lexicon.is_in(self._parse.lemma[c.complement], "speak") and kind != "AID")
                # "declined to blame Oslo", "refused to threaten anybody"
                or kind in {"ACCUSE", "THREATEN"}
            )
        )

    def _is_told(self, c: Candidate) -> bool:
        # "asked him to explain", "demanded to know": a question too.
        verb = self._parse.lemma[c.complement] if c.complement is not None else ""
        return verb == "know" or self._lexicon.is_in(verb, "speak")

    def _warns(self, c: Candidate, inner: str) -> bool:
        # "warned of reprisals", "warned that it would retaliate"; not "warned of floods".
        if inner in CONFLICT:
            return True
        return any(
            self.senses.noun(token).type in {"THREATEN", "ASSAULT", "SANCTION"}
            or self._parse.lemma[token] in {"consequence", "consequences", "response", "action"}
            for relation, token in c.objects
            if relation in {"of", "against", "about", "with"}
        )

    def _asks_if(self, c: Candidate) -> bool:
        # "asked whether", "asked why": a question.
        parse, words = self._parse, self._lexicon.members
        if c.complement is None:
            return False
        first = parse.children[c.complement][:2]
        return any(parse.lower[x] in words["if"] | words["question"] for x in first)

    def _asks(self, c: Candidate) -> bool:
        # "called on Oslo to leave", "told them to leave"; not "wanted to leave", nor
        # "told reporters that he would leave".
        parse = self._parse
        if c.complement is None or not any(
            parse.lower[x] == "to" and parse.dep[x] == "aux" for x in parse.children[c.complement]
        ):
            return False
        if c.lemma == "want":  # "wanted to know" asks nobody
            return any(
                parse.dep[x] in {"nsubj", "nsubjpass"} for x in parse.children[c.complement]
            ) or any(r == "obj" for r, _ in c.objects)
        own = any(parse.dep[x] in {"nsubj", "nsubjpass"} for x in parse.children[c.complement])
        return own or any(r in {"obj", "dative", "on", "upon", "for", "to"} for r, _ in c.objects)

    def _ending(self, c: Candidate) -> Reading | None:
        collocated = self.senses.collocation(c)
        if collocated is not None:
            return _of_collocation(collocated)
        for relation, token in c.objects:
            if relation == "obj":
                kind = self.senses.noun(token).type
                if c.lemma == "end" and kind == "CONSULT" and self._parse.lemma[token] in _ENDING:
                    return NOTHING  # "ended a meeting": it was held
                if kind in COOPERATIVE:
                    off = c.lemma in _CALLS_OFF
                    return Reading("REJECT" if off else "SANCTION", "", "end+cooperation")
                if kind in {"ASSAULT", "MOBILIZE", "PROTEST"}:
                    return Reading("RETREAT", "ceasefire", "end+conflict")
                if kind in {"COERCE", "SANCTION"}:
                    return Reading("CONCEDE", "", "end+restriction")
        return None

    def inner_type(self, c: Candidate) -> str:
        """Return the plain type of the clause that a candidate governs."""
        if c.complement is None:
            return ""
        if c.complement not in self._inner:
            self._inner[c.complement] = self._verb_type(c.complement)
        return self._inner[c.complement]

    def _verb_type(self, i: int, depth: int = 0) -> str:
        """Return the plain type of a governed clause, through "begin to", "help to"."""
        parse = self._parse
        passive = any(parse.dep[x] == "auxpass" for x in parse.children[i])
        lemma = parse.lemma[i]
        for child in parse.children[i]:
            joined = f"{lemma}_{parse.lower[child]}"
            if parse.dep[child] in {"prt", "prep"} and joined in self._lexicon.verbs:
                lemma = joined
        complement = next((x for x in parse.children[i] if parse.dep[x] == "xcomp"), None)
        inner = Candidate(
            i, "verb", lemma, self._lexicon.families.get(lemma, frozenset()), passive, False,
            frozenset(), objects_of(parse, i, passive), complement, None,
        )  # fmt: skip
        if depth < 2 and complement is not None and inner.families & {"aspect"}:
            return self._verb_type(complement, depth + 1)
        reading = (self._governing(inner) if depth < 2 else None) or self._plain(inner)
        return reading.type

    def _plain(self, c: Candidate) -> Reading:
        """Return the reading of a verb with its objects, in an affirmative main clause."""
        collocated = self.senses.collocation(c)
        if collocated is not None:
            return _of_collocation(collocated)
        objects = [self.senses.whole(t) for r, t in c.objects if r in {"obj", "dative"}]
        if c.lemma == "have":  # "had talks"; "has an agreement" tells of a state
            objects = [x for x in objects if self._parse.lemma[x] in self._lexicon.event_nouns]
        nouns = [self.senses.noun(token) for token in objects]
        nouns = [sense for sense in nouns if sense.type.isalpha()]
        if "move" not in c.families and c.lemma not in {"put", "place"}:
            nouns = [sense for sense in nouns if sense.type != "MOBILIZE"]  # "took troops out"
        if "move" in c.families and any(sense.type == "MOBILIZE" for sense in nouns):
            return Reading("MOBILIZE", "troops", "move+force")
        if "light" in c.families and nouns:
            return Reading(*nouns[0], "light+noun")
        if c.lemma in self._lexicon.verbs:
            sense = self._lexicon.verbs[c.lemma]
            if "weak" not in c.families:
                return Reading(*sense, "verb")
            # "traffic eased in Riga": done to nobody.
            if sense.type == "AID" and self._decoys.gives_else(c):
                return NOTHING
            undergoes = any(r in _UNDERGOING for r, _ in c.objects) or (
                "allow" in c.families and self._has_subject(c.complement)
            )
            if undergoes or sense.type in _ONE_SIDED:
                return Reading(*sense, "weak verb")
        return NOTHING

    def _is_said(self, c: Candidate) -> bool:
        return c.governor is not None and self._lexicon.is_in(self._parse.lemma[c.governor], "say")

    def _is_reported_future(self, c: Candidate) -> bool:
        # "said it would withdraw": the tense of "will" under a past verb of saying.
        return (
            "would" in c.auxiliaries
            and c.governor is not None
            and self._parse.tag[c.governor] in {"VBD", "VBN"}
            and self._is_said(c)
        )

    def _in_mood(self, c: Candidate, reading: Reading) -> Reading:
        kind = reading.type
        if not kind or reading.rule in {"refuse+X", "threaten+X", "ask+X", "commit+X"}:
            return reading
        if c.auxiliaries & _MUST and kind not in {"REQUEST", "ACCUSE"}:
            # "We must protect the border": asked of nobody else.
            own = any(self._parse.lower[x] in {"i", "we"} for x in self._parse.children[c.head])
            return Reading("REQUEST", "", "must+X") if self._is_said(c) and not own else NOTHING
        if c.negated:
            if kind in COOPERATIVE | YIELDING and (c.auxiliaries & (_WILL | {"would", "can"})):
                return Reading("REJECT", "", "not+will+X")
            return reading
        if c.auxiliaries & _WILL or self._is_reported_future(c):
            if kind in COOPERATIVE | YIELDING:
                return Reading("AGREE", "", "will+cooperation")
            if kind in CONFLICT and kind != "REJECT":
                return Reading("THREATEN", "", "will+conflict")
        return reading

    def _has_subject(self, clause: int | None) -> bool:
        # "allowed the opposition to march": who may is the subject of what they may do.
        below = () if clause is None else self._parse.children[clause]
        return any(self._parse.dep[x] == "nsubj" for x in below)


def _plan(inner: str) -> Reading:
    if inner in COOPERATIVE:
        return Reading("AGREE", "", "plan+cooperation")
    if inner in YIELDING:
        return Reading("CONCEDE", "", "plan+yield")
    if inner in CONFLICT and inner != "REJECT":
        return Reading("THREATEN", "", "plan+conflict")
    if inner:
        return Reading(inner, "", "plan+X")
    return NOTHING


def _of_collocation(sense: Sense) -> Reading:
    if sense.type == "?":
        return NOTHING
    return Reading(*sense, "collocation") if sense.type else DECOY
