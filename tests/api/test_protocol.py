"""The three forms of a query operation, and what is none."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from politigraph.api.protocol import (
    FORM,
    QUERY,
    UPDATE,
    BadProtocolRequest,
    SparqlRequest,
    UnsupportedBody,
    UpdateRequest,
    parse_get,
    parse_post,
)
from politigraph.extract.errors import PolitigraphError


@given(st.text(min_size=1).filter(str.strip), st.lists(st.text()), st.lists(st.text()))
def test_all_three_forms_carry_the_same_request(
    query: str, default: list[str], named: list[str]
) -> None:
    graphs = [("default-graph-uri", g) for g in default] + [("named-graph-uri", g) for g in named]
    encoded = urlencode([("query", query), *graphs])
    expected = SparqlRequest(query, tuple(default), tuple(named))
    assert parse_get(encoded) == expected
    assert parse_post("", FORM, encoded.encode()) == expected
    assert parse_post(urlencode(graphs), QUERY, query.encode()) == expected


@given(st.text(), st.lists(st.text()), st.lists(st.text()))
def test_both_forms_of_an_update_carry_the_same(
    update: str, using: list[str], named: list[str]
) -> None:
    graphs = [("using-graph-uri", g) for g in using]
    graphs += [("using-named-graph-uri", g) for g in named]
    expected = UpdateRequest(update, tuple(using), tuple(named))
    assert parse_post("", FORM, urlencode([("update", update), *graphs]).encode()) == expected
    assert parse_post(urlencode(graphs), UPDATE, update.encode()) == expected


def test_no_query_in_a_get_asks_for_the_service_description() -> None:
    assert parse_get("").query == ""


@pytest.mark.parametrize(
    ("query_string", "content_type", "body", "error"),
    [
        ("", FORM, b"", BadProtocolRequest),
        ("", FORM, b"query=", BadProtocolRequest),
        ("", QUERY, b"  ", BadProtocolRequest),
        ("", FORM, b"query=a&query=b", BadProtocolRequest),
        ("query=a", QUERY, b"b", BadProtocolRequest),
        ("", FORM, b"query=%FF", BadProtocolRequest),
        ("", QUERY, b"\xff", BadProtocolRequest),
        ("", UPDATE, b"\xff", BadProtocolRequest),
        ("query=a", UPDATE, b"DROP ALL", BadProtocolRequest),
        ("update=a", UPDATE, b"DROP ALL", BadProtocolRequest),
        ("default-graph-uri=urn:g", UPDATE, b"DROP ALL", BadProtocolRequest),
        ("", FORM, b"update=a&update=b", BadProtocolRequest),
        ("", FORM, b"update=a&query=b", BadProtocolRequest),
        ("", "multipart/form-data; boundary=x", b"", UnsupportedBody),
        ("", "", b"ASK {}", UnsupportedBody),
    ],
)
def test_what_is_no_operation_is_refused(
    query_string: str, content_type: str, body: bytes, error: type[PolitigraphError]
) -> None:
    with pytest.raises(error):
        parse_post(query_string, content_type, body)


def test_a_get_changes_nothing() -> None:
    with pytest.raises(BadProtocolRequest, match="changes nothing"):
        parse_get("update=DROP+ALL")
