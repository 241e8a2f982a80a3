"""What a candidate looks like, as named features: one list of strings each.

A name is ``family=value=value``. The families with ``cue`` name the cue's lemma and part of
speech; the others hold for words that no training text had.
"""

from functools import lru_cache

from politigraph.extract.candidates import Candidate, Frame
from politigraph.extract.cue_lexicon import complement_of, load_lexicon
from politigraph.extract.layout import Layout
from politigraph.extract.subjects import Subject

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


def frame_features(layout: Layout, candidate: Candidate, by_rule: float) -> list[str]:
    """Return the names of the features that hold for a candidate.

    ``by_rule`` is what the rules alone think of it: its `rule_score`.
    """
    names: list[str] = []
    frame = candidate.frame
    names += (
        f"rule={frame.rule}",
        f"relation={frame.pos}={frame.relation}",
    )
    if frame.pos == "L":
        names.append(f"line-prior={frame.relation}={round(by_rule, 1)}")
        _line(layout, candidate, names)
        return names
    cue = f"{frame.lemma}.{frame.pos}"
    names += (
        f"cue={cue}",
        f"cue+relation={cue}={frame.relation}",
        f"cue+rule={cue}={frame.rule}",
        f"prior={round(by_rule, 1)}",
    )
    names += _licence(frame.rule, frame.relation, frame.lemma, frame.pos)
    for other in candidate.also:
        names.append(f"also={frame.rule}={other}")
        if other == "quotation":
            names.append(f"cue+also-quotation={cue}")
    _cue(layout, frame, cue, names)
    _subject(layout, frame, cue, names)
    _content(layout, candidate, cue, names)
    _quotation(layout, candidate, cue, names)
    if frame.content_head >= 0:
        _content_head(layout, frame, cue, names)
    return names


@lru_cache(4096)
def _licence(rule: str, relation: str, lemma: str, pos: str) -> tuple[str, ...]:
    lexicon, complement = load_lexicon(), complement_of(relation, pos)
    act = lexicon.act(lemma, pos, complement)
    if lexicon.licenses(lemma, pos, complement):
        return f"licensed={rule}", f"act={act}={rule}"
    if lexicon.knows(lemma, pos):
        return f"known={rule}", f"known-act={act}={rule}"
    return (f"unknown={rule}",)


def plain_word(layout: Layout, i: int) -> str:
    """Return a word's entity label, or its lemma: whom a name names tells nothing general."""
    return layout.parse.ner[i] or layout.parse.lemma[i]


def _cue(layout: Layout, frame: Frame, cue: str, names: list[str]) -> None:
    parse, head, rule = layout.parse, frame.head, frame.rule
    tag, dep = parse.tag[head], parse.dep[head]
    names += (
        f"tag={rule}={tag}",
        f"relation+tag={frame.relation}={tag}",
        f"cue+tag={cue}={tag}",
        f"dep={rule}={dep}",
    )
    governor = parse.head[head]
    carrier = head
    if frame.pos in "NA" and parse.pos[governor] in _VERBAL:
        carrier = governor
        names += (
            f"governor={frame.pos}={parse.lemma[governor]}",
            f"cue+governor={cue}={parse.lemma[governor]}",
        )
    else:
        word = plain_word(layout, governor) if governor != head else "ROOT"
        names += (
            f"head={frame.pos}={word}",
            f"head-pos={rule}={parse.pos[governor]}={dep}",
        )
    for child in parse.children[carrier]:
        kind = parse.dep[child]
        if kind in ("aux", "auxpass"):
            names += (
                f"aux={parse.lower[child]}",
                f"aux+rule={parse.lemma[child]}={rule}",
                f"cue+aux={cue}={parse.lemma[child]}",
            )
        elif kind == "neg":
            names += (
                f"negated={rule}",
                f"cue+negated={cue}",
            )
        elif kind == "mark":
            names.append(f"mark={parse.lower[child]}={rule}")
        elif kind == "advmod" and frame.pos == "V":
            names.append(f"adverb={parse.lower[child]}")
    for child in parse.children[head]:
        kind = parse.dep[child]
        if frame.pos == "V":
            if kind in _SIBLINGS and child != frame.content_head:
                names += (
                    f"sibling={frame.relation}={kind}",
                    f"cue+sibling={cue}={kind}",
                )
        else:
            names.append(f"child={frame.pos}={kind}")
            if kind in ("poss", "amod", "det"):
                names.append(f"modifier={frame.pos}={parse.lower[child]}")
    depth, above = 0, head
    while depth < 5 and parse.head[above] != above:
        depth, above = depth + 1, parse.head[above]
    names += (
        f"depth={rule}={depth}",
        f"headline={head < layout.headline}={rule}",
    )


