"""The answers in ``docs/tour.md`` are those that the commands above them give."""

import re
import shlex

import pytest

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Extraction
from politigraph.extract.sources import read_sources
from politigraph.graph.answer import Iri, Value
from politigraph.graph.inference import infer
from politigraph.graph.knowledge_graph import KnowledgeGraph
from politigraph.ontology.terms import compact
from tests.conftest import ROOT

TOUR = (ROOT / "docs" / "tour.md").read_text("utf-8")
COMMAND = re.compile(r"^politigraph query --store kg (.+)$", re.MULTILINE)
TABLE = re.compile(r"^(\|.+\|)\n\|[-|]+\|\n((?:\|.+\|\n)+)", re.MULTILINE)


def steps() -> list[tuple[str, list[dict[str, str]]]]:
    """Return each command with the rows of the first table below it."""
    found = []
    for command in COMMAND.finditer(TOUR):
        table = TABLE.search(TOUR, command.end())
        assert table is not None, command[0]
        columns = cells(table[1])
        rows = [dict(zip(columns, cells(line), strict=True)) for line in table[2].splitlines()]
        found.append((command[1], rows))
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def shown(value: Value) -> str:
    return compact(value) if isinstance(value, Iri) else " ".join(str(value).split())


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    kg = KnowledgeGraph.memory()
    for item in Extractor().extract_all(read_sources([ROOT / "examples" / "articles"])):
        assert isinstance(item, Extraction)
        kg.add(item)
    infer(kg.store)
    return kg


@pytest.mark.parametrize(("command", "expected"), steps(), ids=[c for c, _ in steps()])
def test_each_row_shown_is_in_the_answer(
    graph: KnowledgeGraph, command: str, expected: list[dict[str, str]]
) -> None:
    name, *options = shlex.split(command)
    bindings = dict(value.split("=", 1) for value in options if value != "--bind")
    answers = [
        {column: shown(value) for column, value in row.items()}
        for row in graph.query(name, **bindings)
    ]
    for row in expected:
        assert any(row.items() <= answer.items() for answer in answers), row
