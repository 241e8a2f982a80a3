"""Entity tags: what was answered from the same state of the store need not be sent again."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from zlib import crc32

from fastapi import Request, Response


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


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def not_modified(tag: str) -> Response:
    """Return the response that says so."""
    headers = {"etag": tag, "vary": "Accept", "cache-control": "no-cache"}
    return Response(status_code=304, headers=headers)
