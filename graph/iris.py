"""The IRIs of the graph: made from ids and offsets alone, and read back.

An id goes into an IRI percent-encoded (UTF-8, RFC 3986), so any id gives a valid
IRI and decodes to itself. The same article always has the same IRIs.
"""

from functools import lru_cache
from urllib.parse import quote, unquote

from politigraph.extract.records import Span
from politigraph.ontology.terms import ACT, ID, PLOVER

ENTITIES_GRAPH = f"{ID}graph/entities"
INFERRED_GRAPH = f"{ID}graph/inferred"
IDENTITY_GRAPH = f"{ID}graph/identity"

_ARTICLE = f"{ID}article/"
_ENTITY = f"{ID}entity/"
_GRAPH = f"{ID}graph/"
_PUBLISHER = f"{ID}publisher/"
_RESERVED_GRAPHS = frozenset({"entities", "inferred", "identity"})


def article_iri(article_id: str) -> str:
    """Return the IRI of an article; its id is one segment of the path.

    >>> article_iri("wire/2022 05#7")
    'https://w3id.org/politigraph/id/article/wire%2F2022%2005%237'
    """
    return _ARTICLE + _segment(article_id)


def graph_iri(article_id: str) -> str:
    """Return the IRI of the named graph that holds one article.

    An article may be called "entities" too; its first letter is then encoded,
    so that it does not get the graph of all entities.

    >>> graph_iri("a1"), graph_iri("entities") == ENTITIES_GRAPH
    ('https://w3id.org/politigraph/id/graph/a1', False)
    """
    if article_id in _RESERVED_GRAPHS:
        return f"{_GRAPH}%{ord(article_id[0]):02X}{article_id[1:]}"
    return _GRAPH + _segment(article_id)


def mention_iri(article_id: str, span: Span) -> str:
    """Return the IRI of a span of an article's text (RFC 5147, code points).

    >>> mention_iri("a1", Span(54, 59))
    'https://w3id.org/politigraph/id/article/a1#char=54,59'
    """
    return f"{article_iri(article_id)}#char={span.start},{span.end}"


def claim_iri(article_id: str, claim_id: str) -> str:
    """Return the IRI of a claim in an article.

    >>> claim_iri("a1", "c84-169-73")
    'https://w3id.org/politigraph/id/article/a1/claim/c84-169-73'
    """
    return f"{article_iri(article_id)}/claim/{_segment(claim_id)}"


def event_iri(article_id: str, event_id: str) -> str:
    """Return the IRI of an event in an article.

    >>> event_iri("a1", "v16-CONSULT")
    'https://w3id.org/politigraph/id/article/a1/event/v16-CONSULT'
    """
    return f"{article_iri(article_id)}/event/{_segment(event_id)}"


def extraction_iri(article_id: str) -> str:
    """Return the IRI of the run of the extractor over an article.

    >>> extraction_iri("a1")
    'https://w3id.org/politigraph/id/article/a1/extraction'
    """
    return f"{article_iri(article_id)}/extraction"


@lru_cache(maxsize=4096)
def entity_iri(entity_id: str) -> str:
    """Return the IRI of an entity; the slashes of its id stay.

    >>> entity_iri("person/Mara_Lindqvist"), entity_iri("place/Orléans")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist',
     'https://w3id.org/politigraph/id/entity/place/Orl%C3%A9ans')
    """
    if not entity_id:
        raise ValueError("an empty id names nothing")
    return _ENTITY + "/".join(_dots(quote(part, safe="")) for part in entity_id.split("/"))


def publisher_iri(name: str) -> str:
    """Return the IRI of an outlet, from its name.

    Spaces become underscores; an underscore of the name is encoded, so two
    names never share an IRI.

    >>> publisher_iri("Baltic Herald")
    'https://w3id.org/politigraph/id/publisher/Baltic_Herald'
    """
    return _PUBLISHER + _segment(name).replace("_", "%5F").replace("%20", "_")


def event_type_iri(event_type: str, mode: str = "") -> str:
    """Return the concept of a PLOVER event type, or of one of its modes.

    >>> event_type_iri("CONSULT"), event_type_iri("CONSULT", "third-party")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('https://w3id.org/politigraph/plover/CONSULT',
     'https://w3id.org/politigraph/plover/CONSULT-third-party')
    """
    return PLOVER + _segment(f"{event_type}-{mode}" if mode else event_type)


def speech_act_iri(speech_act: str) -> str:
    """Return the concept of a speech act.

    >>> speech_act_iri("deny")
    'https://w3id.org/politigraph/act/Deny'
    """
    return ACT + _segment(speech_act[:1].upper() + speech_act[1:])


def article_id(iri: str) -> str:
    """Return the id of the article that an IRI belongs to.

    The article's own IRI, its graph's, or that of a mention, claim, event or
    extraction in it. Raises ``ValueError`` for any other IRI.

    >>> article_id("https://w3id.org/politigraph/id/article/wire%2F7/claim/c0-4")
    'wire/7'
    """
    for base in (_ARTICLE, _GRAPH):
        if iri.startswith(base) and iri not in (ENTITIES_GRAPH, INFERRED_GRAPH, IDENTITY_GRAPH):
            return unquote(iri[len(base) :].partition("#")[0].partition("/")[0], errors="strict")
    raise ValueError(f"no article has the IRI {iri}")


def own_graph(iri: str) -> str:
    """Return the graph that an article and all that is in it stand in; empty for any other IRI.

    A user's own graph may hold a copy: what stands there alone is no article of the store.

    >>> own_graph("https://w3id.org/politigraph/id/article/wire%2F7/claim/c0-4")
    'https://w3id.org/politigraph/id/graph/wire%2F7'
    >>> own_graph("urn:note")
    ''
    """
    if not iri.startswith(_ARTICLE):
        return ""
    name = iri[len(_ARTICLE) :].partition("#")[0].partition("/")[0]
    return graph_iri(name) if name in _RESERVED_GRAPHS else _GRAPH + name


def entity_id(iri: str) -> str:
    """Return the id of the entity that an IRI names, or raise ``ValueError``.

    >>> entity_id("https://w3id.org/politigraph/id/entity/place/Orl%C3%A9ans")
    'place/Orléans'
    """
    if not iri.startswith(_ENTITY):
        raise ValueError(f"no entity has the IRI {iri}")
    return unquote(iri[len(_ENTITY) :], errors="strict")


def publisher_name(iri: str) -> str:
    """Return the name of the outlet that an IRI names, or raise ``ValueError``.

    >>> publisher_name("https://w3id.org/politigraph/id/publisher/Baltic_Herald")
    'Baltic Herald'
    """
    if not iri.startswith(_PUBLISHER):
        raise ValueError(f"no publisher has the IRI {iri}")
    return unquote(iri[len(_PUBLISHER) :].replace("_", " "), errors="strict")


@lru_cache(maxsize=4096)
def _segment(text: str) -> str:
    if not text:
        raise ValueError("an empty id names nothing")
    return _dots(quote(text, safe=""))


def _dots(segment: str) -> str:
    # "." and ".." as whole segments are navigation: parsers resolve them away (RFC 3986, 5.2.4).
    return segment.replace(".", "%2E") if segment in {".", ".."} else segment
