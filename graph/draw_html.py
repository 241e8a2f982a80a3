"""A subgraph as one interactive HTML file that asks for nothing from elsewhere.

Its content security policy forbids every request, so that it also works, and tells
nobody, when it is opened from a disk or sent by mail.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from politigraph.graph.draw import text


def html(title: str, svg: str, node_link: dict[str, Any]) -> str:
    """Return a page that pans, zooms, and shows the sentence of what is pointed at.

    ``node_link`` is what the picture shows, as ``Subgraph.node_link`` gives it.

    >>> "</script><b>" in html("t", "<svg/>", {"nodes": [{"label": "</script><b>"}]})
    False
    """
    # Inside a script element only "</" and "<!--" end it: JSON may write "<" otherwise.
    data = json.dumps(node_link, ensure_ascii=False).replace("<", "\\u003c")
    page = _template()
    for name, content in (("title", text(title)), ("svg", svg), ("graph", data)):
        page = content.join(page.split(f"{{{{{name}}}}}"))
    return page


@cache
def _template() -> str:
    return (resources.files("politigraph.graph") / "data" / "viewer.html").read_text("utf-8")
