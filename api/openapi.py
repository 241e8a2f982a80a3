"""The OpenAPI document: an example for each operation, and the problems it may answer with."""

import json
from functools import cache
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from politigraph.api.errors import MEDIA_TYPE, Problem

_REFERENCE = "#/components/schemas/{model}"
_DETAILS = {
    400: "A parameter, the query or the body is wrong, or a name fits several entities.",
    401: "The request does not bear the token.",
    403: "The service does not allow it: a change, SERVICE, LOAD, or a graph that is elsewhere.",
    404: "There is no such item, or no entity of this name.",
    406: "No format that the client accepts.",
    408: "The body did not arrive in time.",
    409: "The data do not allow it: nothing was changed.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    422: "It was stopped: it takes more time, memory or rows than one request may.",
    503: "The store cannot be read now, is being written, or too many queries are running.",
}


@cache
def examples() -> dict[str, Any]:
    """Return an answer for each operation, by its id: what a real graph answered."""
    path = resources.files("politigraph.api") / "data" / "examples.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route for these statuses: a problem each.

    >>> list(problems(400, 404))
    [400, 404]
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model=Problem.__name__)}}}
    return {status: {"description": _DETAILS[status], "content": content} for status in statuses}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application.

    FastAPI's own lacks three things: it drops nulls from examples, it promises
    status 422, which `add_error_handlers` turns into a 400, and it does not know
    `Problem`.
    """
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["responses"].get("422", {}).get("description") == "Validation Error":
                del operation["responses"]["422"]
            answers = operation["responses"].get("200", {}).get("content", {})
            if example := examples().get(operation["operationId"]):
                next(iter(answers.values()))["example"] = example
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template=_REFERENCE)
    schemas |= problem.pop("$defs") | {Problem.__name__: problem}
    _simplify_tuples(schemas)
    return document


def _simplify_tuples(schema: Any) -> None:
    """Let arrays say what items they have: many tools misread ``prefixItems``, which is newer.

    >>> pair = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}]}
    >>> _simplify_tuples([pair]); pair
    {'type': 'array', 'items': {'type': 'string'}}
    """
    if isinstance(schema, dict) and isinstance(schema.get("prefixItems"), list):
        items = schema.pop("prefixItems")
        alike = all(item == items[0] for item in items)
        schema["items"] = items[0] if alike else {"anyOf": items}
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, (dict, list)):
            _simplify_tuples(part)
