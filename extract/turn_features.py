"""What a quotation without a cue looks like, as named features."""

from collections.abc import Callable, Sequence

from politigraph.extract.decoding import Scored
from politigraph.extract.frame_features import length_class
from politigraph.extract.layout import Layout
from politigraph.extract.quotation_frames import word_count
from politigraph.extract.turns import Decision, Reading, Situation
from politigraph.extract.weights import Weights, probability, summed

_POINTS = frozenset('.,:;!?-–—()”"“')
_ENDS = frozenset(".,?!")


def turn_features(layout: Layout, situation: Situation, rivals: Sequence[Scored] = ()) -> list[str]:
    """Return the names of the features of an uncovered quotation.

    ``rivals`` are the candidates whose content covers it and that were not chosen.
    """
    names: list[str] = ["bias"]
    add = names.append
    start, end = layout.quotations[situation.number]
    parse, first = layout.parse, layout.paragraphs[layout.paragraph[start]][0]
    last = layout.paragraphs[layout.paragraph[start]][1]
    words = length_class(word_count(layout, start, end))
    inner = parse.word[end - 2] if end - 2 > start else ""
    closing = inner if inner in _ENDS else "word"
    capital = "capital" if parse.word[min(start + 1, end - 1)][:1].isupper() else "small"
    before = _neighbour(parse.word[start - 1]) if start > first else "start"
    after = _neighbour(parse.word[end]) if end < last else "end"
    whole = before == "start" and after == "end"
    add(f"words={words}")
    add(f"capital={capital}")
    add(f"closing={closing}")
    add(f"before={before}")
    add(f"after={after}")
    add(f"whole={whole}={capital}")
    add(f"shape={capital}={closing}={before}={words}")
    add(f"headline={start < layout.headline}")
    add(f"covered={round(situation.covered, 1)}")
    mark = layout.marks[situation.number]
    add(f"reopened={mark.reopened}")
    add(f"closed={mark.closed}")
    place = _previous(layout, situation, add)
    gap = "0" if place == "same" and _gap(layout, situation) == 0 else "1+"
    add(f"place+capital={place}={gap}={capital}={before}")
    add(f"place+shape={place}={gap}={capital}={closing}")
    add(f"place+whole={place}={whole}")
    add(f"place+words={place}={gap}={words}")
    _following(layout, situation, add)
    best = max(rivals, key=lambda s: s.score, default=None)
    if best is not None:
        level = round(min(0.5, best.score), 1)
        add(f"rival={level}")
        add(f"rival+rule={best.candidate.frame.rule}")
        add(f"rival+place={level}={place}")
    return names


def _neighbour(word: str) -> str:
    return word if word in _POINTS else "word"


def _gap(layout: Layout, situation: Situation) -> int:
    return word_count(layout, situation.reach, layout.quotations[situation.number][0])


def _previous(layout: Layout, situation: Situation, add: Callable[[str], None]) -> str:
    """Add what is known of the report before; return where it stands."""
    previous, parse = situation.previous, layout.parse
    if previous is None:
        add("place=none")
        return "none"
    start = layout.quotations[situation.number][0]
    here = layout.paragraph[start]
    there = layout.paragraph[situation.reach - 1]
    place = "same" if there == here else "before" if there == here - 1 else "far"
    told = any(layout.quoted[i] >= 0 for i, _ in previous.content)
    quoted = "direct" if told else "indirect"
    add(f"place={place}={quoted}")
    add(f"previous-free={previous.candidate is None}={place}")
    gap = _gap(layout, situation)
    size = length_class(gap) if gap else "0"
    add(f"gap={place}={size}={quoted}")
    rule = previous.candidate.frame.rule if previous.candidate else "free"
    add(f"previous-rule={rule}={place}")
    if previous.candidate:
        add(f"previous-cue={previous.candidate.frame.lemma}={place}={'0' if not gap else '1+'}")
        order = "cue-first" if previous.cue[0][0] < previous.content[0][0] else "cue-last"
        add(f"order={place}={order}={'0' if not gap else '1+'}")
    if place == "same" and 0 < gap < 40:
        between = range(situation.reach, start)
        verbs = [i for i in between if parse.pos[i] == "VERB"]
        for i in verbs[-2:]:
            add(f"gap-verb={parse.lemma[i]}")
        add(f"gap-verbs={min(2, len(verbs))}")
        someone = any(parse.pos[i] == "PRON" or parse.ner[i] == "PERSON" for i in between)
        add(f"gap-person={someone}")
        stops = sum(parse.word[i] in ".?!" for i in between)
        add(f"gap-stops={min(2, stops)}={quoted}")
    if place == "before":
        end = layout.paragraphs[there][1]
        add(f"previous-to-end={previous.content[-1][1] >= end - 1}")
        add(f"previous-colon={parse.word[end - 1] == ':'}")
    return place


def _following(layout: Layout, situation: Situation, add: Callable[[str], None]) -> None:
    following, end = situation.following, layout.quotations[situation.number][1]
    if following is None:
        add("next=none")
        return
    here, there = layout.paragraph[end - 1], layout.paragraph[following.start]
    place = "same" if here == there else "after" if there == here + 1 else "far"
    add(f"next={place}")
    if place == "same":
        gap = word_count(layout, end, following.start)
        add(f"next-gap={length_class(gap) if gap else '0'}")


def learned_decision(
    layout: Layout, situation: Situation, rivals: Sequence[Scored], weights: Weights
) -> tuple[Decision, float]:
    """Return what the weights make of a quotation, with its probability.

    ``join`` and ``free`` weigh against ``none``, whose score is 0.
    """
    names = turn_features(layout, situation, rivals)
    join = summed(weights.join, names)
    free = summed(weights.free, names)
    if join > free and join > 0 and situation.previous:
        return "join", probability(join)
    free -= weights.setting.get("free-margin", 0.0)
    return ("free", probability(free)) if free > 0 else ("none", probability(-free))


def rivals_of(layout: Layout, number: int, scored: Sequence[Scored]) -> list[Scored]:
    """Return the scored candidates whose content covers most of a quotation."""
    region = (layout.quotations[number],)
    least = 0.7 * layout.size(region)
    return [
        s
        for s in scored
        if number in s.candidate.quotations and layout.overlap(s.candidate.content, region) > least
    ]


def place_of(reading: Reading) -> str:
    """Return the rule of a reading, ``free`` for a free-standing quotation."""
    return reading.candidate.frame.rule if reading.candidate else "free"
