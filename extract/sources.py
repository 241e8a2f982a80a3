"""Read articles from files, folders and standard input.

Every reader is a generator that yields an `Article` or a `Skipped` and never
raises for one bad input, so that one broken article does not stop the others.
"""

import json
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from politigraph.extract.article_fields import article_from_fields, decode_text
from politigraph.extract.errors import InvalidArticle, PolitigraphError, UnreadableSource
from politigraph.extract.pages import read_page
from politigraph.extract.records import Article, Skipped

STDIN = "-"
MAX_PAGE_BYTES = 20_000_000
_TEXT = frozenset({".txt"})
_PAGE = frozenset({".html", ".htm"})
_LINES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = _TEXT | _PAGE | _LINES
_FORMATS = "pass .txt, .html or .jsonl files, a folder of them, or - for standard input"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is true of every article whose source does not say otherwise."""

    publisher: str = ""
    published: str = ""


def read_sources(
    paths: Iterable[str | os.PathLike[str]], defaults: Defaults | None = None
) -> Iterator[Article | Skipped]:
    """Yield the articles of some files and folders, in the order given.

    A folder is read with its subfolders, files sorted by path. ``-`` is standard
    input: JSON Lines if it begins with ``{``, else one plain text.
    """
    taken: dict[str, str] = {}
    for path in paths:
        for item in _read_path(os.fspath(path), defaults or Defaults()):
            yield _own_id(item, taken) if isinstance(item, Article) else item


def _own_id(article: Article, taken: dict[str, str]) -> Article:
    """Tell apart two files that would have one id: first by the suffix, then by the folders.

    Lines of one file, and lines that repeat an id, keep it: there the id is the
    author's word that the article is the same one.
    """
    path = Path(article.source)
    if path.suffix.lower() not in _TEXT | _PAGE:
        return article
    suffixed = f"{article.id}{path.suffix}"
    parents = path.parent.parts
    prefixes = ("/".join(parents[-n:]) for n in range(1, len(parents) + 1))
    names = chain((article.id, suffixed), (f"{prefix}/{suffixed}" for prefix in prefixes))
    own = (name for name in names if taken.setdefault(name, article.source) == article.source)
    return replace(article, id=next(own, suffixed))


def _read_path(path: str, defaults: Defaults) -> Iterator[Article | Skipped]:
    if path == STDIN:
        yield from _read_stream(sys.stdin.buffer, "standard input", defaults)
    elif os.path.isdir(path):
        folder = Path(path)
        files = [p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and not p.is_dir()]
        for file in sorted(files):
            # The path below the named folder, so that no other file can change the id.
            name = file.relative_to(folder).with_suffix("").as_posix()
            yield from _read_file(file, name, defaults)
        if not files:
            yield Skipped(path, "no articles in this folder", _FORMATS)
    else:
        yield from _read_file(Path(path), Path(path).stem, defaults)


def _read_file(path: Path, name: str, defaults: Defaults) -> Iterator[Article | Skipped]:
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise UnreadableSource("no such file or folder", hint="check the path")
        if suffix not in SUFFIXES:
            raise UnreadableSource(
                f"cannot read {suffix or 'files without a suffix'}", hint=_FORMATS
            )
        size = path.stat().st_size
        if size == 0:
            raise UnreadableSource("the file is empty", hint="leave it out")
        if suffix in _LINES:
            with path.open("rb") as stream:
                yield from _read_lines(stream, str(path), defaults)
            return
        if size > MAX_PAGE_BYTES:
            raise UnreadableSource(
                f"a file of {size / 1e6:.0f} MB is no article",
                hint="one article a file, or use .jsonl",
            )
        data = path.read_bytes()
        fields = read_page(data) if suffix in _PAGE else _plain_fields(data)
        fields["id"] = name
        yield _article(fields, str(path), defaults)
    except PolitigraphError as error:
        yield Skipped(str(path), str(error), error.hint)
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error.strerror}", "check its permissions")


def _read_stream(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Article | Skipped]:
    blank = []
    first = stream.readline()
    while first and not first.strip():
        blank.append(first)
        first = stream.readline()
    start = first.removeprefix(BOM_UTF8).lstrip()
    if start.startswith(b"{"):
        yield from _read_lines(chain(blank, (first,), stream), name, defaults)
        return
    try:
        if start.startswith(b"[{"):
            raise UnreadableSource("a JSON array is not read", hint="write one object a line")
        data = b"".join((*blank, first, stream.read()))
        if not data:
            raise UnreadableSource("nothing came in", hint="pipe an article or JSON Lines into it")
        yield _article(_plain_fields(data), name, defaults)
    except PolitigraphError as error:
        yield Skipped(name, str(error), error.hint)


def _plain_fields(data: bytes) -> dict[str, object]:
    return {"text": decode_text(data)}


def _read_lines(
    lines: Iterable[bytes], name: str, defaults: Defaults
) -> Iterator[Article | Skipped]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        source = f"{name}:{number}"
        try:
            yield _article(_parse_line(line), source, defaults)
        except PolitigraphError as error:
            yield Skipped(source, str(error), error.hint)


def _parse_line(line: bytes) -> dict[str, object]:
    hint = "each line is one JSON object with at least a text"
    try:
        fields = json.loads(decode_text(line))
    except json.JSONDecodeError as error:
        raise InvalidArticle(f"not JSON at column {error.colno}: {error.msg}", hint=hint) from error
    except RecursionError as error:
        raise InvalidArticle("not an article: nested too deeply", hint=hint) from error
    if not isinstance(fields, dict):
        raise InvalidArticle("not a JSON object", hint=hint)
    return fields


def _article(fields: dict[str, object], source: str, defaults: Defaults) -> Article:
    for name in ("publisher", "published"):
        if not fields.get(name):
            fields[name] = getattr(defaults, name)
    return article_from_fields(fields, source)
