"""Who may write: the bearer of the token (RFC 6750), and only what the service allows."""

from hashlib import sha256
from hmac import compare_digest
from os import environ
from pathlib import Path
from typing import Final, Literal

from fastapi import Request

from politigraph.api.settings import ServiceSettings
from politigraph.extract.errors import PolitigraphError

TOKEN_VARIABLE: Final = "POLITIGRAPH_TOKEN"  # noqa: S105 -- the name of a variable.
SHORTEST: Final = 16
"""The fewest characters of a token: shorter ones can be found by trying."""

Right = Literal["articles", "update"]

_MAKE_ONE: Final = "make one: openssl rand -hex 32 > token; chmod 600 token"


class BadToken(PolitigraphError):
    """The token that the service was given is no token."""


class Unauthorized(PolitigraphError):
    """The request would change something and does not bear the token."""


class Forbidden(PolitigraphError):
    """This service does not change such things for anybody."""


def read_token(file: Path | None) -> str:
    """Return the token in a file, or in the environment; an empty string when there is none.

    Raises `BadToken` when the file cannot be read, or for a token that is too short or
    cannot be sent in a header.
    """
    if file is None:
        token = environ.get(TOKEN_VARIABLE, "").strip()
        if not token:
            return ""
    else:
        try:
            token = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise BadToken(f"{file}: {reason}", hint=_MAKE_ONE) from error
    return checked_token(token)


def checked_token(token: str) -> str:
    """Return a token as it is, or raise `BadToken`.

    >>> checked_token("short")
    Traceback (most recent call last):
    politigraph.api.access.BadToken: the token has 5 characters, and needs 16
    """
    if len(token) < SHORTEST:
        raise BadToken(
            f"the token has {len(token)} characters, and needs {SHORTEST}", hint=_MAKE_ONE
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise BadToken("the token has characters that no header carries", hint=_MAKE_ONE)
    return token


def must_be_allowed(request: Request, right: Right) -> None:
    """Let a request change something, or raise `Unauthorized` or `Forbidden`."""
    settings: ServiceSettings = request.app.state.settings
    if not settings.token:
        raise Forbidden(
            "this service is read-only", hint="start it with --token-file to let it write"
        )
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].strip().partition(" ") if len(given) == 1 else ("", "", "")
    right_token = same_token(token.strip(), settings.token)  # Compared whatever the scheme.
    if scheme.lower() != "bearer" or not right_token:
        raise Unauthorized(
            "this needs the token" if not given else "this is not the token",
            hint="send Authorization: Bearer TOKEN",
        )
    if right == "update" and not settings.updates:
        raise Forbidden(
            "this service takes articles, and no updates of its graphs",
            hint="start it with --allow-update",
        )


def same_token(given: str, known: str) -> bool:
    """Compare two tokens in a time that tells nothing of either, not even the length.

    >>> same_token("a" * 16, "a" * 16), same_token("", "a" * 16)
    (True, False)
    """
    return compare_digest(_digest(given), _digest(known))


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
