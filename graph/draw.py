"""A scene as SVG: a picture that needs no script, no font and nothing from elsewhere.

Hovering shows who spoke and what was said (``<title>``), in browsers and notebooks.
"""

from collections.abc import Mapping
from html import escape
from math import cos, hypot, pi, sin
from typing import Final

from politigraph.graph.layout import text_width
from politigraph.graph.scene import Line, LineStyle, Mark, MarkStyle, Scene
from politigraph.graph.xml_returns import xml_text

FONT: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_ROW: Final = 22
_CORNERS: Final = {"triangle": (3, -90), "square": (4, 45), "diamond": (4, 0), "hexagon": (6, 0)}
"""Of each shape with corners: how many, and where the first is, in degrees."""


def svg(scene: Scene) -> str:
    """Return a scene as an SVG document, with its legend below.

    >>> svg(Scene("Nobody", "", 300, 80, (), ())).startswith("<svg xmlns=")
    True
    """
    entries, legend_height = _legend(scene)
    height = scene.height + legend_height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width:g} {height:g}" '
        f'width="{scene.width:g}" height="{height:g}" font-family="{FONT}" role="img">',
        f"<title>{text(scene.title)}</title>",
        _arrows(scene),
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="16" y="25" font-size="16" font-weight="bold" fill="#111827">{text(scene.title)}'
        "</text>",
    ]
    if scene.note:
        parts.append(
            f'<text class="note" x="16" y="44" font-size="12" fill="#b45309">{text(scene.note)}'
            "</text>"
        )
    at = {mark.node.id: mark for mark in scene.marks}
    parts.append('<g class="view">')
    parts += [_line(line, at) for line in scene.lines]
    # The small marks first, so that the large ones, which have names, stay whole.
    parts += [_mark(mark) for mark in sorted(scene.marks, key=lambda mark: mark.radius)]
    parts += [_label(mark) for mark in scene.marks if mark.label]
    return "\n".join([*parts, "</g>", *entries, "</svg>\n"])


def text(words: str) -> str:
    """Return words as they stand in XML.

    >>> text('a<b & "c"')
    'a&lt;b &amp; &quot;c&quot;'
    """
    return escape(xml_text(words))


def _arrows(scene: Scene) -> str:
    colours = sorted({line.style.colour for line in scene.lines if line.style.arrow})
    markers = "".join(
        f'<marker id="{_arrow_id(colour)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 1 8 4 0 7z" fill="{colour}"/></marker>'
        for colour in colours
    )
    return f"<defs>{markers}</defs>"


def _arrow_id(colour: str) -> str:
    return f"pg-arrow-{colour.removeprefix('#')}"


def _line(line: Line, at: Mapping[str, Mark]) -> str:
    """Draw an edge from rim to rim; one without room between its marks is left out."""
    source, target = at[line.edge.source], at[line.edge.target]
    if line.edge.type == "agent":
        # In the graph events have agents; a reader expects who acts at the arrow's start.
        source, target = target, source
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy) or 1
    start, end = source.radius / length, 1 - (target.radius + 1.5) / length
    if start >= end:
        return ""
    x1, y1 = source.x + dx * start, source.y + dy * start
    x2, y2 = source.x + dx * end, source.y + dy * end
    return (
        f'<line class="edge" data-source="{text(line.edge.source)}" '
        f'data-target="{text(line.edge.target)}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
        f'y2="{y2:.1f}" {_stroke(line.style)}><title>{text(line.style.name)}</title></line>'
    )


def _stroke(style: LineStyle) -> str:
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    arrow = f' marker-end="url(#{_arrow_id(style.colour)})"' if style.arrow else ""
    return f'stroke="{style.colour}" stroke-width="{style.width:g}"{dash}{arrow}'


def _mark(mark: Mark) -> str:
    return (
        f'<g class="node" data-id="{text(mark.node.id)}" data-kind="{text(mark.node.kind)}">'
        f"{_shape(mark.style, mark.x, mark.y, mark.radius)}"
        f"<title>{text(mark.node.hover)}</title></g>"
    )


def _shape(style: MarkStyle, x: float, y: float, radius: float) -> str:
    dash = ' stroke-dasharray="2 1.5"' if style.dashed else ""
    paint = f'fill="{style.fill}" stroke="{style.stroke}" stroke-width="1.3"{dash}'
    if style.shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {paint}/>'
    count, first = _CORNERS[style.shape]
    corners = " ".join(
        f"{x + radius * cos(angle):.1f},{y + radius * sin(angle):.1f}"
        for angle in ((first + 360 * corner / count) * pi / 180 for corner in range(count))
    )
    return f'<polygon points="{corners}" {paint}/>'


def _label(mark: Mark) -> str:
    # A white rim keeps the words readable where lines cross them.
    colour = {"claim": "#6b7280", "event": "#7c2d12"}.get(mark.node.kind, "#111827")
    weight = ' font-weight="bold"' if mark.node.steps == 0 else ""
    return (
        f'<text class="label" data-id="{text(mark.node.id)}" x="{mark.label_x:.1f}" '
        f'y="{mark.label_y:.1f}" text-anchor="{mark.anchor}" font-size="{mark.size:g}"{weight} '
        f'fill="{colour}" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" '
        f'paint-order="stroke" pointer-events="none">{text(mark.label)}</text>'
    )


def _legend(scene: Scene) -> tuple[list[str], float]:
    """Return the legend's elements, in as many rows as they need, and its height."""
    marks, lines = scene.legend
    x, y = 20.0, scene.height + _ROW
    entries = []
    styles: tuple[MarkStyle | LineStyle, ...] = (*marks, *lines)
    for style in styles:
        width = 44 + text_width(style.name, 11)
        if x + width > scene.width - 10:
            x, y = 20.0, y + _ROW
        if isinstance(style, MarkStyle):
            sign = _shape(style, x + 10, y - 4, min(style.radius, 7))
        else:
            sign = f'<line x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}" {_stroke(style)}/>'
        words = f'<text x="{x + 28}" y="{y}" font-size="11" fill="#374151">{style.name}</text>'
        entries.append(f'<g class="legend">{sign}{words}</g>')
        x += width
    return entries, (y - scene.height + 14 if entries else 0)
