"""Each packaged query that the documentation names is packaged, with what is bound."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from politigraph.graph.queries import is_query_name, named_query, query_names
from tests.conftest import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "examples/README.md")
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

_COMMAND = re.compile(r"(?:^|`)politigraph query ((?:'[^']*'|[^`\n'])*)", re.MULTILINE)
_CALL = re.compile(r"""\.query\(["'](\w+)["']""")
_BOUND = re.compile(r"(\w+)((?: --bind (?:'[^']*'|\S+))+)")


def queries(text: str) -> Iterator[str]:
    """The packaged queries that a page runs by name; ``NAME`` stands for any."""
    text = text.replace("\\\n", " ")
    for arguments in _COMMAND.findall(text):
        words = iter(shlex.split(arguments))
        for word in words:
            if word.startswith("--"):
                next(words)
            elif is_query_name(word) and not word.isupper():
                yield word
    yield from _CALL.findall(text)
    yield from (name for name, _ in bindings(text))


def bindings(text: str) -> Iterator[tuple[str, str]]:
    """The variables that a page binds, each with its query."""
    for name, options in _BOUND.findall(text.replace("\\\n", " ")):
        words = shlex.split(options)
        yield from ((name, word.partition("=")[0]) for word in words if word != "--bind")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_query_is_packaged_and_can_be_bound_so(page: Path) -> None:
    text = page.read_text("utf-8")
    assert set(queries(text)) <= set(query_names())
    for name, variable in bindings(text):
        assert variable in named_query(name).parameters, f"{name} --bind {variable}"


def test_queries_are_found_at_all() -> None:
    found = {name for page in PAGES for name in queries(page.read_text("utf-8"))}
    assert found >= {"claims", "statements_by_government", "denials_of_accusations"}
    page = "```\npolitigraph query --store kg claims_by --bind 'x=Mara Lindqvist'\n```\n"
    assert set(queries(page)) == {"claims_by"}
    assert list(bindings(page)) == [("claims_by", "x")]
