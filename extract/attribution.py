"""Find who is the source of what: attributions, nested ones included.

Candidates are scored (by learned weights, or by the rules alone), decoded score first,
extended over quotations without a cue of their own, and given a source. What lies
inside a content is then decoded by itself.
"""

from collections.abc import Iterator
from functools import lru_cache

from politigraph.extract.candidates import Candidate, Frame, settle
from politigraph.extract.cue_lexicon import cue_lemma, load_lexicon
from politigraph.extract.decoding import Neighbours, Scored, decode, decode_inside
from politigraph.extract.extents import best_extents
from politigraph.extract.frame_features import frame_features
from politigraph.extract.layout import Cover, Layout, Ranges, holds
from politigraph.extract.line_frames import line_frames
from politigraph.extract.nominal_frames import according_frames, adverb_frames, nominal_frames
from politigraph.extract.parse import Parse
from politigraph.extract.quotation_frames import quotation_frames
from politigraph.extract.records import Attribution, QuoteType
from politigraph.extract.rule_scores import rule_score
from politigraph.extract.speaker_features import choose_by_weights
from politigraph.extract.speakers import anchor_of, choose_by_rule, source_options, source_phrase
from politigraph.extract.starts import Starts
from politigraph.extract.turn_features import learned_decision, rivals_of
from politigraph.extract.turns import Decision, Reading, Situation, decide_by_rule, take_turns
from politigraph.extract.verb_frames import verb_frames
from politigraph.extract.weights import Weights, probability, summed

_RULE_THRESHOLD = 0.4
_NESTED_THRESHOLD = 0.65
_DEEPEST = 6

# What the rules are sure of stands unless the weights are against it or a better
# reading is: the training texts do not have every construction.
_SURE, _NOT_REFUTED = 0.85, 0.15


def find_attributions(parse: Parse, weights: Weights | None = None) -> tuple[Attribution, ...]:
    """Return the attributions of a text, in order; ``weights`` None = the rules alone."""
    layout = Layout(parse)
    scored = score_candidates(layout, weights)
    threshold = weights.setting["threshold"] if weights else _RULE_THRESHOLD
    readings = first_readings(layout, scored, threshold, weights)
    found = list(_attribute(layout, readings, weights))
    found += _nested(layout, scored, readings)
    return tuple(sorted(found, key=_position))


def _nested(layout: Layout, scored: list[Scored], readings: list[Reading]) -> Iterator[Attribution]:
    """Yield the reports inside the contents of others, layer by layer, by the rules alone.

    The training texts mark no report inside a report, so nothing can be learned of them.
    """
    rest = [
        Scored(s.candidate, s.by_rule, s.by_rule)
        for s in scored
        if s.by_rule >= _NESTED_THRESHOLD and s.candidate.cue
    ]
    for _ in range(_DEEPEST):
        taken = {id(r.candidate) for r in readings}
        contents = Cover(layout)
        for reading in readings:
            contents.add(reading.content)
        rest = [
            s for s in rest if id(s.candidate) not in taken and not contents.beyond(s.candidate.cue)
        ]
        starts = Starts([s.candidate.start for s in rest])
        readings = [
            Reading(s.candidate, s.score, s.candidate.content)
            for reading in readings
            for near in ([rest[k] for k in starts.within(reading.content)],)
            for s in decode_inside(layout, near, reading.content, _NESTED_THRESHOLD)
        ]
        if not readings:
            return
        yield from _attribute(layout, readings, None)


def score_candidates(layout: Layout, weights: Weights | None) -> list[Scored]:
    """Return every candidate of a text with its score."""
    if weights is None:
        by_rule = ((c, rule_score(layout, c)) for c in find_candidates(layout, _cues()))
        return [Scored(candidate, score, score) for candidate, score in by_rule]
    table = weights.frame
    bias = table.get("bias", 0.0)
    scored = []
    for candidate in find_candidates(layout, _cues(weights.cues)):
        ruled = rule_score(layout, candidate)
        weight = summed(table, frame_features(layout, candidate, ruled))
        scored.append(Scored(candidate, probability(bias + weight), ruled))
    return _with_lines(layout, scored)


@lru_cache(16)
def _cues(learned: frozenset[tuple[str, str]] = frozenset()) -> frozenset[tuple[str, str]]:
    return load_lexicon().lemmas | learned


