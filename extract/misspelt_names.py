"""Find countries whose name is written with one letter too few, too many or out of place."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from politigraph.extract.known_names import Hit
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import given_names
from politigraph.ontology.authority import Authority, Sense
from politigraph.ontology.names import fold_name
from politigraph.ontology.places import Places

_LEAST = 6  # letters: a shorter word is one letter from too many names
_NAMED = frozenset({"", "GPE", "NORP", "ORG", "LOC"})


def misspelt_countries(
    parse: Parse, hits: Iterable[Hit], authority: Authority, places: Places
) -> list[Hit]:
    """Return the words outside the ``hits`` that are a country's name but for one slip.

    "Ethopia", "the Quatari emir". A word that is a town, a person's name or another
    letter in place of one ("Greene") is left alone.
    """
    covered = {i for hit in hits for i in range(hit.start, hit.end)}
    found: dict[int, tuple[Sense, ...]] = {}
    for i in parse.capitals:
        if i in covered or not _may_be_country(parse, i):
            continue
        senses = _meant(fold_name(parse.word[i]), authority)
        if senses and (parse.dep[i] not in ("compound", "flat") or _is_adjective(senses)):
            found[i] = senses
    if not found:
        return []
    known = places.find_keys({fold_name(parse.word[i]) for i in found})
    return [
        Hit(i, i + 1, senses, exact=False)
        for i, senses in found.items()
        if not known.get(fold_name(parse.word[i])) and not _is_person(parse, i, authority)
    ]


def slips(word: str) -> Iterator[str]:
    """Yield what a word may stand for: one letter dropped, or two exchanged.

    >>> list(slips("cab"))
    ['ab', 'cb', 'ca', 'acb', 'cba']
    """
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


@lru_cache(maxsize=8192)
def _meant(word: str, authority: Authority) -> tuple[Sense, ...]:
    """Return the senses of the one country that a word is a slip from, else none."""
    whole, short = _country_names(authority)
    found = dict.fromkeys(short.get(word, ()))
    for slip in slips(word):
        if f"{slip}s" != word:  # "the two Chinas"
            found.update(dict.fromkeys(whole.get(slip, ())))
    return tuple(found) if len({sense.entity for sense in found}) == 1 else ()


@lru_cache(maxsize=4)
def _country_names(
    authority: Authority,
) -> tuple[dict[str, tuple[Sense, ...]], dict[str, tuple[Sense, ...]]]:
    """Return the one-word names of countries, whole and without any one of their letters."""
    whole: dict[str, tuple[Sense, ...]] = {}
    short: dict[str, tuple[Sense, ...]] = {}
    for key, senses in authority.senses.items():
        own = tuple(s for s in senses if s.entity.startswith("country/") and s.kind != "metonym")
        if own and key.isalpha() and len(key) >= _LEAST - 1:
            whole[key] = own
            for i in range(len(key)):
                cut = key[:i] + key[i + 1 :]
                short[cut] = (*short.get(cut, ()), *own)
    return whole, short


def _may_be_country(parse: Parse, i: int) -> bool:
    word = parse.word[i]
    return (
        len(word) >= _LEAST
        and word.isalpha()
        and parse.tag[i] in ("NNP", "NNPS", "JJ")
        and parse.ner[i] in _NAMED
        and (i + 1 == parse.length or parse.word[i + 1] != "-")
    )


def _is_adjective(senses: tuple[Sense, ...]) -> bool:
    return any(sense.kind == "adjective" for sense in senses)


def _is_person(parse: Parse, i: int, authority: Authority) -> bool:
    lower = parse.lower[i]
    people = (parse.lower[e - 1] for _, e, label in parse.names if label == "PERSON")
    return lower in given_names() or bool(authority.people_called(parse.word[i])) or lower in people
