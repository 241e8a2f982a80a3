"""The address of a store on another machine, and what proves that we may use it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from politigraph.graph.errors import StoreError

USER: Final = "POLITIGRAPH_STORE_USER"
PASSWORD: Final = "POLITIGRAPH_STORE_PASSWORD"  # noqa: S105 -- the name of a variable
TOKEN: Final = "POLITIGRAPH_STORE_TOKEN"  # noqa: S105
UPDATE: Final = "POLITIGRAPH_STORE_UPDATE"
TIMEOUT: Final = "POLITIGRAPH_STORE_TIMEOUT"

_SCHEMES: Final = ("http://", "https://")
_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a SPARQL server is. ``url`` has no user part, so it may be shown.

    ``update`` is the address for changes where it is not to be found out.
    """

    url: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    update: str = ""
    seconds: float = _SECONDS


def is_address(store: str | Path) -> bool:
    """Tell whether a store is named by an address and not by a folder.

    >>> is_address("https://graph.example/sparql"), is_address("kg"), is_address(Path("http:/x"))
    (True, False, False)
    """
    return isinstance(store, str) and store.lower().startswith(_SCHEMES)


def shown(store: str | Path) -> str:
    """Return how a store is named in messages: without a password.

    >>> shown("https://me:secret@graph.example/sparql"), shown("kg")
    ('https://graph.example/sparql', 'kg')
    """
    return _nothing_before_at(str(store)) if is_address(store) else str(store)


def parse_address(text: str, environment: Mapping[str, str] = os.environ) -> Address:
    """Read an address; what its user part does not tell, the environment may.

    Raise ``StoreError`` for one that names no machine, and for a timeout that is no number.

    >>> address = parse_address("http://me:s%40crit@graph.example:7878/", {})
    >>> address.url, address.user, address.password, address
    ('http://graph.example:7878', 'me', 's@crit', Address(url='http://graph.example:7878', update='', seconds=60.0))
    """  # noqa: E501
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise StoreError(
            f"not the address of a server: {shown(text)}",
            hint="write it as https://graph.example/sparql",
        )
    return Address(
        url=_without_user(text).rstrip("/"),
        user=unquote(parts.username or "") or environment.get(USER, ""),
        password=unquote(parts.password or "") or environment.get(PASSWORD, ""),
        token=environment.get(TOKEN, ""),
        update=environment.get(UPDATE, ""),
        seconds=_seconds(environment.get(TIMEOUT, "")),
    )


def _without_user(text: str) -> str:
    scheme, slashes, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    clean = f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"
    try:
        parts = urlsplit(clean)
    except ValueError:
        return clean
    return urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))


def _nothing_before_at(text: str) -> str:
    # A password with a slash breaks the address, and stands in what looks like its path.
    scheme, slashes, rest = text.partition("://")
    return _without_user(f"{scheme}{slashes}{rest.rpartition('@')[2]}")


def _seconds(text: str) -> float:
    try:
        seconds = float(text or _SECONDS)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 86_400:
        raise StoreError(f"{TIMEOUT} is not a number of seconds: {text!r}", hint="set it to 60")
    return seconds
