"""How the OpenAPI document describes answers: an example each, and the problems."""

import json
from functools import cache
from importlib import resources
from typing import Any

from politigraph.api.errors import MEDIA_TYPE, Problem

_DETAILS = {
    400: "A parameter or the query is wrong, or a name fits several entities.",
    403: "The query asks for what this service refuses: an update, SERVICE, a graph elsewhere.",
    404: "There is no such item, or no entity of this name.",
    406: "No format that the client accepts.",
    413: "The body is too large.",
    415: "The body is neither a form nor a query.",
    503: "The store cannot be read now.",
}


@cache
def examples() -> dict[str, Any]:
    """Return the packaged example of each answer: what a real graph answered."""
    path = resources.files("politigraph.api") / "data" / "examples.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def answers(name: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of an operation: its example, and what can go wrong."""
    return {
        200: {"content": {"application/json": {"example": examples()[name]}}},
        **problems(*statuses),
    }


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` for these statuses: a problem each (RFC 9457)."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    described: dict[int | str, dict[str, Any]] = {
        status: {"description": _DETAILS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }
    return described
