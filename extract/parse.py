"""One parsed text as plain lists, which every rule reads.

Rules look at each token many times, and a list look-up costs a tenth of a spaCy
``Token`` attribute; so the ``Doc`` is unpacked once, and the rules depend on no
library at all.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from politigraph.extract.records import Span

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_COLUMNS: list[int | str] = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "IDX"]


class Parse:
    """Tokens, dependency tree, entities, sentences and paragraphs of one text.

    Every list has one element a token. ``head[i] == i`` marks the root of a
    sentence. ``start`` and ``end`` are code point offsets in ``text``. Whitespace
    tokens are kept (``is_space``), so that token indices are spaCy's.
    Labels: Universal POS in ``pos``, Penn Treebank in ``tag``, ClearNLP in ``dep``,
    OntoNotes in ``ner``.
    """

    def __init__(self, doc: "Doc") -> None:
        self.text: str = doc.text
        self.length: int = len(doc)
        # One array of numbers, where a ``Token`` for each look at each token takes thrice as long.
        orth, lemma, pos, tag, dep, ner, start = doc.to_array(_COLUMNS).T.tolist()
        strings = doc.vocab.strings
        self.word: list[str] = [strings[k] for k in orth]
        self.lower: list[str] = [w.lower() for w in self.word]
        self.lemma: list[str] = [strings[k].lower() for k in lemma]
        self.pos: list[str] = _labels(strings, pos)
        self.tag: list[str] = _labels(strings, tag)
        self.dep: list[str] = _labels(strings, dep)
        # The array is unsigned, and a head may stand to the left.
        shift = doc.to_array("HEAD").view("int64").tolist()
        self.head: list[int] = [i + by for i, by in enumerate(shift)]
        self.start: list[int] = start
        self.end: list[int] = [s + len(w) for s, w in zip(start, self.word, strict=True)]
        self.is_space: list[bool] = [w.isspace() for w in self.word]
        self.ner: list[str] = _labels(strings, ner)
        self.names: list[tuple[int, int, str]] = [(e.start, e.end, e.label_) for e in doc.ents]
        """Token ranges of the tagger's named entities, with their label."""
        self.sentences: list[tuple[int, int]] = [(s.start, s.end) for s in doc.sents]
        """Token ranges of the sentences, in order."""

    @cached_property
    def children(self) -> list[list[int]]:
        """The direct dependents of each token, left to right."""
        found: list[list[int]] = [[] for _ in range(self.length)]
        for i, head in enumerate(self.head):
            if head != i:
                found[head].append(i)
        return found

    @cached_property
    def capitals(self) -> list[int]:
        """The tokens that begin with a capital letter, as names do."""
        return [i for i, word in enumerate(self.word) if word[0].isupper()]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        found = [0] * self.length
        for number, (start, end) in enumerate(self.sentences):
            found[start:end] = [number] * (end - start)
        return found

    @cached_property
    def paragraph_of(self) -> list[int]:
        """The number of the paragraph that each token stands in.

        A paragraph ends at a line break that ends a sentence, as `annotate` sets
        them; a hard-wrapped line does not.
        """
        found = [0] * self.length
        number = 0
        starts = {start for start, _ in self.sentences}
        for i in range(self.length):
            if i in starts and i and self.is_space[i - 1] and "\n" in self.word[i - 1]:
                number += 1
            found[i] = number
        return found

    @cached_property
    def trees(self) -> tuple[list[int], list[int], list[int]]:
        """The first and the last token under each token, and how many there are."""
        low, high = list(range(self.length)), list(range(self.length))
        count, heads, children = [1] * self.length, self.head, self.children
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
        """Return the characters of a non-empty token range.

        Whitespace tokens at either end are left out; a range of nothing but
        whitespace raises ``ValueError``.
        """
        while start < end and self.is_space[start]:
            start += 1
        while start < end and self.is_space[end - 1]:
            end -= 1
        if start >= end:
            raise ValueError("no characters in an empty token range")
        return Span(self.start[start], self.end[end - 1])

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


def _labels(strings: "StringStore", keys: list[int]) -> list[str]:
    """Return the strings of some keys of which few differ."""
    known = {key: strings[key] for key in set(keys)}
    return [known[key] for key in keys]
