"""What a word names together with those it stands beside: the lexicon's collocations."""

from politigraph.extract.event_candidates import Candidate, noun_key, objects_of
from politigraph.extract.event_lexicon import EventLexicon, Sense
from politigraph.extract.event_subjects import subject_of
from politigraph.extract.parse import Parse

_NOTHING = Sense("")


class Senses:
    """Looks up the words of one text."""

    def __init__(self, parse: Parse, lexicon: EventLexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon

    def whole(self, i: int) -> int:
        """Return what a part is of: the talks in "a second round of talks"."""
        parse = self._parse
        if self._lexicon.is_in(parse.lemma[i], "partitive"):
            for child in parse.children[i]:
                if parse.lower[child] == "of":
                    for inner in parse.children[child]:
                        if parse.dep[inner] == "pobj":
                            return inner
        return i

    def is_listed(self, i: int) -> bool:
        """Tell whether a noun is in the lexicon."""
        return noun_key(self._parse, self._lexicon, i) in self._lexicon.nouns

    def noun(self, i: int) -> Sense:
        """Return what a noun names beside its modifiers and prepositions."""
        parse, key = self._parse, noun_key(self._parse, self._lexicon, i)
        if parse.ner[i] == "DATE":
            return _NOTHING  # "the first week of March"
        collocations = self._lexicon.collocations.get(key) or self._lexicon.collocations.get(
            parse.lemma[i], ()
        )
        if collocations:
            beside = self._beside_noun(i)
            for relation, words, sense in collocations:
                if words & beside.get(relation, frozenset()) or (
                    "@any" in words and relation in beside
                ):
                    return sense
        return self._lexicon.nouns.get(key, Sense(""))

    def _beside_noun(self, i: int) -> dict[str, set[str]]:
        parse = self._parse
        beside: dict[str, set[str]] = {}
        for child in parse.children[i]:
            if parse.dep[child] in {"amod", "compound", "nmod", "poss"}:
                beside.setdefault("mod", set()).update((parse.lemma[child], parse.lower[child]))
        for relation, token in objects_of(parse, i):
            if relation != "obj":
                beside.setdefault(relation, set()).add(parse.lemma[token])
        return beside

    def collocation(self, c: Candidate) -> Sense | None:
        """Return what a verb names beside its objects and subject, None where that is open."""
        collocations = self._lexicon.collocations.get(c.lemma)
        if not collocations:
            return None
        beside = self._beside_verb(c)
        for relation, words, sense in collocations:
            if relation in beside and (words & beside[relation] or "@any" in words):
                return sense
        return None

    def _beside_verb(self, c: Candidate) -> dict[str, set[str]]:
        parse = self._parse
        beside: dict[str, set[str]] = {}
        for relation, token in c.objects:
            if relation == "obj" and self.is_listed(token) and not self.noun(token).type:
                continue  # "held a press conference"
            words = beside.setdefault(relation, set())
            words.update((parse.lemma[token], parse.lower[token]))
            words.add(parse.lemma[self.whole(token)])
            if parse.ner[token] == "PERSON":
                words.add("@person")
        if not c.passive:
            doers = [x for x in parse.children[c.head] if parse.dep[x] == "nsubj"]
            if parse.dep[c.head] == "acl":  # "the migrants arriving in Riga"
                doers.append(parse.head[c.head])
            if not doers and (inherited := subject_of(parse, c.head)) is not None:
                doers = [inherited]
            for doer in doers:
                if parse.lower[doer] in {"which", "that"} and parse.dep[c.head] == "relcl":
                    doer = parse.head[c.head]  # "storms which have pounded the coast"
                whole = self.whole(doer)
                words = beside.setdefault("subj", set())
                words.update((parse.lemma[doer], parse.lemma[whole]))
                # "Typhoon Tolga battered the coast".
                names = (x for x in parse.children[doer] if parse.dep[x] == "compound")
                words.update(parse.lower[x] for x in names if parse.pos[doer] == "PROPN")
                if parse.ner[whole] == "NORP" and parse.tag[whole] in {"NNS", "NNPS"}:
                    words.add("@nation")
            beside["to do"] = self._purposes(c)
        elif "by" in beside:
            beside["subj"] = beside["by"]
        return beside

    def _purposes(self, c: Candidate) -> set[str]:
        # "called the premier to discuss the border": on the telephone.
        parse = self._parse
        return {
            parse.lemma[child]
            for child in parse.children[c.head]
            if parse.dep[child] in {"advcl", "xcomp"}
            and any(parse.lower[x] == "to" for x in parse.children[child])
        }
