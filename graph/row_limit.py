"""Count the rows of a SPARQL answer while Oxigraph writes it, and stop at a limit.

Oxigraph writes solutions by itself and lets nobody count them. What it has written
can be counted without being parsed: a row ends where one of these stands. None can
stand in a value, but for a JSON text with ``},{}`` in it, which counts as a row.
"""

import re
from typing import IO, Final

from politigraph.graph.errors import ResultTooLarge

_BOUNDARIES: Final = {
    # Between two rows. In a string the mark after "{" would be escaped or be its end.
    # What follows is only looked at: in "{},{},{}" two boundaries share a bracket.
    "json": re.compile(rb'\},(?=(\{(?:"[^"},:\]]|\})))'),
    "xml": re.compile(rb"(</result>)"),
}
_LONGEST: Final = 9


class RowLimit:
    """A file that passes on what is written to it, up to a number of rows.

    ``format`` is one of ``SOLUTION_FORMATS``. A write that goes beyond raises
    ``ResultTooLarge`` and is not passed on.
    """

    def __init__(self, output: IO[bytes], format: str, rows: int) -> None:  # noqa: A002
        self._output = output
        self._format = format
        self._most = rows
        # The first row of JSON has no boundary before it; CSV and TSV begin with the names.
        self._rows = {"json": 1, "csv": -1, "tsv": -1}.get(format, 0)
        self._tail = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Pass on some bytes."""
        self._rows += self._ended(data)
        if self._rows > self._most:
            raise too_many(self._most)
        return self._output.write(data)

    def flush(self) -> None:
        """Do nothing: whoever made the output flushes it."""

    def _ended(self, data: bytes) -> int:
        if self._format == "tsv":
            return data.count(b"\n")
        if self._format == "csv":
            parts = data.split(b'"')
            ended = sum(part.count(b"\n") for part in parts[int(self._quoted) :: 2])
            self._quoted ^= len(parts) % 2 == 0
            return ended
        seen = len(self._tail)
        text = self._tail + data
        self._tail = text[1 - _LONGEST :]
        return sum(match.end(1) > seen for match in _BOUNDARIES[self._format].finditer(text))


def too_many(rows: int) -> ResultTooLarge:
    """Return the error of an answer of more rows than that.

    >>> str(too_many(10_000))
    'the answer has more than 10,000 rows'
    """
    return ResultTooLarge(
        f"the answer has more than {rows:,} rows",
        hint=f"add LIMIT {rows} or less, or ask for it in parts with ORDER BY and OFFSET",
    )
