"""A subgraph that draws itself: in a notebook, as a page, and as a file."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import networkx as nx

from politigraph.extract.errors import PolitigraphError
from politigraph.graph.draw import svg
from politigraph.graph.draw_html import html
from politigraph.graph.errors import UnknownFormat
from politigraph.graph.scene import scene
from politigraph.graph.subgraph import Subgraph
from politigraph.graph.xml_returns import xml_text


class CannotDraw(PolitigraphError):
    """A picture cannot be made in this format on this machine."""


class Picture:
    """A subgraph with its picture. In a notebook it shows itself, as SVG.

    With ``interactive`` it shows as the page that pans, zooms and opens the evidence.
    """

    def __init__(self, graph: Subgraph, *, interactive: bool = False) -> None:
        self.graph = graph
        self.interactive = interactive

    def __repr__(self) -> str:
        graph = self.graph
        return f"<Picture of {graph.centre.label}: {len(graph.nodes)} nodes>"

    @cached_property
    def _svg(self) -> str:
        return svg(scene(self.graph))

    def svg(self) -> str:
        """Return the picture as an SVG document."""
        return self._svg

    def html(self) -> str:
        """Return the picture as one interactive page without outside addresses."""
        return html(f"Around {self.graph.centre.label}", self._svg, self.graph.node_link())

    def network(self) -> "nx.MultiDiGraph[str]":
        """Return the nodes and edges as a networkx graph."""
        return self.graph.network()

    def written(self, format: str) -> bytes:  # noqa: A002
        """Return the picture or its graph in a format: svg, png, html, json and so on.

        Raise ``UnknownFormat``, or ``CannotDraw`` for png without its library.
        """
        if format not in _WRITERS:
            raise UnknownFormat(
                f"a subgraph is not written as {format!r}" if format else "the name has no ending",
                hint=f"use one of: {', '.join(f'.{known}' for known in _WRITERS)}",
            )
        return _WRITERS[format](self)

    def save(self, path: str | Path) -> Path:
        """Write to a file, in the format its name ends in: see ``written``.

        Formats: svg, png, html, json (node-link), graphml, gexf, dot.
        """
        target = Path(path)
        content = self.written(target.suffix.removeprefix(".").lower())
        target.write_bytes(content)
        return target

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """Show the picture in a notebook (IPython's protocol)."""
        if self.interactive:
            # A frame keeps the page's styles and script apart from the notebook's.
            frame = (
                f'<iframe srcdoc="{escape(self.html())}" width="100%" height="640" '
                'sandbox="allow-scripts" style="border:1px solid #e5e7eb"></iframe>'
            )
            return {"text/plain": repr(self), "text/html": frame}
        return {"text/plain": repr(self), "image/svg+xml": self._svg}


def _png(picture: Picture) -> bytes:
    try:
        import resvg_py
    except ImportError:
        raise CannotDraw(
            "PNG needs a library that is not installed",
            hint="pip install 'politigraph[png]', or write .svg",
        ) from None
    return bytes(resvg_py.svg_to_bytes(svg_string=picture.svg(), zoom=2))


def _graphml(picture: Picture) -> bytes:
    output = BytesIO()
    # Not write_graphml: it picks another writer, with other bytes, where lxml is installed.
    write: Any = nx.write_graphml_xml
    write(_plain(picture), output)
    return output.getvalue()


def _gexf(picture: Picture) -> bytes:
    text = "\n".join(nx.generate_gexf(_plain(picture)))
    # The writer puts the day in: the same graph must give the same bytes.
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def _plain(picture: Picture) -> "nx.MultiDiGraph[str]":
    """Return the network with no text that XML cannot hold."""
    graph = picture.network()
    for data in graph.nodes.values():
        data.update({k: xml_text(v) for k, v in data.items() if isinstance(v, str)})
    return graph


def _dot(picture: Picture) -> bytes:
    nodes = (
        f"  {_quoted(node.id)} [label={_quoted(node.label)}, kind={node.kind}];"
        for node in picture.graph.nodes
    )
    edges = (
        f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={edge.type}];"
        for edge in picture.graph.edges
    )
    return "\n".join(["digraph {", *nodes, *edges, "}\n"]).encode()


def _quoted(text: str) -> str:
    r"""Return a text as a quoted string of the DOT language.

    >>> print(_quoted('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _json(picture: Picture) -> bytes:
    return (json.dumps(picture.graph.node_link(), ensure_ascii=False, indent=1) + "\n").encode()


_WRITERS: Final[Mapping[str, Callable[[Picture], bytes]]] = {
    "svg": lambda picture: picture.svg().encode(),
    "png": _png,
    "html": lambda picture: picture.html().encode(),
    "json": _json,
    "graphml": _graphml,
    "gexf": _gexf,
    "dot": _dot,
}
