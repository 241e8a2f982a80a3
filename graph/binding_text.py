"""Write values of variables into a query's text: the protocol of SPARQL cannot bind them."""

from collections.abc import Mapping

import pyoxigraph as ox

from politigraph.graph.read_only import Token, tokens

_Value = ox.NamedNode | ox.Literal


def with_values(sparql: str, bindings: Mapping[str, _Value]) -> str:
    """Return a query whose variables have values, by ``VALUES`` in each group that names them.

    In each, and not only in the outermost: a FILTER in a branch of a UNION, or a query
    inside the query, does not see what is bound outside.

    >>> with_values("SELECT ?p { ?p :said ?c } # all", {"p": ox.NamedNode("urn:a")})
    'SELECT ?p { VALUES ?p { <urn:a> } ?p :said ?c } # all'
    >>> query = "SELECT ?q { { ?s ?p ?q } UNION { ?s ?p ?o FILTER(?o = ?q) } }"
    >>> with_values(query, {"q": ox.Literal("x")}).count("VALUES")
    3
    """
    if not bindings:
        return sparql
    parts: list[str] = []
    done = 0
    for at, names in sorted(_groups(sparql, bindings).items()):
        values = "".join(f" VALUES ?{name} {{ {bindings[name]} }}" for name in names)
        parts += (sparql[done:at], values)
        done = at
    return "".join((*parts, sparql[done:]))


def _groups(sparql: str, bindings: Mapping[str, _Value]) -> dict[int, list[str]]:
    """Return the variables to bind by the offset after the brace that opens a group."""
    found: dict[int, list[str]] = {}
    open_groups: list[int] = []
    code = [token for token in tokens(sparql) if token.kind != "comment"]
    for i, token in enumerate(code):
        if token.text == "{":
            before = code[i - 1].text.upper() if i else ""
            first = code[i + 1].text.upper() if i + 1 < len(code) else ""
            inside_exists = bool(open_groups) and open_groups[-1] == 0
            # A template is no pattern; a query in a query begins with its own words; and
            # EXISTS sees what is bound around it.
            plain = before not in {"CONSTRUCT", "EXISTS"} and first != "SELECT"
            keeps_out = before == "EXISTS" or inside_exists
            start = 0 if keeps_out else token.at + 1 if plain else -1
            if start > 0 and not any(group > 0 for group in open_groups):
                found[start] = list(bindings)
            open_groups.append(start)
        elif token.text == "}" and open_groups:
            open_groups.pop()
        elif token.kind == "variable" and open_groups and open_groups[-1] > 0:
            _note(found.setdefault(open_groups[-1], []), token, bindings)
    return found


def _note(names: list[str], token: Token, bindings: Mapping[str, _Value]) -> None:
    name = token.text[1:]
    if name in bindings and name not in names:
        names.append(name)
