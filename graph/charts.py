"""Two charts beside the networks: claims by speaker over time, and a signed matrix of actors."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from politigraph.graph.draw import FONT, text
from politigraph.graph.errors import InvalidFilter, UnknownFormat
from politigraph.graph.layout import text_width
from politigraph.graph.network import Network
from politigraph.graph.rows import ClaimRow
from politigraph.graph.scene import LINES

_ROW: Final = 28
_NONE: Final = "#f3f4f6"
_CONFLICT: Final = ("#fee2e2", "#fca5a5", "#ef4444", "#b91c1c")
_COOPERATION: Final = ("#dcfce7", "#86efac", "#22c55e", "#15803d")
"""From little to much evidence."""


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG document that shows itself in a notebook."""

    name: str
    document: str

    def svg(self) -> str:
        """Return the SVG document."""
        return self.document

    def save(self, path: str | Path) -> Path:
        """Write the chart to an .svg file. Raise ``UnknownFormat`` for another name."""
        target = Path(path)
        if target.suffix.lower() != ".svg":
            raise UnknownFormat(
                f"a chart is not written as {target.suffix!r}", hint="give the file a name in .svg"
            )
        target.write_text(self.document, "utf-8")
        return target

    def __repr__(self) -> str:
        return f"<Chart: {self.name}>"

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        return {"text/plain": repr(self), "image/svg+xml": self.document}


def timeline(claims: Iterable[ClaimRow], *, most: int = 12) -> Chart:
    """Return claims as marks on one line a speaker, by the date of the article.

    The ``most`` speakers with most claims are shown. Undated claims, and those without a
    speaker, are counted in the title. Pointing at a mark shows its sentence.
    """
    rows = list(claims)
    placed = [row for row in rows if row.speaker and len(row.article.published) == 10]
    counts = Counter(row.speaker.label for row in placed if row.speaker)
    names = [name for name, _ in sorted(counts.items(), key=lambda n: (-n[1], n[0]))[:most]]
    shown = [row for row in placed if row.speaker and row.speaker.label in names]
    title = f"Claims by speaker: {len(shown)} of {len(rows)}"
    if not shown:
        return Chart(title, _document(420, 60, [_title(title)]))
    left = 40 + max(text_width(name, 12) for name in names)
    days = [date.fromisoformat(row.article.published).toordinal() for row in shown]
    first, last = min(days), max(days)
    scale = 640 / max(last - first, 1)
    height = 70 + _ROW * len(names)
    parts = [_title(title), *_months(first, last, left, scale, height)]
    for number, name in enumerate(names):
        y = 62 + _ROW * number
        parts.append(f'<text x="{left - 16:.0f}" y="{y + 4}" {_END}>{text(name)}</text>')
        parts.append(
            f'<line x1="{left:.0f}" y1="{y}" x2="{left + 640:.0f}" y2="{y}" stroke="#e5e7eb"/>'
        )
    above: Counter[tuple[str, int]] = Counter()
    for row, day in zip(shown, days, strict=True):
        name = row.speaker.label if row.speaker else ""
        # Claims of one day stand on each other.
        y = 62 + _ROW * names.index(name) - 5 * min(above[name, day], 3)
        above[name, day] += 1
        hover = f"{name}, {row.speech_act}: {row.evidence.sentence} ({row.article.published})"
        parts.append(
            f'<circle cx="{left + (day - first) * scale:.1f}" cy="{y}" r="4.5" '
            f'fill="{LINES[row.edge].colour}" fill-opacity="0.8" stroke="#ffffff">'
            f"<title>{text(hover)}</title></circle>"
        )
    return Chart(title, _document(left + 680, height, parts))


_END: Final = 'text-anchor="end" font-size="12" fill="#111827"'


