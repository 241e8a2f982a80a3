"""Lines with a capital on most words, where a capital shows no name: "New Detail Emerges"."""

from functools import cached_property

from politigraph.extract.parse import Parse

_SHORTEST = 5  # words
_SMALL = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PART", "PRON", "AUX"})
_SLIPS = 8  # words with a capital for each one without


class Headlines:
    """The headlines of one text, and the names in the text below them.

    All is worked out once, when first asked for: a long text may be one list of headlines.
    """

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._known: dict[int, bool] = {}

    def hold(self, i: int) -> bool:
        """Tell whether a token stands in a sentence that has capitals on nearly all its words.

        Small words ("of", "and", "is") may have none in any headline, and do not count.
        """
        sentence = self._parse.sentence_of[i]
        if sentence not in self._known:
            self._known[sentence] = _is_headline(self._parse, *self._parse.sentences[sentence])
        return self._known[sentence]

    def named_below(self, start: int, end: int) -> bool:
        """Tell whether a word of a headline's name is a proper noun in the text below it."""
        return not self._names.isdisjoint(self._parse.word[start:end])

    @cached_property
    def _names(self) -> frozenset[str]:
        parse = self._parse
        below = (i for i in parse.capitals if parse.pos[i] == "PROPN" and not self.hold(i))
        return frozenset([parse.word[i] for i in below])

    @cached_property
    def people(self) -> frozenset[tuple[str, ...]]:
        """The words, in small letters, of the tagged names of people in the text below."""
        parse = self._parse
        return frozenset(
            tuple(parse.lower[first : last - (parse.tag[last - 1] == "POS")])
            for first, last, label in parse.names
            if label == "PERSON" and not self.hold(first)
        )

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of `people`."""
        return frozenset([name[-1] for name in self.people if name])

    @cached_property
    def parts(self) -> frozenset[str]:
        """All words of `people`."""
        return frozenset([word for name in self.people for word in name])


def _is_headline(parse: Parse, start: int, end: int) -> bool:
    most = (end - start) // _SLIPS
    words = small = 0
    for k in range(start, end):
        word = parse.word[k]
        if word.isalpha() and parse.pos[k] not in _SMALL:
            words += 1
            if not word[0].isupper():
                small += 1
                if small > most:
                    return False  # as most sentences show by their first words
    return words >= _SHORTEST and small <= words // _SLIPS
