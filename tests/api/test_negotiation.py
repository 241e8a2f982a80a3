"""Accept headers, as RFC 9110 reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from politigraph.api.negotiation import choose_media_type, parse_accept

OFFERED = [
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/turtle",
]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", OFFERED[0]),
        ("*/*", OFFERED[0]),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; header=present", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.4, text/turtle;q=0.5", "text/turtle"),
        ("text/csv;q=0, text/*", "text/turtle"),
        ("text/html, */*;q=0.1", OFFERED[0]),
        ("application/sparql-results+xml, application/sparql-results+json;q=0.9", OFFERED[1]),
        ("*/*;q=0.1, text/csv;q=0", OFFERED[0]),
        ("text/html", None),
        ("text/csv;q=0", None),
        ("nonsense", None),
        ("text/csv;q=high", None),
        ("*/turtle", None),
    ],
)
def test_the_most_specific_range_decides(accept: str, chosen: str | None) -> None:
    assert choose_media_type(accept, OFFERED) == chosen


@given(st.text())
def test_any_header_gives_an_offer_or_none(header: str) -> None:
    assert choose_media_type(header, OFFERED) in [*OFFERED, None]
    assert all(0 <= r.quality <= 1 for r in parse_accept(header))


@given(st.sampled_from(OFFERED), st.floats(0.001, 1))
def test_what_alone_is_asked_for_is_sent(media_type: str, quality: float) -> None:
    assert choose_media_type(f"{media_type};q={quality:.3f}", OFFERED) == media_type
