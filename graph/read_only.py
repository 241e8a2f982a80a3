"""Read the outline of a SPARQL query, and refuse what would change or fetch anything.

Oxigraph calls out over the network for SERVICE, and that cannot be switched off.
A second parser beside Oxigraph's is no guard: the two differ, and rdflib's takes
6 to 60 ms. Oxigraph reads ``SERVICE:x {``, ``trueSERVICE<x>{`` and, after a comment
that a carriage return ends, ``SERVICE <x> {``; rdflib does not. So a query is
refused by a test that errs to one side: every place where the letters of SERVICE
begin a text of the grammar's rule ServiceGraphPattern, whatever stands before,
counts, unless the tokens show it inside a string, a comment, an IRI or a variable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, cast
from urllib.parse import urljoin

from politigraph.graph.errors import InvalidQuery, RefusedQuery
from politigraph.ontology.terms import ID, PREFIXES

BASE: Final = ID
"""What relative IRIs are resolved against, so that ``<article/a1>`` is an article."""

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)

# The terminals of SPARQL 1.1 (19.8), in the order in which they are tried. Names
# are cut shorter than the grammar allows (at a dot): that can only refuse more.
_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                | \" (?: [^"\\\r\n] | \\. )* \"
                | ' (?: [^'\\\r\n] | \\. )* ' )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\. )* > )
    | (?P<variable> [?$] \w+ )
    | (?P<language> @ [a-zA-Z]+ (?: - [a-zA-Z0-9]+ )* )
    | (?P<name> [\w-]* : (?: [\w%:-] | \\. )* )
    | (?P<word> [\w-]+ )
    | (?P<mark> \S )
    """,
    re.VERBOSE | re.DOTALL,
)

TOKEN_TEXT: Final = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _TOKEN.pattern), _TOKEN.flags)
"""A token without its kind, for ``findall``, which is several times as fast."""

# Every text that Oxigraph could read as a call, and some more.
GAP: Final = r"(?: \s | \#[^\r\n]*[\r\n] )*"
NAME: Final = r"""(?: [^\s{}()"'<>\#\\] | \\. )+"""
_SERVICE: Final = re.compile(
    rf"""
    SERVICE {GAP} (?: SILENT {GAP} )?
    (?: < [^<>"{{}}|^`\x00-\x20]* > | {NAME} )
    {GAP} \{{
    """,
    re.VERBOSE | re.IGNORECASE,
)

_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)

# After these a "<" may be the operator "less than" instead of the start of an IRI.
_MOST_CALLS: Final = 100  # Each is looked at anew, to the end of the name after it.
_OPERANDS: Final = frozenset({"string", "iri", "variable", "language", "name", "word", ")"})


class Token(NamedTuple):
    """A terminal of the grammar; ``at`` is its 0-based offset in the query."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be told of a query from its tokens.

    ``form`` is None when the query has none, that is, a syntax error. The graphs are
    the IRIs after FROM and FROM NAMED. ``undeclared`` are prefixes without an IRI.
    """

    form: Form | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()


