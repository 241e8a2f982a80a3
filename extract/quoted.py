"""Who stands as the speaker beside a quotation: whom its "he" and "she" do not mean."""

from bisect import bisect_left, bisect_right

from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.parse import Parse
from politigraph.extract.quotes import Quotation, find_quotations

_AFTER = 8  # tokens behind the closing mark, where the sentence was cut there
_SUBJECT = frozenset({"nsubj", "nsubjpass"})


class Quoted:
    """The quotations of one text, and the subjects of the words of speech beside them."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._quotations = [q for q in find_quotations(parse.text) if q.depth == 0]
        self._starts = [q.span.start for q in self._quotations]
        self._subjects: dict[int, list[int]] = {}

    def number(self, token: int) -> int:
        """Return the number of the quotation that holds a token, or -1."""
        at = self._parse.start[token]
        number = bisect_right(self._starts, at) - 1
        return number if number >= 0 and at < self._quotations[number].span.end else -1

    def speakers(self, token: int) -> list[int]:
        """Return the tokens that are subjects of the speech in which a token is quoted.

        Of "'He is tired,' Marquand said. 'We will wait for him.'": "Marquand", for both.
        """
        number = self.number(token)
        if number < 0:
            return []
        if number not in self._subjects:
            found = self._beside(self._quotations[number])
            while not found and number > 0 and self._quotations[number].reopened:
                number -= 1
                found = self._beside(self._quotations[number])
            self._subjects[self.number(token)] = found
        return self._subjects[self.number(token)]

    def _beside(self, quotation: Quotation) -> list[int]:
        parse = self._parse
        first = bisect_left(parse.start, quotation.span.start)
        last = bisect_left(parse.start, quotation.span.end)
        if first >= last:
            return []
        low = parse.sentences[parse.sentence_of[max(0, first - 1)]]
        begin = low[0] if low[1] > first or parse.word[first - 1] in (",", ":") else first
        end = parse.sentences[parse.sentence_of[last - 1]][1]
        end = min(parse.length, max(end, last + _AFTER))
        tokens = [*range(begin, first), *range(last, end)]
        cues = load_lexicon()
        return [
            i
            for i in tokens
            if parse.dep[i] in _SUBJECT
            and cues.knows(parse.lemma[parse.head[i]], "V")
            and not first <= parse.head[i] < last
            and self.number(i) < 0
        ]
