"""Which events are told as having happened, for lists, counts, networks and patterns alike.

An article also tells of acts that were not done, are to come, are supposed, are long past, or are
only denied, and some events are doubtful: read with little confidence. They are in the graph with
their marks, and are left out unless they are asked for.
"""

from typing import Final

import pyoxigraph as ox

from politigraph.graph.iris import speech_act_iri
from politigraph.ontology.terms import Property

POLARITY: Final = "positive"
REALIS: Final = "actual"
DENIAL: Final = "deny"
ANY: Final = "any"
"""What is given as polarity, realis or doubtful by who asks for every event."""

_DENIAL: Final = ox.NamedNode(speech_act_iri(DENIAL))


def is_told(dataset: ox.Store, event: ox.NamedNode) -> bool:
    """Tell whether an event is told as having happened.

    >>> is_told(ox.Store(), ox.NamedNode("urn:x"))
    False
    """
    marked = all(
        _has(dataset, event, predicate, ox.Literal(value))
        for predicate, value in ((Property.POLARITY, POLARITY), (Property.REALIS, REALIS))
    )
    return marked and not is_doubtful(dataset, event) and not is_denied(dataset, event)


def is_doubtful(dataset: ox.Store, event: ox.NamedNode) -> bool:
    """Tell whether an event is read with too little confidence to be told unasked.

    >>> is_doubtful(ox.Store(), ox.NamedNode("urn:x"))
    False
    """
    marks = dataset.quads_for_pattern(event, ox.NamedNode(Property.DOUBTFUL), None, None)
    return next(iter(marks), None) is not None


def is_denied(dataset: ox.Store, event: ox.NamedNode) -> bool:
    """Tell whether the innermost claim that an event is told in is a denial.

    >>> is_denied(ox.Store(), ox.NamedNode("urn:x"))
    False
    """
    tellers = dataset.quads_for_pattern(event, ox.NamedNode(Property.REPORTED_IN), None, None)
    return any(
        _has(dataset, quad.object, Property.SPEECH_ACT, _DENIAL)
        for quad in tellers
        if isinstance(quad.object, ox.NamedNode)
    )


def _has(
    dataset: ox.Store, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal
) -> bool:
    found = dataset.quads_for_pattern(subject, ox.NamedNode(predicate), value, None)
    return next(iter(found), None) is not None
