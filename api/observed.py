"""Around every request: security headers, HEAD, what is counted, and the access log."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from politigraph.api.later import Later
from politigraph.api.metrics import Answered, Metrics

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

# Drawings bring their style and script with them, and nothing may come from elsewhere.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ROUTE: Final = "politigraph.route"
"""Where in its scope a request says which route it was answered by, if none of FastAPI's was."""

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


Record = dict[str, Any]
"""What the access log says of a request."""


def print_lines(records: Iterable[Record]) -> None:
    """Print lines of the access log: JSON, whose strings can hold no line end."""
    sys.stdout.writelines(f"{json.dumps(record)}\n" for record in records)
    sys.stdout.flush()


class Observed:
    """An application whose answers are counted and logged; HEAD is GET without the body."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, log: Callable[[Iterable[Record]], None] | None
    ) -> None:
        self._app = app
        self._counts = metrics.answers
        self._log = Later(log) if log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            self._counts.flush()  # This was the life of the application.
            if self._log:
                self._log.flush()
            return
        # The server leaves out the body of an answer to its own HEAD.
        inner = dict(scope, method="GET") if scope["method"] == "HEAD" else scope
        begin, status, sent = perf_counter(), 500, 0

        async def observe(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *SECURITY_HEADERS]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(inner, receive, observe)
        finally:
            seconds = perf_counter() - begin
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = str(inner.get(ROUTE) or getattr(inner.get("route"), "path", "other"))
            self._counts.add(Answered(method, route, status, seconds))
            if self._log:
                record = _record(inner, scope["method"], status, sent)
                self._log.add(record | {"seconds": seconds})


def _record(scope: Scope, method: str, status: int, sent: int) -> Record:
    headers = dict(scope["headers"])
    record = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": scope["client"][0] if scope.get("client") else "",
        "method": method,
        "path": scope["path"],
        "query": scope["query_string"].decode("latin-1")[:2000],
        "status": status,
        "bytes": 0 if method == "HEAD" else sent,
        "agent": headers.get(b"user-agent", b"").decode("latin-1")[:200],
    }
    if cut := scope.get("politigraph.cut"):
        record["cut"] = cut
    return record
