"""Draw the README's picture: one sentence of the examples and the graph read from it.

    python scripts/make_picture.py docs/picture.svg

Everything in it is taken from the extraction; only the places on the page are
chosen here. Speakers stand left, claims in the middle, what they are about right.
"""

import argparse
import textwrap
from dataclasses import dataclass
from html import escape
from pathlib import Path

from politigraph.extract.pipeline import Extractor
from politigraph.extract.records import Article, Claim, Extraction
from politigraph.extract.sources import read_sources

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
ARTICLE = "northern-ledger-2022-03-30-draft"
SENTENCE = "Ladova said that Ostap Rudchenko had told Western reporters"

WIDTH, ROW, TOP, BOX = 960, 120, 150, 62
LEFT, MIDDLE, RIGHT = 120, 470, 850
COLOURS = {"source": "#b3d4f0", "cue": "#ffd98a", "content": "#d5ecc9"}
EDGE = {"said": "#2b6cb0", "reportedlySaid": "#7a5195", "denied": "#c53030", "about": "#777"}


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled box, placed by its centre, in pixels."""

    label: str
    x: int
    y: int
    width: int
    fill: str

    def draw(self) -> str:
        """Return the box and its label as SVG."""
        lines = textwrap.wrap(self.label, max(10, self.width // 8))[:3]
        top = self.y - 8 * (len(lines) - 1) + 5
        spans = "".join(
            f'<tspan x="{self.x}" y="{top + 17 * n}">{escape(line)}</tspan>'
            for n, line in enumerate(lines)
        )
        return (
            f'<rect x="{self.x - self.width // 2}" y="{self.y - BOX // 2}" width="{self.width}" '
            f'height="{BOX}" rx="10" fill="{self.fill}" stroke="#555"/>'
            f'<text text-anchor="middle" font-size="14">{spans}</text>'
        )


def edge(start: Node, end: Node, label: str) -> str:
    """Return an arrow from one box to another with its label, as SVG."""
    x1, x2, y1, y2 = start.x + start.width // 2, end.x - end.width // 2, start.y, end.y
    if start.x == end.x:
        x1 = x2 = start.x
        y1, y2 = start.y + BOX // 2, end.y - BOX // 2
    dashed = ' stroke-dasharray="6 4"' if label == "reportedlySaid" else ""
    colour = EDGE[label]
    shift = 26 if x1 == x2 else 0
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="1.8"'
        f'{dashed} marker-end="url(#tip)"/>'
        f'<text x="{(x1 + x2) // 2 + shift}" y="{(y1 + y2) // 2 - 6}" text-anchor="middle" '
        f'font-size="13" font-style="italic" fill="{colour}" stroke="white" stroke-width="4" '
        f'paint-order="stroke">{label}</text>'
    )


def kind_of_edge(claim: Claim) -> str:
    """Return the property that leads from the speaker to a claim."""
    if claim.embedded_in:
        return "reportedlySaid"
    return "denied" if claim.speech_act == "deny" else "said"


def words(extraction: Extraction, claims: list[Claim], start: int, end: int) -> str:
    """Return the sentence as SVG, the outer claim's parts on coloured grounds."""
    outer = claims[0]
    parts = {"source": outer.source, "cue": outer.cue, "content": outer.content}
    marks = sorted((s.start, s.end, name) for name, spans in parts.items() for s in spans)
    size = 13.5 * 0.602  # The width of a character: the sentence is set in a monospaced font.
    x, pieces = 30.0, []
    for begin, finish, name in marks:
        left = x + (begin - start) * size
        pieces.append(
            f'<rect x="{left:.0f}" y="52" width="{(finish - begin) * size:.0f}" height="26" rx="4" '
            f'fill="{COLOURS[name]}"/><text x="{left:.0f}" y="46" font-size="12" '
            f'fill="#555">{name}</text>'
        )
    sentence = escape(extraction.article.text[start:end])
    pieces.append(f'<text x="30" y="70" font-size="13.5" font-family="monospace">{sentence}</text>')
    return "".join(pieces)


def draw(extraction: Extraction) -> str:
    """Return the picture of the claims in one sentence as an SVG document."""
    text = extraction.article.text
    start = text.index(SENTENCE)
    end = text.index(".", start) + 1
    claims = [c for c in extraction.claims if start <= c.content[0].start < end]
    labels = {e.id: e.label for e in extraction.entities}
    nodes: dict[str, Node] = {}
    lines: list[str] = []
    for row, claim in enumerate(claims):
        y = TOP + ROW * row
        content = "“" + " ".join(s.of(text) for s in claim.content) + "”"
        nodes[claim.id] = Node(content, MIDDLE, y, 330, "#f6f6f2")
        nodes[claim.speaker] = Node(labels[claim.speaker], LEFT, y, 170, COLOURS["source"])
        lines.append(edge(nodes[claim.speaker], nodes[claim.id], kind_of_edge(claim)))
    topics = [t for c in claims for t in c.about if t in labels and t not in nodes]
    for row, topic in enumerate(dict.fromkeys(topics)):
        nodes[topic] = Node(labels[topic], RIGHT, TOP + 76 * row, 150, COLOURS["content"])
    for claim in claims:
        deeper = {t for c in claims if c.embedded_in == claim.id for t in c.about}
        hidden = deeper | {c.speaker for c in claims}
        shown = [t for t in claim.about if t in nodes and t not in hidden]
        lines += [edge(nodes[claim.id], nodes[t], "about") for t in shown]
    height = max(node.y for node in nodes.values()) + 90
    article = extraction.article
    caption = f"{article.publisher}, {article.published}, characters {start} to {end}"
    body = "".join(lines) + "".join(node.draw() for node in nodes.values())
    body += f'<text x="30" y="{height - 14}" font-size="12" fill="#777">{escape(caption)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Helvetica, Arial, sans-serif" role="img">'
        f"<title>{escape(text[start:end])}</title>"
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>'
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
        f"{words(extraction, claims, start, end)}{body}</svg>\n"
    )


def main() -> None:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    articles = (a for a in read_sources([EXAMPLES]) if isinstance(a, Article))
    article = next(a for a in articles if a.id == ARTICLE)
    picture = draw(Extractor().extract(article))
    parser.parse_args().out.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