def outline(query: str) -> Outline:
    """Return the outline of a query that only reads, or raise ``RefusedQuery``.

    >>> outline("SELECT ?p FROM <urn:g> { ?p :said ?c . ?c ex:at ?x }")
    ... # doctest: +NORMALIZE_WHITESPACE
    Outline(form='SELECT', default_graphs=('urn:g',), named_graphs=(), undeclared=('ex',))
    >>> outline("ASK { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    politigraph.graph.errors.RefusedQuery: SERVICE at character 7: no other endpoint is called
    """
    found = list(tokens(query))
    refuse_service(query, found)
    code = [token for token in found if token.kind != "comment"]
    prefixes, base = _prologue(code)
    form = _form(code)
    default, named = _dataset(code, prefixes, base)
    used = {token.text.partition(":")[0] for token in code if token.kind == "name"}
    return Outline(form, default, named, tuple(sorted(used - prefixes.keys() - {"_"})))


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, comments too; white space is left out."""
    for match in _TOKEN.finditer(query):
        yield Token(str(match.lastgroup), match.group(), match.start())


def refuse_service(query: str, found: Iterable[Token]) -> None:
    """Raise ``RefusedQuery`` where a text calls another endpoint, or may do so."""
    if query.upper().count("SERVICE") > _MOST_CALLS:
        raise _service_refused(query.upper().index("SERVICE"))
    calls = [match.start() for match in _SERVICE.finditer(query)]
    if not calls:
        return
    for previous, token, either in _in_context(found):
        inside = [call for call in calls if 0 <= call - token.at < len(token.text)]
        named_graph = previous.text.upper() == "GRAPH" and inside == [token.at]
        if either or (inside and token.kind in {"word", "mark"}):
            raise _service_refused(calls[0])
        if inside and token.kind == "name" and not named_graph:
            raise _service_refused(calls[0])


def ambiguous(found: Iterable[Token]) -> bool:
    """Tell whether the text after some "<" can be read in two ways.

    >>> ambiguous(tokens("FILTER(1 <'x>y') LOAD <x>")), ambiguous(tokens("ASK { <x> ?p ?o }"))
    (True, False)
    """
    return any(either for _, _, either in _in_context(found))


def _in_context(found: Iterable[Token]) -> Iterator[tuple[Token, Token, bool]]:
    """Yield each token after the one before it, and whether it may be something else."""
    depth, previous = 0, Token("mark", "", 0)
    for token in found:
        # In brackets "?a <?b) … >" may be a comparison, and all that follows be read anew.
        yield previous, token, token.kind == "iri" and depth > 0 and previous.kind in _OPERANDS
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if token.kind != "comment":
            previous = token if token.text != ")" else token._replace(kind=")")


def _service_refused(at: int) -> RefusedQuery:
    return RefusedQuery(
        f"SERVICE at character {at + 1}: no other endpoint is called",
        hint="query the other endpoint yourself and pass its answer in VALUES",
    )


def _prologue(code: list[Token]) -> tuple[Mapping[str, str], str]:
    """Return the prefixes that hold in the query, and its base IRI."""
    prefixes, base = dict(PREFIXES), BASE
    for word, first, second in zip(code, code[1:], code[2:], strict=False):
        if word.kind == "word" and first.kind == "name" and word.text.upper() == "PREFIX":
            prefixes[first.text.rstrip(":")] = urljoin(base, second.text[1:-1])
        elif word.kind == "word" and first.kind == "iri" and word.text.upper() == "BASE":
            base = urljoin(base, first.text[1:-1])
    return prefixes, base


def _form(code: list[Token]) -> Form | None:
    for token in code:
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORMS:
            return cast("Form", word)
        if word in _UPDATES:
            raise RefusedQuery(
                f"{word} would change the store, and queries only read",
                hint="send it as an update (POST, update=…), where the service allows that",
            )
    return None


def _dataset(
    code: list[Token], prefixes: Mapping[str, str], base: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    default: list[str] = []
    named: list[str] = []
    for i, token in enumerate(code):
        if token.kind == "word" and token.text.upper() == "FROM":
            rest = code[i + 1 : i + 3]
            is_named = bool(rest) and rest[0].text.upper() == "NAMED"
            graph = rest[-1] if is_named else next(iter(rest), None)
            if graph is not None and graph.kind == "iri":
                (named if is_named else default).append(urljoin(base, graph.text[1:-1]))
            elif graph is not None and graph.kind == "name":
                prefix, _, local = graph.text.partition(":")
                (named if is_named else default).append(prefixes.get(prefix, "") + local)
    return tuple(default), tuple(named)


def syntax_error(message: str, plan: Outline) -> InvalidQuery:
    """Make an error for people of Oxigraph's message about a query of that outline.

    >>> message = "error at 3:17: expected one of ABS, [_], ['a'..='z']"
    >>> error = syntax_error(message, Outline("SELECT"))
    >>> str(error), error.line, error.column
    ('SPARQL syntax error at line 3, column 17: expected ABS', 3, 17)
    """
    found = _POSITION.match(message)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    where = f" at line {line}, column {column}" if line else ""
    reason, hint = (
        _reason(found[3] if found else message),
        "see https://www.w3.org/TR/sparql11-query/",
    )
    if plan.undeclared:
        reason = f"the prefix {plan.undeclared[0]}: is not declared"
        hint = f"begin with PREFIX {plan.undeclared[0]}: <…>"
    elif plan.form is None:
        reason = "expected SELECT, ASK, CONSTRUCT or DESCRIBE"
    return InvalidQuery(
        f"SPARQL syntax error{where}: {reason}", line=line, column=column, hint=hint
    )


def _reason(detail: str) -> str:
    if "The SELECT" in detail or "expected" not in detail:
        return detail.removeprefix("expected one of ").removesuffix(", [_]")
    # Character classes of the grammar tell a reader nothing.
    words = re.findall(r'[A-Za-z]+|"[^"]+"', re.sub(r"\[.*?\]", "", detail, flags=re.DOTALL))
    options = [word for word in words if word not in {"expected", "one", "of", "SERVICE"}]
    return f"expected {', '.join(options)}" if options else "this cannot stand here"
