"""Routes that answer their own errors, in the thread that they run in."""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from politigraph.api.errors import error_response
from politigraph.extract.errors import PolitigraphError


class ProblemRoute(APIRoute):
    """A route whose `PolitigraphError` becomes a response before it leaves its thread.

    An error holds the frames it passed through, and they hold query results, which
    Oxigraph allows to be let go of only in the thread that made them: an error that
    travelled to the event loop would leak them. An endpoint that queries is a plain
    function, which runs in the threadpool; a coroutine would hold up all requests. Only
    what leaves its queries to the `QueryPool` is a coroutine.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _answering(endpoint), **options)


def _answering(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def answer(*args: Any, **values: Any) -> Any:
        try:
            return endpoint(*args, **values)
        except PolitigraphError as error:
            return error_response(error)

    @wraps(endpoint)
    async def answer_soon(*args: Any, **values: Any) -> Any:
        try:
            return await endpoint(*args, **values)
        except PolitigraphError as error:
            return error_response(error)

    return answer_soon if iscoroutinefunction(endpoint) else answer


def new_router(prefix: str, tag: str) -> APIRouter:
    """Return a router of such routes."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=ProblemRoute)
