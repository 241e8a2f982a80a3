"""What a phrase looks like as the source of a report, as named features."""

from politigraph.extract.frame_features import length_class
from politigraph.extract.layout import Layout, holds
from politigraph.extract.turns import Reading
from politigraph.extract.weights import Weights, probability, summed

_EARLIER = frozenset({"prevsrc1", "prevsrc2", "prevsrc3"})


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
    token, tags = option
    parse = layout.parse
    names: list[str] = ["bias"]
    frame = reading.candidate.frame if reading.candidate else None
    rule = frame.rule if frame else "free"
    relation = frame.relation if frame else "free"
    lemma = frame.lemma if frame else "free"
    kind = speaker_kind(layout, token)
    coarse = kind.partition(":")[0]
    for how in tags:
        names += (
            f"how={how}",
            f"how+rule={how}={rule}",
            f"how+kind={how}={coarse}",
            f"how+relation={how}={relation}",
            f"how+cue={how}={lemma}",
        )
    for other in sorted(best):
        if other not in tags:
            names += (
                f"other={other}",
                f"other+rule={other}={rule}",
            )
    main = tags[0]
    names += (
        f"kind={kind}",
        f"kind+rule={kind}={rule}",
        f"main={main}",
        f"main+rule={main}={rule}",
        f"main+kind={main}={kind}",
        f"word={parse.lemma[token]}",
        f"dep={parse.dep[token]}={rule}",
    )
    side = "L" if token < anchor else "R"
    distance = length_class(abs(token - anchor))
    names += (
        f"distance={side}={distance}",
        f"distance+rule={rule}={side}={distance}",
    )
    inside = holds(reading.content, token)
    names += (
        f"in-content={inside}={rule}",
        f"in-content+main={inside}={main}",
        f"quoted={layout.quoted[token] >= 0}={layout.quoted[anchor] >= 0}={rule}",
        f"in-cue={holds(reading.cue, token)}",
        f"same-paragraph={layout.paragraph[token] == layout.paragraph[anchor]}",
        f"tags={min(4, len(tags))}",
        f"again={not _EARLIER.isdisjoint(tags)}={rule}",
    )
    if frame:
        names += (
            f"tag={rule}={parse.tag[anchor]}",
            f"cue-dep={parse.dep[anchor]}={main}",
        )
    else:
        first = layout.paragraphs[layout.paragraph[anchor]][0]
        names.append(f"free-line={first == anchor}={main}")
    return names


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
    kinds, table = offered(options), weights.speaker
    for option in options.items():
        names = speaker_features(layout, reading, option, anchor, kinds)
        score = summed(table, names)
        if score > best:
            best, choice = score, option[0]
    return choice if probability(best) >= weights.setting.get("speaker-threshold", 0.3) else None
