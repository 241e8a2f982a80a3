"""Small articles made by hand in which people are named and speak, for judging who is who."""

from politigraph.extract.records import Article, Entity, EntityType, Extraction, Mention, Span
from politigraph.graph.entity_mapping import country
from politigraph.graph.knowledge_graph import KnowledgeGraph
from tests.graph.extractions import claim

Named = tuple[str, str, str]
"""A name, and the country and sector that the article gives it: ``("Jon Hagen", "NOR", "MIL")``."""


def article(
    name: str, day: str, *named: Named | str, kind: EntityType = "person", publisher: str = ""
) -> Extraction:
    """Return an article that names people, the first of whom says something.

    >>> [mention.entity for mention in article("a", "2024-05-01", "Mara Vael").mentions]
    ['person/Mara_Vael']
    """
    people = [(each, "", "") if isinstance(each, str) else each for each in named]
    text, mentions, entities = "", [], {}
    for label, iso3, sector in people:
        start = len(text)
        text += f"{label} spoke at length in the morning.\n"
        identifier = f"{kind}/{label.replace(' ', '_')}"
        entities[identifier] = Entity(identifier, label, kind, iso3, sector)
        mentions.append(Mention(Span(start, start + len(label)), identifier, "name", rule="hand"))
        if iso3:
            entities[f"country/{iso3}"] = country(iso3)
    speaker = mentions[0]
    said = Span(speaker.span.end + 1, speaker.span.end + 6)
    return Extraction(
        article=Article(name, text, published=day, publisher=publisher),
        entities=tuple(entities.values()),
        mentions=tuple(mentions),
        claims=(claim("c0", said, speaker=speaker.entity, source=(speaker.span,)),),
        events=(),
        extractor="politigraph 0.1.0; hand 1",
    )


MARA = ("Mara Lindqvist", "SWE", "GOV")
HERALD = article("herald", "2024-05-03", MARA, "Tomas Vael", publisher="Baltic Herald")
INITIAL = article("initial", "2024-05-06", ("M. Lindqvist", "SWE", "GOV"), "Tomas Vael")
SURNAME = article("surname", "2024-05-09", ("Lindqvist", "SWE", ""), "Tomas Vael")
GENERAL = article("general", "2024-06-20", ("Jon Hagen", "NOR", "MIL"))
AGAIN = article("again", "2024-09-01", ("Jon Hagen", "NOR", "MIL"))
REPORTER = article("reporter", "2024-06-22", ("Jon Hagen", "FIN", "MED"))
NEITHER = article("neither", "2024-06-25", "Jon Hagen")
PRESS = (HERALD, INITIAL, SURNAME, GENERAL, AGAIN, REPORTER, NEITHER)
"""One woman under three names, and one name of two men."""


def graph_of(*articles: Extraction, judged: bool = True) -> KnowledgeGraph:
    """Return a graph of articles; with ``judged``, rules have said who is who."""
    graph = KnowledgeGraph.memory()
    for extraction in articles:
        graph.add(extraction)
    if judged:
        graph.judge()
    return graph


def content(graph: KnowledgeGraph) -> list[str]:
    """Return all quads of a graph, sorted."""
    return sorted(str(quad) for quad in graph.store.oxigraph)
