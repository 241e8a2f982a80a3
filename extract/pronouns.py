"""Settle who a pronoun refers to, by number, gender, place in the sentence and recency."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from typing import Literal

from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import acting_words

Number = Literal["person", "group", "thing"]
Gender = Literal["m", "f", ""]

SINGULAR_HE = frozenset({"he", "him", "his", "himself"})
SINGULAR_SHE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
THING = frozenset({"it", "its", "itself"})
HE_OR_SHE = SINGULAR_HE | SINGULAR_SHE
PRONOUNS = HE_OR_SHE | PLURAL | THING

_GENDER_WORDS: dict[str, Gender] = {
    "king": "m", "spokesman": "m", "chairman": "m", "congressman": "m", "prince": "m", "man": "m",
    "queen": "f", "spokeswoman": "f", "chairwoman": "f", "congresswoman": "f", "princess": "f",
    "woman": "f", "businessman": "m", "policeman": "m", "father": "m", "husband": "m", "son": "m",
    "brother": "m", "boy": "m", "businesswoman": "f", "policewoman": "f", "mother": "f",
    "wife": "f", "widow": "f", "daughter": "f", "sister": "f", "girl": "f", "actress": "f",
}  # fmt: skip
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECT = frozenset({"dobj", "obj", "iobj", "dative", "pobj"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_FAR = 3  # sentences
_OFTEN = 4  # mentions
_SURE = 1.25


@inner_record
class Antecedent:
    """A mention that a pronoun may refer to; ``head`` is a token index."""

    head: int
    entity: str
    number: Number
    gender: Gender = ""


class Antecedents:
    """The mentions of one text that pronouns may refer to, by sentence and by entity."""

    def __init__(self, parse: Parse, found: Iterable[Antecedent]) -> None:
        self._ordered = sorted(found, key=lambda a: a.head)
        self._heads = [a.head for a in self._ordered]
        self._sentences = parse.sentences
        self._by_entity: dict[str, list[Antecedent]] = {}
        for antecedent in self._ordered:
            self._by_entity.setdefault(antecedent.entity, []).append(antecedent)

    def near(self, sentence: int) -> list[Antecedent]:
        """Return those in a sentence and in the few before it, in the order of the text."""
        first = bisect_left(self._heads, self._sentences[max(0, sentence - _FAR)][0])
        last = bisect_left(self._heads, self._sentences[sentence][1], first)
        return self._ordered[first:last]

    def times_before(self, token: int, word: str, entity: str) -> int:
        """Return how often an entity was mentioned in agreement with a pronoun, 4 at most."""
        agreeing = (a for a in self._by_entity[entity] if a.head < token and _agrees(word, a))
        return sum(1 for _ in islice(agreeing, _OFTEN))


def gender_of_word(noun: str) -> Gender:
    """Return the gender that a noun says, empty for most.

    >>> gender_of_word("spokeswoman"), gender_of_word("minister")
    ('f', '')
    """
    return _GENDER_WORDS.get(noun, "")


def is_expletive(parse: Parse, token: int) -> bool:
    """Tell whether "it" means nothing: "when it comes to", "it is time that", "make it harder"."""
    governor = parse.head[token]
    if parse.lower[token] != "it" or parse.dep[token] == "expl":
        return parse.dep[token] == "expl"
    if parse.dep[token] in _OBJECT:
        return parse.lemma[governor] in ("make", "find", "put", "take", "think", "deem", "have")
    if parse.lemma[governor] in ("seem", "appear", "come", "happen", "rain", "snow", "matter"):
        return True
    if parse.pos[governor] == "ADJ" and parse.dep[governor] in ("ccomp", "xcomp"):
        return True  # "make it harder to"
    said = {parse.dep[c] for c in parse.children[governor]}
    is_so = parse.lemma[governor] == "be" and bool(said & {"acomp", "attr"})
    return is_so and bool(said & {"ccomp", "xcomp", "advcl", "csubj"})


def resolve_pronoun(
    parse: Parse, token: int, antecedents: Antecedents, others: frozenset[str] = frozenset()
) -> tuple[str, float]:
    """Return the entity that a pronoun refers to and the score, empty when it is open.

    It is none of the ``others``, such as the speaker of the quotation that it stands in.
    """
    word = parse.lower[token]
    if is_expletive(parse, token):
        return "", 0.0
    ranked: dict[str, float] = {}
    for candidate in antecedents.near(parse.sentence_of[token]):
        if candidate.entity in others or not _agrees(word, candidate):
            continue
        score = _salience(parse, token, candidate)
        if score > 0:
            ranked[candidate.entity] = max(ranked.get(candidate.entity, 0), score)
    if not ranked:
        return "", 0.0
    order = sorted(
        (
            (score + antecedents.times_before(token, word, e) * 0.08, e)
            for e, score in ranked.items()
        ),
        reverse=True,
    )
    best, entity = order[0]
    margin = best - order[1][0] if len(order) > 1 else best
    # What is spoken of as "it" or "they" is more often a thing that nobody tracks.
    least = 0.0 if word in HE_OR_SHE else 0.8
    if word in THING and parse.dep[token] in ("dobj", "dative"):
        least = _SURE  # "opposed the war … supporting it"
    if margin < 0.05 or best < least:
        return "", 0.0
    return entity, round(min(0.9, 0.55 + margin / 2), 3)


def teller_of(parse: Parse, token: int) -> int | None:
    """Return who says what a pronoun is the subject of, where number and kind allow it.

    "The rebels said they will free the crew": of these two the rebels are meant, unless
    somebody was named before whom "they" fits better. None where they undergo what is
    told ("the police said they were caught").
    """
    clause = parse.head[token]
    if parse.dep[token] != "nsubj" or parse.lower[token] not in PRONOUNS:
        return None
    while parse.dep[clause] == "conj" and parse.pos[clause] in ("VERB", "AUX"):
        clause = parse.head[clause]
    verb = parse.head[clause]
    if parse.dep[clause] != "ccomp" or parse.lemma[verb] not in acting_words("telling"):
        return None
    while True:
        found = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
        if found is not None or parse.dep[verb] != "conj":
            break
        verb = parse.head[verb]  # "says it has left but warned it will return"
    if found is None or found > token:
        return None
    return found if _may_tell(parse, found, parse.lower[token]) else None


def _may_tell(parse: Parse, noun: int, word: str) -> bool:
    if parse.pos[noun] not in ("NOUN", "PROPN"):
        return False
    tag, label = parse.tag[noun], parse.ner[noun]
    joined = any(parse.dep[c] == "conj" for c in parse.children[noun])
    if word in PLURAL:
        return joined or tag in ("NNS", "NNPS") or label in ("ORG", "NORP")
    if joined or tag not in ("NN", "NNP"):
        return False
    body = label in ("ORG", "GPE", "NORP")
    return label != "PERSON" if word in THING else not body


def _agrees(word: str, candidate: Antecedent) -> bool:
    if word in SINGULAR_HE:
        return candidate.number == "person" and candidate.gender != "f"
    if word in SINGULAR_SHE:
        return candidate.number == "person" and candidate.gender != "m"
    if word in PLURAL:
        return candidate.number == "group"
    return candidate.number == "thing"


def _salience(parse: Parse, token: int, candidate: Antecedent) -> float:
    """Return how near and how prominent a mention is for a pronoun; 0 rules it out."""
    head = candidate.head
    distance = parse.sentence_of[token] - parse.sentence_of[head]
    if distance < 0 or distance > _FAR or head == token:
        return 0.0
    if distance == 0 and head > token:
        # "Although he denied it, the minister resigned": only from a clause put first.
        clause = next((a for a in parse.ancestors(token) if parse.dep[a] in ("advcl", "prep")), -1)
        subject_of = parse.head[head]
        if (
            clause < 0
            or parse.dep[head] not in _SUBJECT
            or subject_of not in parse.ancestors(token)
        ):
            return 0.0
        return 0.9
    if _same_clause(parse, token, head):
        return 0.0
    score = 1.0 - 0.22 * distance
    if parse.dep[head] in _SUBJECT:
        score += 0.3
    elif parse.dep[head] == "pobj" and parse.lower[parse.head[head]] == "of":
        score -= 0.3
    elif parse.dep[head] in _OBJECT:
        score += 0.05
    elif parse.dep[head] in ("poss", "compound", "amod"):
        score -= 0.15
    if parse.dep[token] in _SUBJECT and parse.dep[head] in _SUBJECT:
        score += 0.1
    if distance == 0 or distance == 1:
        score -= 0.004 * min(40, token - head)
    return score


def _same_clause(parse: Parse, token: int, head: int) -> bool:
    """Tell whether both are arguments of one verb: "Putin met him" is two people."""
    if parse.lower[token] in _REFLEXIVE or parse.dep[token] == "poss":
        return False
    own = parse.head[token]
    if parse.dep[token] == "pobj":
        own = parse.head[own]
    other = parse.head[head]
    if parse.dep[head] == "pobj":
        other = parse.head[other]
    return own == other and parse.pos[own] in ("VERB", "AUX")
