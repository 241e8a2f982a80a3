"""docs/patterns.md: its examples are asked of the example articles, its tables are complete."""

import re
from collections.abc import Iterator

import pytest

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.graph.pattern_grammar import (
    CLAIM_FACETS,
    CLAIM_FILTERS,
    EDGES,
    EVENT_FACETS,
    EVENT_FILTERS,
)
from politigraph.graph.pattern_parser import MOST_STATEMENTS
from politigraph.graph.pattern_tokens import LONGEST
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "patterns.md").read_text("utf-8")
BLOCKS = re.findall(r"```pattern\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines()]

# The example articles tell of no arrest.
WITHOUT_ROWS = {"_ -COERCE-arrest-> ?whom is any"}


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.memory() as kg:
        for item in Extractor().extract_all(read_sources([ROOT / "examples" / "articles"])):
            assert isinstance(item, Extraction)
            kg.add(item)
        yield kg


@pytest.mark.parametrize("pattern", EXAMPLES)
def test_an_example_finds_something(graph: KnowledgeGraph, pattern: str) -> None:
    answer = graph.ask(pattern)
    assert answer.holds or answer.rows or pattern in WITHOUT_ROWS


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def words(text: str) -> set[str]:
    return set(re.findall(r"`([\w-]+)", text))


def test_the_page_has_every_edge_and_filter() -> None:
    first_cells = [
        line.split("|")[1] for line in section("Claims").splitlines() if line[:3] == "| `"
    ]
    assert words("".join(first_cells)) == set(EDGES)
    rows = [line.split("|") for line in section("Filters").splitlines() if line[:3] == "| `"]
    assert {word for row in rows for word in words(row[1])} == set(CLAIM_FILTERS)
    assert {word for row in rows if "✓" in row[3] for word in words(row[1])} == set(EVENT_FILTERS)
    facets = section("Filters").partition("After `is` stand")[2]
    assert words(facets) == {*CLAIM_FACETS, *EVENT_FACETS}


def test_the_grammar_has_every_edge_and_filter() -> None:
    grammar = section("Grammar")
    edges = grammar.partition("edge      =")[2].partition(";")[0]
    assert set(re.findall(r'"(\w+)"', edges)) == set(EDGES)
    filters = grammar.partition("filter    =")[2].partition(";")[0]
    assert set(re.findall(r'"(\w+)"', filters)) == set(CLAIM_FILTERS)


def test_the_page_names_the_columns_in_their_order(graph: KnowledgeGraph) -> None:
    for pattern, variable in (("?who said ?c", "c"), ("_ -CONSULT-> _", "event")):
        columns = [c for c in graph.ask(pattern).columns if c.startswith(f"{variable}_")]
        [line] = [line for line in section("The answer").splitlines() if f"`{columns[0]}`" in line]
        assert re.findall(r"`(\w+)`", line) == columns


def test_the_page_names_the_limits() -> None:
    assert f"{MOST_STATEMENTS} statements and {LONGEST:,} characters" in " ".join(PAGE.split())
