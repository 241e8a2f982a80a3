"""Find the words that may trigger an event, and the construction around each.

Triggers are looked up by lemma first; only they are looked at further.
"""

from collections.abc import Iterator
from typing import Literal

from politigraph.extract.event_lexicon import EventLexicon
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse

_OBJECT = frozenset({"dobj", "attr", "oprd", "dative", "acomp"})
_CLAUSE = frozenset({"xcomp", "ccomp"})
_GOVERNING = ("refuse", "commit", "threat", "ask", "plan", "stop", "fail")
# Families whose verbs may be an event themselves; "say" or "begin" alone are none.
_ACTIVE = frozenset({*_GOVERNING, "end", "light", "move", "allow"})
_VERBAL = frozenset({"VERB", "AUX"})
# A gerund after these tells the circumstances: "praised for helping", "after meeting".
_CIRCUMSTANCE = frozenset(
    {"for", "after", "before", "by", "since", "without", "while", "during", "despite", "upon"}
)
_NONE: frozenset[str] = frozenset()
_NEGATIVE = frozenset({"no", "nobody", "none", "neither", "nor", "never"})
# Verbs whose plain clause is reported or wished, not governed: "said (that) he left".
_OPEN_CLAUSE = frozenset({"tell", "want", "expect", "appeal", "hope", "announce", "agree"})


@inner_record
class Candidate:
    """A possible trigger and what stands around it; all positions are token indices."""

    head: int
    kind: Literal["verb", "noun"]
    lemma: str
    """With its particle or fixed preposition: ``break_off``."""
    families: frozenset[str]
    passive: bool
    negated: bool
    auxiliaries: frozenset[str]
    objects: tuple[tuple[str, int], ...]
    """``obj``, ``dative`` or a preposition, and the head of its phrase."""
    complement: int | None
    """The verb of the clause that it governs."""
    governor: int | None
    """The word that governs its clause."""


def find_candidates(parse: Parse, lexicon: EventLexicon) -> list[Candidate]:
    """Return every possible trigger, in the order of the text."""
    found = []
    for i in range(parse.length):
        pos = parse.pos[i]
        if pos == "VERB" or (pos == "AUX" and parse.dep[i] not in {"aux", "auxpass"}):
            candidate = None
            if parse.dep[i] not in {"amod", "compound", "auxpass", "prep"}:
                candidate = _verb(parse, lexicon, i)
            if candidate is not None:
                found.append(candidate)
        elif pos == "NOUN" or pos == "PROPN":
            if parse.dep[i] not in {"compound", "amod", "nmod"} and _is_event_noun(
                parse, lexicon, i
            ):
                found.append(_noun(parse, lexicon, i))
        elif pos == "ADJ" and parse.dep[i] in {"acomp", "oprd"}:
            governs = lexicon.families.get(parse.lemma[i], _NONE) & {"commit", "refuse", "plan"}
            if governs:
                found.append(_adjective(parse, lexicon, i))
    return found


def is_act(lexicon: EventLexicon, lemma: str) -> bool:
    """Tell whether a verb may be an act whatever stands beside it.

    Of the others only the words beside them tell: "slap", an act in "slapped a tariff on".
    """
    return lemma in lexicon.verbs or bool(lexicon.families.get(lemma, _NONE) & _ACTIVE)


def word_of_act(parse: Parse, i: int) -> Candidate:
    """Return what stands around a verb or noun that is an act whatever the lexicon says of it."""
    is_noun = parse.pos[i] in {"NOUN", "PROPN"}
    return Candidate(
        head=i,
        kind="noun" if is_noun else "verb",
        lemma=parse.lemma[i],
        families=_NONE,
        passive=False,
        negated=_is_negated(parse, i),
        auxiliaries=_NONE if is_noun else _auxiliaries(parse, i),
        objects=(),
        complement=None,
        governor=_governor(parse, i),
    )


def noun_key(parse: Parse, lexicon: EventLexicon, i: int) -> str:
    """Return the entry of a noun: the plural where the lexicon lists it, else the lemma."""
    return parse.lower[i] if parse.lower[i] in lexicon.nouns else parse.lemma[i]


def objects_of(parse: Parse, head: int, passive: bool = False) -> tuple[tuple[str, int], ...]:
    """Return the relation and head of each object and prepositional phrase of a word."""
    found: list[tuple[str, int]] = []
    for child in parse.children[head]:
        dep = parse.dep[child]
        if dep in _OBJECT or (dep in {"nsubjpass", "nsubj"} and passive):
            relation = "dative" if dep == "dative" and parse.pos[child] != "ADP" else "obj"
            if parse.pos[child] == "ADP":
                found += _of_preposition(parse, child)
            else:
                found.append((relation, child))
                found += (("obj", c) for c in parse.children[child] if parse.dep[c] == "conj")
        elif dep in {"prep", "agent"}:
            found += _of_preposition(parse, child)
    return tuple(found)


