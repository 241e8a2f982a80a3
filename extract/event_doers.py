"""Who is behind an act where neither a subject nor a "by" phrase names them."""

from politigraph.extract.event_candidates import Candidate, noun_key
from politigraph.extract.event_lexicon import Sense, load_event_lexicon
from politigraph.extract.event_parties import OF_NAME, Parties
from politigraph.extract.event_subjects import subject_of
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import acting_words

_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_OUTCOMES = frozenset({"death", "harm", "damage"})
# "a bomb planted by the rebels"; but "a raid condemned by the rebels".
_DONE = frozenset(
    ["fire", "launch", "carry", "plant", "lay", "stage", "conduct", "claim", "mount", "drop",
     "hurl", "detonate", "set", "lead"]
)  # fmt: skip
_CHARGES = frozenset({"investigation", "arrest", "trial"})
_NO_SENSE = Sense("")
_OCCASIONS = frozenset({"when", "after", "as"})


class Doers:
    """Reads the doers of acts that a clause tells in a roundabout way, in one text."""

    def __init__(self, parse: Parse, parties: Parties) -> None:
        self._parse = parse
        self._parties = parties
        self._lexicon = load_event_lexicon()

    def behind(self, noun: int | None) -> tuple[str, ...]:
        """Return whose attack or weapon a noun names: "a Riga-led raid", "a bomb laid by …"."""
        if noun is None or not self._is_force(noun):
            return ()
        parse = self._parse
        by: list[int] = []
        owners: list[int] = []
        for child in parse.children[noun]:
            if parse.lower[child] == "by":
                by += self._below(child)
            elif parse.dep[child] == "acl" and parse.lemma[child] in _DONE:
                bys = (x for x in parse.children[child] if parse.lower[x] == "by")
                by += (x for preposition in bys for x in self._below(preposition))
            elif parse.lower[child] in {"led", "claimed"}:  # "a NATO-led raid"
                owners += (x for x in parse.children[child] if parse.dep[x] == "npadvmod")
            elif parse.dep[child] in OF_NAME:
                owners.append(child)
        named = [x for x in owners if self._is_party(x)]
        if agents := self._parties.all(by, acting=True) or self._parties.all(named):
            return agents
        # "an army offensive", whose army it is said to be.
        bodies = (x for x in owners if parse.lemma[x] in acting_words("body"))
        return self._parties.all(bodies)

    def beside(self, c: Candidate) -> tuple[str, ...]:
        """Return who attacked when somebody was hurt: "killed when the rebels shelled …"."""
        parse = self._parse
        # "were killed and four wounded when …"
        joined = (x for x in parse.children[c.head] if parse.dep[x] == "conj")
        for child in (*parse.children[c.head], *(y for x in joined for y in parse.children[x])):
            if parse.dep[child] == "prep" and parse.lower[child] in {"in", "during"}:
                for noun in self._below(child):
                    if found := self.behind(noun):
                        return found
            elif parse.dep[child] == "advcl" and self._is_occasion(child):
                by = [
                    x
                    for a in parse.children[child]
                    if parse.lower[a] == "by"
                    for x in self._below(a)
                ]
                subject = subject_of(parse, child)
                if by or subject is None:
                    doers = by
                else:
                    passive = any(parse.dep[x] == "auxpass" for x in parse.children[child])
                    doers = [] if passive else [subject]
                for doer in doers:
                    if found := self._parties.all([doer], acting=True) or self.behind(doer):
                        return found
        return ()

    def of_state(self, c: Candidate) -> tuple[str, ...]:
        """Return the country that arrests or expels: "was jailed in Latvia", "expelled from …".

        Nobody else does either there. Of a town we do not say so: "jailed in Riga".
        """
        parse = self._parse
        charges = [
            noun
            for relation, noun in c.objects
            if relation in {"under", "on"} and parse.lemma[noun] in _CHARGES
        ]
        if c.lemma in {"expel", "deport"}:
            found = [
                self._parties.entity(noun) for relation, noun in c.objects if relation == "from"
            ]
        elif (c.lemma == "put" and charges) or c.lemma in acting_words("state"):
            found = [self._parties.place(at) for at in (c.head, *charges)]
        else:
            found = []
        return tuple(dict.fromkeys(x for x in found if x.startswith("country/")))

    def _is_occasion(self, verb: int) -> bool:
        """Tell whether a clause tells of the attack in which somebody was hurt."""
        parse, lexicon = self._parse, self._lexicon
        if not any(parse.lower[c] in _OCCASIONS for c in parse.children[verb]):
            return False
        violent = lexicon.verbs.get(parse.lemma[verb], _NO_SENSE).type == "ASSAULT"
        return violent or any(
            parse.dep[c] in {"dobj", "nsubj"} and self._is_force(c) for c in parse.children[verb]
        )

    def _is_force(self, noun: int) -> bool:
        parse = self._parse
        kind = self._lexicon.nouns.get(noun_key(parse, self._lexicon, noun), _NO_SENSE).type
        return kind in _FORCE and parse.pos[noun] == "NOUN" and parse.lemma[noun] not in _OUTCOMES

    def _is_party(self, modifier: int) -> bool:
        # "a Kabul bombing" is nobody's, nor is "a roadside bomb".
        parse = self._parse
        placed = parse.dep[modifier] == "compound" and parse.ner[modifier] in {"GPE", "LOC", "FAC"}
        return bool(self._parties.entity(modifier)) and (
            not placed or parse.word[modifier].isupper()
        )

    def _below(self, preposition: int) -> list[int]:
        parse = self._parse
        return [x for x in parse.children[preposition] if parse.dep[x] == "pobj"]