def subject_kind(layout: Layout, subject: Subject | None) -> str:
    """Return the kind of a subject: its pronoun, entity label or part of speech."""
    if subject is None:
        return "none"
    parse, i = layout.parse, subject.token
    if parse.pos[i] == "PRON":
        return parse.lower[i]
    return parse.ner[i] or parse.pos[i]


def _subject(layout: Layout, frame: Frame, cue: str, names: list[str]) -> None:
    kind = subject_kind(layout, frame.subject)
    how = frame.subject.how if frame.subject else "none"
    names += (
        f"subject={kind}",
        f"subject+rule={kind}={frame.rule}",
        f"subject-how={how}={frame.rule}",
        f"cue+subject={cue}={kind}",
        f"cue+subject-how={cue}={how}",
    )
    if frame.subject:
        word = plain_word(layout, frame.subject.token)
        names += (
            f"subject-word={word}",
            f"cue+subject-word={cue}={word}",
        )


def _content(layout: Layout, candidate: Candidate, cue: str, names: list[str]) -> None:
    parse, frame = layout.parse, candidate.frame
    rule, start = frame.rule, candidate.content[0][0]
    words = sum([end - first for first, end in candidate.content])
    size = length_class(words)
    names += (
        f"length={size}",
        f"length+rule={size}={rule}",
        f"cue+length={cue}={'s' if words < 3 else 'm' if words < 8 else 'l'}",
        f"pieces={min(3, len(candidate.content))}",
    )
    first = parse.lower[start]
    names += (
        f"first={first}",
        f"first+rule={first}={rule}",
    )
    if first in _TELLING_FIRST_WORDS:
        names.append(f"cue+first={cue}={first}")
    low, high = parse.sentences[parse.sentence_of[frame.head]]
    share = candidate.size / max(1, layout.mass[high] - layout.mass[low])
    names += (
        f"share={rule}={min(10, round(share * 10))}",
        f"sentence={length_class((high - low) // 3)}",
    )
    if parse.word[high - 1] == "?":
        names.append(f"question={rule}")
    if candidate.widened:
        names.append(f"widened={frame.relation}")


def _quotation(layout: Layout, candidate: Candidate, cue: str, names: list[str]) -> None:
    parse, frame, rule = layout.parse, candidate.frame, candidate.frame.rule
    inside = 0
    for number in candidate.quotations:
        inside += layout.overlap(candidate.content, (layout.quotations[number],))
    share = inside / max(1, candidate.size)
    level = "0" if not inside else "<.3" if share < 0.3 else "<.8" if share < 0.8 else "1"
    names += (
        f"quoted={level}={rule}",
        f"quoted+relation={level}={frame.relation}",
        f"cue+quoted={cue}={bool(inside)}",
    )
    mine = layout.quoted[frame.head]
    names.append(f"cue-in-quotation={mine >= 0}={rule}")
    if mine >= 0:
        start, end = layout.quotations[mine]
        names += (
            f"cue-in-quotation-length={length_class(end - start)}",
            f"cue-in-quotation+subject={subject_kind(layout, frame.subject)}",
        )
    if not candidate.quotations:
        return
    start, end = layout.quotations[candidate.quotations[0]]
    side = "before" if end <= frame.head else "after" if start >= frame.head else "around"
    last = parse.word[end - 2] if end - 2 > start else ""
    last = last if last in {",", ".", "?", "!", "-", "—"} else "word"
    before = parse.word[start - 1] if start else ""
    before = before if before in {",", ".", ":", "?", "—"} else "word"
    capital = parse.word[min(start + 1, end - 1)][:1].isupper()
    names += (
        f"quotation-side={rule}={side}",
        f"quotation-end={rule}={last}={side}",
        f"quotation-capital={rule}={capital}",
        f"quotation-before={rule}={before}",
        f"quotation-length={rule}={length_class(end - start)}",
        f"quotations={rule}={min(4, len(candidate.quotations))}",
    )
    if rule == "quotation":
        gap = frame.head - end if side == "before" else start - frame.head
        names += (
            f"quotation-gap={frame.relation}={length_class(abs(gap))}",
            f"quotation-end+relation={frame.relation}={last}={before}",
        )