def _of_preposition(parse: Parse, preposition: int) -> Iterator[tuple[str, int]]:
    word = parse.lower[preposition]
    for child in parse.children[preposition]:
        if parse.dep[child] in {"pobj", "pcomp"}:
            yield word, child
            for joined in parse.children[child]:
                if parse.dep[joined] == "conj":
                    yield word, joined
        elif parse.dep[child] == "prep":  # "out of", "over to"
            yield from _of_preposition(parse, child)


def _is_event_noun(parse: Parse, lexicon: EventLexicon, i: int) -> bool:
    # Names of events are capitalised inside a name ("World War"): the tagger's names decide.
    if parse.pos[i] == "PROPN" and parse.ner[i] in {"PERSON", "ORG", "GPE", "WORK_OF_ART", "DATE"}:
        return False
    return noun_key(parse, lexicon, i) in lexicon.event_nouns


def _verb(parse: Parse, lexicon: EventLexicon, i: int) -> Candidate | None:
    lemma = _with_particle(parse, lexicon, i)
    if not is_act(lexicon, lemma) and lemma not in lexicon.collocations:
        return None
    children = parse.children[i]
    deps = {parse.dep[c] for c in children}
    passive = bool(deps & {"auxpass", "nsubjpass"}) or _is_reduced_passive(parse, i, deps)
    # "The mayor shortened by an hour the curfew": a subject and no auxiliary is no passive.
    passive = passive or ("agent" in deps and not ("nsubj" in deps and "aux" not in deps))
    passive = passive or _is_headline_passive(parse, lexicon, i, deps)
    passive = passive and lemma not in _STANDING
    complement = next((c for c in children if parse.dep[c] in _CLAUSE), None)
    if complement is None:
        for c in children:
            if parse.dep[c] == "prep" and parse.lower[c] not in _CIRCUMSTANCE:
                complement = next((p for p in parse.children[c] if parse.dep[p] == "pcomp"), None)
                if complement is not None:
                    break
    return Candidate(
        head=i,
        kind="verb",
        lemma=lemma,
        families=lexicon.families.get(lemma, frozenset()),
        passive=passive,
        negated=_is_negated(parse, i),
        auxiliaries=_auxiliaries(parse, i),
        objects=objects_of(parse, i, passive),
        complement=complement,
        governor=_governor(parse, i),
    )


_STANDING = frozenset({"stand", "stick", "stand_by", "stick_by"})  # "stood by the police"
_WHILE = frozenset({"when", "if", "once", "after", "while", "unless", "until", "as", "though"})


def _is_reduced_passive(parse: Parse, i: int, deps: set[str]) -> bool:
    # "troops deployed abroad"; "was arrested and charged" shares its auxiliary.
    if parse.tag[i] != "VBN" or deps & {"aux", "nsubj"}:
        return False
    if parse.dep[i] == "acl":
        return True
    # "When asked for her view, the mayor left."
    if parse.dep[i] == "advcl" and "dobj" not in deps:
        return any(parse.lower[x] in _WHILE for x in parse.children[i])
    siblings = parse.children[parse.head[i]]
    return parse.dep[i] == "conj" and any(parse.dep[x] == "auxpass" for x in siblings)


def _is_headline_passive(parse: Parse, lexicon: EventLexicon, i: int, deps: set[str]) -> bool:
    # "Father arrested after search", "the men detained in Riga": nobody does these to nobody.
    if parse.tag[i] not in {"VBD", "VBN"} or not lexicon.is_in(parse.lemma[i], "undergone"):
        return False
    # "police detained and questioned two men" shares its object.
    joined = (c for c in parse.children[i] if parse.dep[c] == "conj")
    shared = any(parse.dep[x] == "dobj" for c in joined for x in parse.children[c])
    subject = "nsubj" in deps or parse.dep[i] == "acl"
    return subject and not shared and deps.isdisjoint({"dobj", "aux", "ccomp", "xcomp"})


def _adjective(parse: Parse, lexicon: EventLexicon, i: int) -> Candidate:
    copula = parse.head[i]
    complement = next((c for c in parse.children[i] if parse.dep[c] in _CLAUSE), None)
    return Candidate(
        head=i,
        kind="verb",
        lemma=parse.lemma[i],
        families=lexicon.families[parse.lemma[i]],
        passive=False,
        negated=_is_negated(parse, copula),
        auxiliaries=_auxiliaries(parse, copula),
        objects=objects_of(parse, i),
        complement=complement,
        governor=_governor(parse, copula),
    )


