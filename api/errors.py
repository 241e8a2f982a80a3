"""Errors over HTTP: one table of statuses, and problem details (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from politigraph.api.access import Forbidden, Unauthorized
from politigraph.api.protocol import (
    BadProtocolRequest,
    BodyTooLarge,
    BodyTooSlow,
    NotAcceptable,
    UnsupportedBody,
)
from politigraph.extract.errors import InvalidArticle, PolitigraphError, UnknownModel
from politigraph.graph.errors import (
    AmbiguousName,
    InvalidFilter,
    InvalidQuery,
    InvalidRdf,
    QueryStopped,
    RefusedQuery,
    StoreError,
    StoreLocked,
    TooManyQueries,
    UnknownItem,
    UpdateFailed,
)

MEDIA_TYPE = "application/problem+json"

_UNKNOWN = "extra_forbidden"
"""What pydantic calls a parameter that is not in the model."""

STATUS: dict[type[PolitigraphError], int] = {
    BadProtocolRequest: 400,
    InvalidQuery: 400,
    InvalidFilter: 400,
    AmbiguousName: 400,
    InvalidArticle: 400,
    InvalidRdf: 400,
    Unauthorized: 401,
    RefusedQuery: 403,
    Forbidden: 403,
    UnknownItem: 404,
    NotAcceptable: 406,
    BodyTooSlow: 408,
    UpdateFailed: 409,
    BodyTooLarge: 413,
    UnsupportedBody: 415,
    QueryStopped: 422,
    StoreError: 503,
    UnknownModel: 503,
    TooManyQueries: 503,
}
"""The status of each error; a class stands for those below it."""


class Choice(BaseModel):
    """An entity that a name may have meant."""

    id: str = Field(examples=["person/Mara_Lindqvist"])
    label: str = Field(examples=["Mara Lindqvist"])


class Problem(BaseModel):
    """What went wrong, as every error of the service says it (RFC 9457)."""

    type: str = Field(
        default="about:blank", description="Always about:blank: the status tells the kind."
    )
    title: str = Field(examples=["Bad Request"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["limit: Input should be less than or equal to 500"])
    hint: str | None = Field(default=None, description="The next thing to try.")
    line: int | None = Field(default=None, description="Line of a syntax error in a query, from 1.")
    column: int | None = Field(default=None, description="Column of a syntax error, from 1.")
    excerpt: str | None = Field(
        default=None, description="The line of a pattern with the error, and a caret below it."
    )
    choices: list[Choice] | None = Field(default=None, description="What a name may have meant.")


def status_of(error: PolitigraphError) -> int:
    """Return the HTTP status of an error: that of the nearest class in `STATUS`.

    >>> status_of(UnknownItem("no such claim")), status_of(PolitigraphError("?"))
    (404, 500)
    """
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the response that says what went wrong; unset fields are left out."""
    body = problem.model_dump(exclude_none=True)
    return JSONResponse(body, problem.status, headers, media_type=MEDIA_TYPE)


def problem_of(error: PolitigraphError) -> Problem:
    """Return an error as a problem, with its position or choices where it has them.

    >>> problem_of(InvalidQuery("no }", line=2, column=7)).column
    7
    """
    status = status_of(error)
    more: dict[str, Any] = {}
    if isinstance(error, InvalidQuery) and error.line:
        more = {"line": error.line, "column": error.column}
    elif isinstance(error, AmbiguousName):
        more = {"choices": [Choice(id=name, label=label) for name, label in error.choices]}
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=str(error),
        hint=error.hint or None,
        excerpt="\n".join(getattr(error, "__notes__", ())) or None,
        **more,
    )


def error_response(error: PolitigraphError) -> JSONResponse:
    """Return the response to an error."""
    headers = {}
    if isinstance(error, (TooManyQueries, StoreLocked)):
        headers["retry-after"] = "5"
    if isinstance(error, Unauthorized):
        headers["www-authenticate"] = 'Bearer realm="politigraph"'
    if isinstance(error, (BodyTooLarge, BodyTooSlow, Unauthorized, Forbidden)):
        headers["connection"] = "close"  # What is still to come of the body is not read.
    return problem_response(problem_of(error), headers)


def add_error_handlers(app: FastAPI) -> None:
    """Let an application answer every error with a problem.

    Anything but a `PolitigraphError` or a wrong request is a bug: status 500, and
    its traceback goes to the server's log.
    """

    @app.exception_handler(PolitigraphError)
    async def on_error(_: Request, error: PolitigraphError) -> JSONResponse:
        return error_response(error)

    @app.exception_handler(RequestValidationError)
    async def on_wrong_request(request: Request, error: RequestValidationError) -> JSONResponse:
        parts = [_wrong(e["type"], e["loc"], e["msg"]) for e in error.errors()]
        hint = "see the parameters of this address in /docs"
        if any(e["type"] == _UNKNOWN for e in error.errors()):
            hint = f"use {', '.join(_parameters(request)) or 'none'}"
        return problem_response(
            Problem(title="Bad Request", status=400, detail="; ".join(parts), hint=hint)
        )

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> JSONResponse:
        title = HTTPStatus(error.status_code).phrase
        hint = "see /docs for what there is" if error.status_code in (404, 405) else None
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["allow"] = ", ".join(_methods(request)) or headers.get("allow", "GET")
        return problem_response(
            Problem(title=title, status=error.status_code, detail=str(error.detail), hint=hint),
            headers,
        )

    @app.exception_handler(Exception)
    async def on_bug(_: Request, __: Exception) -> JSONResponse:
        detail = "an error inside the service; its log has the details"
        return problem_response(Problem(title="Internal Server Error", status=500, detail=detail))


def _wrong(kind: str, place: Sequence[str | int], message: str) -> str:
    """Say what is wrong with a part of a request, whose place begins with query, path or body.

    >>> _wrong("extra_forbidden", ("query", "speakr"), "Extra inputs are not permitted")
    'speakr: there is no such parameter'
    """
    name = ".".join(map(str, place[1:]))
    return f"{name}: {'there is no such parameter' if kind == _UNKNOWN else message}"


def _methods(request: Request) -> list[str]:
    """Return the methods that an address takes: the router knows those of one route only."""
    route: APIRoute | None = request.scope.get("route")
    operations = request.app.openapi()["paths"].get(getattr(route, "path_format", ""), {})
    head = ["HEAD"] if "get" in operations else []  # Answered as GET, and not documented by itself.
    return sorted([*head, *(name.upper() for name in operations)])


def _parameters(request: Request) -> list[str]:
    """Return the names of the query parameters that an address takes, as documented."""
    route: APIRoute = request.scope["route"]
    operations = request.app.openapi()["paths"].get(route.path_format, {})
    operation = operations.get(request.method.lower(), operations.get("get", {}))
    return [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