def _months(first: int, last: int, left: float, scale: float, height: int) -> list[str]:
    """Return a tick at the start of each month, with as many names as there is room for."""
    starts = [day for day in range(first, last + 1) if date.fromordinal(day).day == 1]
    step = max(1, -(-len(starts) // 10))
    ticks = []
    for day in starts[::step]:
        x = f"{left + (day - first) * scale:.1f}"
        ticks.append(
            f'<line x1="{x}" y1="48" x2="{x}" y2="{height - 8}" stroke="#f3f4f6"/>'
            f'<text x="{x}" y="44" text-anchor="middle" font-size="10" fill="#6b7280">'
            f"{date.fromordinal(day):%Y-%m}</text>"
        )
    return ticks


def matrix(network: Network, *, most: int = 12) -> Chart:
    """Return who acts on whom as a grid: green for cooperation, red for conflict.

    Rows act, columns are acted on; a cell holds the evidence for cooperation less that
    for conflict, and its colour grows with it. The ``most`` actors with most evidence
    are shown; places are left out. Raise ``InvalidFilter`` for a network without signs.
    """
    signed: dict[tuple[str, str], int] = {}
    weight: Counter[str] = Counter()
    for source, target, data in network.edges(data=True):
        if not data["sign"] or "place" in (_kind(network, source), _kind(network, target)):
            continue
        signed[source, target] = signed.get((source, target), 0) + data["sign"] * data["weight"]
        weight.update({source: data["weight"], target: data["weight"]})
    if network.number_of_edges() and not any(d["sign"] for _, _, d in network.edges(data=True)):
        raise InvalidFilter(
            "this network has neither cooperation nor conflict", hint="use the network of action"
        )
    actors = sorted(weight, key=lambda node: (-weight[node], node))[:most]
    labels = [str(network.nodes[node]["label"]) for node in actors]
    title = f"Who acts on whom: {len(actors)} of {len(weight)} actors"
    left = 40 + max((text_width(label, 12) for label in labels), default=60)
    top = 50 + max((text_width(label, 12) for label in labels), default=60) * 0.75
    size = 34
    parts = [_title(title), *_heads(labels, left, top, size)]
    for row, source in enumerate(actors):
        for column, target in enumerate(actors):
            x, y = left + size * column, top + size * row
            hover = f"{labels[row]} → {labels[column]}"
            parts.append(_cell(x, y, size, signed.get((source, target)), hover))
    return Chart(
        title, _document(left + size * len(actors) + 110, top + size * len(actors) + 20, parts)
    )


def _kind(network: Network, node: str) -> str:
    return str(network.nodes[node].get("kind", ""))


def _heads(labels: Sequence[str], left: float, top: float, size: int) -> list[str]:
    rows = [
        f'<text x="{left - 10:.1f}" y="{top + size * (n + 0.62):.1f}" {_END}>{text(label)}</text>'
        for n, label in enumerate(labels)
    ]
    columns = [
        f'<text transform="translate({left + size * (n + 0.6):.1f} {top - 8:.1f}) rotate(-45)" '
        f'font-size="12" fill="#111827">{text(label)}</text>'
        for n, label in enumerate(labels)
    ]
    return rows + columns


def _cell(x: float, y: float, size: int, value: int | None, hover: str) -> str:
    colour = _NONE
    if value:
        shades = _COOPERATION if value > 0 else _CONFLICT
        colour = shades[min(abs(value), len(shades)) - 1]
    elif value == 0:
        colour = "#fef9c3"
    ink = "#ffffff" if value and abs(value) > 2 else "#111827"
    words = "" if value is None else f"{value:+d}" if value else "±0"
    return (
        f'<g><rect x="{x:.1f}" y="{y:.1f}" width="{size - 2}" height="{size - 2}" rx="3" '
        f'fill="{colour}"/><text x="{x + size / 2 - 1:.1f}" y="{y + size / 2 + 3:.1f}" '
        f'text-anchor="middle" font-size="11" fill="{ink}">{words}</text>'
        f"<title>{text(hover)}: {words or 'nothing told'}</title></g>"
    )


def _title(words: str) -> str:
    return (
        f'<text x="16" y="24" font-size="15" font-weight="bold" fill="#111827">{text(words)}</text>'
    )


def _document(width: float, height: float, parts: Iterable[str]) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" role="img">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )
