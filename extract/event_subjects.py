"""Who acts in a clause: its subject, its own or that of the clause around it."""

from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import acting_words

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
"""The dependency labels of subjects."""
VERBAL = frozenset({"VERB", "AUX"})
"""The tags of what heads a clause."""
_RELATIVE = frozenset({"who", "which", "that"})


def subject_of(parse: Parse, verb: int) -> int | None:
    """Return the subject of a verb, its own or inherited from the clause around it.

    Through relative clauses, participles, joined verbs, and control: the
    object controls after verbs of asking ("urged Oslo to leave").
    """
    at = verb
    if parse.pos[at] == "ADJ" and parse.pos[parse.head[at]] in VERBAL:
        at = parse.head[at]
    for _ in range(8):
        for child in parse.children[at]:
            if parse.dep[child] in SUBJECT:
                if parse.lower[child] in _RELATIVE and parse.dep[at] == "relcl":
                    return _described(parse, child, parse.head[at])
                return child
        above = parse.head[at]
        if above == at:
            return _lost(parse, at)
        if parse.dep[at] in {"acl", "relcl"}:
            # "issued a statement demanding X": who issued it demands, not the paper.
            owned = parse.tag[at] == "VB" or (
                parse.tag[at] == "VBG" and parse.lemma[above] in acting_words("document")
            )
            return _owner(parse, above) if owned else above
        # "accused Oslo of breaking it", "kept Oslo from leaving": the object acts.
        if parse.dep[at] == "pcomp" and parse.lower[above] in {"of", "from"}:
            objects = [x for x in parse.children[parse.head[above]] if parse.dep[x] == "dobj"]
            if objects:
                return objects[0]
        if parse.dep[at] == "xcomp":
            objects = [x for x in parse.children[above] if parse.dep[x] in {"dobj", "dative"}]
            if objects and parse.pos[above] == "VERB":
                return objects[0]
        at = above
    return None


def _described(parse: Parse, relative: int, noun: int) -> int:
    # Of "an envoy from Riga who left": a place is no "who".
    above = parse.head[noun]
    if parse.lower[relative] == "who" and parse.ner[noun] == "GPE" and parse.dep[noun] == "pobj":
        return parse.head[above]
    return noun


def _owner(parse: Parse, noun: int) -> int | None:
    # "Russia's refusal to X", "X's plan to Y": the possessor acts.
    for child in parse.children[noun]:
        if parse.dep[child] == "poss":
            return child
    verb = clause_of(parse, noun)
    return subject_of(parse, verb) if verb is not None else None


def _lost(parse: Parse, verb: int) -> int | None:
    """Return the noun phrase that ends where a finite verb begins and hangs elsewhere.

    "With the signing of a memorandum, the mayor and the guild have agreed": after a long
    adjunct the parser joins the subject to a noun before the comma.
    """
    first = min([c for c in parse.children[verb] if parse.dep[c] == "aux"], default=verb)
    at = first - 1
    if parse.tag[verb] not in {"VBD", "VBN", "VBZ", "VBP"} or at < 0 or at == verb:
        return None
    start = parse.sentences[parse.sentence_of[verb]][0]
    comma = next((i for i in range(at, start - 1, -1) if parse.word[i] == ","), -1)
    if comma < 0 or parse.pos[at] not in {"NOUN", "PROPN"}:
        return None
    while parse.dep[at] in {"conj", "pobj", "prep"} and parse.head[at] > comma:
        at = parse.head[at]
    return at if parse.dep[at] == "conj" and parse.head[at] < comma else None


def clause_of(parse: Parse, token: int) -> int | None:
    """Return the verb of the clause that a token stands in, None where there is none."""
    for above in parse.ancestors(token):
        if parse.pos[above] in VERBAL:
            return above
    return None
