"""One parsed text as plain lists, which every rule reads.

Rules look at each token many times, and a list look-up costs a tenth of a spaCy
``Token`` attribute; so the ``Doc`` is unpacked once, and the rules depend on no
library at all.
"""

from collections.abc import Iterator
from operator import add
from typing import TYPE_CHECKING

from politigraph.extract.records import Span

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_COLUMNS: list[int | str] = ["ORTH", "SPACY", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "IDX"]
_GAP = ("", " ")  # after a token, without and with a space


class Parse:
    """Tokens, dependency tree, entities, sentences and paragraphs of one text.

    Every list has one element a token. ``head[i] == i`` marks the root of a
    sentence. ``start`` and ``end`` are code point offsets in ``text``. Whitespace
    tokens are kept (``is_space``), so that token indices are spaCy's.
    Labels: Universal POS in ``pos``, Penn Treebank in ``tag``, ClearNLP in ``dep``,
    OntoNotes in ``ner``.
    """

    # Slots, and nothing worked out later: an attribute is read in a third of the time.
    __slots__ = (
        "capitals", "children", "dep", "end", "head", "is_space", "lemma", "length", "lower",
        "names", "ner", "paragraph_of", "pos", "sentence_of", "sentences", "start", "tag", "text",
        "trees", "word",
    )  # fmt: skip

    def __init__(self, doc: "Doc") -> None:
        self.length: int = len(doc)
        # One array of numbers, where a ``Token`` for each look at each token takes thrice as long.
        orth, spaced, lemma, pos, tag, dep, ner, start = doc.to_array(_COLUMNS).T.tolist()
        strings = doc.vocab.strings
        self.word: list[str] = [strings[k] for k in orth]
        # ``Doc.text`` would make a ``Token`` of each word.
        self.text: str = "".join(map(add, self.word, map(_GAP.__getitem__, spaced)))
        self.lower: list[str] = list(map(str.lower, self.word))
        self.lemma: list[str] = list(map(str.lower, [strings[k] for k in lemma]))
        self.pos: list[str] = _labels(strings, pos)
        self.tag: list[str] = _labels(strings, tag)
        self.dep: list[str] = _labels(strings, dep)
        # The array is unsigned, and a head may stand to the left.
        shift = doc.to_array("HEAD").view("int64").tolist()
        self.head: list[int] = list(map(add, range(self.length), shift))
        self.start: list[int] = start
        self.end: list[int] = list(map(add, start, map(len, self.word)))
        self.is_space: list[bool] = list(map(str.isspace, self.word))
        self.ner: list[str] = _labels(strings, ner)
        self.names: list[tuple[int, int, str]] = [(e.start, e.end, e.label_) for e in doc.ents]
        """Token ranges of the tagger's named entities, with their label."""
        self.sentences: list[tuple[int, int]] = [(s.start, s.end) for s in doc.sents]
        """Token ranges of the sentences, in order."""

        self.children: list[list[int]] = _children(self.head)
        """The direct dependents of each token, left to right."""
        self.capitals: list[int] = [i for i, w in enumerate(self.word) if w[0].isupper()]
        """The tokens that begin with a capital letter, as names do."""
        self.sentence_of, self.paragraph_of = self._places()
        self.trees: tuple[list[int], list[int], list[int]] = _trees(self.head, self.children)
        """The first and the last token under each token, and how many there are."""

    def _places(self) -> tuple[list[int], list[int]]:
        """Return the number of the sentence and of the paragraph that each token stands in.

        A paragraph ends at a line break that ends a sentence, as `annotate` sets
        them; a hard-wrapped line does not.
        """
        sentences: list[int] = []
        paragraphs: list[int] = []
        paragraph = 0
        for number, (start, end) in enumerate(self.sentences):
            if start and self.is_space[start - 1] and "\n" in self.word[start - 1]:
                paragraph += 1
            sentences += [number] * (end - start)
            paragraphs += [paragraph] * (end - start)
        return sentences, paragraphs

    def subtree(self, i: int) -> list[int]:
        """Return the tokens under ``i``, itself included, in the order of the text."""
        found = [i]
        for j in found:
            found.extend(self.children[j])
        return sorted(found)

    def edges(self, i: int) -> tuple[int, int]:
        """Return the token range from the first to the last token under ``i``."""
        low, high, _ = self.trees
        return low[i], high[i] + 1

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the head of ``i``, its head, and so on up to the root."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def span(self, start: int, end: int) -> Span:
        """Return the characters of a non-empty token range, as `offsets` gives them."""
        return Span(*self.offsets(start, end))

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters of a non-empty token range start and end.

        Whitespace tokens at either end are left out; a range of nothing but
        whitespace raises ``ValueError``.
        """
        while start < end and self.is_space[start]:
            start += 1
        while start < end and self.is_space[end - 1]:
            end -= 1
        if start >= end:
            raise ValueError("no characters in an empty token range")
        return self.start[start], self.end[end - 1]

    def spans(self, tokens: list[int]) -> tuple[Span, ...]:
        """Return the characters of some tokens, neighbours joined into one span."""
        found: list[Span] = []
        last = -2
        for i in sorted(tokens):
            if self.is_space[i]:
                continue
            near = i == last + 1 or all(self.is_space[last + 1 : i])
            if found and near:
                found[-1] = Span(found[-1].start, self.end[i])
            else:
                found.append(Span(self.start[i], self.end[i]))
            last = i
        return tuple(found)


def _children(heads: list[int]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            found[head].append(i)
    return found


def _trees(heads: list[int], children: list[list[int]]) -> tuple[list[int], list[int], list[int]]:
    low, high, count = list(range(len(heads))), list(range(len(heads))), [1] * len(heads)
    order = [i for i, head in enumerate(heads) if head == i]
    for i in order:
        order.extend(children[i])
    for i in reversed(order):  # dependents first
        head = heads[i]
        if head != i:
            if low[i] < low[head]:
                low[head] = low[i]
            if high[i] > high[head]:
                high[head] = high[i]
            count[head] += count[i]
    return low, high, count


def _labels(strings: "StringStore", keys: list[int]) -> list[str]:
    """Return the strings of some keys of which few differ."""
    known = {key: strings[key] for key in set(keys)}
    return list(map(known.__getitem__, keys))
