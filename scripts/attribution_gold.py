"""Read annotated articles (PolNeAR's roles) and label candidates by them."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from politigraph.extract.candidates import Candidate
from politigraph.extract.cue_lexicon import cue_lemma
from politigraph.extract.layout import Layout, Ranges, union
from politigraph.extract.parse import Parse

_KINDS = {"VERB": "V", "AUX": "V", "NOUN": "N", "ADJ": "A", "ADV": "R"}
_FARTHEST = 600
_MOST_TURNS = 6
_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution as token ranges; ``size`` is that of its content."""

    source: Ranges
    cue: Ranges
    content: Ranges
    size: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its layout and gold attributions."""

    record: dict[str, Any]
    layout: Layout
    gold: tuple[Gold, ...]


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def annotate(record: dict[str, Any], parse: Parse) -> Annotated:
    """Return an article with its annotations placed on its tokens."""
    layout = Layout(parse)
    gold = []
    for item in record["attributions"]:
        source, cue, content = (_tokens(parse, item[r]) for r in ("source", "cue", "content"))
        if content:
            gold.append(Gold(source, cue, content, layout.size(content)))
    return Annotated(record, layout, tuple(gold))


def _tokens(parse: Parse, spans: list[list[int]]) -> Ranges:
    found = []
    for begin, end in spans:
        first = last = bisect_left(parse.end, begin + 1)
        while last < parse.length and parse.start[last] < end:
            last += 1
        if first < last:
            found.append((first, last))
    return union(tuple(found))


def cue_lemmas(articles: Sequence[Annotated], least: int) -> frozenset[tuple[str, str]]:
    """Return the lemmas, with part of speech, that are in a cue at least so often."""
    seen: Counter[tuple[str, str]] = Counter()
    for article in articles:
        parse = article.layout.parse
        for gold in article.gold:
            for i in (i for start, end in gold.cue for i in range(start, end)):
                kind = _KINDS.get(parse.pos[i])
                if kind and parse.dep[i] not in ("aux", "auxpass"):
                    lemma = cue_lemma(parse.lemma[i]) if kind == "V" else parse.lemma[i]
                    seen[lemma, kind] += 1
    return frozenset(key for key, count in seen.items() if count >= least)


def verb_lemmas(articles: Sequence[Annotated]) -> frozenset[tuple[str, str]]:
    """Return the lemmas of all verbs."""
    return frozenset(
        (cue_lemma(parse.lemma[i]), "V")
        for parse in (article.layout.parse for article in articles)
        for i in range(parse.length)
        if parse.pos[i] in ("VERB", "AUX")
    )


def jaccard(layout: Layout, a: Ranges, b: Ranges) -> float:
    """Return the share of characters of two contents that they have in common."""
    shared = layout.overlap(a, b)
    return shared / (layout.size(a) + layout.size(b) - shared) if shared else 0.0


def labels(article: Annotated, candidates: Sequence[Candidate]) -> list[int]:
    """Return 1 for each candidate that reads a gold attribution: its cue, half its content.

    The quotations that follow in a candidate's paragraph may be missing: they are joined
    later.
    """
    return [int(_best_gold(article, candidate)[1] >= 0.5) for candidate in candidates]


def extent_labels(article: Annotated, readings: Sequence[Candidate]) -> list[int]:
    """Return 1 for each reading of one cue that is about as good as its best, else 0.

    A reading that counts the source among the content is not good. None is, where no
    reading has half of the content.
    """
    shares = [_best_gold(article, r, without_source=True)[1] for r in readings]
    best = max(shares, default=0.0)
    return [int(best >= 0.5 and share >= max(0.5, best - _MARGIN)) for share in shares]


def _best_gold(
    article: Annotated, candidate: Candidate, without_source: bool = False
) -> tuple[int, float]:
    """Return the gold attribution that a candidate reads best, and how well (0..1)."""
    low, high = candidate.content[0][0], candidate.content[-1][1]
    layout = article.layout
    best = (-1, 0.0)
    for number, gold in enumerate(article.gold):
        if gold.content[0][0] > high + _FARTHEST or gold.content[-1][1] < low:
            continue
        if gold.cue and candidate.cue and not layout.overlap(gold.cue, candidate.cue):
            continue
        covered = layout.overlap(gold.source, candidate.content)
        if without_source and 2 * covered > layout.size(gold.source) > 0:
            continue
        contents = (candidate.content, *_continued(layout, candidate))
        share = max(jaccard(layout, c, gold.content) for c in contents)
        if share > best[1]:
            best = (number, share)
    return best


def _continued(layout: Layout, candidate: Candidate) -> list[Ranges]:
    if not candidate.quotations:
        return []
    found: list[Ranges] = []
    content, last = candidate.content, candidate.quotations[-1]
    paragraph = layout.paragraph[content[-1][0]]
    for quotation in layout.quotations[last + 1 : last + _MOST_TURNS]:
        if layout.paragraph[quotation[0]] != paragraph:
            break
        content = union(content, (quotation,))
        found.append(content)
    return found
