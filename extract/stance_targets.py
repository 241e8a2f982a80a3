"""Whom a report is directed at: everybody that its words are about, with where they stand."""

from collections.abc import Sequence
from typing import Protocol

from politigraph.extract.commitment import content_tokens
from politigraph.extract.event_parties import Resolver
from politigraph.extract.inner_records import inner_record
from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import PRONOUNS
from politigraph.extract.records import Attribution

_NOMINAL = frozenset({"NOUN", "PROPN"})
_ACTORS = ("person/", "organization/", "country/", "group/", "anonymous/")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "poss"})
_INNER = frozenset({"compound", "amod"})


class Speakers(Resolver, Protocol):
    """What can tell who a phrase stands for, and who speaks; `References` does."""

    def speaker_of(self, attribution: Attribution) -> str:
        """Return the entity of an attribution's source, or ""."""


@inner_record
class Targeted:
    """A report and one of those whom its words name.

    ``tokens`` are the heads of the phrases that name the target, in text order; ``others``
    how many more the content names; ``inner`` tells that all of ``tokens`` stand in what
    somebody else is reported to have said.
    """

    attribution: Attribution
    speaker: str
    target: str
    tokens: tuple[int, ...]
    content: tuple[int, ...]
    others: int
    inner: bool


def find_targets(
    parse: Parse, attributions: Sequence[Attribution], references: Speakers
) -> list[Targeted]:
    """Return whom each report of a known speaker is about, in text order.

    A quotation without a cue does nothing that its own words do not name.
    """
    contents = [content_tokens(parse, a) for a in attributions]
    innermost = innermost_of(contents)
    found = []
    for number, attribution in enumerate(attributions):
        content = contents[number]
        named = named_in(parse, content, references)
        speaker = references.speaker_of(attribution) if named else ""
        if not speaker or not attribution.cue or attribution.cue_head is None:
            continue
        named.pop(speaker, None)
        for target, tokens in named.items():
            if _is_party(parse, target, tokens):
                inner = all(innermost[i] != number for i in tokens)
                others = len(named) - 1
                found.append(
                    Targeted(
                        attribution, speaker, target, tuple(tokens), tuple(content), others, inner
                    )
                )
    return found


def innermost_of(contents: Sequence[Sequence[int]]) -> dict[int, int]:
    """Map each token of some contents to the number of the shortest content that holds it.

    >>> innermost_of([[3, 4, 5], [4, 5]])
    {3: 0, 4: 1, 5: 1}
    """
    innermost: dict[int, int] = {}
    for number in sorted(range(len(contents)), key=lambda n: -len(contents[n])):
        innermost.update(dict.fromkeys(contents[number], number))
    return innermost


def named_in(parse: Parse, content: Sequence[int], references: Resolver) -> dict[str, list[int]]:
    """Return the actors that the nouns and pronouns of a content mean, each with their heads."""
    named: dict[str, list[int]] = {}
    for i in content:
        if parse.pos[i] in _NOMINAL or parse.lower[i] in PRONOUNS:
            entity = references.entity_of(i)
            if entity.startswith(_ACTORS):
                named.setdefault(entity, []).append(i)
    # Of "Olaf Berg" the head alone.
    return {
        entity: [i for i in tokens if parse.head[i] == i or parse.head[i] not in inside]
        for entity, tokens in named.items()
        for inside in (frozenset(tokens),)
    }


def _is_party(parse: Parse, target: str, tokens: list[int]) -> bool:
    roles = {parse.dep[i] for i in tokens}
    if target.startswith("anonymous/"):
        return not roles.isdisjoint(_ARGUMENTS)
    return not (target.startswith("organization/") and roles <= _INNER)
