"""What a candidate looks like, as named features: one list of strings each.

A name is ``family=value=value``. The families with ``cue`` name the cue's lemma and part of
speech; the others hold for words that no training text had.
"""

from politigraph.extract.candidates import Candidate, Frame
from politigraph.extract.cue_lexicon import complement_of, load_lexicon
from politigraph.extract.feature_groups import Group, Names, names_of
from politigraph.extract.feature_values import length_class, plain_word, subject_kind
from politigraph.extract.layout import Layout
from politigraph.extract.line_features import line_features
from politigraph.extract.rule_scores import rule_score

_TELLING_FIRST_WORDS = frozenset(
    'that to if whether how what why who `` " “ by it the his her their its'.split()  # noqa: SIM905
)
_SIBLINGS = frozenset({"dobj", "ccomp", "xcomp", "prep", "oprd", "acomp", "agent", "attr"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_VERBAL = frozenset({"VERB", "AUX"})


def frame_features(layout: Layout, candidate: Candidate) -> list[str]:
    """Return the names of the features that hold for a candidate."""
    return names_of(*frame_groups(layout, candidate))


def frame_groups(layout: Layout, candidate: Candidate) -> tuple[list[Group], list[str]]:
    """Return the features of a candidate: in groups of closed classes, and by themselves."""
    groups: list[Group] = []
    names: list[str] = []
    frame = candidate.frame
    prior = round(rule_score(layout, candidate), 1)
    if frame.pos == "L":
        return groups, line_features(layout, candidate, prior)
    cue = f"{frame.lemma}.{frame.pos}"
    groups.append((_of_frame, frame.rule, frame.relation, frame.lemma, frame.pos, prior))
    groups += [(_of_other_frame, frame.rule, cue, other) for other in candidate.also]
    _cue(layout, frame, cue, groups, names)
    _subject(layout, frame, cue, groups, names)
    _content(layout, candidate, cue, groups, names)
    _quotation(layout, candidate, cue, groups)
    if frame.content_head >= 0:
        _content_head(layout, frame, cue, groups, names)
    return groups, names


def _of_frame(rule: str, relation: str, lemma: str, pos: str, prior: float) -> Names:
    cue = f"{lemma}.{pos}"
    lexicon, complement = load_lexicon(), complement_of(relation, pos)
    act = lexicon.act(lemma, pos, complement)
    licence: Names
    if lexicon.licenses(lemma, pos, complement):
        licence = f"licensed={rule}", f"act={act}={rule}"
    elif lexicon.knows(lemma, pos):
        licence = f"known={rule}", f"known-act={act}={rule}"
    else:
        licence = (f"unknown={rule}",)
    return (
        f"rule={rule}",
        f"relation={pos}={relation}",
        f"cue={cue}",
        f"cue+relation={cue}={relation}",
        f"cue+rule={cue}={rule}",
        f"prior={prior}",
        *licence,
    )


def _of_other_frame(rule: str, cue: str, other: str) -> Names:
    also = f"also={rule}={other}"
    return (also, f"cue+also-quotation={cue}") if other == "quotation" else (also,)


def _cue(layout: Layout, frame: Frame, cue: str, groups: list[Group], names: list[str]) -> None:
    parse, head, rule, relation = layout.parse, frame.head, frame.rule, frame.relation
    dep, governor = parse.dep[head], parse.head[head]
    groups.append((_of_cue_tag, rule, relation, cue, parse.tag[head], dep))
    carrier = head
    if frame.pos in "NA" and parse.pos[governor] in _VERBAL:
        carrier = governor
        lemma = parse.lemma[governor]
        names += (f"governor={frame.pos}={lemma}", f"cue+governor={cue}={lemma}")
    else:
        word = plain_word(layout, governor) if governor != head else "ROOT"
        names += (f"head={frame.pos}={word}", f"head-pos={rule}={parse.pos[governor]}={dep}")
    for child in parse.children[carrier]:
        kind = parse.dep[child]
        if kind in ("aux", "auxpass"):
            groups.append((_of_auxiliary, rule, cue, parse.lower[child], parse.lemma[child]))
        elif kind == "neg":
            names += (f"negated={rule}", f"cue+negated={cue}")
        elif kind == "mark":
            names.append(f"mark={parse.lower[child]}={rule}")
        elif kind == "advmod" and frame.pos == "V":
            names.append(f"adverb={parse.lower[child]}")
    for child in parse.children[head]:
        kind = parse.dep[child]
        if frame.pos == "V":
            if kind in _SIBLINGS and child != frame.content_head:
                groups.append((_of_sibling, relation, cue, kind))
        else:
            names.append(f"child={frame.pos}={kind}")
            if kind in ("poss", "amod", "det"):
                names.append(f"modifier={frame.pos}={parse.lower[child]}")
    depth = sum([1 for _ in zip(range(5), parse.ancestors(head), strict=False)])
    groups.append((_of_place, rule, depth, head < layout.headline))


def _of_cue_tag(rule: str, relation: str, cue: str, tag: str, dep: str) -> Names:
    return (
        f"tag={rule}={tag}",
        f"relation+tag={relation}={tag}",
        f"cue+tag={cue}={tag}",
        f"dep={rule}={dep}",
    )


def _of_auxiliary(rule: str, cue: str, word: str, lemma: str) -> Names:
    return f"aux={word}", f"aux+rule={lemma}={rule}", f"cue+aux={cue}={lemma}"


def _of_sibling(relation: str, cue: str, kind: str) -> Names:
    return f"sibling={relation}={kind}", f"cue+sibling={cue}={kind}"


def _of_place(rule: str, depth: int, in_headline: bool) -> Names:
    return f"depth={rule}={depth}", f"headline={in_headline}={rule}"


def _subject(layout: Layout, frame: Frame, cue: str, groups: list[Group], names: list[str]) -> None:
    how = frame.subject.how if frame.subject else "none"
    groups.append((_of_subject, frame.rule, cue, subject_kind(layout, frame.subject), how))
    if frame.subject:
        word = plain_word(layout, frame.subject.token)
        names += (f"subject-word={word}", f"cue+subject-word={cue}={word}")


def _of_subject(rule: str, cue: str, kind: str, how: str) -> Names:
    return (
        f"subject={kind}",
        f"subject+rule={kind}={rule}",
        f"subject-how={how}={rule}",
        f"cue+subject={cue}={kind}",
        f"cue+subject-how={cue}={how}",
    )


def _content(
    layout: Layout, candidate: Candidate, cue: str, groups: list[Group], names: list[str]
) -> None:
    parse, frame, content = layout.parse, candidate.frame, candidate.content
    rule, pieces = frame.rule, min(3, len(content))
    words = sum([end - first for first, end in content])
    extent = "s" if words < 3 else "m" if words < 8 else "l"
    groups.append((_of_length, rule, cue, length_class(words), extent, pieces))
    first = parse.lower[content[0][0]]
    names += (f"first={first}", f"first+rule={first}={rule}")
    if first in _TELLING_FIRST_WORDS:
        names.append(f"cue+first={cue}={first}")
    low, high = parse.sentences[parse.sentence_of[frame.head]]
    share = candidate.size / max(1, layout.mass[high] - layout.mass[low])
    groups.append((_of_sentence, rule, min(10, round(share * 10)), length_class((high - low) // 3)))
    if parse.word[high - 1] == "?":
        names.append(f"question={rule}")
    if candidate.widened:
        names.append(f"widened={frame.relation}")


def _of_length(rule: str, cue: str, size: str, extent: str, pieces: int) -> Names:
    return (
        f"length={size}",
        f"length+rule={size}={rule}",
        f"cue+length={cue}={extent}",
        f"pieces={pieces}",
    )


def _of_sentence(rule: str, tenths: int, size: str) -> Names:
    return f"share={rule}={tenths}", f"sentence={size}"


def _quotation(layout: Layout, candidate: Candidate, cue: str, groups: list[Group]) -> None:
    frame, rule = candidate.frame, candidate.frame.rule
    inside = sum(
        [layout.overlap(candidate.content, (layout.quotations[q],)) for q in candidate.quotations]
    )
    share = inside / max(1, candidate.size)
    level = "0" if not inside else "<.3" if share < 0.3 else "<.8" if share < 0.8 else "1"
    mine = layout.quoted[frame.head]
    groups.append((_of_quoting, rule, frame.relation, cue, level, mine >= 0))
    if mine >= 0:
        start, end = layout.quotations[mine]
        kind = subject_kind(layout, frame.subject)
        groups.append((_of_quoted_cue, length_class(end - start), kind))
    if candidate.quotations:
        _marks(layout, candidate, groups)


def _of_quoting(rule: str, relation: str, cue: str, level: str, quoted_cue: bool) -> Names:
    return (
        f"quoted={level}={rule}",
        f"quoted+relation={level}={relation}",
        f"cue+quoted={cue}={level != '0'}",
        f"cue-in-quotation={quoted_cue}={rule}",
    )


def _of_quoted_cue(size: str, subject: str) -> Names:
    return f"cue-in-quotation-length={size}", f"cue-in-quotation+subject={subject}"


def _marks(layout: Layout, candidate: Candidate, groups: list[Group]) -> None:
    """Describe the first quotation of a content, and where it stands."""
    parse, frame, rule = layout.parse, candidate.frame, candidate.frame.rule
    start, end = layout.quotations[candidate.quotations[0]]
    side = "before" if end <= frame.head else "after" if start >= frame.head else "around"
    last = parse.word[end - 2] if end - 2 > start else ""
    last = last if last in {",", ".", "?", "!", "-", "—"} else "word"
    before = parse.word[start - 1] if start else ""
    before = before if before in {",", ".", ":", "?", "—"} else "word"
    capital = parse.word[min(start + 1, end - 1)][:1].isupper()
    groups.append((_of_marks, rule, side, last, before, capital))
    number = min(4, len(candidate.quotations))
    groups.append((_of_quotations, rule, length_class(end - start), number))
    if rule == "quotation":
        gap = frame.head - end if side == "before" else start - frame.head
        groups.append((_of_gap, frame.relation, length_class(abs(gap)), last, before))


def _of_marks(rule: str, side: str, last: str, before: str, capital: bool) -> Names:
    return (
        f"quotation-side={rule}={side}",
        f"quotation-end={rule}={last}={side}",
        f"quotation-capital={rule}={capital}",
        f"quotation-before={rule}={before}",
    )


def _of_quotations(rule: str, size: str, number: int) -> Names:
    return f"quotation-length={rule}={size}", f"quotations={rule}={number}"


def _of_gap(relation: str, gap: str, last: str, before: str) -> Names:
    return (
        f"quotation-gap={relation}={gap}",
        f"quotation-end+relation={relation}={last}={before}",
    )


def _content_head(
    layout: Layout, frame: Frame, cue: str, groups: list[Group], names: list[str]
) -> None:
    parse, i, rule, relation = layout.parse, frame.content_head, frame.rule, frame.relation
    word, children, deps = plain_word(layout, i), parse.children[i], parse.dep
    names += (f"content-word={word}", f"cue+content-word={cue}={word}")
    finite = not _SUBJECTS.isdisjoint([deps[k] for k in children])
    groups.append(
        (_of_content_head, rule, relation, cue, parse.pos[i], parse.tag[i], deps[i], finite)
    )
    side = "L" if i < frame.head else "R"
    names.append(f"distance={rule}={length_class(abs(i - frame.head))}={side}")
    for child in children:
        kind = deps[child]
        if kind in ("pobj", "pcomp"):
            thing = plain_word(layout, child)
            names += (
                f"object-word={thing}",
                f"object-kind={relation}={parse.ner[child] or parse.pos[child]}",
                f"cue+object-word={cue}={thing}",
            )
        elif kind in ("det", "poss"):
            determiner = parse.lower[child] if kind == "det" else "poss"
            names.append(f"content-determiner={rule}={determiner}")
        elif kind == "mark":
            names.append(f"content-mark={rule}={parse.lower[child]}")


def _of_content_head(
    rule: str, relation: str, cue: str, pos: str, tag: str, dep: str, finite: bool
) -> Names:
    return (
        f"content-pos={pos}={rule}",
        f"content-tag={tag}={relation}",
        f"cue+content-pos={cue}={pos}",
        f"content-dep={dep}={rule}",
        f"finite={relation}={finite}",
        f"cue+finite={cue}={finite}",
    )
