"""Map an extraction to RDF: pure, and the same quads for the same extraction.

What the article says goes into the article's own named graph; what entities and
outlets are called goes into the graph that all articles share. No triple stands in
two graphs: a query over their union would count it twice. A shared triple is a
function of the entity's id alone, except for affiliation and sector, which the
shared graph derives from ``:indicatesAffiliation`` and ``:indicatesSector`` of the
mentions in the article graphs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from politigraph.extract.records import Entity, Extraction, Span
from politigraph.graph import iris
from politigraph.graph.article_mapping import article_triples
from politigraph.graph.entity_mapping import country, entity_triples, publisher_triples
from politigraph.graph.nodes import Triple, Value, describe, node, text
from politigraph.ontology.terms import Property, Schema

_AFFILIATED = frozenset({"person", "organization", "group", "anonymous"})


@dataclass(frozen=True, slots=True)
class ArticleQuads:
    """The quads of one article.

    ``article`` and ``graph`` are IRIs, ``sha256`` is that of the article's text and
    ``extractor`` what read it. ``quads`` all lie in ``graph``, ``shared`` all in the
    entities graph; neither has a quad twice.
    """

    article: str
    graph: str
    sha256: str
    extractor: str
    quads: tuple[Quad, ...]
    shared: tuple[Quad, ...]


def article_quads(extraction: Extraction) -> ArticleQuads:
    """Map one extraction to the quads of its own graph and of the entities graph.

    Only entities that the article's graph refers to are described, and each
    country that it affiliates somebody to. Raises ``ValueError`` when the article,
    or an entity, has no id.
    """
    article = extraction.article
    evidence = _evidence(extraction)
    own = dict.fromkeys((*article_triples(extraction), *_indications(extraction, evidence)))
    shared = dict.fromkeys(_shared_triples(extraction, own, evidence))
    graph = iris.graph_iri(article.id)
    return ArticleQuads(
        article=iris.article_iri(article.id),
        graph=graph,
        sha256=article.sha256,
        extractor=extraction.extractor,
        quads=_in_graph(own, graph),
        shared=_in_graph(shared, iris.ENTITIES_GRAPH),
    )


def _evidence(extraction: Extraction) -> dict[Entity, Span]:
    """Return who has a country or a sector, with the first span that denotes nobody else.

    A span of two entities could not tell which of them belongs to the country.
    """
    denoted: dict[Span, set[str]] = {}
    for mention in extraction.mentions:
        denoted.setdefault(mention.span, set()).add(mention.entity)
    first: dict[str, Span] = {}
    for mention in extraction.mentions:
        if len(denoted[mention.span]) == 1:
            first.setdefault(mention.entity, mention.span)
    return {
        entity: first[entity.id]
        for entity in extraction.entities
        if entity.type in _AFFILIATED and entity.id in first and (entity.iso3 or entity.sector)
    }


def _indications(extraction: Extraction, evidence: dict[Entity, Span]) -> Iterator[Triple]:
    for entity, span in evidence.items():
        yield from describe(
            node(iris.mention_iri(extraction.article.id, span)),
            [
                (Property.INDICATES_AFFILIATION, _country(entity)),
                (Property.INDICATES_SECTOR, text(entity.sector)),
            ],
        )


def _shared_triples(
    extraction: Extraction, own: Iterable[Triple], evidence: Iterable[Entity]
) -> Iterator[Triple]:
    if extraction.article.publisher:
        yield from publisher_triples(extraction.article.publisher)
    referred = {term for subject, _, value in own for term in (subject, value)}
    for entity in extraction.entities:
        if node(iris.entity_iri(entity.id)) in referred:
            yield from entity_triples(entity)
    listed = {entity.id for entity in extraction.entities}
    for entity in evidence:
        yield from describe(
            node(iris.entity_iri(entity.id)),
            [(Schema.AFFILIATION, _country(entity)), (Property.SECTOR, text(entity.sector))],
        )
        if entity.iso3 and f"country/{entity.iso3}" not in listed:
            yield from entity_triples(country(entity.iso3))


def _country(entity: Entity) -> Value | None:
    return node(iris.entity_iri(f"country/{entity.iso3}")) if entity.iso3 else None


def _in_graph(triples: Iterable[Triple], graph: str) -> tuple[Quad, ...]:
    name = node(graph)
    return tuple(Quad(*triple, name) for triple in triples)
