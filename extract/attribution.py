"""Find who is the source of what: attributions, nested ones included.

Candidates are scored (by learned weights, or by the rules alone), decoded score first,
extended over quotations without a cue of their own, and given a source. What lies
inside a content is then decoded by itself.
"""

from collections.abc import Iterator

from politigraph.extract.candidates import Candidate, Frame, settle
from politigraph.extract.cue_lexicon import CueLexicon, cue_lemma, load_lexicon
from politigraph.extract.decoding import Scored, decode, decode_inside
from politigraph.extract.layout import Layout, Ranges, holds, subtract, union
from politigraph.extract.line_frames import line_frames
from politigraph.extract.nominal_frames import according_frames, adverb_frames, nominal_frames
from politigraph.extract.parse import Parse
from politigraph.extract.quotation_frames import quotation_frames
from politigraph.extract.records import Attribution, QuoteType
from politigraph.extract.rule_scores import rule_score
from politigraph.extract.speakers import anchor_of, choose_by_rule, source_options, source_phrase
from politigraph.extract.turns import Reading, decide_by_rule, take_turns
from politigraph.extract.verb_frames import verb_frames
from politigraph.extract.weights import Weights

_THRESHOLD = 0.4
_DEEPEST = 6


def find_attributions(parse: Parse, weights: Weights | None = None) -> tuple[Attribution, ...]:
    """Return the attributions of a text, in order; ``weights`` None = the rules alone."""
    del weights
    layout = Layout(parse)
    candidates = find_candidates(layout, load_lexicon())
    scored = [Scored(c, rule_score(layout, c)) for c in candidates]
    scored = [s for s in scored if s.score >= _THRESHOLD]
    first = [Reading(s.candidate, s.score, s.candidate.content) for s in decode(layout, scored, 0)]
    readings = take_turns(layout, first, decide_by_rule)
    found = list(_attribute(layout, readings))
    for _ in range(_DEEPEST):
        taken = {id(r.candidate) for r in readings}
        deeper: list[Reading] = []
        for reading in readings:
            rest = [s for s in scored if id(s.candidate) not in taken]
            inside = decode_inside(layout, rest, reading.content, 0)
            deeper += [Reading(s.candidate, s.score, s.candidate.content) for s in inside]
        if not deeper:
            break
        readings = deeper
        found += _attribute(layout, readings)
    return tuple(sorted(found, key=_position))


def find_candidates(layout: Layout, lexicon: CueLexicon) -> list[Candidate]:
    """Return every candidate of a text whose cue the lexicon knows."""
    return settle(layout, _frames(layout, lexicon.lemmas))


def _frames(layout: Layout, cues: frozenset[tuple[str, str]]) -> Iterator[Frame]:
    parse = layout.parse
    pos, dep, lemmas = parse.pos, parse.dep, parse.lemma
    for i in range(parse.length):
        kind = pos[i]
        if kind in ("VERB", "AUX"):
            if dep[i] not in ("aux", "auxpass"):
                lemma = cue_lemma(lemmas[i])
                if (lemma, "V") in cues:
                    yield from verb_frames(layout, i, lemma)
        elif kind == "NOUN":
            if (lemmas[i], "N") in cues:
                yield from nominal_frames(layout, i, lemmas[i])
        elif kind == "ADJ":
            if (lemmas[i], "A") in cues:
                yield from nominal_frames(layout, i, lemmas[i])
        elif kind == "ADV" and (lemmas[i], "R") in cues:
            yield from adverb_frames(layout, i, lemmas[i])
        if parse.lower[i] in ("according", "per"):
            yield from according_frames(layout, i)
    yield from quotation_frames(layout, lambda i: (cue_lemma(lemmas[i]), "V") in cues)
    yield from line_frames(layout)


def _attribute(layout: Layout, readings: list[Reading]) -> Iterator[Attribution]:
    """Give each reading its source; at one depth no token is in two contents."""
    chosen: list[int | None] = []
    taken: Ranges = ()
    by_score = sorted(readings, key=lambda r: -r.score)
    contents: dict[int, Ranges] = {}
    for reading in by_score:
        contents[id(reading)] = layout.trim(subtract(reading.content, taken))
        taken = union(taken, reading.content)
    for reading in readings:
        content = contents[id(reading)]
        token, source = _source(layout, reading, chosen)
        chosen.append(token)
        if content:
            yield _record(layout, reading, (token, source), content)


def _source(
    layout: Layout, reading: Reading, earlier: list[int | None]
) -> tuple[int | None, Ranges]:
    candidate = reading.candidate
    if candidate is not None and candidate.frame.source:
        return candidate.frame.source[0][1] - 1, candidate.frame.source
    options = source_options(layout, reading, earlier, anchor_of(reading))
    options = {t: tags for t, tags in options.items() if not holds(reading.content, t)}
    token = choose_by_rule(reading, options)
    return token, () if token is None else source_phrase(layout, token, reading)


def _record(
    layout: Layout, reading: Reading, source: tuple[int | None, Ranges], content: Ranges
) -> Attribution:
    frame = reading.candidate.frame if reading.candidate else None
    return Attribution(
        source=layout.spans(source[1]),
        cue=layout.spans(reading.cue),
        content=layout.spans(content),
        cue_lemma=frame.lemma if frame else "",
        quote_type=quote_type(layout, content),
        rule=f"{frame.rule}/{frame.relation}" if frame else "free-quotation",
        score=round(reading.score, 3),
        source_head=source[0],
        cue_head=frame.head if frame and frame.pos != "L" else None,
    )


def quote_type(layout: Layout, content: Ranges) -> QuoteType:
    """Tell whether all words of a content stand in quotation marks, some, or none."""
    parse = layout.parse
    words = [
        layout.quoted[i] >= 0
        for start, end in content
        for i in range(start, end)
        if parse.pos[i] not in ("PUNCT", "SPACE")
    ]
    if all(words):
        return "direct" if words else "indirect"
    return "mixed" if any(words) else "indirect"


def _position(attribution: Attribution) -> tuple[int, int]:
    first = min(span.start for span in (*attribution.content, *attribution.cue))
    return first, -attribution.content[-1].end
