"""Find the names that the authority knows: countries, demonyms, regions, organisations, seats."""

from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.ontology.authority import Authority, Sense
from politigraph.ontology.names import first_word, fold_name


@inner_record
class Hit:
    """A token range that reads as a known name, with what the name may mean.

    ``exact`` is whether it is written as the authority has it.
    """

    start: int
    end: int
    senses: tuple[Sense, ...]
    exact: bool = True


# Names that begin with a small letter: "al-Qaeda", "the occupied territories".
_SMALL = frozenset({"al", "el", "occupied", "mainland", "sub", "north", "south", "east", "west"})


def known_names(parse: Parse, authority: Authority) -> list[Hit]:
    """Return the longest known names, left to right, none inside another.

    A name begins at a capital letter, and never ends in a full stop that closes a
    sentence. Names that are also words or codes ("US", "WHO", "AU") count only as written.
    """
    found: list[Hit] = []
    longest = authority.longest
    word = parse.word
    covered = 0
    for i in _beginnings(parse):
        if i >= covered:
            first = first_word(word[i])
            if first in longest and (hit := _longest_at(parse, authority, i, first)):
                found.append(hit)
                covered = hit.end
    return found


def _beginnings(parse: Parse) -> list[int]:
    """Return the tokens at which a name may begin."""
    if _SMALL.isdisjoint(parse.lower):
        return parse.capitals
    small = (i for i, lower in enumerate(parse.lower) if lower in _SMALL)
    return sorted({*parse.capitals, *small})


def _stands_alone(parse: Parse, i: int) -> bool:
    """Tell whether a token is a word between spaces or before a comma."""
    if i >= parse.length or not parse.word[i].isalpha() or parse.start[i] == parse.end[i - 1]:
        return False
    after = i + 1
    return after == parse.length or (
        parse.start[after] > parse.end[i] or parse.word[after] in (",", ")", ";", ":")
    )


def _longest_at(parse: Parse, authority: Authority, i: int, first: str) -> Hit | None:
    # A hyphen or an apostrophe is a token of its own, so a name has more tokens than words.
    last = i + 2 * authority.longest[first] + 1
    if (
        _stands_alone(parse, i + 1)
        and (first, first_word(parse.word[i + 1])) not in authority.pairs
    ):
        last = i + 1  # as most are: no known name goes on with the next word
    for end in range(min(parse.length, last), i, -1):
        last_word = parse.word[end - 1]
        if not last_word[-1].isalnum() and "." not in last_word[:-1]:
            continue
        written = parse.text[parse.start[i] : parse.end[end - 1]]
        senses = authority.senses.get(fold_name(written))
        if not senses:
            continue
        kept = tuple(s for s in senses if _fits(parse, i, written, s.written))
        if kept:
            return Hit(i, end, kept)
    return None


def _fits(parse: Parse, i: int, written: str, name: str) -> bool:
    """Tell whether a text may stand for a name, by its letters' case."""
    if len(name) <= 6 and name.upper() == name:
        # "Asean", "Opec": some papers write as a word what is said as one.
        as_word = len(name) > 3 and written == name.capitalize() and parse.ner[i] == "ORG"
        if as_word and name.isalpha():
            return True
        return written.upper() == written and ("." in written or not is_shouted(parse, i))
    if not written[:1].isupper():
        return written == name
    # "visited Russia today" is no channel: words that a name has in capitals stay so.
    return all(
        own[:1].isupper() or not known[:1].isupper()
        for own, known in zip(written.split(), name.split(), strict=False)
    )


def is_shouted(parse: Parse, i: int) -> bool:
    """Tell whether a token's sentence is all in capitals, as some headlines are."""
    start, end = parse.sentences[parse.sentence_of[i]]
    words = [w for w in parse.word[start:end] if w.isalpha() and len(w) > 3]
    return len(words) > 1 and all(w.isupper() for w in words)
