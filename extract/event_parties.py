"""Which entities a phrase names as a party to an event: joined, owned or inside it."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import HE_OR_SHE, teller_of
from politigraph.extract.records import is_named
from politigraph.extract.word_lists import acting_words

OF_NAME = frozenset({"poss", "amod", "compound", "nmod"})
"""Dependents before a noun that may name whose it is: "Israeli army", "Oslo's offer"."""
WHERE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout"})
"""Prepositions of a place."""
NEAR = frozenset({"near", "outside", "around"})
"""Those of a place that is only close by."""
_MEETINGS = frozenset({"talks", "talk", "meeting", "summit", "negotiation", "conference"})
_TWO_SIDED = frozenset({"with", "between", "against"})
ABOUT = frozenset({"about", "concerning", "regarding"})
"""Prepositions of what words are about, who is no party to them."""


class Resolver(Protocol):
    """What can tell which entity a noun phrase names; `References` does."""

    def entity_of(self, head: int) -> str:
        """Return the entity id of the phrase headed by a token, or an empty string."""


@cache
def _event_nouns() -> frozenset[str]:
    lexicon = load_event_lexicon()
    return lexicon.event_nouns | {
        n for n, sense in lexicon.nouns.items() if sense.type == "PROTEST"
    }


class Parties:
    """Reads phrases of one text as parties to events."""

    def __init__(self, parse: Parse, resolver: Resolver) -> None:
        self._parse = parse
        self._resolver = resolver
        self._abstract = load_event_lexicon().members["abstract"]
        self._events = _event_nouns()
        self._matter = load_event_lexicon().members["matter"]
        self._known: dict[int, str] = {}

    def all(self, heads: Iterable[int], acting: bool = False) -> tuple[str, ...]:
        """Return the entities of some phrases, joined and reciprocal ones split.

        ``acting``: as the agents of an act, which a law or a deal is not, whoever's it is.
        """
        found: list[str] = []
        for head in heads:
            for member in self._members(head):
                entity = self.resolve(member, acting)
                if entity and entity not in found:
                    found.append(entity)
        return tuple(found)

    def resolve(self, head: int, acting: bool = False) -> str:
        """Return the entity of a phrase, or of the name inside it when it has none itself."""
        found = self.entity(head)
        if found or (acting and self._parse.lemma[head] in self._abstract):
            return found
        # "The Oslo fire command says it has left": as far as we know who says it.
        teller = teller_of(self._parse, head)
        if teller is not None and self.is_somebody_else(head):
            return ""
        return self._inside(head if teller is None else teller, acting)

    def is_somebody_else(self, head: int) -> bool:
        """Tell whether "he" or "she" is not the known one who speaks: "Ann Lund said he left"."""
        if self._parse.lower[head] not in HE_OR_SHE or self.entity(head):
            return False
        teller = teller_of(self._parse, head)
        return teller is not None and bool(self.entity(teller))

    def _inside(self, head: int, acting: bool = False) -> str:
        """Return the entity of the first name that modifies a noun."""
        parse = self._parse
        for child in parse.children[head]:
            if parse.dep[child] in OF_NAME:
                found = self.resolve(child)
                if parse.dep[child] == "poss" and not acting:
                    return found  # "the nominee's view of Oslo" is not Oslo's
                # A valley's water company is not the valley, nor a paper's panel the paper.
                if is_named(found) and not (acting and found.startswith(_NO_OWNERS)):
                    return found
        if acting and parse.lemma[head] in acting_words("happening"):
            return ""  # "the absence of the president threatened the summit"
        # "a third of the Kurdish fighters", "withdrawal of Serbian forces".
        for child in parse.children[head]:
            # No journey to Riga acts for Riga.
            if parse.lower[child] in ABOUT | NEAR:
                continue
            if parse.lower[child] in WHERE and parse.lemma[head] in _MEETINGS:
                continue  # "open talks in Riga"
            if parse.dep[child] == "prep" and (not acting or parse.lower[child] in {"of", "from"}):
                for inner in parse.children[child]:
                    # Who organised a rally in Riga is not Riga.
                    if parse.dep[inner] != "pobj" or parse.lemma[inner] in self._events:
                        continue
                    if found := self.resolve(inner):
                        return found
        return ""

    def entity(self, head: int) -> str:
        """Return the entity of the whole phrase, empty when it has none."""
        if head not in self._known:
            # "sold artillery to Riga", "shared intelligence": no party to anything.
            is_matter = self._parse.lemma[head] in self._matter or self._is_poison(head)
            self._known[head] = "" if is_matter else self._resolver.entity_of(head)
        return self._known[head]

    def _is_poison(self, head: int) -> bool:
        # No secret agent: "a nerve agent".
        parse = self._parse
        return parse.lemma[head] == "agent" and any(
            parse.lower[x] in {"nerve", "chemical", "biological"} for x in parse.children[head]
        )

    def place(self, head: int, depth: int = 2) -> str:
        """Return the place or country that the act of a verb or noun is in."""
        parse = self._parse
        for child in parse.children[head]:
            if parse.dep[child] == "prep" and parse.lower[child] in WHERE:
                for inner in parse.children[child]:
                    if parse.dep[inner] == "pobj":
                        found = self.resolve(inner)
                        if found.startswith(("place/", "country/")):
                            return found
            # "met the envoy in Riga", "a meeting with Mara Lindqvist in Riga": a person
            # is in a place only because the act is there.
            elif depth and parse.dep[child] in {"prep", "dobj", "pobj"}:
                named = (
                    parse.ner[child] == "PERSON"
                    or parse.dep[child] == "prep"
                    or parse.lower[head] in {"with", "between"}
                )
                if named and (found := self.place(child, depth - 1)):
                    return found
        return ""

    def _members(self, head: int) -> Iterator[int]:
        """Yield the parts of a phrase: "A and B", "leaders of A and B", "ties with A and B"."""
        parse = self._parse
        split: list[int] = []
        plural = parse.tag[head] == "NNS"
        for child in parse.children[head] if plural or not self.entity(head) else ():
            joined = self._joined(child)
            if parse.dep[child] in {"amod", "nmod", "compound", "poss"}:
                if plural and len(joined) > 1:
                    split = [x for x in joined if self.entity(x)]
            elif parse.dep[child] == "prep" and (
                parse.lower[child] in _TWO_SIDED
                or (plural and parse.lower[child] in {"of", "from"})
            ):
                for inner in parse.children[child]:
                    joined = self._joined(inner)
                    if any(parse.dep[x] == "cc" for x in parse.children[inner]):
                        # The parser often hangs B of "envoys of A and B" on the envoys.
                        joined += (x for x in parse.children[head] if parse.dep[x] == "appos")
                    if parse.dep[inner] == "pobj" and len(joined) > 1:
                        split = [x for x in joined if self.entity(x)]
        if len(split) > 1:
            yield from split
        else:
            yield head
        for child in parse.children[head]:
            if parse.dep[child] == "conj" and parse.pos[child] in {"NOUN", "PROPN", "PRON"}:
                yield from self._members(child)

    def _joined(self, token: int) -> list[int]:
        found = [token]
        for at in found:
            found += (x for x in self._parse.children[at] if self._parse.dep[x] == "conj")
        return found


_NO_OWNERS = ("place/", "organization/")
