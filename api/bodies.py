"""Read the body of a request, as long as it is neither too large nor too slow."""

from asyncio import timeout
from typing import Final

from fastapi import Request

from politigraph.api.protocol import BodyTooLarge, BodyTooSlow

MAX_BODY: Final = 1_000_000
"""The most bytes of a query, more than any honest one has."""

BODY_SECONDS = 20.0
"""How long a body of `MAX_BODY` may take to arrive; a larger one may take longer by as much."""


async def read_body(request: Request, most: int = MAX_BODY) -> bytes:
    """Return the body, or refuse it as soon as it is longer than ``most`` bytes.

    Raises `BodyTooLarge`, before anything is read where the length is declared, and
    `BodyTooSlow`.
    """
    body = bytearray()
    declared = request.headers.get("content-length", "")
    length = int(declared) if declared.isdecimal() else 0
    seconds = BODY_SECONDS * max(1.0, min(length, most) / MAX_BODY)
    try:
        async with timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                length = max(length, len(body))
                if length > most:
                    break
    except TimeoutError:
        raise BodyTooSlow(f"the body took more than {seconds:g} s", hint="send it faster") from None
    if length > most:
        raise BodyTooLarge(f"a body of more than {most:,} bytes", hint="send less at a time")
    return bytes(body)
