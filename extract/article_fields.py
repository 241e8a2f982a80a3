"""From loose fields to a valid `Article`: the one place where an article is checked."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from politigraph.extract.errors import InvalidArticle
from politigraph.extract.records import Article

MAX_CHARACTERS = 1_000_000
"""spaCy's own limit: the parser's memory grows with the text."""

_UTF_16_MARKS = frozenset({b"\xff\xfe", b"\xfe\xff"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def decode_text(data: bytes) -> str:
    """Return bytes as text: UTF-8, or UTF-16 with a byte order mark.

    Raises `InvalidArticle` for anything else; a wrong guess would shift offsets
    and garble names without a word.

    >>> decode_text("Élysée".encode("utf-16"))
    'Élysée'
    """
    name, codec = ("UTF-16", "utf-16") if data[:2] in _UTF_16_MARKS else ("UTF-8", "utf-8-sig")
    hint = "save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InvalidArticle(f"not {name} text at byte {error.start}", hint=hint) from error
    if control := _CONTROL.search(text):
        code = ord(control.group())
        raise InvalidArticle(
            f"not text: control character U+{code:04X} at {control.start()}", hint=hint
        )
    return text


def text_with_title(title: str, text: str) -> str:
    r"""Return the text that offsets count in: the title, a blank line, the text.

    A text that begins with its title is left as it is.

    >>> text_with_title("Talks go on", "Talks go on\n\nThe two sides met.")
    'Talks go on\n\nThe two sides met.'
    """
    return text if not title or text.startswith(title) else f"{title}\n\n{text}"


def article_from_fields(fields: Mapping[str, object], source: str = "") -> Article:
    """Return the article that some fields describe, as JSON Lines input names them.

    Reads ``id, text, title, publisher, published, url, language`` and ``reader``;
    others are ignored. A missing id is made from the text's hash. Raises
    `InvalidArticle` when a field has the wrong type or an impossible value.

    >>> article_from_fields({"id": 7, "text": "Kyiv said no.", "published": "2022-04-26T09:00Z"})
    ... # doctest: +ELLIPSIS
    Article(id='7', text='Kyiv said no.', ..., published='2022-04-26', ...)
    """
    body = _string(fields, "text")
    if not body.strip():
        problem = "the text is empty" if "text" in fields else "no text"
        raise InvalidArticle(problem, hint='an article needs a "text" with its words')
    title = " ".join(_string(fields, "title").split())
    text = text_with_title(title, body)
    if len(text) > MAX_CHARACTERS:
        raise InvalidArticle(
            f"{len(text):,} characters are more than one article may have ({MAX_CHARACTERS:,})",
            hint="split it into its articles",
        )
    language = _string(fields, "language") or "en"
    if not language.lower().startswith("en"):
        raise InvalidArticle(
            f"the language is {language!r}, and only English is read",
            hint="leave it out, or translate it",
        )
    return Article(
        id=_string(fields, "id").strip() or sha256(text.encode()).hexdigest()[:16],
        text=text,
        title=title,
        publisher=" ".join(_string(fields, "publisher").split()),
        published=_day(_string(fields, "published")),
        url=_url(_string(fields, "url").strip()),
        language=language,
        source=source,
        reader=_string(fields, "reader"),
    )


def _string(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InvalidArticle(
            f"{name} is not a string but {type(value).__name__}", hint="put it in quotes"
        )
    if _SURROGATE.search(value) or _CONTROL.search(value):
        raise InvalidArticle(
            f"{name} holds characters that are no text", hint="check how the file was written"
        )
    return value


def _day(value: str) -> str:
    if not value:
        return ""
    try:
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError as error:
        raise InvalidArticle(
            f"published is not a date: {value!r}", hint="write it as 2022-04-26"
        ) from error


def _url(value: str) -> str:
    if not value:
        return ""
    if not _SCHEME.match(value):
        raise InvalidArticle(f"url is not a web address: {value!r}", hint="it begins with https://")
    # Only what no IRI may hold is encoded: any other change would be another IRI.
    return _NOT_IN_IRI.sub(lambda found: quote(found.group()), value)
