"""How far a report reaches: rival readings of one cue, and where its content may end.

The parser often hangs a last phrase too high or too low: "said the ship sank, citing
the navy", "vowed to stay and fight". Each reading of a chosen cue is offered with its
ends cut at the last dependents and stretched to the sentence's end.
"""

from collections.abc import Iterator, Sequence

from politigraph.extract.candidates import Candidate
from politigraph.extract.decoding import Scored
from politigraph.extract.frame_features import length_class
from politigraph.extract.inner_records import inner_record
from politigraph.extract.layout import Layout, Ranges, holds, subtract, union
from politigraph.extract.weights import Weights, summed

_CUTTABLE = frozenset(
    {
        "relcl",
        "acl",
        "advcl",
        "conj",
        "appos",
        "parataxis",
        "prep",
        "npadvmod",
        "ccomp",
        "dep",
        "xcomp",
    }
)
_RULES = frozenset(
    {
        "clause",
        "infinitive",
        "object",
        "object-complement",
        "preposition",
        "noun-clause",
        "noun-preposition",
        "adjective-clause",
        "adjective-preposition",
        "passive",
    }
)
_SEPARATORS = frozenset({",", "–", "—", "-", "--", ":", ";", "("})
_MOST_CUTS = 3

# Cues below this score are left as they are; so are rivals far below their cue's best.
_LEAST, _RIVAL = 0.25, 0.3


@inner_record
class Extent:
    """A reading of a cue with one choice of its content.

    ``change`` is ``whole``, ``cut`` or ``stretched``, ``at`` the dependency and separator
    where it was changed, ``word`` the first word left out or taken in.
    """

    candidate: Candidate
    score: float
    change: str = "whole"
    at: str = ""
    word: str = ""


def best_extents(layout: Layout, scored: Sequence[Scored], weights: Weights) -> list[Scored]:
    """Return one candidate for each likely cue, with its best extent and the cue's best score."""
    found, by_cue = [], by_head(scored)
    table = weights.extent
    for rivals in by_cue:
        best = max(s.score for s in rivals)
        if best < _LEAST or rivals[0].candidate.frame.pos == "L":
            found += rivals
            continue
        options = rival_extents(layout, rivals)
        field = Field.of(options)
        scores = [summed(table, extent_features(option, field)) for option in options]
        choice = max(range(len(options)), key=lambda i: (scores[i], -i))
        found.append(Scored(options[choice].candidate, best))
    return found


def by_head(scored: Sequence[Scored]) -> list[list[Scored]]:
    """Return the candidates of each cue together; those by the form of a line stand alone."""
    groups: dict[int, list[Scored]] = {}
    for number, item in enumerate(scored):
        frame = item.candidate.frame
        groups.setdefault(-number - 1 if frame.pos == "L" else frame.head, []).append(item)
    return list(groups.values())


def rival_extents(layout: Layout, rivals: Sequence[Scored]) -> list[Extent]:
    """Return the extents of one cue's candidates, the best candidate's first."""
    ranked = sorted(rivals, key=lambda s: -s.score)
    likely = [s for s in ranked if s.score >= _RIVAL * ranked[0].score]
    return [e for s in likely for e in extents(layout, s.candidate, s.score)]


def extents(layout: Layout, candidate: Candidate, score: float) -> list[Extent]:
    """Return a candidate as it is, and with its content cut or stretched."""
    found = [Extent(candidate, score)]
    frame = candidate.frame
    if frame.content_head < 0 or frame.rule not in _RULES or frame.content_head < frame.head:
        return found
    for content, change, at, word in (*_cuts(layout, candidate), *_stretched(layout, candidate)):
        size = layout.size(content)
        if size and not 0.75 < size / candidate.size < 1.33:
            changed = candidate.changed(content, size)
            found.append(Extent(changed, score, change, at, word))
    return found


