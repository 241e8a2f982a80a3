"""Ask with a pattern: ``Putin said ?c . ?c about Crimea``. The language is in docs/patterns.md."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.close_names import close_names
from politigraph.graph.errors import AmbiguousName, InvalidFilter, UnknownItem
from politigraph.graph.paging import MOST_ROWS
from politigraph.graph.pattern_grammar import Name, Pattern
from politigraph.graph.pattern_parser import parse_pattern
from politigraph.graph.pattern_sparql import Compiled, compile_pattern
from politigraph.graph.pattern_tokens import Token, point_at
from politigraph.graph.queries import ParameterKind
from politigraph.graph.reading import Reader
from politigraph.graph.rows import Ref
from politigraph.graph.store import Store

LookUp = Callable[[ParameterKind, str], str]
"""From a kind and a name to an IRI, as ``graph.lookup`` has them."""

_PARAMETERS: Final[Mapping[str, ParameterKind]] = {
    "entity": "entity",
    "item": "item",
    "outlet": "outlet",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name in a pattern was taken for."""

    text: str
    node: Ref


@dataclass(frozen=True, slots=True)
class PatternAnswer:
    """The rows that a pattern finds, and the SPARQL that finds the same.

    ``columns`` are the pattern's variables, each followed by what describes it
    (``c_content``), and, for claims and events, the sentence they were read from
    (``c_sentence``), which SPARQL does not give. Unknown values are empty strings.
    ``holds`` is the answer to a pattern without variables, which has no rows.
    """

    pattern: str
    sparql: str
    meanings: tuple[Meaning, ...]
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    cursor: str = ""
    holds: bool | None = None

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def ask(store: Store, text: str, look_up: LookUp, window: tuple[int, str]) -> PatternAnswer:
    """Answer a pattern with one page of rows; ``window`` is how many, and the cursor.

    Raises ``PatternError`` for the text, ``UnknownItem`` and ``AmbiguousName`` for its
    names, all with a note that shows the place, and ``InvalidFilter`` for the window.
    """
    limit, cursor = window
    if not 1 <= limit <= MOST_ROWS:
        hint = f"ask for 1 to {MOST_ROWS}, and use the cursor"
        raise InvalidFilter(f"a page cannot have {limit} rows", hint=hint)
    pattern = parse_pattern(text)
    names = _Names(store, pattern, look_up)
    compiled = compile_pattern(pattern, names.find)
    after = _decode(cursor, len(compiled.keys)) if cursor else ()
    reader = Reader(store.oxigraph)
    meanings = tuple(Meaning(name, reader.ref(iri)) for name, iri in names.found.items())
    sparql = compiled.text(limit, after)
    if not compiled.columns:
        holds = store.query(sparql).boolean
        return PatternAnswer(str(pattern), sparql, meanings, (), (), holds=holds)
    # One row more tells whether there is a next page.
    answer = store.query(compiled.text(limit + 1, after))
    found = [{c: str(row.get(c, "")) for c in compiled.columns} for row in answer]
    rows = tuple(_with_sentences(row, compiled, reader) for row in found[:limit])
    following = _encode(compiled, rows[-1]) if len(found) > limit else ""
    columns = _columns(compiled)
    return PatternAnswer(str(pattern), sparql, meanings, columns, rows, following)


class _Names:
    """Finds the nodes of names, and makes errors point at the name."""

    def __init__(self, store: Store, pattern: Pattern, look_up: LookUp) -> None:
        self._store = store
        self._pattern = pattern
        self._look_up = look_up
        self.found: dict[str, str] = {}

    def find(self, name: Name, kind: str) -> str:
        try:
            iri = self._somewhere(name) if kind == "somewhere" else self._one(name, kind)
        except (UnknownItem, AmbiguousName) as error:
            raise self._placed(error, name) from None
        self.found[name.text] = iri
        return iri

    def _one(self, name: Name, kind: str) -> str:
        return self._look_up(_PARAMETERS[kind], name.text)

    def _somewhere(self, name: Name) -> str:
        """Return the outlet or the place of a name, which must not be both."""
        found: list[str] = []
        for kind in ("outlet", "entity"):
            try:
                found.append(self._one(name, kind))
            except UnknownItem:
                continue
        if not found:
            raise UnknownItem(f"the graph has no outlet or place {name.text!r}")
        if len(set(found)) > 1:
            label = name.text
            raise AmbiguousName(
                f"{label!r} is an outlet and a place",
                choices=tuple((iri, label) for iri in found),
                hint=f"use an IRI: {' or '.join(f'<{iri}>' for iri in found)}",
            )
        return found[0]

    def _placed(self, error: PolitigraphError, name: Name) -> PolitigraphError:
        where = f"column {name.at - self._pattern.text.rfind(chr(10), 0, name.at)}"
        placed: PolitigraphError
        if isinstance(error, AmbiguousName):
            placed = AmbiguousName(f"{where}: {error}", choices=error.choices, hint=error.hint)
        else:
            close = close_names(self._store, name.text)
            hint = f"did you mean {' or '.join(close)}?" if close else error.hint
            placed = UnknownItem(f"{where}: {error}", hint=hint)
        point_at(placed, self._pattern.text, Token("word", name.text, name.at, name.width))
        return placed


def _columns(compiled: Compiled) -> tuple[str, ...]:
    columns = list(compiled.columns)
    for variable, _ in compiled.told:
        columns.insert(columns.index(f"{variable}_evidence") + 1, f"{variable}_sentence")
    return tuple(columns)


def _with_sentences(row: dict[str, str], compiled: Compiled, reader: Reader) -> Mapping[str, str]:
    for variable, kind in compiled.told:
        read = reader.claim if kind == "claim" else reader.event
        row[f"{variable}_sentence"] = read(row[variable]).evidence.sentence
    return row


def _encode(compiled: Compiled, row: Mapping[str, str]) -> str:
    """Return the sort keys of a row: ``?c_date``, ``STR(?c)`` and so on."""
    values = [row[key.removeprefix("STR(").strip("?)")] for key in compiled.keys]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, size: int) -> Sequence[str]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or len(values) != size or not all(map(_is_text, values)):
        hint = "pass the cursor of the last page of this pattern, unchanged"
        raise InvalidFilter(f"not a cursor of this pattern: {cursor!r}", hint=hint)
    return values


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isascii()
