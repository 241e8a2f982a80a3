"""The words of a pattern with their places, and errors that point at them."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.errors import InvalidQuery

Kind = Literal["variable", "string", "iri", "arrow", "word", "any", "mark", "end"]

LONGEST: Final = 2000
"""Characters of the longest pattern."""

_ARROW: Final = r"<?-[ \t]*(?:\?[A-Za-z][A-Za-z0-9]*|[A-Za-z]+(?:-[A-Za-z]+)*)[ \t]*->"
# A hyphen or a full stop inside a name belongs to it (Saint-Denis, U.S.); one that begins an
# arrow or ends a statement does not.
_WORD: Final = rf"""
    (?: [^\W\d_] \. ){{2,}} (?: [^\W\d_] \b )?
  | \w (?: [\w/%&@+:'’] | (?!{_ARROW})- | \.(?=\w) )*
"""
_TOKEN: Final = re.compile(
    rf"""
      (?P<arrow> {_ARROW} )
    | (?P<variable> \? [A-Za-z][A-Za-z0-9]* (?!\w) )
    | (?P<string> " (?: [^"\\] | \\. )* " | “ [^”]* ” )
    | (?P<iri> < [^<>"{{}}|^`\\\x00-\x20]+ > )
    | (?P<any> _ (?!\w) )
    | (?P<word> {_WORD} )
    | (?P<mark> [.,=] )
    """,
    re.VERBOSE | re.DOTALL,
)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_BLANK: Final = re.compile(r"\s*")


class PatternError(InvalidQuery):
    """A pattern breaks the grammar, or makes no sense; the note shows the place."""


class Token(NamedTuple):
    """One word, quoted text or sign; ``at`` is its 0-based offset in the pattern.

    ``text`` is what it stands for: a string without quotation marks, a variable without
    its question mark. ``width`` is how many characters it takes up.
    """

    kind: Kind
    text: str
    at: int
    width: int


def tokens(text: str) -> Iterator[Token]:
    r"""Yield the tokens of a pattern and an ``end``, or raise ``PatternError``.

    >>> [(token.kind, token.text) for token in tokens('?x said ?c .')]
    [('variable', 'x'), ('word', 'said'), ('variable', 'c'), ('mark', '.'), ('end', '')]
    >>> [token.text for token in tokens('U.S. -CONSULT-> "Port \\"Nord\\""')]
    ['U.S.', '-CONSULT->', 'Port "Nord"', '']
    """
    if len(text) > LONGEST:
        raise PatternError(f"a pattern of more than {LONGEST:,} characters", hint="ask for less")
    if half := _SURROGATE.search(text):
        token = Token("mark", "", half.start(), 1)
        raise error_at(text, token, "half of a character", "send the pattern as UTF-8")
    at = _skip_blank(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, found = match.lastgroup, match.group()
        yield Token(kind, _meaning(kind, found), at, len(found))  # type: ignore[arg-type]
        at = _skip_blank(text, match.end())
    yield Token("end", "", len(text.rstrip()), 1)


def _skip_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _meaning(kind: str | None, found: str) -> str:
    match kind:
        case "string" if found[0] == '"':
            return re.sub(r"\\(.)", r"\1", found[1:-1], flags=re.DOTALL)
        case "string" | "iri":
            return found[1:-1]
        case "variable":
            return found[1:]
    return found


def _unreadable(text: str, at: int) -> PatternError:
    if text[at] in '"“':
        reason, hint = "a quotation is not closed", "end it with the same kind of mark"
    elif text[at] == "?":
        reason = "a variable needs a name of letters and digits"
        hint = "write ?who, ?c, or _ for anything"
    elif text[at] in "-<>":
        reason, hint = f"{text[at]!r} begins no arrow", "write an event as -CONSULT->"
    else:
        reason, hint = f"{text[at]!r} cannot stand here", "put names with signs in quotation marks"
    return error_at(text, Token("mark", text[at], at, 1), reason, hint)


def error_at(text: str, token: Token, reason: str, hint: str = "") -> PatternError:
    """Return an error about a token of a pattern, which shows the place in a note.

    >>> error = error_at("?x sad ?c", Token("word", "sad", 3, 3), "no such edge")
    >>> print(error, *error.__notes__, sep=chr(10))
    column 4: no such edge
    ?x sad ?c
       ^^^
    """
    line = text.count("\n", 0, token.at) + 1
    column = token.at - (text.rfind("\n", 0, token.at) + 1) + 1
    where = f"line {line}, column {column}" if line > 1 else f"column {column}"
    error = PatternError(f"{where}: {reason}", line=line, column=column, hint=hint)
    point_at(error, text, token)
    return error


def point_at(error: PolitigraphError, text: str, token: Token) -> None:
    """Add to an error the line of the pattern that it is about, and a caret below the place."""
    start = text.rfind("\n", 0, token.at) + 1
    line = text[start:].partition("\n")[0]
    shown = "".join(char if char.isprintable() else " " for char in line)
    width = max(1, min(token.width, len(line) - (token.at - start)))
    error.add_note(f"{shown}\n{' ' * (token.at - start)}{'^' * width}")
