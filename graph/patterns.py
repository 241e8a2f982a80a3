"""Ask with a pattern: ``Putin said ?c . ?c about Crimea``. The language is in docs/patterns.md."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.close_names import close_names
from politigraph.graph.errors import AmbiguousName, InvalidFilter, UnknownItem
from politigraph.graph.evidence import evidence
from politigraph.graph.paging import MOST_ROWS
from politigraph.graph.pattern_grammar import Name, Pattern
from politigraph.graph.pattern_parser import parse_pattern
from politigraph.graph.pattern_sparql import Compiled, compile_pattern
from politigraph.graph.pattern_tokens import Token, point_at
from politigraph.graph.queries import ParameterKind
from politigraph.graph.reading import Reader
from politigraph.graph.rows import Ref
from politigraph.graph.store import Store
from politigraph.ontology.terms import Gaf, Property

if TYPE_CHECKING:
    import pandas as pd

LookUp = Callable[[ParameterKind, str], str]
"""From a kind and a name to an IRI, as ``graph.lookup`` has them."""

_PARAMETERS: Final[Mapping[str, ParameterKind]] = {
    "entity": "entity",
    "item": "item",
    "outlet": "outlet",
}


_PARTS: Final = (Property.SPEAKER_MENTION, Property.CUE, Property.CONTENT, Gaf.DENOTED_BY)
"""What a sentence holds of a claim or an event."""

_OF_CLAIMS: Final = ("date", "outlet", "speaker", "act", "polarity", "content")
_OF_EVENTS: Final = ("type", "mode", "date", "outlet", "place", "speaker", "sentence")


def title(column: str) -> str:
    """Return a column's title for people.

    >>> title("who_name"), title("c_content")
    ('who', 'c content')
    """
    return column.removesuffix("_name").replace("_", " ")


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

    @property
    def readable(self) -> tuple[str, ...]:
        """The columns that people read: names and words, no identifiers."""
        variables = [column for column in self.columns if "_" not in column]
        return tuple(column for variable in variables for column in self._readable(variable))

    def _readable(self, variable: str) -> Iterator[str]:
        of_claim = f"{variable}_content" in self.columns
        for part in ("name", *(_OF_CLAIMS if of_claim else _OF_EVENTS)):
            if f"{variable}_{part}" in self.columns:
                yield f"{variable}_{part}"

    def df(self) -> "pd.DataFrame":
        """Return the rows as a pandas data frame, where pandas is installed."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        if self.holds is not None:
            return f"<p>{'yes' if self.holds else 'no'}</p>"
        head = "".join(f"<th>{escape(title(column))}</th>" for column in self.readable)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(row[c])}</td>" for c in self.readable) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Plan:
    """A pattern whose names are found: the SPARQL to run, and how its rows become an answer.

    ``window`` is how many rows, and the cursor. Raises ``PatternError`` for the text,
    ``UnknownItem`` and ``AmbiguousName`` for its names, all with a note that shows the
    place, and ``InvalidFilter`` for the window.
    """

    def __init__(self, store: Store, text: str, look_up: LookUp, window: tuple[int, str]) -> None:
        self.limit, cursor = window
        if not 1 <= self.limit <= MOST_ROWS:
            hint = f"ask for 1 to {MOST_ROWS}, and use the cursor"
            raise InvalidFilter(f"a page cannot have {self.limit} rows", hint=hint)
        self._store = store
        self.pattern = parse_pattern(text)
        names = _Names(store, self.pattern, look_up)
        self._compiled = compile_pattern(self.pattern, names.find)
        self._after = _decode(cursor, len(self._compiled.keys)) if cursor else ()
        self._reader = Reader(store.oxigraph)
        self.meanings = tuple(
            Meaning(name, self._reader.ref(iri)) for name, iri in names.found.items()
        )

    @property
    def sparql(self) -> str:
        """The query that gives the rows of this page, in this store or any other."""
        return self._compiled.text(self.limit, self._after)

    @property
    def query(self) -> str:
        """The query to run: with one row more, which tells whether there is a next page."""
        return self._compiled.text(self.limit + 1, self._after)

    def run(self) -> PatternAnswer:
        """Run the query in this process, however long it takes."""
        answer = self._store.query(self.query)
        if answer.form == "ASK":
            return self.answer(answer.boolean)
        return self.answer([{k: str(v) for k, v in row.items()} for row in answer])

    def answer(self, found: Sequence[Mapping[str, str]] | bool) -> PatternAnswer:
        """Return the answer, given what ``query`` found: rows, or whether the pattern holds."""
        text, compiled = str(self.pattern), self._compiled
        if isinstance(found, bool):
            return PatternAnswer(text, self.sparql, self.meanings, (), (), holds=found)
        columns = _columns(compiled)
        rows = tuple(self._row(row, columns) for row in found[: self.limit])
        following = _encode(compiled, rows[-1]) if len(found) > self.limit else ""
        return PatternAnswer(text, self.sparql, self.meanings, columns, rows, following)

    def _row(self, found: Mapping[str, str], columns: Sequence[str]) -> Mapping[str, str]:
        row = {column: found.get(column, "") for column in columns}
        for variable, _ in self._compiled.told:
            row[f"{variable}_sentence"] = self._sentence(row[variable])
        return row

    def _sentence(self, told: str) -> str:
        """Return the sentence of a claim or an event; the rest of its record is not needed."""
        facts = self._reader.facts(told)
        article = self._reader.text(facts.one(Property.IN_ARTICLE))
        return evidence(article, {part: facts.spans(part) for part in _PARTS}).sentence


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
