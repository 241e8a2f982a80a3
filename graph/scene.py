"""What a picture of a subgraph is made of: marks, lines and labels, each with its place and style.

The styles are here and nowhere else: the SVG, the interactive page and the legend read them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

from politigraph.graph.layout import Box, Label, place_labels, positions
from politigraph.graph.subgraph import Edge, Node, Subgraph

MARGIN: Final = 46
_HEAD: Final = 54
"""The height of the title and, below it, the note of what is cut."""


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How the nodes of one kind look."""

    name: str
    shape: str
    fill: str
    stroke: str
    radius: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How the edges of one type look; ``dash`` is SVG's, empty for a whole line."""

    name: str
    colour: str
    width: float
    dash: str = ""
    arrow: bool = True


_RED: Final = "#c81e1e"
_INK: Final = "#374151"

MARKS: Final[Mapping[str, MarkStyle]] = {
    "person": MarkStyle("person", "circle", "#2563eb", "#1e3a8a", 8),
    "organization": MarkStyle("organization", "square", "#7c3aed", "#4c1d95", 8),
    "country": MarkStyle("country", "hexagon", "#0f766e", "#134e4a", 10),
    "place": MarkStyle("place", "triangle", "#a16207", "#713f12", 8),
    "group": MarkStyle("group", "circle", "#dbeafe", "#2563eb", 7),
    "anonymous": MarkStyle("anonymous source", "circle", "#f3f4f6", "#6b7280", 7, dashed=True),
    "claim said": MarkStyle("claim", "circle", "#ffffff", _INK, 4),
    "claim claimed": MarkStyle("claim", "circle", "#ffffff", _INK, 4),
    "claim denied": MarkStyle("denied claim", "circle", _RED, "#7f1d1d", 4),
    "claim reportedlySaid": MarkStyle("reported claim", "circle", "#ffffff", _INK, 4, dashed=True),
    "event Verbal Cooperation": MarkStyle("words: cooperation", "diamond", "#86efac", "#166534", 6),
    "event Material Cooperation": MarkStyle(
        "deeds: cooperation", "diamond", "#16a34a", "#14532d", 6
    ),
    "event Verbal Conflict": MarkStyle("words: conflict", "diamond", "#fdba74", "#9a3412", 6),
    "event Material Conflict": MarkStyle("deeds: conflict", "diamond", "#ea580c", "#7c2d12", 6),
}
"""The look of nodes by kind and, of claims and events, form."""

