"""Where the marks and labels of a picture go: the same places for the same graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_WIDE: Final = frozenset("MWmw@%&ABCDGHKNOQRUVXYZ")
_NARROW: Final = frozenset("iljt.,:;'!|()[]I ’")
_SPREAD: Final = 40
"""How many times marks that touch are moved apart."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles share an area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text to place: ``radius`` is that of the mark it names, ``size`` the font's.

    ``away`` is the direction from the neighbours of the mark, where fewest lines are.
    """

    text: str
    x: float
    y: float
    radius: float
    size: float
    away: tuple[float, float] = (0.0, 0.0)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a sans-serif font, in pixels; rather too wide.

    >>> text_width("Kyiv", 10) < text_width("KYIV", 10)
    True
    """
    ems = sum(0.78 if c in _WIDE else 0.36 if c in _NARROW else 0.62 for c in text)
    return ems * size


def positions(
    nodes: Sequence[str], edges: Iterable[tuple[str, str]], radii: Mapping[str, float], gap: float
) -> dict[str, tuple[float, float]]:
    """Return where to put each node, in pixels from the top left corner of the marks.

    Ties pull together, nodes push apart (Fruchterman and Reingold 1991), and what still
    touches is moved apart. ``gap`` is the distance that ties tend to.
    """
    if not nodes:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    count = len(nodes)
    rounds = 300 if count <= 80 else 90
    found = nx.spring_layout(graph, k=1.6 / sqrt(count), iterations=rounds, seed=7, method="force")
    points = np.array([found[node] for node in nodes], dtype=np.float64)
    points = _upright(points) * gap * sqrt(count) * 0.62 * np.array([1.25, 0.85])
    points = _apart(points, np.array([radii[node] for node in nodes]))
    points -= points.min(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _upright(points: Points) -> Points:
    """Turn a layout so that it is wider than high, and scale it to the unit."""
    if len(points) < 3:
        return points
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned: Points = centred @ axes.T
    # Some marks always fly far out: the scale is that of most.
    spread = np.quantile(np.abs(turned), 0.9, axis=0)
    clipped: Points = np.clip(turned / np.maximum(spread, 1e-9), -1.7, 1.7)
    return clipped


def _apart(points: Points, radii: NDArray[np.float64]) -> Points:
    """Move marks that touch, or nearly, apart along the line between them."""
    least = radii[:, None] + radii[None, :] + 12
    np.fill_diagonal(least, 0)
    for _ in range(_SPREAD):
        apart = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((apart**2).sum(axis=2))
        short = np.maximum(least - distance, 0)
        if not short.any():
            break
        # Marks in one place have no direction: each gets its own.
        number = np.arange(len(points))
        own = np.stack([np.cos(number), np.sin(number)], axis=1)
        direction = np.where(
            distance[:, :, None] > 1e-6,
            apart / np.maximum(distance, 1e-6)[:, :, None],
            own[:, None, :] - own[None, :, :],
        )
        points = points + 0.5 * (direction * short[:, :, None]).sum(axis=1)
    return points


def place_labels(
    labels: Sequence[Label], marks: Iterable[Box], frame: Box
) -> list[tuple[float, float, str] | None]:
    """Return for each label the start of its base line and its anchor, or None for no room.

    Labels are placed in the order given, so the most important come first. None
    overlaps another, or a mark, or leaves the frame.
    """
    taken = _Taken(marks)
    places: list[tuple[float, float, str] | None] = []
    for label in labels:
        width, height = text_width(label.text, label.size), label.size * 1.15
        places.append(None)
        for x, y, anchor in _choices(label):
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = Box(left, y - height * 0.8, left + width, y + height * 0.25)
            if _within(box, frame) and taken.free(box):
                taken.add(box)
                places[-1] = (x, y, anchor)
                break
    return places


_SIDES: Final = (
    # To the right, left, above and below, and between them: direction, base line, anchor.
    (1.0, 0.0, 0.36, "start"),
    (-1.0, 0.0, 0.36, "end"),
    (0.0, -1.0, 0.0, "middle"),
    (0.0, 1.0, 0.8, "middle"),
    (0.7, -0.8, 0.0, "start"),
    (0.7, 0.8, 0.7, "start"),
    (-0.7, -0.8, 0.0, "end"),
    (-0.7, 0.8, 0.7, "end"),
)


def _choices(label: Label) -> Iterator[tuple[float, float, str]]:
    """Yield where a label could begin, first where the mark has no lines."""
    reach = label.radius + 4
    sides = sorted(
        _SIDES, key=lambda side: -round(side[0] * label.away[0] + side[1] * label.away[1], 1)
    )
    for across, down, base, anchor in sides:
        yield label.x + reach * across, label.y + reach * down + label.size * base, anchor


def _within(box: Box, frame: Box) -> bool:
    return (
        frame.left <= box.left
        and box.right <= frame.right
        and frame.top <= box.top
        and box.bottom <= frame.bottom
    )


class _Taken:
    """Rectangles in a grid, so that only near ones are compared."""

    _CELL: Final = 60

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def _keys(self, box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box.left // self._CELL), int(box.right // self._CELL) + 1):
            for row in range(int(box.top // self._CELL), int(box.bottom // self._CELL) + 1):
                yield column, row

    def add(self, box: Box) -> None:
        for key in self._keys(box):
            self._cells.setdefault(key, []).append(box)

    def free(self, box: Box) -> bool:
        return not any(
            box.meets(other) for key in self._keys(box) for other in self._cells.get(key, ())
        )
