"""So many requests a second for each client, with short bursts of more (token bucket)."""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from math import ceil
from time import monotonic
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from politigraph.api.errors import Problem, problem_response

BURST_SECONDS: Final = 10.0
"""A client that was quiet may send at once what the rate allows in so many seconds."""

_MOST_CLIENTS: Final = 10_000
_FREE: Final = frozenset({"/health", "/ready", "/metrics"})


class Buckets:
    """The requests that each client may still send; the least recent clients are forgotten.

    >>> buckets = Buckets(rate=0.2, clock=lambda: 0.0)
    >>> buckets.take("a"), buckets.take("a"), buckets.take("a"), buckets.take("b")
    (0.0, 0.0, 5.0, 0.0)
    """

    def __init__(self, rate: float, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._most = max(1.0, rate * BURST_SECONDS)
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a request from a client's bucket, or return how many seconds it has to wait."""
        now = self._clock()
        left, at = self._clients.pop(client, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._clients[client] = (left if wait else left - 1, now)
        if len(self._clients) > _MOST_CLIENTS:
            self._clients.popitem(last=False)
        return wait


class RateLimited:
    """An application that answers each client only so often, and otherwise with 429."""

    def __init__(self, app: ASGIApp, rate: float) -> None:
        self._app = app
        self._buckets = Buckets(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say when to come again."""
        if scope["type"] == "http" and scope["path"] not in _FREE:
            wait = self._buckets.take(_client(scope))
            if wait:
                problem = Problem(
                    title="Too Many Requests",
                    status=429,
                    detail="too many requests from this address",
                    hint=f"wait {ceil(wait)} s",
                )
                response = problem_response(problem, {"retry-after": str(ceil(wait))})
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _client(scope: Scope) -> str:
    """Return who asks: an address, or of IPv6 the network that one customer has to himself."""
    host = str(scope["client"][0]) if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else host