def _noun(parse: Parse, lexicon: EventLexicon, i: int) -> Candidate:
    lemma = noun_key(parse, lexicon, i)
    complement = next((c for c in parse.children[i] if parse.dep[c] in {"acl", "ccomp"}), None)
    return Candidate(
        head=i,
        kind="noun",
        lemma=lemma,
        families=lexicon.families.get(lemma, frozenset()),
        passive=False,
        negated=any(parse.lower[c] in _NEGATIVE for c in parse.children[i]),
        auxiliaries=frozenset(),
        objects=objects_of(parse, i),
        complement=complement,
        governor=parse.head[i] if parse.head[i] != i else None,
    )


def _with_particle(parse: Parse, lexicon: EventLexicon, i: int) -> str:
    lemma, children = parse.lemma[i], parse.children[i]
    deps = [parse.dep[c] for c in children]
    for child, dep in zip(children, deps, strict=True):
        # "called for talks", but "called an election for June".
        if dep in {"prt", "advmod"} or (dep == "prep" and "dobj" not in deps):
            joined = f"{lemma}_{parse.lower[child]}"
            known = joined in lexicon.verbs or joined in lexicon.families
            if known or joined in lexicon.collocations:
                return joined
    return lemma


def _auxiliaries(parse: Parse, i: int) -> frozenset[str]:
    found = {parse.lower[c] for c in parse.children[i] if parse.dep[c] in {"aux", "auxpass"}}
    # "plans to meet and discuss": joined infinitives share their auxiliary.
    if not found and parse.dep[i] == "conj" and parse.tag[i] in {"VB", "VBN"}:
        above = parse.head[i]
        if parse.tag[above] == parse.tag[i]:
            return _auxiliaries(parse, above)
    return frozenset(found)


def _is_negated(parse: Parse, i: int) -> bool:
    for child in parse.children[i]:
        if parse.dep[child] == "neg" or parse.lower[child] in _NEGATIVE:
            return True
        # "No agreement was reached", "reached no agreement", "neither side attended".
        if parse.dep[child] in {"nsubj", "nsubjpass", "dobj"} and any(
            parse.lower[c] in _NEGATIVE for c in parse.children[child]
        ):
            return True
    if parse.dep[i] in {"conj", "xcomp"} and parse.pos[parse.head[i]] in _VERBAL:
        above = parse.head[i]
        shared = parse.dep[i] == "xcomp" or not any(
            parse.dep[c] in {"nsubj", "nsubjpass"} for c in parse.children[i]
        )
        # "is not going to pay", "did not want to pay".
        passed = parse.tag[above] == "VB" or (
            parse.dep[i] == "xcomp" and parse.lemma[above] == "go"
        )
        return shared and passed and _is_negated(parse, above)
    return False


def _governor(parse: Parse, i: int) -> int | None:
    """Return the word that governs the clause of a verb, over prepositions."""
    at = i
    while parse.dep[at] == "conj" and parse.pos[parse.head[at]] in _VERBAL:
        at = parse.head[at]
    if parse.dep[at] not in {"xcomp", "ccomp", "pcomp", "acl", "advcl"} or parse.head[at] == at:
        return None
    above = parse.head[at]
    if parse.pos[above] == "ADP" and parse.head[above] != above:
        above = parse.head[above]
    return above


def governed(parse: Parse, candidates: list[Candidate]) -> dict[int, Candidate]:
    """Map each trigger that another one governs to its governor.

    "refused to hold talks", "agreed to withdraw and disarm", "a threat to attack":
    the whole construction has one type, which is not that of the inner word.
    """
    by_head = {c.head: c for c in candidates}
    found: dict[int, Candidate] = {}
    for candidate in candidates:
        above = candidate.governor
        if candidate.kind == "noun" or above is None:
            continue
        outer = by_head.get(above)
        if outer is None or not outer.families.intersection(_GOVERNING):
            continue
        if parse.dep[candidate.head] == "advcl":
            continue
        if _is_plain_clause(parse, candidate.head) and (
            outer.lemma in _OPEN_CLAUSE or not outer.families & {"ask", "threat", "refuse"}
        ):
            continue
        found[candidate.head] = outer
    return found


def _is_plain_clause(parse: Parse, i: int) -> bool:
    """Tell a finite clause ("said he left") from an infinitive or gerund."""
    at = i
    while parse.dep[at] == "conj":
        at = parse.head[at]
    return (
        parse.dep[at] == "ccomp"
        and parse.tag[at] not in {"VBG"}
        and not any(parse.lower[c] == "to" for c in parse.children[at] if parse.dep[c] == "aux")
    )
