"""Frames of cues that are no verbs: nouns, adjectives, adverbs, "according to"."""

from collections.abc import Iterator

from politigraph.extract.candidates import Frame
from politigraph.extract.layout import Layout, Ranges, subtract, union
from politigraph.extract.subjects import Subject, subject_of

_VERBAL = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"ccomp", "xcomp", "acl", "advcl", "relcl"})


def nominal_frames(layout: Layout, cue: int, lemma: str) -> Iterator[Frame]:
    """Yield the frames of one noun or adjective."""
    parse = layout.parse
    noun = parse.pos[cue] == "NOUN"
    governor = _governor(layout, cue)
    tokens: tuple[int, ...] = (cue,)
    subject: Subject | None = None
    if governor is not None and governor != cue:
        subject = subject_of(parse, governor)
        if governor == parse.head[cue]:
            light = [k for k in parse.children[governor] if parse.dep[k] in ("aux", "neg")]
            tokens = tuple(sorted((cue, governor, *light)))
    theirs: Ranges = ()
    if subject and not layout.covers(subject.token, cue):
        theirs = layout.under(subject.token)
    kind, pos = ("noun", "N") if noun else ("adjective", "A")
    for child in _complements(layout, cue):
        dep = parse.dep[child]
        if dep in _CLAUSES:
            if noun and (dep == "advcl" or (dep == "relcl" and not _has_that(layout, child))):
                continue
            content = subtract(layout.under(child), theirs)
            if content:
                yield Frame(f"{kind}-clause", dep, lemma, pos, cue, tokens, content, child, subject)
            if not noun and dep == "xcomp" and theirs:
                whole = subtract(union(content, theirs), tuple((i, i + 1) for i in tokens))
                yield Frame("raising", "s+xcomp", lemma, pos, cue, tokens, whole, child)
        elif dep == "prep":
            content = subtract(subtract(layout.under(child), ((child, child + 1),)), theirs)
            if content:
                yield Frame(
                    f"{kind}-preposition",
                    "prep_" + parse.lower[child],
                    lemma,
                    pos,
                    cue,
                    tuple(sorted((*tokens, child))),
                    content,
                    child,
                    subject,
                )
    if parse.dep[cue] == "amod":
        content = subtract(layout.under(parse.head[cue]), layout.under(cue))
        yield Frame("participle", "amod", lemma, pos, cue, (cue,), content, parse.head[cue])


def _complements(layout: Layout, cue: int) -> list[int]:
    """Return what stands below a cue, or below its copula: "was adamant that he had not"."""
    parse = layout.parse
    found, head = parse.children[cue], parse.head[cue]
    if parse.dep[cue] == "acomp":
        return found + [k for k in parse.children[head] if k > cue and parse.dep[k] == "ccomp"]
    return found


def _governor(layout: Layout, cue: int) -> int | None:
    """Return the verb that the cue completes: "made the claim", "is adamant"."""
    parse = layout.parse
    dep, head = parse.dep[cue], parse.head[cue]
    if dep in ("dobj", "attr", "acomp", "oprd", "conj") and parse.pos[head] in _VERBAL:
        return head
    if dep == "ROOT" and parse.pos[cue] == "ADJ":
        return cue
    if dep == "pobj" and parse.pos[parse.head[head]] in _VERBAL:
        return parse.head[head]
    return None


def _has_that(layout: Layout, clause: int) -> bool:
    # The parser takes "the claim that they left" for a relative clause.
    parse = layout.parse
    return any(parse.lower[m] == "that" and parse.dep[m] == "mark" for m in parse.children[clause])


def adverb_frames(layout: Layout, cue: int, lemma: str) -> Iterator[Frame]:
    """Yield "reportedly" and its like with the clause that they modify."""
    parse = layout.parse
    head = parse.head[cue]
    if parse.dep[cue] == "advmod" and parse.pos[head] in _VERBAL:
        content = subtract(layout.under(head), layout.under(cue))
        yield Frame("adverb", "advmod", lemma, "R", cue, (cue,), content, head)


def according_frames(layout: Layout, cue: int) -> Iterator[Frame]:
    """Yield "according to X", with the sentence and with the clause that it modifies."""
    parse = layout.parse
    word = parse.lower[cue]
    two = word == "according" and cue + 1 < parse.length and parse.lower[cue + 1] == "to"
    if word != "per" and not two:
        return
    below = (*parse.children[cue + 1], *parse.children[cue]) if two else parse.children[cue]
    source = next((c for c in below if parse.dep[c] == "pobj"), None)
    if source is None:
        return
    tokens = (cue, cue + 1) if two else (cue,)
    holes = union(layout.under(source), tuple((i, i + 1) for i in tokens))
    subject = Subject(source, "object")
    sentence = subtract((parse.sentences[parse.sentence_of[cue]],), holes)
    yield Frame("according-to", "to", word, "P", cue, tokens, sentence, source, subject)
    head = parse.head[cue]
    if parse.head[head] != head and parse.pos[head] in _VERBAL:
        clause = subtract(layout.under(head), union(layout.under(cue), holes))
        yield Frame("according-to", "to_clause", word, "P", cue, tokens, clause, source, subject)
