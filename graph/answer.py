"""The answer to a SPARQL query: rows of Python values, or bytes in a standard format."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Final, TypeVar, cast

import pyoxigraph as ox

from politigraph.graph.errors import QueryError, UnknownFormat
from politigraph.graph.read_only import Form
from politigraph.graph.row_limit import RowLimit, too_many
from politigraph.graph.xml_returns import KeepsReturns, kept_returns

T = TypeVar("T")
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

SOLUTION_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""The formats of SELECT and ASK results, by the name that callers use."""

GRAPH_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of CONSTRUCT and DESCRIBE results, by the name that callers use."""

_XML: Final = frozenset({"xml", "rdf"})
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


class Iri(str):
    """An IRI among an answer's values, where a plain ``str`` is a text."""

    __slots__ = ()


Value = str | int | float | Decimal | bool | date
"""A term as Python has it; an ``Iri`` is a ``str``, and so is a literal of any other type."""


class Answer:
    """The result of one query. It is computed while it is read, and can be read once."""

    def __init__(self, form: Form, results: Results) -> None:
        self.form: Form = form
        self._results = results

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns of a SELECT; no columns for the other forms."""
        if isinstance(self._results, ox.QuerySolutions):
            return tuple(variable.value for variable in self._results.variables)
        return ()

    @property
    def boolean(self) -> bool:
        """The answer to an ASK. Raise ``QueryError`` for the other forms."""
        if not isinstance(self._results, ox.QueryBoolean):
            raise QueryError(f"{self.form} does not answer yes or no", hint="ask with ASK { … }")
        return bool(self._results)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """Yield the rows of a SELECT; an unbound variable has no key.

        The triples of CONSTRUCT and DESCRIBE come as rows of ``subject``,
        ``predicate`` and ``object``.
        """
        if isinstance(self._results, ox.QueryTriples):
            for triple in self._results:
                parts = (triple.subject, triple.predicate, triple.object)
                names = ("subject", "predicate", "object")
                yield {name: value(term) for name, term in zip(names, parts, strict=True)}
        elif isinstance(self._results, ox.QuerySolutions):
            names_of_columns = self.variables
            for solution in self._results:
                columns = zip(names_of_columns, solution, strict=True)
                yield {name: value(term) for name, term in columns if term is not None}
        else:
            yield {"boolean": bool(self._results)}

    def column(self, name: str) -> Iterator[str]:
        """Yield the IRIs and texts of one column of a SELECT, where it is bound."""
        if isinstance(self._results, ox.QuerySolutions):
            at = self.variables.index(name)
            for solution in self._results:
                if isinstance(term := solution[at], ox.NamedNode | ox.Literal):
                    yield term.value

    def serialize(self, format: str, output: IO[bytes] | None = None) -> bytes:  # noqa: A002
        """Write the answer in a format of ``SOLUTION_FORMATS`` or ``GRAPH_FORMATS``.

        Return the bytes, or nothing of them when they are written to ``output``.
        Raise ``UnknownFormat`` when the answer's form is not written so.
        """
        if output is not None:
            output = _to(output, format)
        if isinstance(self._results, ox.QueryTriples):
            written = self._results.serialize(output, _choose(GRAPH_FORMATS, format, self.form))
        else:
            written = self._results.serialize(output, _choose(SOLUTION_FORMATS, format, self.form))
        return kept_returns(written or b"") if format in _XML else written or b""

    def write(self, format: str, output: IO[bytes], rows: int) -> None:  # noqa: A002
        """Write the answer as ``serialize`` does, if it has no more than so many rows.

        Raise ``ResultTooLarge`` at the first row too many, with the rows before it written.
        """
        if isinstance(self._results, ox.QueryTriples):
            chosen = _choose(GRAPH_FORMATS, format, self.form)
            ox.serialize(_at_most(rows, self._results), _to(output, format), chosen)
        else:
            limited = cast("IO[bytes]", RowLimit(output, format, rows))
            self.serialize(format, limited)


def _to(output: IO[bytes], format: str) -> IO[bytes]:  # noqa: A002
    return cast("IO[bytes]", KeepsReturns(output)) if format in _XML else output


def _at_most(rows: int, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > rows:
            raise too_many(rows)
        yield triple


def _choose(formats: dict[str, T], name: str, form: Form) -> T:
    try:
        return formats[name]
    except KeyError:
        raise UnknownFormat(
            f"an answer to {form} is not written as {name!r}", hint=f"use {', '.join(formats)}"
        ) from None


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    """Return a term as a Python value.

    >>> value(ox.Literal("2022-04-26", datatype=ox.NamedNode(_XSD + "date")))
    datetime.date(2022, 4, 26)
    >>> value(ox.Literal(7)), value(ox.Literal("Bucha")), value(ox.NamedNode("urn:x"))
    (7, 'Bucha', 'urn:x')
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    convert = _CONVERSIONS.get(term.datatype.value.removeprefix(_XSD))
    try:
        return convert(term.value) if convert else term.value
    except (ValueError, ArithmeticError):
        return term.value  # RDF allows ill-typed literals, such as the date "yesterday".


_CONVERSIONS: Final[dict[str, Callable[[str], Value]]] = {
    "integer": int,
    "int": int,
    "long": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in {"true", "1"},
    "date": date.fromisoformat,
}
