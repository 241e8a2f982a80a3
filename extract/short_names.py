"""Short forms of a body's name: "the Committee" after "the Committee on Water" is that one."""

from politigraph.extract.linking import Link
from politigraph.extract.parse import Parse
from politigraph.extract.people import name_text
from politigraph.extract.records import Entity

Found = list[tuple[Link, Entity]]

# What a name may drop at its end: "Veldon Magazine", "Veldon Inc."
_FORMS = frozenset(
    ["magazine", "newspaper", "news", "television", "tv", "radio", "network", "inc", "inc.", "corp",
     "corp.", "co", "co.", "company", "corporation", "group", "ltd", "ltd.", "plc", "holdings",
     "oyj", "asa", "llc", "llp", "spa", "gmbh"]
)  # fmt: skip
_COMPLEMENTS = frozenset({"of", "on", "for"})


def with_full_names(parse: Parse, found: Found, known: Found) -> Found:
    """Return the bodies found, each short form linked to the one full name given before it.

    ``known`` are bodies of the authority, which short forms may stand for too. A short
    form that two full names share stays what it is.
    """
    full = [(_words(parse, link), link, entity) for link, entity in (*found, *known)]
    full = [f for f in full if len(f[0]) > 1]
    settled = []
    for link, entity in found:
        words = _words(parse, link)
        fuller = {
            e.id: e
            for longer, other, e in full
            if e.id != entity.id
            and (other.start < link.start or words[0].isupper())
            and _is_short(words, longer)
        }
        # A common noun alone is short for a name only as "the Committee".
        if len(fuller) == 1 and (len(words) > 1 or _is_definite(parse, link, words, full)):
            entity = next(iter(fuller.values()))
            link = Link(link.start, link.end, entity.id, "name", "short for a body", 0.7)
        settled.append((link, entity))
    return settled


def short_outlets(parse: Parse, found: Found, covered: set[int]) -> Found:
    """Return the last words that stand for the one outlet named so: "the Herald".

    ``covered`` are the tokens of other names.
    """
    outlets: dict[str, dict[str, Entity]] = {}
    for link, entity in found:
        if link.end - link.start > 1 and entity.sector == "MED":
            outlets.setdefault(parse.word[link.end - 1], {})[entity.id] = entity
    short = []
    for i in parse.capitals if outlets else ():
        named = outlets.get(parse.word[i], {})
        if len(named) == 1 and i not in covered and _is_after_article(parse, i):
            entity = next(iter(named.values()))
            short.append((Link(i, i + 1, entity.id, "name", "short for an outlet", 0.7), entity))
    return short


def _is_after_article(parse: Parse, i: int) -> bool:
    capital = i + 1 < parse.length and parse.tag[i + 1] in ("NNP", "NNPS")
    return i > 0 and parse.lower[i - 1] in ("the", "a", "an") and not capital


def _words(parse: Parse, link: Link) -> list[str]:
    return name_text(parse, link.start, link.end).split(" ")


def _is_short(words: list[str], longer: list[str]) -> bool:
    """Tell whether words are a short form of a longer name.

    >>> _is_short(["Committee"], ["Committee", "on", "Water"])
    True
    >>> _is_short(["City", "Council"], ["Veldon", "City", "Council"])
    True
    >>> _is_short(["VCC"], ["Veldon", "City", "Council"])
    True
    >>> _is_short(["Veldon"], ["Veldon", "City", "Council"])
    False
    """
    if longer[-1].lower() in _FORMS and words == longer[:-1]:
        return True
    if len(words) == 1 and _is_acronym(words[0], longer):
        return True
    cut = next((i for i, word in enumerate(longer) if word in _COMPLEMENTS), len(longer))
    name = longer[:cut]
    if len(words) >= len(longer) or not name or words[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(word in rest for word in words)


def _is_acronym(word: str, longer: list[str]) -> bool:
    """Tell whether a word is the capitals that a longer name's words begin with."""
    initials = "".join(part[0] for part in longer if part[0].isupper())
    return len(word) > 2 and word == initials


def _is_definite(
    parse: Parse, link: Link, words: list[str], full: list[tuple[list[str], Link, Entity]]
) -> bool:
    before = parse.lower[link.start - 1] if link.start else ""
    if words[0].isupper():
        return True  # an acronym
    whole = any(longer[:-1] == words and longer[-1].lower() in _FORMS for longer, _, _ in full)
    return before == "the" or whole
