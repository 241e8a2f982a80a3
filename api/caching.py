"""Entity tags: what was answered from the same state of the store need not be sent again."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from zlib import crc32

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@lru_cache(256)
def entity_tag(fingerprint: str, variant: str) -> str:
    """Return the tag of one variant of an answer (RFC 9110, 8.8.3).

    It is weak: another run of one query may give its rows in another order. The
    version is in it, because a newer one may answer otherwise from the same store.

    >>> entity_tag("f", "text/csv") == entity_tag("f", "text/csv") != entity_tag("g", "text/csv")
    True
    """
    return f'W/"{fingerprint}-{crc32((version("politigraph") + variant).encode()):08x}"'


def is_known(request: Request, tags: Iterable[str]) -> str:
    """Return the tag that the client has (``If-None-Match``), or an empty string.

    ``*`` is not taken: whether there is an answer is known only once it is computed.
    """
    given = request.headers.get("if-none-match", "")
    return next((tag for tag in tags if _opaque(tag) in given), "") if given else ""


def names_tag(header: bytes, tag: str) -> bool:
    """Tell whether an ``If-None-Match`` header names a tag.

    >>> names_tag(b'"a-1", W/"b-2"', 'W/"a-1"'), names_tag(b"*", 'W/"a-1"')
    (True, False)
    """
    return _opaque(tag).encode() in header


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def not_modified(tag: str) -> Response:
    """Return the response that says so."""
    headers = {"etag": tag, "vary": "Accept", "cache-control": "no-cache"}
    return Response(status_code=304, headers=headers)


class Revalidated:
    """An application whose lists and items need not be sent twice from one state of the store.

    Answers to GET get a tag; a client that sends it back is answered 304 without a look
    at the store. `/sparql` and `/graphs` do so themselves, where the format is known.
    """

    def __init__(self, app: ASGIApp, fingerprint: Callable[[], str], paths: Sequence[str]) -> None:
        self._app = app
        self._fingerprint = fingerprint
        self._paths = tuple(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say that the answer is the same."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self._covers(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        fingerprint = self._fingerprint()
        tag = entity_tag(fingerprint, request.headers.get("accept", ""))
        if is_known(request, [tag]):
            await not_modified(tag)(scope, receive, send)
            return

        async def tagged(message: Message) -> None:
            # A newer state may have been published meanwhile, and be what was read.
            if (
                message["type"] == "http.response.start"
                and message["status"] == 200
                and self._fingerprint() == fingerprint
            ):
                headers = MutableHeaders(scope=message)
                headers["etag"] = tag
                headers.setdefault("cache-control", "no-cache")
                headers.add_vary_header("Accept")
            await send(message)

        await self._app(scope, receive, tagged)

    def _covers(self, path: str) -> bool:
        return path.startswith(self._paths)
