"""Write values of variables into a query's text: the protocol of SPARQL cannot bind them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import pyoxigraph as ox

from politigraph.graph.read_only import Token, tokens
from politigraph.ontology.terms import PREFIXES

_Value = ox.NamedNode | ox.Literal

_GIVING: Final = frozenset({"VALUES", "AS"})
"""After these, a variable is given a value and not used."""


def with_values(sparql: str, bindings: Mapping[str, _Value]) -> str:
    """Return a query with values in the place of variables, which it still selects.

    A value that cannot stand where its variable does, such as a text as a property, is
    bound by ``VALUES`` in each group that names the variable: a FILTER in a branch of a
    UNION, or a query inside the query, does not see what is bound outside.

    >>> with_values("SELECT ?p { ?p :said ?c } # all", {"p": ox.NamedNode("urn:a")})
    'SELECT ?p { <urn:a> :said ?c  BIND(<urn:a> AS ?p) } # all'
    >>> with_values("SELECT ?p { ?s ?p ?o }", {"p": ox.Literal("a")})
    'SELECT ?p { VALUES ?p { "a" } ?s ?p ?o }'
    >>> query = "SELECT ?q { { ?s ?p ?q } UNION { SELECT ?o ?q { ?s ?p ?o FILTER(?o = ?q) } } }"
    >>> with_values(query, {"q": ox.Literal("x")})  # doctest: +NORMALIZE_WHITESPACE
    'SELECT ?q { { ?s ?p "x" } UNION { SELECT ?o { ?s ?p ?o FILTER(?o = "x") } }
    BIND("x" AS ?q) }'
    """
    if not bindings:
        return sparql
    places = list(_places(sparql, bindings))
    written = _edited(sparql, _in_place(places, bindings))
    return written if _reads(written) else _edited(sparql, _beside(places, bindings))


class _Place(NamedTuple):
    """A variable that has a value, in the group that opens at an offset, or that group's end.

    ``inner`` says that it is in the head of a query inside the query.
    """

    token: Token
    group: int
    inner: bool = False


_Edit = tuple[int, int, str]
"""From where to where a text is replaced, and by what."""


def _places(sparql: str, bindings: Mapping[str, _Value]) -> Iterator[_Place]:
    """Yield the variables in groups, and last the brace that ends the outermost group."""
    code = [token for token in tokens(sparql) if token.kind != "comment"]
    opened: list[tuple[int, str]] = []  # Where each open group begins, and with which word.
    for i, token in enumerate(code):
        before = code[i - 1].text.upper() if i else ""
        if token.text == "{":
            first = code[i + 1].text.upper() if i + 1 < len(code) else ""
            opened.append((token.at, "CONSTRUCT" if before == "CONSTRUCT" else first))
        elif token.text == "}" and opened:
            group, word = opened.pop()
            if not opened and word != "CONSTRUCT":
                yield _Place(token, group)
        elif _named(token, bindings) and opened and before not in _GIVING:
            group, word = opened[-1]
            if word != "CONSTRUCT":
                yield _Place(token, group, inner=word == "SELECT")


def _named(token: Token, bindings: Mapping[str, _Value]) -> bool:
    return token.kind == "variable" and token.text[1:] in bindings


def _in_place(places: list[_Place], bindings: Mapping[str, _Value]) -> Iterator[_Edit]:
    for token, _, inner in places:
        if token.text == "}":
            bound = " ".join(f"BIND({value} AS ?{name})" for name, value in bindings.items())
            yield token.at, token.at, f" {bound} "
        else:
            text = "" if inner else str(bindings[token.text[1:]])
            yield token.at, token.at + len(token.text), text


def _beside(places: list[_Place], bindings: Mapping[str, _Value]) -> Iterator[_Edit]:
    names = {
        (group, token.text[1:]) for token, group, inner in places if not inner and token.text != "}"
    }
    outermost = {group for token, group, _ in places if token.text == "}"}
    for group, name in sorted(names | {(group, name) for group in outermost for name in bindings}):
        yield group + 1, group + 1, f" VALUES ?{name} {{ {bindings[name]} }}"


def _edited(sparql: str, edits: Iterable[_Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, text in sorted(edits):
        parts += (sparql[done:start], text)
        done = end
    return "".join((*parts, sparql[done:]))


def _reads(sparql: str) -> bool:
    try:
        ox.Store().query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError:
        return False
    return True
