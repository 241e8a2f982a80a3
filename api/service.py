"""An application with parts in front of it that every request passes."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


class Service(FastAPI):
    """FastAPI's application, behind others of its kind.

    What is added as middleware stands behind FastAPI's own layers, which look for telemetry and
    catch errors. A request that is answered in front of these never gets there.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._front: ASGIApp = super().__call__

    def put_before(self, wrap: Callable[[ASGIApp], ASGIApp]) -> None:
        """Let every request pass another application first, which is given the one so far."""
        self._front = wrap(self._front)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._front(scope, receive, send)
