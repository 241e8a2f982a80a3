"""Quotations and the verbs that stand before or after them in their paragraph.

No tree is needed: a quotation breaks many parses, and its cue is seldom far.
"""

from collections.abc import Iterator

from politigraph.extract.candidates import Frame
from politigraph.extract.cue_lexicon import cue_lemma, load_lexicon
from politigraph.extract.layout import Layout
from politigraph.extract.subjects import Subject, subject_of

_REACH = 30
_MOST = 3
_SHORTEST = 3
_STOPS = frozenset({".", "?", "!"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})


def quotation_frames(layout: Layout) -> Iterator[Frame]:
    """Yield each quotation of three words or more with up to three verbs on either side.

    The relation says the side and the rank: ``after1`` is the first verb after
    the quotation. Any verb may report there: "“Yes,” she deadpanned."
    """
    for number, (start, end) in enumerate(layout.quotations):
        if word_count(layout, start, end) < _SHORTEST:
            continue
        for side, reach in (
            ("after", range(end, min(layout.parse.length, end + _REACH))),
            ("before", range(start - 1, max(-1, start - 1 - _REACH), -1)),
        ):
            for rank, verb in enumerate(_verbs(layout, number, reach), 1):
                yield _frame(layout, number, verb, f"{side}{rank}")
                if rank == _MOST:
                    break


def word_count(layout: Layout, start: int, end: int) -> int:
    """Return how many tokens of a range are words."""
    return layout.words[end] - layout.words[start] if start < end else 0


def _verbs(layout: Layout, number: int, reach: range) -> Iterator[int]:
    """Yield the verbs in reach, up to the sentence's end or another quotation."""
    parse = layout.parse
    paragraph = layout.paragraph[layout.quotations[number][0]]
    first = reach.start
    for i in reach:
        other = layout.quoted[i]
        if layout.paragraph[i] != paragraph:
            return
        if other >= 0 and word_count(layout, *layout.quotations[other]) >= _SHORTEST:
            return
        if parse.word[i] in _STOPS and reach.step < 0 and i != first:
            return
        verb = parse.pos[i] in ("VERB", "AUX") and parse.dep[i] not in _AUXILIARIES
        if verb and _may_report(layout, i):
            yield i
        if parse.word[i] in _STOPS and reach.step > 0 and i != first:
            return


def _may_report(layout: Layout, verb: int) -> bool:
    """Tell "she deadpanned" from "they did not link": who did not do it did not say it."""
    parse = layout.parse
    known = (cue_lemma(parse.lemma[verb]), "V") in load_lexicon().lemmas
    return known or all(parse.dep[k] != "neg" for k in parse.children[verb])


def _frame(layout: Layout, number: int, verb: int, relation: str) -> Frame:
    parse = layout.parse
    beside = [k for k in parse.children[verb] if parse.dep[k] in _AUXILIARIES]
    beside = [k for k in beside if layout.quoted[k] != number]
    particle = next((parse.lower[k] for k in beside if parse.dep[k] == "prt"), "")
    subject: Subject | None = subject_of(parse, verb)
    if subject and layout.quoted[subject.token] == number:
        subject = None
    lemma = parse.lemma[verb] + ("_" + particle if particle else "")
    return Frame(
        "quotation",
        relation,
        lemma,
        "V",
        verb,
        tuple(sorted((verb, *beside))),
        (layout.quotations[number],),
        -1,
        subject,
    )
