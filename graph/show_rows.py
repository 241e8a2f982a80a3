"""Rows as a table: in a notebook, with the matched sentence and its spans marked, and in pandas."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from politigraph.graph.rows import ArticleRow, ClaimRow, EventRow, Evidence, Ref

if TYPE_CHECKING:
    import pandas as pd

_COLOURS: Final = {
    "source": "#dbeafe",
    "cue": "#fde68a",
    "content": "#e5e7eb",
    "trigger": "#fed7aa",
    "casualties": "#fecaca",
}
"""The background of each part of the evidence."""

_MOST: Final = 50
"""How many rows a notebook shows; a document with more is slow to open."""


def html_table(rows: Sequence[object]) -> str:
    """Return rows as an HTML table: who, what, in which sentence, from where.

    >>> html_table([])
    '<p>nothing found</p>'
    """
    if not rows:
        return "<p>nothing found</p>"
    shown = [_cells(row) for row in rows[:_MOST]]
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in shown[0])
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in row.values()
        )
        + "</tr>"
        for row in shown
    )
    more = f"<p>{len(rows) - _MOST} more rows</p>" if len(rows) > _MOST else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cells(row: object) -> dict[str, str]:
    """Return the columns of one row as HTML."""
    if isinstance(row, ClaimRow):
        who = {
            "speaker": _name(row.speaker),
            "act": escape(row.speech_act),
            "about": ", ".join(_name(ref) for ref in row.about if ref.kind not in {"claim"}),
        }
        return {**who, "sentence": marked(row.evidence), "source": _source(row.article)}
    if isinstance(row, EventRow):
        who = {
            "agents": ", ".join(map(_name, row.agents)),
            "event": escape(f"{row.type} {row.mode}".strip()),
            "targets": ", ".join(map(_name, row.targets)),
            "date": escape(row.date),
        }
        return {**who, "sentence": marked(row.evidence), "source": _source(row.article)}
    plain = _plain(row)
    return {name: escape(str(value)) for name, value in plain.items() if name != "iri"}


def _name(ref: Ref | None) -> str:
    return escape(ref.label) if ref else ""


def _source(article: ArticleRow) -> str:
    outlet = article.publisher.label if article.publisher else article.id
    return escape(f"{outlet}, {article.published}" if article.published else outlet)


def marked(evidence: Evidence) -> str:
    """Return the sentence of some evidence as HTML, its parts marked.

    >>> from politigraph.extract.records import Span
    >>> marked(Evidence("Oslo denied it.", 10, 25, (("cue", Span(15, 21)),)))
    'Oslo <mark style="background:#fde68a" title="cue">denied</mark> it.'
    """
    parts: list[str] = []
    at = evidence.start
    for name, span in sorted(evidence.spans, key=lambda part: (part[1].start, -part[1].end)):
        if span.start < at:  # One part inside another: the outer one is marked.
            continue
        words = evidence.sentence[span.start - evidence.start : span.end - evidence.start]
        parts.append(escape(evidence.sentence[at - evidence.start : span.start - evidence.start]))
        parts.append(
            f'<mark style="background:{_COLOURS[name]}" title="{name}">{escape(words)}</mark>'
        )
        at = span.end
    return "".join([*parts, escape(evidence.sentence[at - evidence.start :])])


def data_frame(rows: Sequence[object]) -> "pd.DataFrame":
    """Return rows as a pandas data frame; nodes by label, dates and numbers as they are.

    Raise ``ImportError`` without pandas: install ``politigraph[notebook]``.
    """
    import pandas as pd

    return pd.DataFrame([dict(_plain(row)) for row in rows])


def _plain(row: object) -> dict[str, Any]:
    """Return the fields of a record as text and numbers, those of its parts beside them."""
    return dict(_pairs(row))


def _pairs(row: object) -> Iterator[tuple[str, Any]]:
    if not is_dataclass(row):
        yield "value", row
        return
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Ref):
            yield field.name, value.label
        elif isinstance(value, Evidence):
            yield "sentence", value.sentence
        elif isinstance(value, ArticleRow):
            yield "article", value.id
            yield "publisher", value.publisher.label if value.publisher else ""
            yield "published", value.published
        elif isinstance(value, tuple):
            yield field.name, "; ".join(v.label if isinstance(v, Ref) else str(v) for v in value)
        elif isinstance(value, ClaimRow):
            yield field.name, value.evidence.sentence
        else:
            yield field.name, "" if value is None else value
