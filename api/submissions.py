"""The articles in the body of a request, in the formats that articles are sent in."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from politigraph.extract.article_fields import article_from_fields, decode_text
from politigraph.extract.errors import InvalidArticle, PolitigraphError
from politigraph.extract.records import Article

BodyKind = Literal["json", "lines", "page"]

BODY_TYPES: Final[dict[str, BodyKind]] = {
    "application/json": "json",
    "application/x-ndjson": "lines",
    "application/ndjson": "lines",
    "application/jsonl": "lines",
    "text/html": "page",
    "application/xhtml+xml": "page",
}
"""What each media type holds: an object or an array, an object a line, or one page."""

MAX_ARTICLES: Final = 1000
"""The most articles of one request: its sender waits for all of them."""

_HINT: Final = 'an article is an object with at least a "text"'


@dataclass(frozen=True, slots=True)
class Submission:
    """A body as it was sent; ``known`` are fields that hold where the body has none."""

    body: bytes
    kind: BodyKind
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Submitted:
    """One article of a submission; ``named`` tells whether its sender gave it its id."""

    article: Article
    named: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is no article, why, and what to do; ``id`` is empty where it has none."""

    id: str
    reason: str
    hint: str = ""


def read_submission(sent: Submission) -> list[Submitted | Rejected]:
    """Return the articles of a body, or why one is none, in order.

    Raises `InvalidArticle` when the body as a whole cannot be read.

    >>> body = b'[{"id": "a1", "text": "Kyiv said no."}, {"id": "a2"}]'
    >>> [type(item).__name__ for item in read_submission(Submission(body, "json"))]
    ['Submitted', 'Rejected']
    """
    found: list[Submitted | Rejected] = []
    for number, item in enumerate(_items(sent), start=1):
        if number > MAX_ARTICLES:
            raise InvalidArticle(
                f"more than {MAX_ARTICLES:,} articles", hint="send them in several requests"
            )
        found.append(_read(item, f"article {number}", dict(sent.known)))
    return found


def _items(sent: Submission) -> Iterable[object]:
    if sent.kind == "page":
        return [sent.body]
    text = decode_text(sent.body)
    if sent.kind == "lines":
        return (line for line in text.split("\n") if line.strip())
    whole = _parsed(text)
    return whole if isinstance(whole, list) else [whole]


def _read(item: object, source: str, known: dict[str, str]) -> Submitted | Rejected:
    fields: dict[str, object] = {}
    try:
        fields.update(_fields(item))
        for name, value in known.items():
            if not fields.get(name):
                fields[name] = value
        article = article_from_fields(fields)
        named = bool(fields.get("id"))
        return Submitted(replace(article, source=article.id if named else source), named)
    except PolitigraphError as error:
        given = fields.get("id", "")
        # An id that is no text, such as half of a surrogate pair, cannot be sent back as it is.
        name = given.encode("utf-8", "replace").decode() if isinstance(given, str) else ""
        return Rejected(name, f"{source}: {error}", error.hint)


def _fields(item: object) -> Iterator[tuple[str, object]]:
    if isinstance(item, bytes):
        from politigraph.extract.pages import read_page

        yield from read_page(item).items()
        return
    found = _parsed(item) if isinstance(item, str) else item
    if not isinstance(found, dict):
        raise InvalidArticle("not a JSON object", hint=_HINT)
    yield from found.items()


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidArticle(f"not JSON at {where}: {error.msg}", hint=_HINT) from error
    except (RecursionError, ValueError) as error:  # A number of too many digits, for one.
        raise InvalidArticle("not an article: nested too deeply, or too long a number") from error
