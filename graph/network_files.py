"""Write who speaks of what, and what ties them, for tools that draw networks.

GraphML (graphdrawing.org) and GEXF 1.3 (gexf.net): entities, outlets, articles, claims
and events as nodes with ``label`` and ``kind``, the properties between them as edges with
``predicate``. Mentions are left out. Nodes come before edges, so the articles are read three
times; nothing but the names of entities is kept meanwhile.
"""

from collections.abc import Iterator
from typing import IO, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from politigraph.graph.export_parts import Parts
from politigraph.graph.reading import Reader, short_id
from politigraph.graph.xml_returns import KeepsReturns, xml_text
from politigraph.ontology.terms import ID, Gaf, Nif, Property, Schema, Sem

_ARTICLES: Final = f"{ID}article/"
_SHARED: Final = (f"{ID}entity/", f"{ID}publisher/")
_TIES: Final = frozenset(
    {
        *(Property.SAID, Property.DENIED, Property.REPORTEDLY_SAID, Property.CLAIMED),
        *(Property.ABOUT, Property.ADDRESSEE, Property.EMBEDDED_IN, Property.IN_ARTICLE),
        *(Property.AGENT, Property.TARGET, Property.REPORTED_IN, Sem.HAS_PLACE),
        *(Schema.AFFILIATION, Schema.PUBLISHER),
        *(Property.CONTRADICTS, Property.AGREES_WITH, Property.DUPLICATE_OF),
    }
)
"""The properties that tie nodes to each other."""

_CALLED: Final = frozenset(
    {
        *(Property.TEXT_SHA256, Schema.HEADLINE, Property.SPEECH_ACT, Property.CONTENT_TEXT),
        *(Sem.EVENT_TYPE, Gaf.DENOTED_BY, Nif.ANCHOR_OF),
    }
)
"""The properties that tell what an article, a claim or an event is called."""


class _Node(NamedTuple):
    iri: str
    label: str
    kind: str


class _Edge(NamedTuple):
    source: str
    predicate: str
    target: str


def write_graphml(parts: Parts, output: IO[bytes]) -> None:
    """Write a network as GraphML."""
    _write(
        output,
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
        '<key id="kind" for="node" attr.name="kind" attr.type="string"/>\n'
        '<key id="predicate" for="edge" attr.name="predicate" attr.type="string"/>\n'
        '<graph edgedefault="directed">\n',
    )
    for node in _nodes(parts):
        _write(output, _graphml_node(node))
    for edge in _edges(parts):
        _write(output, _graphml_edge(edge))
    _write(output, "</graph>\n</graphml>\n")


def _graphml_node(node: _Node) -> str:
    return (
        f'<node id={_attribute(node.iri)}><data key="label">{_content(node.label)}</data>'
        f'<data key="kind">{node.kind}</data></node>\n'
    )


def _graphml_edge(edge: _Edge) -> str:
    name = _attribute(f"{edge.source} {edge.predicate} {edge.target}")
    return (
        f"<edge id={name} source={_attribute(edge.source)} target={_attribute(edge.target)}>"
        f'<data key="predicate">{edge.predicate}</data></edge>\n'
    )


def write_gexf(parts: Parts, output: IO[bytes]) -> None:
    """Write a network as GEXF, for Gephi."""
    _write(
        output,
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        '<graph defaultedgetype="directed" mode="static">\n'
        '<attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes>\n'
        '<attributes class="edge"><attribute id="predicate" title="predicate" type="string"/>'
        "</attributes>\n<nodes>\n",
    )
    for node in _nodes(parts):
        _write(
            output,
            f"<node id={_attribute(node.iri)} label={_attribute(node.label)}>"
            f'<attvalues><attvalue for="kind" value="{node.kind}"/></attvalues></node>\n',
        )
    _write(output, "</nodes>\n<edges>\n")
    for number, edge in enumerate(_edges(parts)):
        _write(
            output,
            f'<edge id="{number}" source={_attribute(edge.source)}'
            f' target={_attribute(edge.target)} label="{edge.predicate}">'
            f'<attvalues><attvalue for="predicate" value="{edge.predicate}"/></attvalues></edge>\n',
        )
    _write(output, "</edges>\n</graph>\n</gexf>\n")


def _write(output: IO[bytes], *texts: str) -> None:
    kept = KeepsReturns(output)
    for text in texts:
        kept.write(text.encode())


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text), {"\n": "&#10;", "\t": "&#9;"})


def _content(text: str) -> str:
    return escape(xml_text(text))


# -- what the network is made of


def _nodes(parts: Parts) -> Iterator[_Node]:
    reader = Reader(parts.store.oxigraph)
    for iri in sorted(_tied_entities(parts)):
        ref = reader.ref(iri)
        yield _Node(iri, ref.label, ref.kind)
    for _, quads in parts.articles(predicates=_CALLED):
        yield from _told(quads)


def _tied_entities(parts: Parts) -> set[str]:
    """Return the entities and outlets at the end of an edge."""
    return {
        end
        for edge in _edges(parts)
        for end in (edge.source, edge.target)
        if end.startswith(_SHARED)
    }


def _told(quads: list[ox.Quad]) -> Iterator[_Node]:
    """Yield an article, its claims and its events, with what they are called."""
    words: dict[str, dict[str, str]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            words.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    for iri, facts in words.items():
        name = short_id(iri)
        if Property.TEXT_SHA256 in facts:
            yield _Node(iri, facts.get(Schema.HEADLINE, "") or name, "article")
        elif "/claim/" in iri and Property.SPEECH_ACT in facts:
            yield _Node(iri, facts.get(Property.CONTENT_TEXT, name), "claim")
        elif "/event/" in iri and Sem.EVENT_TYPE in facts:
            trigger = words.get(facts.get(Gaf.DENOTED_BY, ""), {})
            yield _Node(iri, trigger.get(Nif.ANCHOR_OF, name), "event")


def _edges(parts: Parts) -> Iterator[_Edge]:
    for _, quads in parts.articles(predicates=_TIES):
        yield from _ties(quads)
    for _, quads in parts.entities():
        yield from _ties(quads)
    for _, subjects in parts.inferred():
        for _, quads in subjects:
            yield from _ties(quads)


def _ties(quads: list[ox.Quad]) -> Iterator[_Edge]:
    for quad in quads:
        ends = (quad.subject, quad.object)
        if quad.predicate.value in _TIES and all(isinstance(e, ox.NamedNode) for e in ends):
            name = quad.predicate.value.rpartition("#")[2].rpartition("/")[2]
            source, target = (e.value for e in ends)  # type: ignore[union-attr]
            yield _Edge(source, name, target)
