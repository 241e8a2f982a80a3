"""Tell a capital that acts ("Moscow denied it") from a capital that is a place ("in Moscow")."""

from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import acting_words

_PARTNER = frozenset({"with", "against", "between", "to", "toward", "towards", "of"})
_SURELY_PARTNER = frozenset({"with", "against", "between"})
_SUBJECT = frozenset({"nsubj", "csubj"})


def acts(parse: Parse, head: int) -> bool:
    """Tell whether a town's name stands for the government that sits there.

    It does as the subject of a verb that towns are not the subject of, as the owner of
    what governments have, and as the partner in talks; joined names go together
    ("Moscow and Kiev agreed").
    """
    while parse.dep[head] == "conj" and parse.head[head] != head:
        head = parse.head[head]
    dep, governor = parse.dep[head], parse.head[head]
    if dep in _SUBJECT:
        return parse.pos[governor] in ("VERB", "AUX") and _verb_acts(parse, governor)
    if dep == "poss":
        return parse.lemma[governor] in acting_words("body")
    if dep == "agent" or (dep == "pobj" and parse.dep[governor] == "agent"):
        return True
    if dep == "pobj":
        return _is_partner(parse, governor)
    if dep in ("compound", "nmod", "npadvmod") and governor > head:
        return parse.lemma[governor] in ("government", "regime", "leadership", "administration")
    if dep in ("dobj", "obj", "iobj", "dative"):
        return parse.lemma[governor] in _ADDRESSED
    return False


_ADDRESSED = frozenset(
    ["accuse", "blame", "urge", "ask", "warn", "tell", "condemn", "criticise", "criticize", "thank",
     "pressure", "persuade", "convince", "force", "press", "support", "back", "oblige", "anger"]
)  # fmt: skip


def _verb_acts(parse: Parse, verb: int) -> bool:
    lemma = parse.lemma[verb]
    if lemma not in acting_words("stay"):
        return True
    # "Moscow is ready to talk", "Kyiv has refused": the complement or the auxiliary's verb decides.
    words = {parse.lemma[c] for c in parse.children[verb]}
    return bool(words & {"ready", "willing", "determined", "committed", "prepared", "keen"})


def _is_partner(parse: Parse, preposition: int) -> bool:
    word = parse.lower[preposition]
    if word not in _PARTNER:
        return False
    governor = parse.head[preposition]
    lemma = parse.lemma[governor]
    if word in _SURELY_PARTNER:
        return True
    if word == "of":
        return lemma in acting_words("body")
    return lemma in acting_words("deal")
