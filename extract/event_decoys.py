"""Words in contexts where they name no act: in sports, polls, accidents and likenings."""

from politigraph.extract.event_candidates import Candidate
from politigraph.extract.event_lexicon import EventLexicon
from politigraph.extract.event_senses import Senses
from politigraph.extract.event_subjects import subject_of
from politigraph.extract.parse import Parse

_GENERIC = frozenset({"many", "most", "some", "few", "any", "every", "all"})
# Done by accident as often as not.
_HARMS = frozenset({"kill", "injure", "hurt", "harm"})
_GIVES = frozenset(
    {"send", "give", "provide", "deliver", "supply", "distribute", "ship", "contribute"}
)
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})
# "the tax hurt the party": without a wound, unless somebody was hurt in an attack.
_FIGURATIVE = frozenset({"hurt", "harm"})


class Decoys:
    """Tells them in one text."""

    def __init__(self, parse: Parse, lexicon: EventLexicon, senses: Senses) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._senses = senses
        self._sport: dict[int, bool] = {}

    def holds(self, c: Candidate) -> bool:
        """Tell whether a candidate is none."""
        if self._is_sport(c.head):
            return True
        if c.kind == "noun":
            return self._is_likened(c.head)
        if c.lemma in _HARMS and (c.passive or c.lemma in _FIGURATIVE):
            return not c.passive or self._is_accident(c)
        if c.lemma == "meet" and c.passive and any(relation == "with" for relation, _ in c.objects):
            return True  # "were met with silence"
        return self._is_of_many(c) or self._is_reflexive(c)

    def _is_reflexive(self, c: Candidate) -> bool:
        # "allowed himself a smile", "killed himself"; who blows himself up is another matter.
        parse = self._parse
        parts = list(parse.children[c.head])
        if c.complement is not None:
            parts += parse.children[c.complement]
        return ("weak" in c.families or c.lemma in _HARMS) and any(
            parse.lower[x] in _REFLEXIVE for x in parts
        )

    def _is_of_many(self, c: Candidate) -> bool:
        """Tell what a share of people think or do from an act.

        "40 percent supported the mayor", "most voters agree", "many are reluctant to pay".
        """
        parse, lexicon = self._parse, self._lexicon
        subject = subject_of(parse, c.head) if not c.passive else None
        if subject is None:
            return False
        if lexicon.is_in(parse.lemma[subject], "polled"):
            return True
        words = {parse.lower[x] for x in parse.children[subject]}
        if parse.tag[c.head] not in {"VBP", "VBZ", "JJ"}:
            return False
        if parse.ner[subject] == "NORP":  # "Norwegians oppose the sale, a poll finds"
            first, last = parse.sentences[parse.sentence_of[subject]]
            if not {"poll", "survey"}.isdisjoint(parse.lemma[first:last]):
                return True
        return bool(words & _GENERIC)

    def _is_accident(self, c: Candidate) -> bool:
        # "was killed while driving": no attack without somebody or something that attacks.
        if any(relation == "by" for relation, _ in c.objects):
            return False
        words, number = self._lexicon.members["violence"], self._parse.sentence_of[c.head]
        first = self._parse.sentences[max(0, number - 1)][0]
        return words.isdisjoint(self._parse.lemma[first : self._parse.sentences[number][1]])

    def _is_likened(self, noun: int) -> bool:
        # "the phone is an attack on its rivals": said of a thing, told of no act.
        parse, verb = self._parse, self._parse.head[noun]
        if parse.dep[noun] != "attr" or parse.lemma[verb] != "be":
            return False
        return any(
            parse.dep[x] == "nsubj" and parse.pos[x] == "NOUN" and not self._senses.is_listed(x)
            for x in parse.children[verb]
        )

    def _is_sport(self, token: int) -> bool:
        # "Riga's attack was blunt, the goalkeeper said".
        number = self._parse.sentence_of[token]
        if number not in self._sport:
            first, last = self._parse.sentences[number]
            words = self._lexicon.members["sport"]
            self._sport[number] = not words.isdisjoint(self._parse.lower[first:last])
        return self._sport[number]

    def gives_else(self, c: Candidate) -> bool:
        """Tell whether what a verb of giving gives is no help to anybody."""
        # "sent the bill to the house", "delivered a speech": no help to anybody.
        if c.lemma not in _GIVES:
            return False
        if c.complement is not None:  # "contributed to widening the gap"
            return True
        given = [self._senses.whole(t) for r, t in c.objects if r == "obj"]
        return any(
            self._lexicon.is_in(self._parse.lemma[x], "abstract")
            and self._senses.noun(x).type != "AID"
            for x in given
        )
