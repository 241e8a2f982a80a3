"""Scores of candidates when the rules work alone: licence by the lexicon, then the rule's own."""

from functools import cache, lru_cache

from politigraph.extract.candidates import Candidate
from politigraph.extract.cue_lexicon import complement_of, data_rows, load_lexicon
from politigraph.extract.layout import Layout

_DIRECT = {"quotation", "parenthetical"}


def rule_score(layout: Layout, candidate: Candidate) -> float:
    """Return the confidence (0..1) of a candidate by its rule; 0 where no cue licenses it."""
    frame = candidate.frame
    if frame.pos not in "LP" and not _licensed(layout, candidate):
        return 0.0
    mine = layout.quoted[frame.head]
    if mine >= 0 and layout.quoted[candidate.content[0][0]] != mine:
        return 0.0
    confidence = _confidence(frame.rule, frame.relation)
    if frame.pos == "L":
        return confidence if _line_is_speech(layout, candidate) else 0.0
    if layout.quoted[frame.head] >= 0:
        # "“I hope that we will,” he said": who speaks in a quotation is reported himself.
        confidence -= 0.1
    elif frame.rule == "clause" and candidate.quotations:
        confidence += 0.04
    if frame.rule == "preposition" and _has_object(layout, frame.head):
        return 0.0
    if frame.rule == "quotation" and not _is_sentence(layout, candidate):
        confidence -= 0.4
    if frame.rule in _DIRECT and frame.subject is None:
        confidence -= 0.2
    if frame.rule not in ("clause", "quotation", "according-to", "raising", "adverb", "passive"):
        # Without anybody to speak, "the call for talks" tells nothing.
        confidence -= 0.0 if frame.subject or _has_possessor(layout, frame.head) else 0.3
    return max(0.0, confidence)


def _is_sentence(layout: Layout, candidate: Candidate) -> bool:
    """Tell speech from a scare quote: it has a sentence's start, end or length."""
    parse = layout.parse
    start, end = candidate.content[0][0], candidate.content[-1][1]
    capital = parse.word[min(start + 1, end - 1)][:1].isupper()
    return capital or parse.word[max(start, end - 2)] in ",.?!…" or end - start > 8


def _has_possessor(layout: Layout, noun: int) -> bool:
    return any(layout.parse.dep[k] == "poss" for k in layout.parse.children[noun])


def _has_object(layout: Layout, verb: int) -> bool:
    return any(layout.parse.dep[k] == "dobj" for k in layout.parse.children[verb])


def _licensed(layout: Layout, candidate: Candidate) -> bool:
    frame, parse = candidate.frame, layout.parse
    if frame.rule == "noun-clause" and parse.tag[frame.content_head] in ("VBN", "VBG"):
        # "A report published on Monday" does not tell what it says.
        return False
    relation = frame.relation
    if complement_of(relation, frame.pos) == "that" and _is_infinitive(layout, frame.content_head):
        relation = "o+xcomp"  # "allowed the ship to leave": the parser makes a clause of it.
    active, passive = _licences(frame.rule, relation, frame.lemma, frame.pos)
    return active or (passive and "nsubjpass" in [parse.dep[k] for k in parse.children[frame.head]])


@lru_cache(4096)
def _licences(rule: str, relation: str, lemma: str, pos: str) -> tuple[bool, bool]:
    """Tell whether a cue takes a complement, and whether it does in the passive."""
    lexicon = load_lexicon()
    if not lexicon.knows(lemma, pos):
        lemma = lemma.split("_")[0]
    if rule == "raising":
        active = complement_of("o+" + relation[2:], pos)
        return lexicon.licenses(lemma, pos, "raise"), lexicon.licenses(lemma, pos, active)
    if rule in ("participle", "relative"):
        return False, False
    complement = complement_of(relation, pos)
    if complement == "quote" and lexicon.licenses(lemma, pos, "that"):
        return True, True
    licensed = lexicon.licenses(lemma, pos, complement)
    return licensed, licensed


def _is_infinitive(layout: Layout, verb: int) -> bool:
    """Tell "the ship to leave", a clause with its own subject, from "whether to leave"."""
    parse = layout.parse
    below = {(parse.dep[k], parse.lower[k]) for k in parse.children[verb]}
    return ("aux", "to") in below and any(dep == "nsubj" for dep, _ in below)


def _line_is_speech(layout: Layout, candidate: Candidate) -> bool:
    """Tell a speaker from a label or an outlet: "… – Putin" from "… – The Herald".

    Who speaks in a headline is named in the text below it.
    """
    parse = layout.parse
    ((start, end),) = candidate.frame.source
    named = any(parse.ner[i] in ("PERSON", "ORG", "GPE", "NORP") for i in range(start, end))
    proper = parse.pos[end - 1] == "PROPN" or parse.word[end - 1].isupper()
    if end - start > 6 or not (named or end - start <= 2):
        return False
    if candidate.frame.rule != "headline":
        return proper
    word, first = parse.word[end - 1], layout.paragraphs[0][1]
    if proper and word in parse.word[first:]:
        return True
    # "Minister: two ships sank": an office, which acts in the text.
    return any(
        parse.lower[i] == word.lower() and parse.dep[i] in ("nsubj", "nsubjpass")
        for i in range(first, parse.length)
    )


@cache
def _confidences() -> dict[tuple[str, str], float]:
    return {(rule, rel): float(value) for rule, rel, value, _ in data_rows("attribution_rules.tsv")}


@lru_cache(1024)
def _confidence(rule: str, relation: str) -> float:
    table = _confidences()
    return table.get((rule, relation)) or table.get((rule, "*"), 0.0)
