"""The values that features of several kinds speak of: classes of lengths, words, subjects."""

from politigraph.extract.layout import Layout
from politigraph.extract.subjects import Subject

_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35, 60)
_CLASSES = tuple(str(next(b for b in _LENGTHS if n <= b)) for n in range(_LENGTHS[-1] + 1))


def length_class(words: int) -> str:
    """Return the class of a length in words: its upper bound.

    >>> length_class(1), length_class(7), length_class(70)
    ('1', '8', '61+')
    """
    return _CLASSES[words] if words < len(_CLASSES) else "61+"


def plain_word(layout: Layout, i: int) -> str:
    """Return a word's entity label, or its lemma: whom a name names tells nothing general."""
    return layout.parse.ner[i] or layout.parse.lemma[i]


def subject_kind(layout: Layout, subject: Subject | None) -> str:
    """Return the kind of a subject: its pronoun, entity label or part of speech."""
    if subject is None:
        return "none"
    parse, i = layout.parse, subject.token
    if parse.pos[i] == "PRON":
        return parse.lower[i]
    return parse.ner[i] or parse.pos[i]
