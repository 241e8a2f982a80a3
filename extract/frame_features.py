"""What a candidate looks like, as named features: one list of strings each.

A name is ``family=value=value``. The families with ``cue`` name the cue's lemma and part of
speech; the others hold for words that no training text had.
"""

from collections.abc import Callable

from politigraph.extract.candidates import Candidate, Frame
from politigraph.extract.cue_lexicon import complement_of, load_lexicon
from politigraph.extract.layout import Layout
from politigraph.extract.rule_scores import rule_score
from politigraph.extract.subjects import Subject

Add = Callable[[str], None]

_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35, 60)
_CLASSES = tuple(str(next(b for b in _LENGTHS if n <= b)) for n in range(_LENGTHS[-1] + 1))
_TELLING_FIRST_WORDS = frozenset(
    'that to if whether how what why who `` " “ by it the his her their its'.split()  # noqa: SIM905
)
_SIBLINGS = frozenset({"dobj", "ccomp", "xcomp", "prep", "oprd", "acomp", "agent", "attr"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_VERBAL = frozenset({"VERB", "AUX"})


def length_class(words: int) -> str:
    """Return the class of a length in words: its upper bound.

    >>> length_class(1), length_class(7), length_class(70)
    ('1', '8', '61+')
    """
    return _CLASSES[words] if words < len(_CLASSES) else "61+"


def frame_features(layout: Layout, candidate: Candidate) -> list[str]:
    """Return the names of the features that hold for a candidate."""
    names: list[str] = []
    add = names.append
    frame = candidate.frame
    add(f"rule={frame.rule}")
    add(f"relation={frame.pos}={frame.relation}")
    if frame.pos == "L":
        add(f"line-prior={frame.relation}={round(rule_score(layout, candidate), 1)}")
        _line(layout, candidate, add)
        return names
    cue = f"{frame.lemma}.{frame.pos}"
    add(f"cue={cue}")
    add(f"cue+relation={cue}={frame.relation}")
    add(f"cue+rule={cue}={frame.rule}")
    add(f"prior={round(rule_score(layout, candidate), 1)}")
    _licence(frame, add)
    for other in candidate.also:
        add(f"also={frame.rule}={other}")
        if other == "quotation":
            add(f"cue+also-quotation={cue}")
    _cue(layout, frame, cue, add)
    _subject(layout, frame, cue, add)
    _content(layout, candidate, cue, add)
    _quotation(layout, candidate, cue, add)
    if frame.content_head >= 0:
        _content_head(layout, frame, cue, add)
    return names


def _licence(frame: Frame, add: Add) -> None:
    lexicon, complement = load_lexicon(), complement_of(frame.relation, frame.pos)
    licensed = lexicon.licenses(frame.lemma, frame.pos, complement)
    if licensed:
        act = lexicon.act(frame.lemma, frame.pos, complement)
        add(f"licensed={frame.rule}")
        add(f"act={act}={frame.rule}")
    elif lexicon.knows(frame.lemma, frame.pos):
        add(f"known={frame.rule}")
        add(f"known-act={lexicon.act(frame.lemma, frame.pos, complement)}={frame.rule}")
    else:
        add(f"unknown={frame.rule}")


def plain_word(layout: Layout, i: int) -> str:
    """Return a word's entity label, or its lemma: whom a name names tells nothing general."""
    return layout.parse.ner[i] or layout.parse.lemma[i]


def _cue(layout: Layout, frame: Frame, cue: str, add: Add) -> None:
    parse, head, rule = layout.parse, frame.head, frame.rule
    tag, dep = parse.tag[head], parse.dep[head]
    add(f"tag={rule}={tag}")
    add(f"relation+tag={frame.relation}={tag}")
    add(f"cue+tag={cue}={tag}")
    add(f"dep={rule}={dep}")
    governor = parse.head[head]
    carrier = head
    if frame.pos in "NA" and parse.pos[governor] in _VERBAL:
        carrier = governor
        add(f"governor={frame.pos}={parse.lemma[governor]}")
        add(f"cue+governor={cue}={parse.lemma[governor]}")
    else:
        word = plain_word(layout, governor) if governor != head else "ROOT"
        add(f"head={frame.pos}={word}")
        add(f"head-pos={rule}={parse.pos[governor]}={dep}")
    for child in parse.children[carrier]:
        kind = parse.dep[child]
        if kind in ("aux", "auxpass"):
            add(f"aux={parse.lower[child]}")
            add(f"aux+rule={parse.lemma[child]}={rule}")
            add(f"cue+aux={cue}={parse.lemma[child]}")
        elif kind == "neg":
            add(f"negated={rule}")
            add(f"cue+negated={cue}")
        elif kind == "mark":
            add(f"mark={parse.lower[child]}={rule}")
        elif kind == "advmod" and frame.pos == "V":
            add(f"adverb={parse.lower[child]}")
    for child in parse.children[head]:
        kind = parse.dep[child]
        if frame.pos == "V":
            if kind in _SIBLINGS and child != frame.content_head:
                add(f"sibling={frame.relation}={kind}")
                add(f"cue+sibling={cue}={kind}")
        else:
            add(f"child={frame.pos}={kind}")
            if kind in ("poss", "amod", "det"):
                add(f"modifier={frame.pos}={parse.lower[child]}")
    depth = sum(1 for _ in zip(range(5), parse.ancestors(head), strict=False))
    add(f"depth={rule}={depth}")
    add(f"headline={head < layout.headline}={rule}")


def subject_kind(layout: Layout, subject: Subject | None) -> str:
    """Return the kind of a subject: its pronoun, entity label or part of speech."""
    if subject is None:
        return "none"
    parse, i = layout.parse, subject.token
    if parse.pos[i] == "PRON":
        return parse.lower[i]
    return parse.ner[i] or parse.pos[i]


def _subject(layout: Layout, frame: Frame, cue: str, add: Add) -> None:
    kind = subject_kind(layout, frame.subject)
    how = frame.subject.how if frame.subject else "none"
    add(f"subject={kind}")
    add(f"subject+rule={kind}={frame.rule}")
    add(f"subject-how={how}={frame.rule}")
    add(f"cue+subject={cue}={kind}")
    add(f"cue+subject-how={cue}={how}")
    if frame.subject:
        word = plain_word(layout, frame.subject.token)
        add(f"subject-word={word}")
        add(f"cue+subject-word={cue}={word}")


def _content(layout: Layout, candidate: Candidate, cue: str, add: Add) -> None:
    parse, frame = layout.parse, candidate.frame
    rule, start = frame.rule, candidate.content[0][0]
    words = sum([end - first for first, end in candidate.content])
    size = length_class(words)
    add(f"length={size}")
    add(f"length+rule={size}={rule}")
    add(f"cue+length={cue}={'s' if words < 3 else 'm' if words < 8 else 'l'}")
    add(f"pieces={min(3, len(candidate.content))}")
    first = parse.lower[start]
    add(f"first={first}")
    add(f"first+rule={first}={rule}")
    if first in _TELLING_FIRST_WORDS:
        add(f"cue+first={cue}={first}")
    low, high = parse.sentences[parse.sentence_of[frame.head]]
    share = candidate.size / max(1, layout.mass[high] - layout.mass[low])
    add(f"share={rule}={min(10, round(share * 10))}")
    add(f"sentence={length_class((high - low) // 3)}")
    if parse.word[high - 1] == "?":
        add(f"question={rule}")
    if candidate.widened:
        add(f"widened={frame.relation}")


def _quotation(layout: Layout, candidate: Candidate, cue: str, add: Add) -> None:
    parse, frame, rule = layout.parse, candidate.frame, candidate.frame.rule
    inside = sum(
        layout.overlap(candidate.content, (layout.quotations[q],)) for q in candidate.quotations
    )
    share = inside / max(1, candidate.size)
    level = "0" if not inside else "<.3" if share < 0.3 else "<.8" if share < 0.8 else "1"
    add(f"quoted={level}={rule}")
    add(f"quoted+relation={level}={frame.relation}")
    add(f"cue+quoted={cue}={bool(inside)}")
    mine = layout.quoted[frame.head]
    add(f"cue-in-quotation={mine >= 0}={rule}")
    if mine >= 0:
        start, end = layout.quotations[mine]
        add(f"cue-in-quotation-length={length_class(end - start)}")
        add(f"cue-in-quotation+subject={subject_kind(layout, frame.subject)}")
    if not candidate.quotations:
        return
    start, end = layout.quotations[candidate.quotations[0]]
    side = "before" if end <= frame.head else "after" if start >= frame.head else "around"
    last = parse.word[end - 2] if end - 2 > start else ""
    last = last if last in {",", ".", "?", "!", "-", "—"} else "word"
    before = parse.word[start - 1] if start else ""
    before = before if before in {",", ".", ":", "?", "—"} else "word"
    capital = parse.word[min(start + 1, end - 1)][:1].isupper()
    add(f"quotation-side={rule}={side}")
    add(f"quotation-end={rule}={last}={side}")
    add(f"quotation-capital={rule}={capital}")
    add(f"quotation-before={rule}={before}")
    add(f"quotation-length={rule}={length_class(end - start)}")
    add(f"quotations={rule}={min(4, len(candidate.quotations))}")
    if rule == "quotation":
        gap = frame.head - end if side == "before" else start - frame.head
        add(f"quotation-gap={frame.relation}={length_class(abs(gap))}")
        add(f"quotation-end+relation={frame.relation}={last}={before}")


def _content_head(layout: Layout, frame: Frame, cue: str, add: Add) -> None:
    parse, i, rule = layout.parse, frame.content_head, frame.rule
    word = plain_word(layout, i)
    pos = parse.pos[i]
    add(f"content-word={word}")
    add(f"content-pos={pos}={rule}")
    add(f"content-tag={parse.tag[i]}={frame.relation}")
    add(f"cue+content-pos={cue}={pos}")
    add(f"cue+content-word={cue}={word}")
    add(f"content-dep={parse.dep[i]}={rule}")
    add(f"distance={rule}={length_class(abs(i - frame.head))}={'L' if i < frame.head else 'R'}")
    finite = any(parse.dep[k] in _SUBJECTS for k in parse.children[i])
    add(f"finite={frame.relation}={finite}")
    add(f"cue+finite={cue}={finite}")
    for child in parse.children[i]:
        kind = parse.dep[child]
        if kind in ("pobj", "pcomp"):
            thing = plain_word(layout, child)
            add(f"object-word={thing}")
            add(f"object-kind={frame.relation}={parse.ner[child] or parse.pos[child]}")
            add(f"cue+object-word={cue}={thing}")
        elif kind in ("det", "poss"):
            add(f"content-determiner={rule}={parse.lower[child] if kind == 'det' else 'poss'}")
        elif kind == "mark":
            add(f"content-mark={rule}={parse.lower[child]}")


def _known_as(layout: Layout, token: int) -> str:
    """Return the entity label that a name has elsewhere in the text, in full sentences."""
    parse = layout.parse
    paragraph = layout.paragraph[token]
    for _, end, label in parse.names:
        last = end - 1 if parse.lower[end - 1] not in ("'s", "’s") else end - 2
        if parse.word[last] == parse.word[token] and layout.paragraph[last] != paragraph:
            return label
    return "-"


def _line(layout: Layout, candidate: Candidate, add: Add) -> None:
    parse, relation = layout.parse, candidate.frame.relation
    ((start, end),) = candidate.frame.source
    words = parse.word[start:end]
    upper, title = all(w.isupper() for w in words), all(w[:1].isupper() for w in words)
    add(f"line-source-length={relation}={length_class(end - start)}")
    add(f"line-source-case={relation}={'upper' if upper else 'title' if title else 'mixed'}")
    add(f"line-source-first={plain_word(layout, start)}")
    add(f"line-source-last={plain_word(layout, end - 1)}")
    add(f"line-source-entity={relation}={parse.ner[end - 1] or '-'}")
    add(f"line-source-known={relation}={_known_as(layout, end - 1)}")
    add(f"line-source-pos={relation}={parse.pos[end - 1]}")
    first, last = candidate.content[0][0], candidate.content[-1][1]
    add(f"line-content-quoted={relation}={layout.quoted[first] >= 0}")
    add(f"line-content-length={relation}={length_class((last - first) // 3)}")
    add(f"line-content-pos={relation}={parse.pos[first]}")
    verb = any(
        parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(first, min(last, first + 20))
    )
    add(f"line-content-verb={relation}={verb}")
