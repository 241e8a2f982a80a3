"""The OpenAPI document: an example for each operation, and each example true to its model."""

import json
import re
from typing import Any

import httpx
import jsonschema
import pytest

from politigraph.api.app import create_app
from politigraph.graph.knowledge_graph import KnowledgeGraph


def document() -> dict[str, Any]:
    with KnowledgeGraph.memory() as graph:
        return create_app(graph).openapi()


OPENAPI = document()
OPERATIONS = [(path, method) for path, found in OPENAPI["paths"].items() for method in found]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_has_an_example_and_says_what_can_go_wrong(path: str, method: str) -> None:
    answers = OPENAPI["paths"][path][method]["responses"]
    assert "200" in answers or "204" in answers
    if "200" in answers:
        assert any("example" in described for described in answers["200"]["content"].values())
    errors = [found for status, found in answers.items() if not status.startswith("2")]
    assert errors
    assert all("application/problem+json" in found["content"] for found in errors)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_example_of_an_operation_fits_its_schema(path: str, method: str) -> None:
    content = OPENAPI["paths"][path][method]["responses"].get("200", {}).get("content")
    if content is None:  # What changes something and has nothing to tell.
        return
    if path == "/sparql":
        assert content["application/sparql-results+json"]["example"]["head"]["vars"]
        return
    if path == "/graphs":
        assert content["text/turtle"]["example"].endswith(" .\n")
        return
    described = content["application/json"]
    schema = {**described["schema"], "components": OPENAPI["components"]}
    jsonschema.validate(described["example"], schema)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_says_whether_it_needs_the_token(path: str, method: str) -> None:
    operation = OPENAPI["paths"][path][method]
    assert ("401" in operation["responses"]) == ("security" in operation)
    assert OPENAPI["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_document_is_complete_in_itself() -> None:
    text = json.dumps(OPENAPI)
    names = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert names <= set(OPENAPI["components"]["schemas"])
    assert "HTTPValidationError" not in text


def test_the_documentation_page_needs_no_network(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    for path, method in OPERATIONS:
        assert f"{method.upper()} {path}" in page.text
    assert "<script" not in page.text
    assert "<link" not in page.text


def test_the_start_page_leads_to_the_documentation(client: httpx.Client) -> None:
    assert client.get("/", follow_redirects=True).url.path == "/docs"
