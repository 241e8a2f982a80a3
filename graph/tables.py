"""Write the graph for tools that know no RDF: claims as CSV, who speaks of what as GraphML."""

import csv
import io
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from politigraph.graph.paging import in_order
from politigraph.graph.queries import named_query
from politigraph.graph.reading import Reader
from politigraph.graph.rows import ClaimRow, Ref
from politigraph.graph.store import Store
from politigraph.graph.xml_returns import KeepsReturns

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

CLAIM_COLUMNS: Final = (
    "claim",
    "published",
    "publisher",
    "article",
    "speaker",
    "speaker_id",
    "edge",
    "cue",
    "speech_act",
    "polarity",
    "certainty",
    "quote_type",
    "content",
    "about",
    "addressee",
    "embedded_in",
    "said_on",
    "sentence",
    "start",
    "end",
    "url",
    "rule",
    "confidence",
)
"""The columns of the table of claims; ``start`` and ``end`` are the sentence's offsets."""


def write_claims(store: Store, output: IO[bytes]) -> None:
    """Write all claims as CSV (RFC 4180, UTF-8), in the order of dates and text."""
    text = io.TextIOWrapper(output, "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(CLAIM_COLUMNS)
    table.writerows(_cells(claim) for claim in _claims(store))
    text.detach()  # The file belongs to the caller.


def _claims(store: Store) -> Iterator[ClaimRow]:
    reader = Reader(store.oxigraph)
    for _, iri in in_order(store, named_query("claims"), {}):
        yield reader.claim(iri)


def _cells(claim: ClaimRow) -> tuple[str | float, ...]:
    article = claim.article
    return (
        claim.iri,
        article.published,
        _label(article.publisher),
        article.id,
        _label(claim.speaker),
        claim.speaker.id if claim.speaker else "",
        claim.edge,
        claim.cue,
        claim.speech_act,
        claim.polarity,
        claim.certainty,
        claim.quote_type,
        claim.content,
        "; ".join(ref.label for ref in claim.about if ref.kind not in {"claim", "event"}),
        _label(claim.addressee),
        claim.embedded_in,
        claim.said_on,
        claim.evidence.sentence,
        claim.evidence.start,
        claim.evidence.end,
        article.url,
        claim.rule,
        claim.confidence,
    )


def _label(ref: Ref | None) -> str:
    return ref.label if ref else ""


def write_graphml(store: Store, output: IO[bytes]) -> None:
    """Write entities, outlets, articles, claims and events, and what ties them, as GraphML.

    Nodes carry ``label`` and ``kind``, edges ``predicate``; mentions are left out.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    reader = Reader(store.oxigraph)
    rows = store.query(named_query("ties").text)
    ties = sorted((str(r["from"]), str(r["edge"]), str(r["to"])) for r in rows)
    for iri in sorted({end for start, _, to in ties for end in (start, to)}):
        ref = reader.ref(iri)
        graph.add_node(iri, label=xml_text(ref.label), kind=ref.kind)
    for start, edge, to in ties:
        name = edge.rpartition("#")[2].rpartition("/")[2]
        graph.add_edge(start, to, key=f"{start} {name} {to}", predicate=name)
    # Not write_graphml: it picks another writer, with other bytes, where lxml is installed.
    write: Any = nx.write_graphml_xml
    write(graph, KeepsReturns(output), prettyprint=True)


def xml_text(text: str) -> str:
    r"""Return a text with a space for each character that XML 1.0 cannot hold.

    Offsets in it stay right.

    >>> xml_text("a\x0bb"), xml_text("Orléans\n")
    ('a b', 'Orléans\n')
    """
    return _NOT_XML.sub(" ", text)