def _with_lines(layout: Layout, scored: list[Scored]) -> list[Scored]:
    """Let the rules stand for headlines and exchanges, which the training texts hardly have.

    One "NAME: …" may be a caption; two speakers make an exchange.
    """
    lines = [s for s in scored if s.candidate.frame.pos == "L"]
    if not lines:
        return scored
    speakers = {
        layout.parse.word[s.candidate.frame.source[0][1] - 1]
        for s in lines
        if s.candidate.frame.rule == "transcript" and s.by_rule > 0
    }
    ruled = ("headline", "transcript") if len(speakers) > 1 else ("headline",)
    return [
        Scored(s.candidate, max(s.score, s.by_rule), s.by_rule)
        if s.candidate.frame.rule in ruled
        else s
        for s in scored
    ]


def first_readings(
    layout: Layout, scored: list[Scored], threshold: float, weights: Weights | None
) -> list[Reading]:
    """Return what is read at the outermost depth: the best candidates, and quotations."""
    if weights is None:
        chosen = decode(layout, scored, threshold)
    else:
        scored = best_extents(layout, scored, weights)
        chosen = _with_sure_ones(layout, scored, decode(layout, scored, threshold))
    readings = [Reading(s.candidate, s.score, s.candidate.content) for s in chosen]
    with_quotation: dict[int, list[Scored]] = {}
    for item in scored:
        for number in item.candidate.quotations:
            with_quotation.setdefault(number, []).append(item)

    def decide(layout: Layout, situation: Situation) -> tuple[Decision, float]:
        if weights is None:
            return decide_by_rule(layout, situation)
        near = with_quotation.get(situation.number, ())
        rivals = rivals_of(layout, situation.number, near)
        return learned_decision(layout, situation, rivals, weights)

    return take_turns(layout, readings, decide)


def _with_sure_ones(layout: Layout, scored: list[Scored], chosen: list[Scored]) -> list[Scored]:
    kept = {id(s.candidate) for s in chosen}
    near = Neighbours(layout)
    for item in chosen:
        near.add(item.candidate)
    sure = [
        Scored(s.candidate, by_rule, by_rule)
        for s in scored
        if s.score >= _NOT_REFUTED
        and id(s.candidate) not in kept
        and (by_rule := rule_score(layout, s.candidate)) >= _SURE
        and not near.conflicts(s.candidate)
    ]
    if not sure:
        return chosen
    return sorted(chosen + decode(layout, sure, 0), key=lambda s: s.candidate.start)


def find_candidates(layout: Layout, cues: frozenset[tuple[str, str]]) -> list[Candidate]:
    """Return every candidate of a text whose cue is among those lemmas."""
    return settle(layout, _frames(layout, cues))


def _frames(layout: Layout, cues: frozenset[tuple[str, str]]) -> Iterator[Frame]:
    parse = layout.parse
    pos, dep, lemmas = parse.pos, parse.dep, parse.lemma
    lexicon = load_lexicon()
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
        elif kind == "ADV" and lexicon.knows(lemmas[i], "R"):
            # Learned adverbs ("then", "still") are no words of saying.
            yield from adverb_frames(layout, i, lemmas[i])
        if parse.lower[i] in ("according", "per"):
            yield from according_frames(layout, i)
    yield from quotation_frames(layout)
    yield from line_frames(layout)


def _attribute(
    layout: Layout, readings: list[Reading], weights: Weights | None
) -> Iterator[Attribution]:
    """Give each reading its source; at one depth no token is in two contents."""
    chosen: list[int | None] = []
    taken = Cover(layout)
    by_score = sorted(readings, key=lambda r: -r.score)
    contents: dict[int, Ranges] = {}
    for reading in by_score:
        contents[id(reading)] = layout.trim(taken.beyond(reading.content))
        taken.add(reading.content)
    for reading in readings:
        content = contents[id(reading)]
        token, source = choose_source(layout, reading, chosen, weights)
        chosen.append(token)
        if content:
            yield _record(layout, reading, (token, source), content)


def choose_source(
    layout: Layout, reading: Reading, earlier: list[int | None], weights: Weights | None
) -> tuple[int | None, Ranges]:
    """Return the head and the tokens of a report's source, if it has one.

    ``earlier`` are the heads chosen for the reports before it.
    """
    candidate = reading.candidate
    if candidate is not None and candidate.frame.source:
        return candidate.frame.source[0][1] - 1, candidate.frame.source
    anchor = anchor_of(reading)
    options = source_options(layout, reading, earlier, anchor)
    token = None
    if weights is not None:
        token = choose_by_weights(layout, reading, options, anchor, weights)
    # Somebody speaks a quotation: without a likely source, who had the turn.
    if weights is None or (token is None and quote_type(layout, reading.content) == "direct"):
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