def _cuts(layout: Layout, candidate: Candidate) -> Iterator[tuple[Ranges, str, str, str]]:
    parse = layout.parse
    last = candidate.content[-1][1] - 1
    top = candidate.frame.content_head
    start = candidate.content[0][0]
    cuts = 0
    while last != top and parse.head[last] != last and holds(candidate.content, last):
        first = layout.low[last]
        if parse.dep[last] in _CUTTABLE and first > max(start, candidate.frame.head):
            separated = parse.word[first - 1] in _SEPARATORS or parse.word[first] in _SEPARATORS
            kept = layout.trim(subtract(candidate.content, ((first, parse.length),)))
            while kept and parse.pos[kept[-1][1] - 1] in ("CCONJ", "PUNCT"):
                kept = layout.trim(subtract(kept, ((kept[-1][1] - 1, kept[-1][1]),)))
            if kept:
                cuts += 1
                yield kept, "cut", parse.dep[last] + ("," if separated else ""), parse.lower[first]
                if cuts == _MOST_CUTS:
                    return
        last = parse.head[last]


def _stretched(layout: Layout, candidate: Candidate) -> Iterator[tuple[Ranges, str, str, str]]:
    parse, frame = layout.parse, candidate.frame
    end = candidate.content[-1][1]
    high = parse.sentences[parse.sentence_of[frame.head]][1]
    high = min(high, layout.paragraphs[layout.paragraph[frame.head]][1])
    if end >= high or end <= frame.head:
        return
    rest = layout.trim(((end, high),))
    if not rest:
        return
    content = subtract(union(candidate.content, ((end, rest[-1][1]),)), candidate.cue)
    first = rest[0][0]
    while first < rest[0][1] and parse.pos[first] == "PUNCT":
        first += 1
    if first < rest[0][1]:
        separated = any(parse.word[i] in _SEPARATORS for i in range(end, first))
        at = parse.dep[first] + ("," if separated else "")
        yield content, "stretched", at, parse.lower[first]


@inner_record
class Field:
    """What there is to know of all rival extents of a cue together."""

    best: float
    whole: list[str]
    """The relations of those that are whole."""
    kinds: list[tuple[str, str]]
    """How and where the others were changed."""
    sizes: list[int]

    @classmethod
    def of(cls, rivals: Sequence[Extent]) -> "Field":
        """Return the field of some rivals."""
        return cls(
            max(r.score for r in rivals),
            sorted({r.candidate.frame.relation for r in rivals if r.change == "whole"}),
            sorted({(r.change, r.at) for r in rivals}),
            sorted({r.candidate.size for r in rivals}),
        )


def extent_features(extent: Extent, field: Field) -> list[str]:
    """Return the names of the features of one extent in the field of its rivals."""
    candidate = extent.candidate
    frame = candidate.frame
    names = ["bias"]
    cue = f"{frame.lemma}.{frame.pos}"
    change, rule, relation = extent.change, frame.rule, frame.relation
    names += (
        f"change={change}",
        f"change+rule={change}={rule}",
        f"change+cue={change}={cue}",
    )
    if change == "whole":
        names += (
            f"relation={relation}",
            f"cue+relation={cue}={relation}",
        )
    else:
        names += (
            f"at={change}={extent.at}",
            f"at+rule={change}={extent.at}={rule}",
            f"word={change}={extent.word}",
            f"word+at={change}={extent.word}={extent.at}",
            f"word+rule={change}={extent.word}={rule}",
        )
    for other in field.whole:
        if other != relation:
            names += (
                f"against={relation}={other}",
                f"against+rule={rule}={other}={change}",
            )
    for other, at in field.kinds:
        if (other, at) != (change, extent.at):
            names.append(f"beside={change}={other}={at}={rule}")
    score = round(extent.score - field.best, 1)
    names += (
        f"score={score}",
        f"score+change={score}={change}",
        f"rank={field.sizes.index(candidate.size)}={len(field.sizes)}",
    )
    words = sum([b - a for a, b in candidate.content])
    names += (
        f"length={length_class(words)}={change}",
        f"length+rule={length_class(words)}={rule}",
        f"quoted={bool(candidate.quotations)}={change}",
    )
    return names
