"""RDF nodes in the one form that comes back from the store unchanged.

Oxigraph rewrites numbers to their canonical form ("0.50" to "0.5"), so numbers are
written canonically here, and words of an article are always ``xsd:string``.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from politigraph.ontology.terms import Xsd

Value = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Value]


def node(iri: str) -> NamedNode:
    """Return an IRI as a node.

    >>> node("urn:x").value
    'urn:x'
    """
    return NamedNode(iri)


def text(words: str) -> Literal | None:
    """Return words as they stand, or None for an empty string: nothing to say.

    >>> str(text("0.50")), text("")
    ('"0.50"', None)
    """
    return Literal(words) if words else None


def uri(address: str) -> Literal | None:
    """Return an address as an ``xsd:anyURI``, or None for an empty string.

    Not a node: what a source gives as its address need not be a valid IRI.

    >>> uri("https://example.org/a b").value
    'https://example.org/a b'
    """
    return Literal(address, datatype=NamedNode(Xsd.ANY_URI)) if address else None


def integer(number: int) -> Literal:
    """Return an ``xsd:integer``.

    >>> integer(12).value
    '12'
    """
    return Literal(str(number), datatype=NamedNode(Xsd.INTEGER))


def mark(holds: bool) -> Literal | None:
    """Return an ``xsd:boolean`` for what holds, or None: what does not hold is not said.

    >>> str(mark(True)), mark(False)
    ('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', None)
    """
    return Literal(True) if holds else None


def decimal(number: float, places: int = 4) -> Literal:
    """Return an ``xsd:decimal``, rounded, in canonical form.

    >>> [decimal(x).value for x in (0.97, 1.0, 0.50, 1 / 3, -0.00001)]
    ['0.97', '1', '0.5', '0.3333', '0']
    """
    digits = f"{number:.{places}f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=NamedNode(Xsd.DECIMAL))


def day(iso: str) -> Literal | None:
    """Return an ISO 8601 day as an ``xsd:date``, or None for an empty string.

    >>> day("2022-05-14").value, day("")
    ('2022-05-14', None)
    """
    return Literal(iso, datatype=NamedNode(Xsd.DATE)) if iso else None


def period(iso: str) -> tuple[str, str]:
    """Return the first and last day of an ISO 8601 day or interval of days.

    >>> period("2022-05-14"), period("2022-03-01/2022-03-31"), period("")
    (('2022-05-14', '2022-05-14'), ('2022-03-01', '2022-03-31'), ('', ''))
    """
    first, _, last = iso.partition("/")
    return first, last or first


def describe(subject: NamedNode, facts: Iterable[tuple[str, Value | None]]) -> Iterator[Triple]:
    """Yield a triple for each predicate that has a value.

    >>> [str(p) for _, p, _ in describe(node("urn:s"), [("urn:p", text("x")), ("urn:q", None)])]
    ['<urn:p>']
    """
    for predicate, value in facts:
        if value is not None:
            yield subject, NamedNode(predicate), value
