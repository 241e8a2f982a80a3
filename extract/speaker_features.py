"""What a phrase looks like as the source of a report, as named features."""

from politigraph.extract.feature_groups import Group, Names, names_of
from politigraph.extract.feature_values import length_class
from politigraph.extract.layout import Layout, holds
from politigraph.extract.turns import Reading
from politigraph.extract.weights import Weights, probability


def speaker_kind(layout: Layout, token: int) -> str:
    """Return the kind of a phrase: its pronoun, entity label or part of speech."""
    parse = layout.parse
    if parse.pos[token] == "PRON":
        return "pron:" + parse.lower[token]
    return parse.ner[token] or parse.pos[token]


def speaker_features(
    layout: Layout,
    reading: Reading,
    option: tuple[int, list[str]],
    anchor: int,
    best: frozenset[str],
) -> list[str]:
    """Return the names of the features of one option for a report's source.

    ``option`` is a token with how it was found; ``best`` says which kinds of
    option (own subject, agent) the report offers at all.
    """
    return names_of(*speaker_groups(layout, reading, option, anchor, best))


def speaker_groups(
    layout: Layout,
    reading: Reading,
    option: tuple[int, list[str]],
    anchor: int,
    best: frozenset[str],
) -> tuple[list[Group], list[str]]:
    """Return the features of an option: in groups of closed classes, and by themselves."""
    token, tags = option
    parse, quoted, paragraph = layout.parse, layout.quoted, layout.paragraph
    frame = reading.candidate.frame if reading.candidate else None
    rule = frame.rule if frame else "free"
    relation = frame.relation if frame else "free"
    lemma = frame.lemma if frame else "free"
    kind, main = speaker_kind(layout, token), tags[0]
    coarse = kind.partition(":")[0]
    groups: list[Group] = [(_of_finding, how, rule, coarse, relation, lemma) for how in tags]
    groups += [(_of_better, other, rule) for other in sorted(best) if other not in tags]
    groups.append((_of_kind, rule, main, kind, parse.dep[token], min(4, len(tags))))
    side = "L" if token < anchor else "R"
    groups.append((_of_distance, rule, side, length_class(abs(token - anchor))))
    inside = holds(reading.content, token)
    groups.append((_of_quoting, rule, main, inside, quoted[token] >= 0, quoted[anchor] >= 0))
    together = paragraph[token] == paragraph[anchor]
    again = any(t.startswith("prevsrc") for t in tags)
    groups.append((_of_place, rule, holds(reading.cue, token), together, again))
    if frame:
        groups.append((_of_anchor, rule, main, parse.tag[anchor], parse.dep[anchor]))
    else:
        first = layout.paragraphs[paragraph[anchor]][0]
        groups.append((_of_free_line, main, first == anchor))
    return groups, [f"word={parse.lemma[token]}"]


def _of_finding(how: str, rule: str, kind: str, relation: str, lemma: str) -> Names:
    return (
        f"how={how}",
        f"how+rule={how}={rule}",
        f"how+kind={how}={kind}",
        f"how+relation={how}={relation}",
        f"how+cue={how}={lemma}",
    )


def _of_better(other: str, rule: str) -> Names:
    return f"other={other}", f"other+rule={other}={rule}"


def _of_kind(rule: str, main: str, kind: str, dep: str, tags: int) -> Names:
    return (
        "bias",
        f"kind={kind}",
        f"kind+rule={kind}={rule}",
        f"main={main}",
        f"main+rule={main}={rule}",
        f"main+kind={main}={kind}",
        f"dep={dep}={rule}",
        f"tags={tags}",
    )


def _of_distance(rule: str, side: str, distance: str) -> Names:
    return f"distance={side}={distance}", f"distance+rule={rule}={side}={distance}"


def _of_quoting(rule: str, main: str, inside: bool, quoted: bool, quoted_cue: bool) -> Names:
    return (
        f"in-content={inside}={rule}",
        f"in-content+main={inside}={main}",
        f"quoted={quoted}={quoted_cue}={rule}",
    )


def _of_place(rule: str, in_cue: bool, together: bool, again: bool) -> Names:
    return f"in-cue={in_cue}", f"same-paragraph={together}", f"again={again}={rule}"


def _of_anchor(rule: str, main: str, tag: str, dep: str) -> Names:
    return f"tag={rule}={tag}", f"cue-dep={dep}={main}"


def _of_free_line(main: str, at_start: bool) -> Names:
    return (f"free-line={at_start}={main}",)


def offered(options: dict[int, list[str]]) -> frozenset[str]:
    """Return which of the strongest kinds of option there are.

    >>> sorted(offered({3: ["S_own", "bef0"], 7: ["agent"], 9: ["bef1"]}))
    ['S_own', 'agent']
    """
    return frozenset(t for tags in options.values() for t in tags if t in ("S_own", "agent"))


def choose_by_weights(
    layout: Layout, reading: Reading, options: dict[int, list[str]], anchor: int, weights: Weights
) -> int | None:
    """Return the most probable option, or None where none is probable enough."""
    best, choice = float("-inf"), None
    kinds, total = offered(options), weights.speaker_sums.total
    for option in options.items():
        score = total(*speaker_groups(layout, reading, option, anchor, kinds))
        if score > best:
            best, choice = score, option[0]
    return choice if probability(best) >= weights.setting.get("speaker-threshold", 0.3) else None