LINES: Final[Mapping[str, LineStyle]] = {
    "said": LineStyle("said", _INK, 1.3),
    "denied": LineStyle("denied", _RED, 2.0),
    "reportedlySaid": LineStyle("reportedly said", _INK, 1.3, "5 3"),
    "claimed": LineStyle("believes, declines …", "#9ca3af", 1.1),
    "about": LineStyle("about", "#b6bfcc", 0.9),
    "agent": LineStyle("acts", "#9a3412", 1.2),
    "target": LineStyle("is acted on", "#d97706", 1.2),
    "place": LineStyle("where", "#c8a45c", 0.9, "1 3", arrow=False),
    "embeddedIn": LineStyle("inside a claim", "#6b7280", 1.0, "2 2"),
    "contradicts": LineStyle("contradicts (inferred)", "#db2777", 2.4, "8 4", arrow=False),
    "agreesWith": LineStyle("agrees (inferred)", "#059669", 2.0, "8 4", arrow=False),
    "affiliation": LineStyle("belongs to", "#cbd5e1", 0.9, "1 3"),
}
"""The look of edges by type."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A node with its place; ``label`` is empty where there was no room for one."""

    node: Node
    style: MarkStyle
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """An edge with its style."""

    edge: Edge
    style: LineStyle


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture without a format; sizes are pixels."""

    title: str
    note: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]

    @property
    def legend(self) -> tuple[tuple[MarkStyle, ...], tuple[LineStyle, ...]]:
        """The styles that occur, in the order of the tables, one of each name."""
        marks = {mark.style.name for mark in self.marks}
        lines = {line.style.name for line in self.lines}
        return (
            # Plain and believed claims look alike: one entry for both.
            tuple({s.name: s for s in MARKS.values() if s.name in marks}.values()),
            tuple(style for style in LINES.values() if style.name in lines),
        )


def style_of(node: Node) -> MarkStyle:
    """Return how a node looks."""
    key = f"{node.kind} {node.form}" if node.form else node.kind
    return MARKS.get(key) or MARKS["event Verbal Cooperation" if node.kind == "event" else "group"]


def scene(graph: Subgraph) -> Scene:
    """Lay out a subgraph. The same subgraph gives the same scene."""
    ties = degrees(graph.edges)
    small = len(graph.nodes) <= 40
    radii = {node.id: _radius(node, ties.get(node.id, 0), graph.centre.id) for node in graph.nodes}
    gap = 92.0 if small else 62.0
    pairs = [(edge.source, edge.target) for edge in graph.edges if edge.type != "affiliation"]
    places = positions([node.id for node in graph.nodes], pairs, radii, gap)
    # Labels beside the outermost marks need room too.
    side = 150 if small else 110
    points = {key: (x + side, y + MARGIN + _HEAD) for key, (x, y) in places.items()}
    width = max(620.0, max(x for x, _ in points.values()) + side)
    height = max(y for _, y in points.values()) + MARGIN
    spare = (width - side - max(x for x, _ in points.values()) - side) / 2
    points = {key: (x + max(spare, 0) / 2, y) for key, (x, y) in points.items()}
    marks = _marks(graph, points, radii, Box(4, _HEAD, width - 4, height))
    lines = tuple(Line(edge, LINES[edge.type]) for edge in graph.edges)
    steps = "step" if graph.depth == 1 else "steps"
    title = f"{_short(graph.centre.label, 60)}, and what lies within {graph.depth} {steps}"
    return Scene(title, graph.note, round(width), round(height), marks, lines)


def degrees(edges: Iterable[Edge]) -> dict[str, int]:
    """Return how many edges each node has."""
    found: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            found[end] = found.get(end, 0) + 1
    return found


def _radius(node: Node, degree: int, centre: str) -> float:
    base = style_of(node).radius
    if node.kind in {"claim", "event"}:
        return base
    return min(base + 0.9 * sqrt(degree), 18) + (4 if node.id == centre else 0)


def _marks(
    graph: Subgraph,
    points: Mapping[str, tuple[float, float]],
    radii: Mapping[str, float],
    frame: Box,
) -> tuple[Mark, ...]:
    small = len(graph.nodes) <= 40
    ties = degrees(graph.edges)
    named = [node for node in graph.nodes if small or node.kind != "claim"]
    named.sort(key=lambda node: (_rank(node), -ties.get(node.id, 0), node.id))
    away = _away(graph.edges, points)
    labels = {
        node.id: Label(
            _text(node), *points[node.id], radii[node.id], _size(node), away.get(node.id, (0, 0))
        )
        for node in named
    }
    boxes = [
        Box(x - radii[key], y - radii[key], x + radii[key], y + radii[key])
        for key, (x, y) in points.items()
    ]
    placed = dict(zip(labels, place_labels(list(labels.values()), boxes, frame), strict=True))
    marks = []
    for node in graph.nodes:
        x, y = points[node.id]
        place = placed.get(node.id)
        label = labels[node.id].text if place else ""
        label_x, label_y, anchor = place or (x, y, "middle")
        size = _size(node)
        marks.append(
            Mark(node, style_of(node), x, y, radii[node.id], label, label_x, label_y, anchor, size)
        )
    return tuple(marks)


def _away(
    edges: Iterable[Edge], points: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Return for each node the direction that leads away from its neighbours."""
    pulls: dict[str, list[tuple[float, float]]] = {}
    for edge in edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            dx, dy = points[one][0] - points[other][0], points[one][1] - points[other][1]
            length = hypot(dx, dy) or 1
            pulls.setdefault(one, []).append((dx / length, dy / length))
    return {
        node: (sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found))
        for node, found in pulls.items()
    }


def _rank(node: Node) -> int:
    if node.steps == 0:
        return 0
    return {"claim": 3, "event": 2}.get(node.kind, 1)


def _size(node: Node) -> float:
    return {"claim": 9.5, "event": 9.0}.get(node.kind, 12.5)


def _text(node: Node) -> str:
    if node.kind == "claim":
        words = _short(node.label.removeprefix("that ").strip('“”"'), 30)
        return f"“{words}”"
    return _short(node.label, 30)


def _short(text: str, most: int) -> str:
    """Return a text of one line, cut at a word where it is too long.

    >>> _short("we are holding talks in Vesterholm", 20)
    'we are holding …'
    """
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rpartition(' ')[0] or words[: most - 1]} …"
