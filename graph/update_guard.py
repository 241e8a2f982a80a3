"""Read an update before it runs: refuse what would fetch, and give it its dataset.

Oxigraph fetches for LOAD and calls out for SERVICE, and neither can be switched off.
As for queries (`politigraph.graph.read_only`), the test errs to one side: every place
where a text of the grammar's rule Load could begin counts, unless the tokens show it
inside a string, a comment or an IRI.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from politigraph.graph.errors import InvalidQuery, RefusedQuery
from politigraph.graph.read_only import (
    GAP,
    NAME,
    Token,
    ambiguous,
    refuse_service,
    tokens,
)

# An operation begins the text, or follows the prologue's last IRI or a semicolon.
_LOAD: Final = re.compile(
    rf"(?:\A|[;>]|[\r\n]){GAP}(?P<at>LOAD){GAP}(?:SILENT{GAP})?(?:<|{NAME})",
    re.VERBOSE | re.IGNORECASE,
)
_MOST_LOADS: Final = 100
_NOTHING: Final = "INSERT DATA {}"


@dataclass(frozen=True, slots=True)
class _Edit:
    """A text that takes the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def guarded(
    update: str, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> tuple[str, RefusedQuery | None]:
    """Return the update that may run: nothing is fetched, and WHERE sees the given graphs.

    ``using`` and ``using_named`` are valid IRIs (`using-graph-uri` and
    `using-named-graph-uri` of the SPARQL protocol, 2.2.3). LOAD SILENT does nothing, as
    its failure is to be silent; for another LOAD the refusal is returned, to be raised
    unless the text breaks the grammar. Raises ``RefusedQuery`` for SERVICE and
    ``InvalidQuery`` for an update that names a dataset of its own beside a given one.

    >>> guarded("DELETE WHERE { ?s ?p ?o }", ["urn:g"])
    ('DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }', None)
    >>> guarded("LOAD SILENT <http://example.org/> ; CLEAR ALL")
    ('INSERT DATA {} ; CLEAR ALL', None)
    """
    found = list(tokens(update))
    refuse_service(update, found)
    loads = _loads(update, found)
    code = [token for token in found if token.kind != "comment"]
    edits, refusal = _without_loads(code, loads)
    if using or using_named:
        clause = " ".join(
            (*(f"USING <{g}>" for g in using), *(f"USING NAMED <{g}>" for g in using_named))
        )
        edits += _with_dataset(update, code, clause)
    return _edited(update, edits), refusal


def _loads(update: str, text: Sequence[Token]) -> frozenset[int]:
    """Return where an operation LOAD begins."""
    if update.upper().count("LOAD") > _MOST_LOADS:
        raise _load_refused(update.upper().index("LOAD"))
    calls = [found.start("at") for found in _LOAD.finditer(update)]
    if not calls:
        return frozenset()
    if ambiguous(text):
        raise _load_refused(calls[0])
    found, depth = set(), 0
    for token in text:
        inside = [call for call in calls if 0 <= call - token.at < len(token.text)]
        # No operation begins in braces: there it is a name, such as load:bearing.
        if inside and depth == 0 and token.kind not in {"string", "comment", "iri"}:
            if token.kind != "word" or token.text.upper() != "LOAD":
                raise _load_refused(inside[0])
            found.add(token.at)
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
    return frozenset(found)


def _load_refused(at: int) -> RefusedQuery:
    return RefusedQuery(
        f"LOAD at character {at + 1}: nothing is fetched",
        hint="fetch it yourself and PUT it to /graphs?graph=IRI",
    )


def _without_loads(
    code: Sequence[Token], loads: frozenset[int]
) -> tuple[list[_Edit], RefusedQuery | None]:
    edits, refusal = [], None
    for number, token in enumerate(code):
        if token.at not in loads:
            continue
        words = [t.text.upper() for t in code[number : number + 6]]
        silent = words[1:2] == ["SILENT"]
        size = 3 if silent else 2
        if words[size : size + 2] == ["INTO", "GRAPH"]:
            size += 3
        last = code[min(number + size, len(code)) - 1]
        if last.kind not in {"iri", "name"}:
            raise InvalidQuery("SPARQL syntax error: LOAD of no IRI", hint="LOAD SILENT <IRI>")
        edits.append(_Edit(token.at, last.at + len(last.text), _NOTHING))
        if not silent and refusal is None:
            refusal = _load_refused(token.at)
    return edits, refusal


def _with_dataset(update: str, code: Sequence[Token], clause: str) -> list[_Edit]:
    edits: list[_Edit] = []
    for operation in _operations(code):
        words = [token.text.upper() for token in operation]
        if "USING" in words or words[:1] == ["WITH"]:
            raise InvalidQuery(
                "the update names its dataset, and so does the request",
                hint="leave out USING and WITH, or the parameters using-graph-uri",
            )
        if words[:1] not in (["INSERT"], ["DELETE"]) or words[1:2] == ["DATA"]:
            continue
        first = operation[0]
        if words[1:2] == ["WHERE"]:
            end = operation[-1].at + 1
            pattern = update[operation[2].at : end] if len(operation) > 2 else ""
            edits.append(_Edit(first.at, end, f"DELETE {pattern} {clause} WHERE {pattern}"))
        elif where := _where(operation):
            edits.append(_Edit(where.at, where.at, f"{clause} "))
    return edits


def _operations(code: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each operation outside its braces, and the braces themselves."""
    depth, operation = 0, list[Token]()
    for token in code:
        mark = token.text if token.kind == "mark" else ""
        depth -= mark == "}"
        if depth == 0 and mark == ";":
            yield _after_prologue(operation)
            operation = []
        elif depth == 0:
            operation.append(token)
        depth += mark == "{"
    yield _after_prologue(operation)


def _after_prologue(operation: list[Token]) -> list[Token]:
    sizes = {"PREFIX": 3, "BASE": 2}
    start = 0
    while start < len(operation) and (size := sizes.get(operation[start].text.upper())):
        start += size
    return operation[start:]


def _where(operation: Sequence[Token]) -> Token | None:
    """Return the token that the dataset stands before."""
    return next((t for t in operation if t.kind == "word" and t.text.upper() == "WHERE"), None)


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
