"""The SPARQL 1.1 Protocol, read-only: what a request asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from politigraph.extract.errors import PolitigraphError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


class BadProtocolRequest(PolitigraphError):
    """The request is not one of the three forms of a SPARQL 1.1 query operation."""


class UnsupportedBody(PolitigraphError):
    """A POST whose body is neither a form nor a query."""


class ReadOnly(PolitigraphError):
    """A SPARQL update: this service changes nothing."""


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


def parse_get(query_string: str) -> SparqlRequest:
    """Return what a GET asks for (section 2.1.1 of the protocol).

    >>> parse_get("query=ASK%20%7B%7D&default-graph-uri=urn:g")
    SparqlRequest(query='ASK {}', default_graphs=('urn:g',), named_graphs=())
    """
    return _from_parameters(_parameters(query_string))


def parse_post(query_string: str, content_type: str, body: bytes) -> SparqlRequest:
    """Return what a POST asks for: a form (2.1.2) or the query itself (2.1.3).

    Raises `UnsupportedBody` for another content type, `ReadOnly` for an update.

    >>> parse_post("", "application/sparql-query; charset=utf-8", b"ASK {}").query
    'ASK {}'
    >>> parse_post("", "application/x-www-form-urlencoded", b"query=ASK+%7B%7D").query
    'ASK {}'
    """
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind == UPDATE:
        raise ReadOnly("this service is read-only", hint="send a query, not an update")
    if kind not in (FORM, QUERY):
        raise UnsupportedBody(
            f"cannot read a body of type {kind or 'that is not given'}",
            hint=f"send it as {FORM} or {QUERY}",
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
        return _need_query(_from_parameters(_parameters(text)))
    others = _parameters(query_string)
    if any(name == "query" for name, _ in others):
        raise BadProtocolRequest("two queries, one in the address and one in the body")
    return _need_query(_from_parameters([*others, ("query", text)]))


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadProtocolRequest(
            "the parameters cannot be decoded", hint="percent-encode them as UTF-8"
        ) from error


def _need_query(request: SparqlRequest) -> SparqlRequest:
    if not request.query.strip():
        raise BadProtocolRequest("there is no query", hint="pass it as the parameter query")
    return request


def _from_parameters(parameters: Sequence[tuple[str, str]]) -> SparqlRequest:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise ReadOnly("this service is read-only", hint="send a query, not an update")
    queries = values.get("query", [""])
    if len(queries) > 1:
        raise BadProtocolRequest(f"{len(queries)} queries in one request", hint="send one")
    return SparqlRequest(
        query=queries[0],
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
    )


def parse_graph(query_string: str) -> str:
    """Return the graph that a Graph Store request names (section 4.2); "" is the default graph.

    >>> parse_graph("graph=urn%3Ag"), parse_graph("default")
    ('urn:g', '')
    """
    parameters = _parameters(query_string)
    names = sorted(name for name, _ in parameters)
    if names == ["default"]:
        return ""
    if names != ["graph"] or not parameters[0][1]:
        raise BadProtocolRequest(
            "name one graph", hint="pass graph=IRI, or default without a value"
        )
    return parameters[0][1]
