"""The word lists in ``data/`` that linking and coreference read."""

from functools import cache
from importlib import resources
from typing import Literal, NamedTuple


class Title(NamedTuple):
    """What a title says of its bearer: the office (or empty) and PLOVER's sector."""

    role: str
    sector: str


@cache
def titles() -> dict[str, Title]:
    """Return every title, in lower case, with what it says.

    >>> titles()["foreign minister"]
    Title(role='foreign minister', sector='GOV')
    """
    return {row[0]: Title(row[1], row[2]) for row in read_table("titles.tsv", 3)}


@cache
def title_starts() -> frozenset[str]:
    """Return the first words of titles, and what they have before a hyphen.

    >>> {"vice", "vice-president", "foreign"} <= title_starts()
    True
    """
    firsts = {title.split(" ")[0] for title in titles()}
    cut = {first.split("-")[0].rstrip(".") for first in firsts}  # "pres" before a "."
    return frozenset(firsts | cut)


@cache
def longest_title() -> int:
    """Return the number of words of the longest title."""
    return max(len(title.split(" ")) for title in titles())


@cache
def given_names() -> dict[str, Literal["m", "f"]]:
    """Return the gender of the given names that nearly always have one, in lower case.

    >>> given_names()["theresa"], "jordan" in given_names()
    ('f', False)
    """
    return {row[0]: "f" if row[1] == "f" else "m" for row in read_table("given_names.tsv", 2)}


@cache
def sector_words() -> dict[str, str]:
    """Return PLOVER's sector by the last word of a group's or organisation's name.

    >>> sector_words()["army"], sector_words()["newspaper"]
    ('MIL', 'MED')
    """
    return {row[0]: row[1] for row in read_table("sectors.tsv", 2)}


class Noun(NamedTuple):
    """What a noun is the head of: see ``data/nominals.tsv``."""

    kind: str
    role: str
    sector: str


@cache
def nominal_nouns() -> dict[str, Noun]:
    """Return the nouns that speak or act, by lemma.

    >>> nominal_nouns()["president"].kind, nominal_nouns()["source"].kind
    ('office', 'source')
    """
    return {row[0]: Noun(row[1], row[2], row[3]) for row in read_table("nominals.tsv", 4)}


@cache
def people_nouns() -> dict[str, str]:
    """Return the nouns that name people ("person") and groups of people ("group"), by lemma.

    >>> people_nouns()["sheriff"], people_nouns()["team"], "survey" in people_nouns()
    ('person', 'group', False)
    """
    return {row[0]: row[1] for row in read_table("people_nouns.tsv", 2)}


@cache
def prominence() -> dict[str, int]:
    """Return how well known the holders of each role are, 4 the best.

    >>> prominence()["president"]
    4
    """
    return {row[0]: int(row[1]) for row in read_table("prominence.tsv", 2)}


@cache
def acting_words(kind: str) -> frozenset[str]:
    """Return the lemmas of one kind in ``acting.tsv``: stay, body, deal and others."""
    return frozenset(row[1] for row in read_table("acting.tsv", 2) if row[0] == kind)


@cache
def beside(kind: str) -> frozenset[str]:
    """Return the words of one kind in ``beside_places.tsv``, such as street or locative."""
    return frozenset(row[1] for row in read_table("beside_places.tsv", 2) if row[0] == kind)


@cache
def no_places() -> frozenset[str]:
    """Return the words that are towns somewhere and hardly ever meant as one."""
    return frozenset(row[0] for row in read_table("no_places.tsv", 1))


def read_table(name: str, width: int) -> list[list[str]]:
    """Return the rows of a packaged table, without comments and header.

    Missing last cells are empty.
    """
    text = (resources.files("politigraph.extract") / "data" / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = (line.split("\t") for line in lines[1:])
    return [row + [""] * (width - len(row)) for row in rows]
