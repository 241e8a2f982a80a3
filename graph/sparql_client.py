"""Talk with a SPARQL 1.1 server over HTTP: queries that may be repeated, updates that are not.

No redirect is followed: it could carry a password to another machine.
"""

import re
import time
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import urllib3

from politigraph.graph.addresses import PASSWORD, TOKEN, USER, Address
from politigraph.graph.errors import (
    NotAStore,
    StoreDenied,
    StoreError,
    StoreReadOnly,
    StoreUnreachable,
)

RESULTS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"

Parameters = Sequence[tuple[str, str]]

_ATTEMPTS: Final = 3
_PAUSE_SECONDS: Final = 0.2
_PASSING: Final = frozenset({502, 503, 504})
_SAID: Final = 200
_HINT: Final = "see docs/remote-stores.md for the addresses of common servers"


class SparqlClient:
    """One server: where it answers queries and, if it was found, where it takes updates.

    May be shared by threads. Messages never have the user part of the address.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._pool = urllib3.PoolManager(
            maxsize=16,
            retries=False,
            timeout=urllib3.Timeout(connect=10.0, read=address.seconds),
            headers=_headers(address),
        )
        self._update_url = ""
        self.url = self._find_query_url()

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    # -- finding the endpoints

    def _find_query_url(self) -> str:
        """Return where queries are answered. Raise ``StoreUnreachable`` or ``NotAStore``."""
        base = self._address.url
        refused: StoreError | None = None
        for url in (base, f"{base}/query", f"{base}/sparql"):
            try:
                self._asked(url, "ASK {}")
            except StoreUnreachable:
                raise
            except StoreError as error:
                refused = refused or error
            else:
                return url
        assert refused is not None
        raise refused

    def find_update_url(self) -> None:
        """Find out where updates are taken, by one that changes nothing.

        Raise ``StoreReadOnly`` when there is no such place for us.
        """
        places = [self._address.update] if self._address.update else _update_urls(self.url)
        refused: StoreError | None = None
        for url in places:
            try:
                self._updated(url, "INSERT DATA {}")
            except StoreUnreachable:
                raise
            except StoreError as error:
                refused = refused if isinstance(refused, StoreDenied) else error
            else:
                self._update_url = url
                return
        if isinstance(refused, StoreDenied):
            raise refused
        raise StoreReadOnly(
            f"the server at {self.url} takes no updates: {refused}",
            hint="start it so that it does, or name the address with POLITIGRAPH_STORE_UPDATE",
        )

    # -- requests

    def ask(self, sparql: str, parameters: Parameters = ()) -> bool:
        """Return the answer to an ASK."""
        found = re.search(rb'"boolean"\s*:\s*(true|false)', self.query(sparql, parameters))
        return bool(found and found[1] == b"true")

    def query(self, sparql: str, parameters: Parameters = (), accept: str = RESULTS) -> bytes:
        """Return the answer to a query, whole. Raise ``StoreError`` and its kinds."""
        return self._asked(self.url, sparql, parameters, accept)

    def update(self, sparql: str) -> None:
        """Run an update, one transaction where the server has them."""
        self._updated(self._update_url, sparql)

    def _asked(
        self, url: str, sparql: str, parameters: Parameters = (), accept: str = RESULTS
    ) -> bytes:
        body = urlencode([("query", sparql), *parameters])
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        response = self._sent(url, body.encode(), headers, attempts=_ATTEMPTS)
        if response.status >= 300:
            raise self._refused(url, response, "the query")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        if kind not in {accept, "application/json", "text/plain"}:
            raise NotAStore(f"{url} answers with {kind or 'nothing'}, not as SPARQL", hint=_HINT)
        # Virtuoso cuts long answers, and says so only here.
        if response.headers.get("X-SPARQL-MaxRows"):
            most = response.headers["X-SPARQL-MaxRows"]
            raise StoreError(
                f"the server at {url} cuts answers at {most} rows",
                hint="set ResultSetMaxRows in its virtuoso.ini higher",
            )
        return response.data

    def _updated(self, url: str, sparql: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        response = self._sent(url, sparql.encode(), headers, attempts=1)
        if response.status >= 300:
            raise self._refused(url, response, "the update")

    def _sent(
        self, url: str, body: bytes, headers: dict[str, str], attempts: int
    ) -> urllib3.BaseHTTPResponse:
        """Send a request; one that may be repeated, again after a short failure."""
        while True:
            attempts -= 1
            try:
                headers = {**self._pool.headers, **headers}
                response = self._pool.request(
                    "POST", url, body=body, headers=headers, redirect=False
                )
            except urllib3.exceptions.HTTPError as error:
                if attempts < 1:
                    raise self._unreachable(url, error) from None
            else:
                if attempts < 1 or response.status not in _PASSING:
                    return response
            time.sleep(_PAUSE_SECONDS)

    def _unreachable(self, url: str, error: urllib3.exceptions.HTTPError) -> StoreUnreachable:
        if isinstance(error, urllib3.exceptions.ReadTimeoutError):
            return StoreUnreachable(
                f"the server at {url} did not answer within {self._address.seconds:g} s",
                hint="ask for less, or set POLITIGRAPH_STORE_TIMEOUT to more seconds",
            )
        reason = re.sub(r"^.*?(\[Errno|: )|\(?Caused by.*$", r"\1", str(error)).lstrip(": ")
        return StoreUnreachable(
            f"the server at {url} cannot be reached: {reason}",
            hint="is it running, and is the address right?",
        )

    def _refused(self, url: str, response: urllib3.BaseHTTPResponse, what: str) -> StoreError:
        status = response.status
        if status in (401, 403):
            return StoreDenied(
                f"the server at {url} refuses {what} to us (HTTP {status})",
                hint=f"set {USER} and {PASSWORD}, or {TOKEN}",
            )
        if status < 400:
            return NotAStore(f"{url} leads elsewhere (HTTP {status})", hint="name that address")
        if status in (404, 405, 415, 501):
            return NotAStore(f"{url} is no SPARQL endpoint (HTTP {status})", hint=_HINT)
        said = " ".join(response.data[: _SAID * 4].decode("utf-8", "replace").split())[:_SAID]
        return StoreError(f"the server at {url} refuses {what} (HTTP {status}): {said}", hint=_HINT)


def _headers(address: Address) -> dict[str, str]:
    headers = {"User-Agent": "politigraph"}
    if address.token:
        return {**headers, "Authorization": f"Bearer {address.token}"}
    if address.user:
        basic = urllib3.make_headers(basic_auth=f"{address.user}:{address.password}")
        return {**headers, **{name.title(): value for name, value in basic.items()}}
    return headers


def _update_urls(query: str) -> list[str]:
    """Return where servers that answer queries at an address take updates, the likeliest first.

    >>> _update_urls("http://h/query"), _update_urls("http://h/ds/sparql")
    (['http://h/update', 'http://h/query'], ['http://h/ds/sparql', 'http://h/ds/update'])
    >>> _update_urls("http://h/repositories/kg")[0]
    'http://h/repositories/kg/statements'
    """
    base, _, last = query.rpartition("/")
    if last == "query":
        return [f"{base}/update", query]
    if last == "sparql":
        return [query, f"{base}/update"]
    if "/repositories/" in query:
        return [f"{query}/statements"]
    return [query, f"{query}/update"]
