"""Whose power an office is that any body has: a company has a president too."""

from collections.abc import Mapping

from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import acting_words, nominal_nouns, people_nouns, sector_words

_ANY_BODY = frozenset(
    ["president", "chairman", "chairwoman", "leader", "head", "chief", "spokesman", "spokeswoman",
     "spokesperson", "secretary", "director", "official", "officer", "aide", "adviser", "advisor",
     "coordinator", "commissioner", "boss"]
)  # fmt: skip
_RANKS = frozenset(["vice", "deputy", "press", "chief", "acting", "executive", "general", "senior"])
_SERVANTS = frozenset(["spokesman", "spokeswoman", "spokesperson", "aide", "adviser", "advisor"])
_ADVISERS = frozenset(["adviser", "advisor", "aide", "coordinator"])
_STATE = frozenset(["presidential", "national", "federal", "foreign", "political", "ministerial"])
_BELONGS = frozenset({"of", "for", "at", "with", "from"})
_FAR = 6  # tokens


def office_sector(
    parse: Parse, title: tuple[int, int], sector: str, sectors: Mapping[int, str | None]
) -> str:
    """Return PLOVER's sector of who bears a title, given the one that the title alone says.

    ``title`` is its token range. ``sectors`` has, by token, the sector of each linked
    body, empty where that is unknown, and None for countries and places. "The president
    of Veldon Air" is nobody of a government, nor is "a hospital spokeswoman".
    """
    start, end = title
    if not sector or parse.lemma[end - 1] not in _ANY_BODY:
        return sector
    if end + 1 < parse.length and parse.word[end] == "-":
        end += 2  # "the president-general of the club"
    after = complement(parse, end)
    if after >= 0:
        return _of_owner(parse, after, sector, sectors)
    before = start - 1
    while before >= 0 and parse.lower[before] in _RANKS:
        before -= 1
    servant = parse.lemma[title[1] - 1] in _SERVANTS
    if servant and before >= 0 and parse.tag[before] == "PRP$":
        return ""  # "Ann Orsk, her aide"
    owner = before - 1 if before > 0 and parse.tag[before] == "POS" else before
    if servant and owner >= 0 and parse.ner[owner] == "PERSON":
        return ""  # "Velin spokesman Ann Orsk": of a candidate, or of a singer
    if before >= 0 and parse.tag[before] == "POS":
        return sector
    if before >= 0 and (parse.tag[before] == "NN" or before in sectors):
        return _of_owner(parse, before, sector, sectors)
    # "a financial adviser", and "a presidential adviser"
    private = before >= 0 and parse.tag[before] == "JJ" and parse.lower[before] not in _STATE
    return "" if private and parse.lemma[end - 1] in _ADVISERS else sector


def complement(parse: Parse, end: int) -> int:
    """Return the head of what follows a title with "of" or "for", or -1."""
    while end < parse.length and (
        parse.lower[end] in ("and", "ceo")
        or (parse.lower[end - 1] == "and" and _is_human(parse, end))
    ):
        end += 1  # "president and CEO of", "president and principal of"
    if end >= parse.length or parse.lower[end] not in _BELONGS:
        return -1
    for i in range(end + 1, min(end + 1 + _FAR, parse.length)):
        noun = parse.pos[i] in ("NOUN", "PROPN")
        if noun and not (i + 1 < parse.length and parse.pos[i + 1] in ("NOUN", "PROPN")):
            # "head of Public Policy at Veldon Air" is of the second
            further = i + 1 < parse.length and parse.lower[i + 1] in ("at", "with")
            return complement(parse, i + 1) if further else i
    return -1


def _is_human(parse: Parse, i: int) -> bool:
    return people_nouns().get(parse.lemma[i]) == "person"


def _of_owner(parse: Parse, owner: int, sector: str, sectors: Mapping[int, str | None]) -> str:
    if owner in sectors:
        given = sectors[owner]
        return sector if given is None else given
    word, lemma = parse.lower[owner].rstrip("."), parse.lemma[owner]
    if lemma in acting_words("public") or lemma in acting_words("portfolio"):
        return sector
    if word in sector_words():
        return sector_words()[word]
    noun = nominal_nouns().get(lemma)
    if noun is not None:
        return sector if noun.kind == "land" else noun.sector
    return sector if parse.pos[owner] == "PROPN" else ""
