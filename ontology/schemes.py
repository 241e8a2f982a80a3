"""The concepts of the schemes: speech acts, event types and the modes of each."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

# The files are ours, with one concept a paragraph: no parser of Turtle is needed (100 ms).
_CONCEPT: Final = re.compile(r"^(act|plover):(\S+) a :(\w+)", re.MULTILINE)


@cache
def speech_acts() -> tuple[str, ...]:
    """Return the speech acts in lower case, sorted, as claims have them.

    >>> speech_acts()[:3]
    ('accuse', 'admit', 'agree')
    """
    return tuple(sorted(name.lower() for name in _concepts("acts.ttl", "SpeechAct")))


@cache
def event_types() -> Mapping[str, tuple[str, ...]]:
    """Return PLOVER's event types, each with its modes, in the order of the scheme.

    >>> event_types()["CONSULT"]
    ('visit', 'third-party', 'multilateral', 'phone')
    """
    modes = [mode.partition("-") for mode in _concepts("plover.ttl", "EventMode")]
    return MappingProxyType(
        {
            name: tuple(mode for owner, _, mode in modes if owner == name)
            for name in _concepts("plover.ttl", "EventType")
        }
    )


def _concepts(file: str, kind: str) -> list[str]:
    text = (resources.files("politigraph.ontology") / file).read_text("utf-8")
    return [found[2] for found in _CONCEPT.finditer(text) if found[3] == kind]
