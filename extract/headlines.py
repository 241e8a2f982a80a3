"""Lines with a capital on most words, where a capital shows no name: "New Detail Emerges"."""

from politigraph.extract.parse import Parse

_SHORTEST = 5  # words
_SMALL = 3  # letters, of words that stay small in any headline


def is_headline(parse: Parse, i: int) -> bool:
    """Tell whether a token stands in a sentence that has capitals on nearly all its words."""
    start, end = parse.sentences[parse.sentence_of[i]]
    words = [w for w in parse.word[start:end] if w.isalpha() and len(w) > _SMALL]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= _SHORTEST and len(words) - capitals <= len(words) // 5


def named_elsewhere(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a word of a headline's name is a proper noun in the text below it."""
    wanted = {parse.word[i] for i in range(start, end)}
    return any(
        parse.word[i] in wanted and parse.pos[i] == "PROPN" and not is_headline(parse, i)
        for i in parse.capitals
    )
