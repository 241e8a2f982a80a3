"""Lines with a capital on most words, where a capital shows no name: "New Detail Emerges"."""

from politigraph.extract.parse import Parse

_SHORTEST = 5  # words
_SMALL = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PART", "PRON", "AUX"})
_SLIPS = 8  # words with a capital for each one without


def is_headline(parse: Parse, i: int) -> bool:
    """Tell whether a token stands in a sentence that has capitals on nearly all its words.

    Small words ("of", "and", "is") may have none in any headline, and do not count.
    """
    start, end = parse.sentences[parse.sentence_of[i]]
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


def named_elsewhere(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a word of a headline's name is a proper noun in the text below it."""
    wanted = {parse.word[i] for i in range(start, end)}
    return any(
        parse.word[i] in wanted and parse.pos[i] == "PROPN" and not is_headline(parse, i)
        for i in parse.capitals
    )
