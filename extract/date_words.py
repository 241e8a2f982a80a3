"""The words of calendar dates, read from ``data/date_words.tsv``."""

from importlib import resources


def _read() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {}
    path = resources.files("politigraph.extract") / "data" / "date_words.tsv"
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, number, words = line.split("\t")
            tables.setdefault(kind, {}).update((word, int(number)) for word in words.split())
    return tables


_TABLES = _read()
WEEKDAYS = _TABLES["weekday"]
"""Weekday names in lower case; Monday is 0."""
MONTHS = _TABLES["month"]
"""Month names and abbreviations in lower case; January is 1."""
UNITS = _TABLES["unit"]
"""Units of time and the days in one."""
OFFSETS = _TABLES["offset"]
"""Words such as *yesterday* and their distance from today in days."""
SEASONS = _TABLES["season"]
"""Seasons (of the north) and the month that each begins in."""


def number_of(words: str) -> int:
    """Return the value of a small number in digits or words.

    >>> number_of("three"), number_of("a couple of"), number_of("12")
    (3, 2, 12)
    """
    if words.isdecimal():
        return int(words)
    numbers = _TABLES["number"]
    return max(numbers[word] for word in words.split() if word in numbers)
