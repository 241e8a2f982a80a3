"""What a candidate by the form of a line looks like: headlines and exchanges."""

from politigraph.extract.candidates import Candidate
from politigraph.extract.feature_values import length_class, plain_word
from politigraph.extract.layout import Layout


def line_features(layout: Layout, candidate: Candidate, prior: float) -> list[str]:
    """Return the names of the features of a candidate; ``prior`` is its score by rule."""
    parse, relation = layout.parse, candidate.frame.relation
    names: list[str] = []
    add = names.append
    add(f"rule={candidate.frame.rule}")
    add(f"relation=L={relation}")
    add(f"line-prior={relation}={prior}")
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
    return names


def _known_as(layout: Layout, token: int) -> str:
    """Return the entity label that a name has elsewhere in the text, in full sentences."""
    parse = layout.parse
    paragraph = layout.paragraph[token]
    for _, end, label in parse.names:
        last = end - 1 if parse.lower[end - 1] not in ("'s", "’s") else end - 2
        if parse.word[last] == parse.word[token] and layout.paragraph[last] != paragraph:
            return label
    return "-"
