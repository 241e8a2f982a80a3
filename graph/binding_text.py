"""Write values of variables into a query's text: the protocol of SPARQL cannot bind them."""

from collections.abc import Iterator, Mapping
from typing import Final

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
    'SELECT ?p { VALUES ?p { <urn:a> } <urn:a> :said ?c } # all'
    >>> with_values("SELECT ?p { ?s ?p ?o }", {"p": ox.Literal("a")})
    'SELECT ?p { VALUES ?p { "a" } ?s ?p ?o }'
    >>> query = "SELECT ?q { { ?s ?p ?q } UNION { ?s ?p ?o FILTER(?o = ?q) } }"
    >>> with_values(query, {"q": ox.Literal("x")})
    'SELECT ?q { VALUES ?q { "x" } { ?s ?p "x" } UNION { ?s ?p ?o FILTER(?o = "x") } }'
    """
    if not bindings:
        return sparql
    places = list(_places(sparql, bindings))
    written = _edited(sparql, places, bindings, in_place=True)
    return written if _reads(written) else _edited(sparql, places, bindings, in_place=False)


# A group's opening brace, or a variable that has a value: where it ends, its group, its name.
_Place = tuple[Token, int, str]


def _places(sparql: str, bindings: Mapping[str, _Value]) -> Iterator[_Place]:
    """Yield the outermost group, and the variables in groups, in the order of the text.

    A group is told by its depth among those that hold patterns; 0 is the outermost brace.
    """
    code = [token for token in tokens(sparql) if token.kind != "comment"]
    opened: list[int] = []  # Where each open brace stands; -1 for one that holds no pattern.
    outermost = -1
    for i, token in enumerate(code):
        before = code[i - 1].text.upper() if i else ""
        if token.text == "{":
            # A template is no pattern, and a query in a query begins with its own words.
            first = code[i + 1].text.upper() if i + 1 < len(code) else ""
            plain = before != "CONSTRUCT" and first != "SELECT"
            opened.append(token.at if plain else -1)
            if plain and outermost < 0:
                outermost = token.at
                yield token, token.at, ""
        elif token.text == "}" and opened:
            opened.pop()
        elif _named(token, bindings) and opened and opened[-1] >= 0 and before not in _GIVING:
            yield token, opened[-1], token.text[1:]


def _named(token: Token, bindings: Mapping[str, _Value]) -> bool:
    return token.kind == "variable" and token.text[1:] in bindings


def _edited(
    sparql: str, places: list[_Place], bindings: Mapping[str, _Value], *, in_place: bool
) -> str:
    added = {
        token.at + 1: "".join(f" VALUES ?{name} {{ {value} }}" for name, value in bindings.items())
        for token, _, name in places
        if not name
    }
    outermost = next((group for _, group, name in places if not name), -1)
    replaced: dict[int, tuple[int, str]] = {at: (at, text) for at, text in added.items()}
    for token, group, name in places:
        if name and in_place:
            replaced[token.at] = (token.at + len(token.text), str(bindings[name]))
        elif name and group != outermost:
            values = f" VALUES ?{name} {{ {bindings[name]} }}"
            before = replaced.get(group + 1, (group + 1, ""))[1]
            if values not in before:
                replaced[group + 1] = (group + 1, before + values)
    parts: list[str] = []
    done = 0
    for at, (end, text) in sorted(replaced.items()):
        parts += (sparql[done:at], text)
        done = end
    return "".join((*parts, sparql[done:]))


def _reads(sparql: str) -> bool:
    try:
        ox.Store().query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError:
        return False
    return True