def _content_head(layout: Layout, frame: Frame, cue: str, names: list[str]) -> None:
    parse, i, rule = layout.parse, frame.content_head, frame.rule
    word = plain_word(layout, i)
    pos = parse.pos[i]
    names += (
        f"content-word={word}",
        f"content-pos={pos}={rule}",
        f"content-tag={parse.tag[i]}={frame.relation}",
        f"cue+content-pos={cue}={pos}",
        f"cue+content-word={cue}={word}",
        f"content-dep={parse.dep[i]}={rule}",
        f"distance={rule}={length_class(abs(i - frame.head))}={'L' if i < frame.head else 'R'}",
    )
    finite = not _SUBJECTS.isdisjoint([parse.dep[k] for k in parse.children[i]])
    names += (
        f"finite={frame.relation}={finite}",
        f"cue+finite={cue}={finite}",
    )
    for child in parse.children[i]:
        kind = parse.dep[child]
        if kind in ("pobj", "pcomp"):
            thing = plain_word(layout, child)
            names += (
                f"object-word={thing}",
                f"object-kind={frame.relation}={parse.ner[child] or parse.pos[child]}",
                f"cue+object-word={cue}={thing}",
            )
        elif kind in ("det", "poss"):
            names.append(
                f"content-determiner={rule}={parse.lower[child] if kind == 'det' else 'poss'}"
            )
        elif kind == "mark":
            names.append(f"content-mark={rule}={parse.lower[child]}")


def _known_as(layout: Layout, token: int) -> str:
    """Return the entity label that a name has elsewhere in the text, in full sentences."""
    parse = layout.parse
    paragraph = layout.paragraph[token]
    for _, end, label in parse.names:
        last = end - 1 if parse.lower[end - 1] not in ("'s", "’s") else end - 2
        if parse.word[last] == parse.word[token] and layout.paragraph[last] != paragraph:
            return label
    return "-"


def _line(layout: Layout, candidate: Candidate, names: list[str]) -> None:
    parse, relation = layout.parse, candidate.frame.relation
    ((start, end),) = candidate.frame.source
    words = parse.word[start:end]
    upper, title = all(w.isupper() for w in words), all(w[:1].isupper() for w in words)
    names += (
        f"line-source-length={relation}={length_class(end - start)}",
        f"line-source-case={relation}={'upper' if upper else 'title' if title else 'mixed'}",
        f"line-source-first={plain_word(layout, start)}",
        f"line-source-last={plain_word(layout, end - 1)}",
        f"line-source-entity={relation}={parse.ner[end - 1] or '-'}",
        f"line-source-known={relation}={_known_as(layout, end - 1)}",
        f"line-source-pos={relation}={parse.pos[end - 1]}",
    )
    first, last = candidate.content[0][0], candidate.content[-1][1]
    names += (
        f"line-content-quoted={relation}={layout.quoted[first] >= 0}",
        f"line-content-length={relation}={length_class((last - first) // 3)}",
        f"line-content-pos={relation}={parse.pos[first]}",
    )
    verb = any(
        parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(first, min(last, first + 20))
    )
    names.append(f"line-content-verb={relation}={verb}")
