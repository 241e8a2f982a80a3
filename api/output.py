"""Where results go: a file or standard output, as bytes in UTF-8 or as a table."""

import json
import sys
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.answer import Answer, Iri, Value
from politigraph.graph.queries import named_query, query_names
from politigraph.graph.rows import Stats
from politigraph.ontology.terms import compact

PIPE_WIDTH = 160
"""Columns of a table that goes to no terminal."""

SHORT_CELL = 18
"""Characters up to which a column is not wrapped."""

_GRAPH_FORMATS = {"table": "ttl", "json": "jsonld", "xml": "rdf"}
"""What is printed of CONSTRUCT and DESCRIBE in the formats that are named after SELECT's."""


class CannotWrite(PolitigraphError):
    """An output file cannot be made."""


@contextmanager
def guarded_output(path: str) -> Iterator[None]:
    """Turn an error of the system while a file is written into a `CannotWrite`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            f"cannot write {path}: {error.strerror}", hint="check the folder and its permissions"
        ) from error


@contextmanager
def opened_output(path: str) -> Iterator[BinaryIO]:
    """Give a binary file to write to; ``-`` is standard output. Raises `CannotWrite`.

    The file takes the place of an earlier one at the end, if anything was written, so
    that it can be what is read from. What an error cuts short stays in `part_of` it.
    """
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target, part = Path(path).resolve(), part_of(path)
    with guarded_output(path):
        stream = part.open("wb")
    try:
        with stream:
            yield stream
        if part != target and part.stat().st_size:
            with guarded_output(path):
                part.replace(target)
    finally:
        if part != target and part.exists() and not part.stat().st_size:
            part.unlink()


def part_of(path: str) -> Path:
    """Return the file that holds an output until it is complete.

    >>> part_of("records.jsonl").name, part_of("/dev/null").name
    ('records.jsonl.part', 'null')
    """
    target = Path(path).resolve()
    # A pipe or a device has nothing to lose, and nothing can take its place.
    special = target.exists() and not target.is_file()
    return target if special else target.with_name(f"{target.name}.part")


def print_answer(
    answer: Answer,
    format: str,  # noqa: A002
    bound: Set[str] = frozenset(),
) -> None:
    """Print the answer to a query: as a table, or in a standard format.

    A table is for reading: it leaves out, and says so, what was ``bound``, what no row
    has, and the IRI of what a column beside it names (``speaker`` by ``speakerName``).
    """
    if format == "table" and answer.form == "SELECT":
        rows = list(answer)
        shown = [
            name
            for name in answer.variables
            if name not in bound
            and f"{name}Name" not in answer.variables
            and (not rows or any(row.get(name, "") != "" for row in rows))
        ]
        print_table(shown, ([_cell(row.get(name)) for name in shown] for row in rows))
        if left_out := [name for name in answer.variables if name not in shown]:
            print(f"left out: {', '.join(left_out)} (--format csv has every column)")
    elif format == "table" and answer.form == "ASK":
        print("yes" if answer.boolean else "no")
    else:
        triples = answer.form in ("CONSTRUCT", "DESCRIBE")
        name = _GRAPH_FORMATS.get(format, format) if triples else format
        with opened_output("-") as out:
            out.write(answer.serialize(name).removesuffix(b"\n") + b"\n")


def print_table(columns: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    """Print a table and the number of its rows; long cells are wrapped, never cut."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)
    table = Table(box=SIMPLE_HEAD)
    cells = list(rows)
    for number, column in enumerate(columns):
        # A date or a name stays on one line, so that the texts share the width.
        short = max((len(row[number]) for row in cells), default=0) <= SHORT_CELL
        table.add_column(column, overflow="fold", no_wrap=short)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)
    console.print(f"{table.row_count:,} rows" if table.row_count != 1 else "1 row")


def print_queries() -> None:
    """Print the name of each packaged query, what it answers, and what can be bound."""
    rows = []
    for name in query_names():
        named = named_query(name)
        rows.append([name, " ".join(named.parameters), named.answers])
    print_table(("query", "bind", "answers"), iter(rows))


def print_stats(stats: Stats, format: str) -> None:  # noqa: A002
    """Print the counts: one a line, or as a JSON object."""
    counts = asdict(stats)
    if format == "json":
        print(json.dumps(counts))
        return
    for name, value in counts.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        print(f"{name.replace('_', ' '):16}{shown}")


def _cell(value: Value | None) -> str:
    if isinstance(value, Iri):
        return compact(value)
    return "" if value is None else str(value)
