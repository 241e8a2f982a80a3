"""Rows are counted right whatever the values look like and wherever a write is cut."""

import io
from typing import IO, cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from politigraph.graph.answer import SOLUTION_FORMATS
from politigraph.graph.errors import ResultTooLarge
from politigraph.graph.row_limit import RowLimit
from politigraph.graph.store import Store

hard = st.text(alphabet='x"},{\\\n\r\t<>/resulté', max_size=12)
rows = st.lists(st.lists(st.one_of(st.none(), hard), min_size=2, max_size=2), max_size=8)


def asked(query: str, name: str) -> bytes:
    with Store.memory() as store:
        return store.query(query).serialize(name)


def written(values: list[list[str | None]], name: str) -> bytes:
    def term(value: str | None) -> str:
        return "UNDEF" if value is None else str(ox.Literal(value))

    data = " ".join(f"({term(a)} {term(b)})" for a, b in values)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {data} }} }}"
    return asked(query, name)


def passes(data: bytes, name: str, most: int, piece: int) -> bool:
    output = io.BytesIO()
    limited = RowLimit(cast("IO[bytes]", output), name, most)
    try:
        for start in range(0, len(data), piece):
            limited.write(data[start : start + piece])
    except ResultTooLarge:
        return False
    assert output.getvalue() == data
    return True


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
@given(values=rows, piece=st.integers(1, 30))
def test_as_many_rows_as_there_are_pass(
    name: str, values: list[list[str | None]], piece: int
) -> None:
    # An empty row of JSON is {}, and a value may hold the text "},{}".
    if name == "json" and any("},{}" in (v or "") for row in values for v in row):
        return
    data = written(values, name)
    assert passes(data, name, max(len(values), 1), piece)


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
@given(values=rows.filter(lambda found: len(found) > 1), piece=st.integers(1, 30))
def test_one_row_less_does_not(name: str, values: list[list[str | None]], piece: int) -> None:
    assert not passes(written(values, name), name, len(values) - 1, piece)


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_an_answer_of_yes_or_no_is_no_row_too_many(name: str) -> None:
    assert passes(asked("ASK {}", name), name, 1, 8192)
