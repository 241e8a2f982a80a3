"""The SPARQL 1.1 Protocol: what a request asks for, or wants changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from politigraph.extract.errors import PolitigraphError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class BadProtocolRequest(PolitigraphError):
    """The request is none of the forms of a SPARQL 1.1 query or update operation."""


class UnsupportedBody(PolitigraphError):
    """A body of a type that the address does not read."""


class NotAcceptable(PolitigraphError):
    """The client accepts none of the formats that the answer can have."""


class BodyTooLarge(PolitigraphError):
    """A POST with more bytes than any honest query has."""


class BodyTooSlow(PolitigraphError):
    """A POST whose body does not arrive."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """One query operation; an empty ``query`` asks for the service description."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """One update operation; the graphs are the dataset of its WHERE clauses."""

    update: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


def parse_get(query_string: str) -> SparqlRequest:
    """Return what a GET asks for (section 2.1.1 of the protocol).

    >>> parse_get("query=ASK%20%7B%7D&default-graph-uri=urn:g")
    SparqlRequest(query='ASK {}', default_graphs=('urn:g',), named_graphs=())
    """
    name, _, value = query_string.partition("=")
    if name == "query" and "&" not in value:  # As nearly all are.
        return SparqlRequest(_decoded(value))
    asked = _from_parameters(_parameters(query_string))
    if isinstance(asked, UpdateRequest):
        raise BadProtocolRequest("GET changes nothing", hint="send the update with POST")
    return asked


def is_update(content_type: str) -> bool:
    """Tell whether a body is an update as it is.

    >>> is_update("application/sparql-update; charset=utf-8"), is_update("text/plain")
    (True, False)
    """
    return content_type.partition(";")[0].strip().lower() == UPDATE


def parse_post(query_string: str, content_type: str, body: bytes) -> SparqlRequest | UpdateRequest:
    """Return what a POST asks for: a form (2.1.2, 2.2.1), or the query or update itself.

    Raises `UnsupportedBody` for another content type.

    >>> parse_post("", "application/sparql-query; charset=utf-8", b"ASK {}").query
    'ASK {}'
    >>> parse_post("", "application/x-www-form-urlencoded", b"query=ASK+%7B%7D").query
    'ASK {}'
    """
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind not in (FORM, QUERY, UPDATE):
        raise UnsupportedBody(
            f"cannot read a body of type {kind or 'that is not given'}",
            hint=f"send it as {FORM}, {QUERY} or {UPDATE}",
        )
    charsets = {p.removeprefix("charset=").strip('"') for p in parameters if "charset=" in p}
    if charsets - {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedBody(
            f"cannot read the charset {', '.join(sorted(charsets))}", hint="send UTF-8"
        )
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadProtocolRequest(
            f"the body is not UTF-8 at byte {error.start}", hint="send the query as UTF-8"
        ) from error
    if kind == FORM:
        return _need_text(_from_parameters(_parameters(text)))
    others = _parameters(query_string)
    name = "query" if kind == QUERY else "update"
    if any(other in ("query", "update") for other, _ in others):
        raise BadProtocolRequest(f"two operations: the body is a {name}, the address has another")
    return _need_text(_from_parameters([*others, (name, text)]))


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise _undecodable() from error


def _decoded(value: str) -> str:
    try:
        return unquote_plus(value, errors="strict")
    except ValueError as error:
        raise _undecodable() from error


def _undecodable() -> BadProtocolRequest:
    return BadProtocolRequest(
        "the parameters cannot be decoded", hint="percent-encode them as UTF-8"
    )


def _need_text(request: SparqlRequest | UpdateRequest) -> SparqlRequest | UpdateRequest:
    # An empty update is one: the grammar has it, and it changes nothing.
    if isinstance(request, SparqlRequest) and not request.query.strip():
        raise BadProtocolRequest("there is no query", hint="pass it as the parameter query")
    return request


def _from_parameters(parameters: Sequence[tuple[str, str]]) -> SparqlRequest | UpdateRequest:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    operations = values.get("query", []) + values.get("update", [])
    if len(operations) > 1:
        raise BadProtocolRequest(f"{len(operations)} operations in one request", hint="send one")

    def graphs(name: str) -> tuple[str, ...]:
        return tuple(values.get(name, ()))

    if "update" in values:
        if graphs("default-graph-uri") or graphs("named-graph-uri"):
            raise BadProtocolRequest(
                "default-graph-uri is for queries", hint="an update has using-graph-uri"
            )
        return UpdateRequest(
            operations[0], graphs("using-graph-uri"), graphs("using-named-graph-uri")
        )
    query = operations[0] if operations else ""
    return SparqlRequest(query, graphs("default-graph-uri"), graphs("named-graph-uri"))


def parse_graph(query_string: str) -> str:
    """Return the graph that a Graph Store request names (section 4.2); "" is the default graph.

    >>> parse_graph("graph=urn%3Ag"), parse_graph("default")
    ('urn:g', '')
    """
    parameters = _parameters(query_string)
    names = sorted(name for name, _ in parameters)
    if names == ["default"] and not parameters[0][1]:
        return ""
    if names != ["graph"] or not parameters[0][1]:
        raise BadProtocolRequest(
            "name one graph", hint="pass graph=IRI, or default without a value"
        )
    return parameters[0][1]
