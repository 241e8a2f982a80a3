"""Requests made up from the OpenAPI document: no errors of ours, and answers as documented."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from politigraph.api.app import create_app
from politigraph.api.settings import ServiceSettings
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.api.conftest import serving
from tests.api.corpus import EXTRACTIONS

TOKEN = "0123456789abcdef"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

# What SPARQL is sent as is text; schemathesis knows only the common media types.
schemathesis.serializer("application/sparql-query", "application/sparql-update")(
    lambda _, value: str(value).encode("utf-8", "replace")
)


@pytest.fixture(scope="module")
def everything() -> Iterator[httpx.Client]:
    """A service that allows all, on a graph in memory that may end as it likes."""
    options = ServiceSettings(token=TOKEN, updates=True)
    with KnowledgeGraph.memory() as graph, serving(create_app(graph, options)) as client:
        for extraction in EXTRACTIONS:
            graph.add(extraction)
        yield client


def _operations() -> list[Any]:
    with KnowledgeGraph.memory() as graph:
        schema = schemathesis.openapi.from_dict(create_app(graph).openapi())
    found = list(schema.get_all_operations())
    return [operation.ok() for operation in found if isinstance(operation, Ok)]


OPERATIONS = _operations()


def test_the_document_can_be_read_to_its_end() -> None:
    with KnowledgeGraph.memory() as graph:
        paths = create_app(graph).openapi()["paths"]
    assert len(OPERATIONS) == sum(map(len, paths.values()))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
def test_every_answer_is_as_documented(operation: Any, everything: httpx.Client) -> None:
    base = str(everything.base_url).rstrip("/")

    @seed(1)
    @settings(
        max_examples=6,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        headers = {"Authorization": f"Bearer {TOKEN}"}
        case.call_and_validate(base_url=base, headers=headers, checks=CHECKS, timeout=60)

    run()
