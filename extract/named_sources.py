"""The one named person whom a source's words describe: their body, their town, their party."""

from politigraph.extract.linking import Linking
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import nominal_nouns, people_nouns, titles

_INSIDE = frozenset({"compound", "nmod"})
_SPEAKS = frozenset({"nsubj", "nsubjpass", "poss", "conj", "dobj", "ROOT"})
_STEPS = 5
_WIDEST = 6  # tokens in brackets


def bearer(parse: Parse, head: int, linking: Linking) -> int:
    """Return a token of the person whose name a source's head is a part of, or the head.

    Of "Orsk Police Chief Ann Velin" it is Velin who speaks, whichever word is taken for the
    source, and so of "Ann Velin (D-N.Y.)" and "Ann Velin, the UN commissioner for trade (UNCT)".
    ``head`` is a token index.
    """
    at = head
    for _ in range(_STEPS):
        bracket = _bracket_before(parse, at)
        if bracket > 0:
            at = bracket - 1
        top = at
        if at in linking.by_token:
            link = linking.links[linking.by_token[at]]
            if link.entity.startswith("person/"):
                return at
            inside = range(link.start, link.end)
            top = next((i for i in inside if parse.head[i] not in inside), at)
        elif _is_human(parse, at) and at != head:
            return at
        apposed = parse.dep[top] == "appos" and _is_office(parse, top)
        if not apposed and parse.dep[top] not in _INSIDE:
            return head
        at = parse.head[top]
    return head


def is_where(parse: Parse, head: int, entity: str) -> bool:
    """Tell whether a place is only where something is said: "at a rally in Orsk"."""
    if not entity.startswith("place/") or parse.dep[head] in _SPEAKS:
        return False
    by = parse.dep[head] == "pobj" and parse.lower[parse.head[head]] in ("by", "to")
    return not by


def _is_office(parse: Parse, i: int) -> bool:
    noun = nominal_nouns().get(parse.lower[i])
    return parse.lower[i] in titles() or (noun is not None and noun.kind == "office")


def _is_human(parse: Parse, i: int) -> bool:
    """Tell whether a noun is itself who speaks: "a Health Department psychologist"."""
    common = parse.tag[i] in ("NN", "NNS") and parse.dep[i] not in _INSIDE
    return common and people_nouns().get(parse.lemma[i]) == "person"


def _bracket_before(parse: Parse, i: int) -> int:
    """Return the bracket that opens around a token, or -1."""
    for j in range(i - 1, max(-1, i - 1 - _WIDEST), -1):
        if parse.word[j] == ")":
            return -1
        if parse.word[j] == "(":
            return j
    return -1
