"""Short forms of a body's name: "the Committee" after "the Committee on Water" is that one."""

from politigraph.extract.linking import Link
from politigraph.extract.parse import Parse
from politigraph.extract.people import name_text
from politigraph.extract.records import Entity

Found = list[tuple[Link, Entity]]
Words = tuple[str, ...]
Longer = dict[str, list[tuple[Words, int, Entity]]]  # with the first token of each name

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
    longer = _by_ending(parse, [*found, *known])
    settled = []
    for link, entity in found:
        words = _words(parse, link)
        fuller = _fuller(words, longer.get(words[-1], []), link, entity.id)
        # A common noun alone is short for a name only as "the Committee".
        if fuller and (len(words) > 1 or _is_definite(parse, link, words, longer)):
            entity = fuller
            link = Link(link.start, link.end, entity.id, "name", "short for a body", 0.7)
        settled.append((link, entity))
    return settled


def _by_ending(parse: Parse, bodies: Found) -> Longer:
    """Return the names of more than one word, by what a short form of them may end in."""
    first: dict[tuple[Words, str], tuple[int, Entity]] = {}
    for link, entity in bodies:
        key = (_words(parse, link), entity.id)
        if len(key[0]) > 1 and (key not in first or link.start < first[key][0]):
            first[key] = (link.start, entity)
    longer: Longer = {}
    for (words, _), (start, entity) in first.items():
        endings = {_initials(words), *_class(words)[-1:]}
        if words[-1].lower() in _FORMS:
            endings.add(words[-2])
        for ending in endings:
            longer.setdefault(ending, []).append((words, start, entity))
    return longer


def _fuller(
    words: Words, longer: list[tuple[Words, int, Entity]], link: Link, own: str
) -> Entity | None:
    """Return the one other body that words may be short for; an acronym, before its name too."""
    only = None
    for name, start, entity in longer:
        told = start < link.start or words[0].isupper()
        if told and entity.id != own and _is_short(words, name):
            if only is not None and only.id != entity.id:
                return None
            only = entity
    return only


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


def _words(parse: Parse, link: Link) -> Words:
    return tuple(name_text(parse, link.start, link.end).split(" "))


def _is_short(words: Words, longer: Words) -> bool:
    """Tell whether words are a short form of a longer name.

    >>> _is_short(("Committee",), ("Committee", "on", "Water"))
    True
    >>> _is_short(("City", "Council"), ("Veldon", "City", "Council"))
    True
    >>> _is_short(("VCC",), ("Veldon", "City", "Council"))
    True
    >>> _is_short(("Veldon",), ("Veldon", "City", "Council"))
    False
    """
    if longer[-1].lower() in _FORMS and words == longer[:-1]:
        return True
    if len(words) == 1 and len(words[0]) > 2 and words[0] == _initials(longer):
        return True
    name = _class(longer)
    if len(words) >= len(longer) or not name or words[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(word in rest for word in words)


def _class(name: Words) -> Words:
    """Return what a name says before "of", "on" or "for": "Committee" of "Committee on Water"."""
    cut = next((i for i, word in enumerate(name) if word in _COMPLEMENTS), len(name))
    return name[:cut]


def _initials(name: Words) -> str:
    return "".join(part[0] for part in name if part[0].isupper())


def _is_definite(parse: Parse, link: Link, words: Words, longer: Longer) -> bool:
    before = parse.lower[link.start - 1] if link.start else ""
    if words[0].isupper():
        return True  # an acronym
    names = (name for name, _, _ in longer.get(words[-1], ()))
    whole = any(name[:-1] == words and name[-1].lower() in _FORMS for name in names)
    return before == "the" or whole
