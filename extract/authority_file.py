"""Read a file of local actors: whom an analyst knows and the packaged tables do not.

A CSV file in UTF-8 with the columns of `COLUMNS`, in any order; one row an actor, or one
for each time of its life. A file with anything wrong is refused whole, each row named.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

from politigraph.extract.authority_rows import (
    COLUMNS,
    NEEDED,
    Row,
    faults,
    known_of,
    spell_of,
)
from politigraph.extract.errors import InvalidRows, UnreadableSource
from politigraph.ontology.authority import Authority, load_authority
from politigraph.ontology.local_authority import Actor, LocalAuthority
from politigraph.ontology.names import fold_name

MAX_BYTES = 20_000_000
_HINT = f"nothing was loaded; the columns are {', '.join(COLUMNS)}"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Problems = defaultdict[int, list[str]]


@dataclass(frozen=True, slots=True)
class LocalActors:
    """The actors of one file, and the ``name`` by which results say that they were known."""

    name: str
    actors: tuple[Actor, ...]

    def authority(self) -> Authority:
        """Return the packaged authority with these actors added."""
        return LocalAuthority(load_authority(), self.actors)


def read_local_actors(path: str | os.PathLike[str]) -> LocalActors:
    """Return the actors of a file.

    Raises `UnreadableSource` where there is no such file, and `InvalidRows`, with the line
    and the reason of each, where any row is wrong.
    """
    data = _read(Path(path))
    packaged = load_authority()
    problems: Problems = defaultdict(list)
    rows = list(_rows(_text(data, problems), problems))
    for row in rows:
        # What a line of odd bytes says is not looked at.
        problems[row.line] = problems[row.line] or list(faults(row, packaged))
    sound = [row for row in rows if not problems[row.line]]
    _check_names(sound, problems)
    _check_times(sound, problems)
    wrong = sorted((line, reasons) for line, reasons in problems.items() if reasons)
    if wrong:
        listed = tuple(f"{path}: line {line}: {'; '.join(why)}" for line, why in wrong)
        count = f"{len(listed)} bad row{'s' if len(listed) > 1 else ''}"
        raise InvalidRows(f"{path}: {count}", rows=listed, hint=_HINT)
    if not rows:
        raise UnreadableSource(f"{path}: no actors in it", hint=_HINT)
    name = f"authority {Path(path).name} {sha256(data).hexdigest()[:12]}"
    return LocalActors(name, _actors(rows, packaged))


def local_actors(given: str | os.PathLike[str] | LocalActors | None) -> LocalActors | None:
    """Return the actors of a file, those that were read already, or None for none."""
    if isinstance(given, LocalActors):
        return given
    return read_local_actors(given) if given else None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableSource(
                f"{path}: more than {MAX_BYTES:,} bytes", hint="keep the actors that you need"
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UnreadableSource(f"{path}: {reason}", hint="check the path") from error


def _text(data: bytes, problems: Problems) -> str:
    """Return the text; lines that are none are noted, and stand in it as far as readable."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            if found := _CONTROL.search(line.decode()):
                problems[number].append(f"control character U+{ord(found.group()):04X}")
        except UnicodeDecodeError:
            problems[number].append("not UTF-8")
    return _CONTROL.sub("\ufffd", b"\n".join(lines).decode(errors="replace"))


def _rows(text: str, problems: Problems) -> Iterator[Row]:
    """Yield the rows that have a cell for each column; the others are noted."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:  # What follows an open quotation mark is lost.
            problems[line].append(f"no row of CSV, check its quotation marks: {error}")
            return
        if not any(cells):
            continue
        if not columns:
            columns = [cell.lower() for cell in cells]
            if reasons := list(_header_faults(columns)):
                problems[line] += reasons
                return
        elif len(cells) != len(columns):
            problems[line].append(f"{len(cells)} cells under {len(columns)} columns")
        else:
            yield Row(line, dict(zip(columns, cells, strict=True)))


def _header_faults(columns: list[str]) -> Iterator[str]:
    for name in NEEDED:
        if name not in columns:
            yield f"no column {name!r}"
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            yield f"unknown column {name!r}"
        elif columns.count(name) > 1:
            yield f"two columns {name!r}"


def _owner(row: Row) -> str:
    """Return what is the same for all rows of one actor."""
    return row["id"] or f"{row['type']}/{row['name']}"


def _check_names(rows: Iterable[Row], problems: Problems) -> None:
    """Note the rows that give one name to two actors."""
    first: dict[str, Row] = {}
    for row in rows:
        for name in row.names:
            other = first.setdefault(fold_name(name), row)
            if _owner(other) != _owner(row):
                problems[row.line].append(f"{name!r} is a name of line {other.line} too")


def _check_times(rows: Iterable[Row], problems: Problems) -> None:
    """Note the rows of one office, or of one actor without any, at overlapping times."""
    earlier: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        office = row["office"].lower()
        key = (row["country"], office) if office else ("", _owner(row))
        for other in earlier[key]:
            if not _before(other, row) and not _before(row, other):
                whose = f"{row['office']!r}" if office else f"{row['name']!r}"
                problems[row.line].append(
                    f"the dates of {whose} overlap those of line {other.line}"
                )
        earlier[key].append(row)


def _before(one: Row, other: Row) -> bool:
    """Tell whether a time ends as the other begins, or earlier, to the day, month or year."""
    end, start = one["valid_to"], other["valid_from"]
    digits = min(len(end), len(start))
    return bool(digits) and end[:digits] <= start[:digits]


def _actors(rows: Iterable[Row], packaged: Authority) -> tuple[Actor, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[_owner(row)].append(row)
    actors = []
    for own in grouped.values():
        known = known_of(own[0], packaged)
        if known is not None:
            names = tuple(dict.fromkeys(name for row in own for name in row.names))
            actors.append(Actor(known, names, tuple(spell_of(row, known.id) for row in own)))
    return tuple(actors)
