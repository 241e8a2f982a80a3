"""How a report's content is put: affirmed or negated, certain or hedged."""

from bisect import bisect_left
from collections.abc import Collection
from functools import cache

from politigraph.extract.cue_lexicon import data_rows
from politigraph.extract.parse import Parse
from politigraph.extract.records import Attribution, Certainty, Polarity

_UNCOMMITTED = frozenset({"ask", "demand", "propose", "intend", "decline"})
_VERBAL = frozenset({"VERB", "AUX"})


def content_tokens(parse: Parse, attribution: Attribution) -> list[int]:
    """Return the tokens of a content, white space left out."""
    found: list[int] = []
    for span in attribution.content:
        first = bisect_left(parse.end, span.start + 1)
        inside = range(first, bisect_left(parse.start, span.end, first))
        found += [i for i in inside if not parse.is_space[i]]
    return found


def main_clause(parse: Parse, tokens: list[int]) -> int | None:
    """Return the head of the first clause of a content: its highest verb, or noun."""
    inside, heads, pos = set(tokens), parse.head, parse.pos
    tops = [i for i in tokens if heads[i] not in inside or heads[i] == i]
    tops = [i for i in tops if pos[i] != "PUNCT"]
    return next((i for i in tops if pos[i] in _VERBAL), tops[0] if tops else None)


def polarity(parse: Parse, head: int | None, denied: bool) -> Polarity:
    """Return whether the speaker affirms or negates the content.

    A denial negates; so does a negation in the content's main clause, but not
    that of a verb which itself refuses ("we do not reject them").
    """
    if denied:
        return "negative"
    if head is None or not is_negated(parse, head):
        return "positive"
    return "positive" if parse.lemma[head] in _words("reverser") else "negative"


def is_negated(parse: Parse, head: int) -> bool:
    """Tell whether a verb is negated: by an adverb, or by "no" in its subject or object."""
    negators = _words("negator")
    for child in parse.children[head]:
        if parse.dep[child] == "neg" or parse.lower[child] in ("nobody", "nothing", "none"):
            return True
        if parse.lower[child] in negators and parse.dep[child] in ("advmod", "preconj"):
            return True
        if parse.dep[child] in ("nsubj", "dobj", "attr", "nsubjpass") and any(
            parse.lower[k] == "no" for k in parse.children[child]
        ):
            return True
    return False


def cue_is_negated(parse: Parse, cue: int, content: Collection[int]) -> bool:
    """Tell whether a cue is negated by its own words, none of them among those of its content.

    "He said nothing will change": the "no" must not come from the content.
    """
    if not is_negated(parse, cue):
        return False
    inside = set(content)
    return any(
        parse.dep[k] == "neg" or parse.lower[k] == "never"
        for k in parse.children[cue]
        if k not in inside
    )


def certainty(parse: Parse, attribution: Attribution, act: str, head: int | None) -> Certainty:
    """Return how certain the speaker is made to be, after FactBank's levels."""
    levels = _hedges()
    by_cue = levels.get(("cue", attribution.cue_lemma))
    if act in _UNCOMMITTED or by_cue == "underspecified":
        return "underspecified"
    found: list[Certainty] = [by_cue] if by_cue else []
    if head is not None:
        for i in (head, *parse.children[head]):
            level = levels.get(("content", parse.lemma[i]))
            # The verb "may" hedges; the month does not.
            if level and parse.pos[i] not in ("NOUN", "PROPN"):
                found.append(level)
    if "possible" in found:
        return "possible"
    return "probable" if "probable" in found else "certain"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(
        w for row in data_rows("polarity.tsv") if row[0] == kind for w in row[1].split()
    )


@cache
def _hedges() -> dict[tuple[str, str], Certainty]:
    levels: dict[str, Certainty] = {
        "probable": "probable",
        "possible": "possible",
        "underspecified": "underspecified",
    }
    return {
        (where, word): levels[level]
        for level, where, words in data_rows("hedges.tsv")
        for word in words.split()
    }
