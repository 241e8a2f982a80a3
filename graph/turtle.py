"""Write triples as Turtle that people can read, and graphs as TriG, the same bytes each time.

Nodes of articles are written relative to the base, everything else with a prefix
where Turtle's grammar allows it: ``person:Q7747 :said <a1/claim/c84-169-73> .``
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from politigraph.ontology.terms import ID, PREFIXES, Rdf, Xsd

BASE: Final = f"{ID}article/"

_KINDS: Final = ("country", "organization", "person", "place")
_WRITTEN_PREFIXES: Final[Mapping[str, str]] = {
    **{prefix: iri for prefix, iri in PREFIXES.items() if prefix != "id"},
    **{kind: f"{ID}entity/{kind}/" for kind in _KINDS},
    "publisher": f"{ID}publisher/",
}
# The characters that need no escape in a local name, where the grammar has more (PN_LOCAL).
_LOCAL: Final = re.compile(r"\w(?:[\w-]|%[0-9A-F]{2})*", re.ASCII)
_RELATIVE: Final = re.compile(r"[\w.~%-]+(?:/[\w.~%-]+)*(?:#char=\d+,\d+)?", re.ASCII)
_PLAIN: Final = frozenset({Xsd.INTEGER, Xsd.DECIMAL})
_NUMERAL: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def heading() -> str:
    """Return the declarations that the texts of ``subject_block`` need."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(_WRITTEN_PREFIXES.items())]
    return "\n".join([f"@base <{BASE}> .", *lines]) + "\n\n"


def subject_block(subject: Term, triples: Iterable[ox.Triple | ox.Quad], indent: str = "") -> str:
    """Return all triples of one subject as one statement.

    >>> from politigraph.ontology.terms import NS, Schema
    >>> mara = ox.NamedNode(f"{ID}entity/person/Mara_Lindqvist")
    >>> claim = ox.NamedNode(f"{ID}article/a1/claim/c0-4")
    >>> name = ox.Triple(mara, ox.NamedNode(Schema.NAME), ox.Literal("Mara Lindqvist"))
    >>> print(subject_block(mara, [name, ox.Triple(mara, ox.NamedNode(f"{NS}said"), claim)]))
    person:Mara_Lindqvist :said <a1/claim/c0-4> ;
        schema:name "Mara Lindqvist" .
    <BLANKLINE>
    """
    by_predicate: dict[str, list[str]] = {}
    for triple in triples:
        predicate = written(triple.predicate) if triple.predicate.value != Rdf.TYPE else "a"
        by_predicate.setdefault(predicate, []).append(written(triple.object))
    # "a" first, and then the properties by name.
    ordered = sorted(by_predicate.items(), key=lambda item: (item[0] != "a", item[0]))
    facts = [f"{predicate} {' , '.join(sorted(values))}" for predicate, values in ordered]
    return f"{indent}{written(subject)} " + f" ;\n{indent}    ".join(facts) + " .\n"


def written(term: Term) -> str:
    """Return a term in Turtle's notation.

    >>> written(ox.NamedNode("https://w3id.org/politigraph/ns#said")), written(ox.Literal(7))
    (':said', '7')
    >>> written(ox.NamedNode("https://example.org/a/b"))
    '<https://example.org/a/b>'
    """
    if isinstance(term, ox.NamedNode):
        return _name(term.value)
    if isinstance(term, ox.Literal) and not term.language:
        datatype = term.datatype.value
        if datatype in _PLAIN and _NUMERAL.fullmatch(term.value):
            # A decimal without a point would be read as an integer.
            return _decimal(term.value) if datatype == Xsd.DECIMAL else term.value
        if datatype != Xsd.STRING:
            return f"{ox.Literal(term.value)}^^{_name(datatype)}"
    return str(term)


def _decimal(digits: str) -> str:
    return digits if "." in digits else f'"{digits}"^^xsd:decimal'


def _name(iri: str) -> str:
    if iri.startswith(BASE) and _RELATIVE.fullmatch(relative := iri.removeprefix(BASE)):
        return f"<{relative}>"
    for prefix, namespace in _WRITTEN_PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def turtle(subjects: Iterable[tuple[Term, list[ox.Quad]]]) -> Iterator[str]:
    """Yield a Turtle document in parts, given each subject with its triples."""
    yield heading()
    for subject, triples in subjects:
        yield subject_block(subject, triples) + "\n"


def trig(
    graphs: Iterable[tuple[ox.NamedNode, Iterable[tuple[Term, list[ox.Quad]]]]],
) -> Iterator[str]:
    """Yield a TriG document in parts, given each graph with its subjects."""
    yield heading()
    for graph, subjects in graphs:
        yield f"{written(graph)} {{\n"
        for subject, triples in subjects:
            yield subject_block(subject, triples, indent="    ")
        yield "}\n\n"
