"""Resolve the phrases that speak or act: names, offices, groups, pronouns, anonymous sources."""

import bisect
from functools import cached_property

from politigraph.extract.described_people import called_people, described_people, former_holders
from politigraph.extract.linking import Link, Linking
from politigraph.extract.named_sources import bearer, is_where
from politigraph.extract.nominal_links import NominalLinks, Resolution
from politigraph.extract.nominals import (
    amount_of,
    named_before,
    phrase_range,
    settled_people,
    some_of,
    speaking_nominal,
)
from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import (
    PLURAL,
    PRONOUNS,
    SINGULAR_HE,
    THING,
    Antecedent,
    Antecedents,
    Gender,
    Number,
    gender_of_word,
    resolve_pronoun,
    teller_of,
)
from politigraph.extract.quoted import Quoted
from politigraph.extract.records import Article, Attribution, Entity, Mention, Span, is_named
from politigraph.extract.word_lists import acting_words, given_names, nominal_nouns
from politigraph.ontology.authority import Authority

_TELLS = 0.7
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


class References:
    """What the noun phrases and pronouns of one article refer to, worked out on demand.

    The same questions in any order give the same answers; what nobody asks for is not
    among the ``entities`` and ``mentions``.
    """

    def __init__(
        self, parse: Parse, article: Article, linking: Linking, authority: Authority
    ) -> None:
        self._parse = parse
        self._article = article
        self._linking = linking
        self._nominals = NominalLinks(parse, article, linking, authority)
        self._name(described_people(parse, linking))
        self._name(called_people(parse, linking))
        self._name(former_holders(parse, linking, authority, article.published))
        more = self._nominals.affiliations
        self._entities: dict[str, Entity] = {e.id: more.get(e.id, e) for e in linking.entities}
        self._extra: dict[Span, Mention] = {}
        self._memo: dict[int, str] = {}
        self._made: dict[str, Entity] = {}
        for resolution in self._nominals.resolved.values():
            if resolution.made:
                self._made.setdefault(resolution.entity, resolution.made)

    def _name(self, people: dict[int, str]) -> None:
        """Let phrases, and all that mean the same, stand for people; open ones alone."""
        resolved = self._nominals.resolved
        for head, person in people.items():
            before = resolved.get(head)
            if before is None:
                resolved[head] = _again(self._parse, head, person)
            elif not is_named(before.entity):  # somebody of this article without a name
                for other in [h for h, r in resolved.items() if r.entity == before.entity]:
                    resolved[other] = _again(self._parse, other, person)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the linking, and those made since."""
        return tuple(self._entities.values())

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of the linking, and the phrases resolved since, in text order."""
        both = [*self._linking.mentions, *self._linking.nested, *self._extra.values()]
        return tuple(sorted(both, key=lambda m: (m.span.start, m.span.end, m.entity, m.kind)))

    def speaker_of(self, attribution: Attribution) -> str:
        """Return the id of the entity that an attribution's source refers to, or empty.

        Somebody who speaks and is not named ("a trader in Vienna") is an entity of this
        article; a paper that speaks ("the report") is not.
        """
        heads = [attribution.source_head] if attribution.source_head is not None else []
        for span in attribution.source:
            heads += [head for head in self._heads(span) if head not in heads]
        heads = [bearer(self._parse, head, self._linking) for head in heads]
        for head in heads:
            found = self.entity_of(self._above_demonym(head))
            if found and not is_where(self._parse, head, found):
                return found
        for head in heads:
            nominal = speaking_nominal(self._parse, head, self._linking)
            if nominal is not None:
                return self._commit(self._nominals.unnamed(nominal, speaks=True))
        return ""

    def _above_demonym(self, head: int) -> int:
        """Of "three European diplomats": the noun, where a source's head is its adjective."""
        if head in self._linking.by_token and self._parse.dep[head] == "amod":
            link = self._linking.links[self._linking.by_token[head]]
            governor = self._parse.head[head]
            if link.kind == "demonym" and governor in self._nominals.resolved:
                return governor
        return head

    def entity_of(self, head: int) -> str:
        """Return the id of what a noun phrase refers to, empty when it stays open.

        ``head`` is the token index of the phrase's head.
        """
        if head not in self._memo:
            self._memo[head] = ""  # a phrase that refers to itself refers to nothing
            self._memo[head] = self._resolve(head)
        return self._memo[head]

    def _resolve(self, head: int) -> str:
        parse = self._parse
        if head in self._linking.by_token:
            if settled := settled_people(parse, head, self._linking):
                return self._commit(self._nominals.unnamed(settled))
            return self._linking.links[self._linking.by_token[head]].entity
        named = named_before(parse, head, self._linking)
        if named is not None:
            return self.entity_of(named)
        if head in self._nominals.resolved:
            return self._commit(self._nominals.resolved[head])
        amount = amount_of(parse, head)
        if amount is not None:
            return self.entity_of(amount)
        word = parse.lower[head]
        if word in PRONOUNS and parse.pos[head] in ("PRON", "DET"):
            return self._pronoun(head)
        if word in _RELATIVE and parse.head[head] != head:
            return self._relative(head)
        return self._some(head) or self._relation(head)

    def _relative(self, head: int) -> str:
        """Of "officials who asked not to be named": the noun that the clause describes."""
        for i in self._parse.ancestors(head):
            if self._parse.dep[i] == "relcl":
                return self.entity_of(self._parse.head[i])
        return ""

    def _pronoun(self, head: int) -> str:
        others = frozenset(filter(None, map(self.entity_of, self._quoted.speakers(head))))
        entity, score = resolve_pronoun(self._parse, head, self._antecedents, others)
        if not entity and (teller := teller_of(self._parse, head)) is not None:
            entity, score = self.entity_of(teller), _TELLS
            gender = gender_of_word(self._parse.lower[teller]) or self._gender(entity)
            if entity in others or not _is_kind(entity, gender, self._parse.lower[head]):
                return ""
        if entity:
            span = self._parse.span(head, head + 1)
            mention = Mention(span, entity, "pronoun", "", "", "pronoun", score)
            self._commit(Resolution(entity, mention, self._made.get(entity)))
        return entity

    def _some(self, head: int) -> str:
        """Of "one of them", "some of the ministers": somebody of that group."""
        whole = some_of(self._parse, head)
        group = self.entity_of(whole) if whole is not None else ""
        if not group or group.startswith(("country/", "place/")):
            return ""
        entity = self._entities[group]
        start, end = self._parse.edges(head)
        span = self._parse.span(start, min(end, head + 5))
        label = " ".join(span.of(self._parse.text).split())
        identifier = f"anonymous/{self._article.id}/{span.start}"
        made = Entity(identifier, label, "anonymous", entity.iso3, entity.sector)
        mention = Mention(span, identifier, "nominal", "", "", "one of a group", 0.7)
        return self._commit(Resolution(identifier, mention, made))

    def _relation(self, head: int) -> str:
        """Of "his roommate", "a friend of the president": somebody else, known by that alone."""
        parse = self._parse
        if parse.pos[head] != "NOUN" or parse.lemma[head] not in acting_words("relation"):
            return ""
        of = [x for p in parse.children[head] if parse.lower[p] == "of" for x in parse.children[p]]
        whose = [x for x in (*parse.children[head], *of) if parse.dep[x] in {"poss", "pobj"}]
        if not any(self.entity_of(x).startswith(("person/", "anonymous/")) for x in whose):
            return ""
        nominal = speaking_nominal(parse, head, self._linking)
        return "" if nominal is None else self._commit(self._nominals.unnamed(nominal))

    def _commit(self, resolution: Resolution) -> str:
        # "the parliament" again, where nobody asked for the phrase that named it first.
        made = resolution.made or self._made.get(resolution.entity)
        if made is not None:
            self._entities.setdefault(resolution.entity, made)
        self._extra.setdefault(resolution.mention.span, resolution.mention)
        return resolution.entity

    def _heads(self, span: Span) -> list[int]:
        """Return the tokens of a span whose head lies outside it."""
        parse = self._parse
        first = bisect.bisect_left(parse.start, span.start)
        last = bisect.bisect_left(parse.start, span.end)
        inside = range(first, last)
        return [i for i in inside if parse.head[i] == i or parse.head[i] not in inside]

    @cached_property
    def _quoted(self) -> Quoted:
        return Quoted(self._parse)

    @cached_property
    def _antecedents(self) -> Antecedents:
        """What pronouns may refer to: names, offices and groups."""
        found = [
            self._named(link)
            for link in self._linking.links
            if link.kind != "demonym" and not link.entity.startswith("place/")
        ]
        for head, resolution in self._nominals.resolved.items():
            if self._parse.dep[head] not in ("compound", "nmod", "amod"):
                number = self._number(head, resolution.entity)
                gender = gender_of_word(self._parse.lower[head])
                gender = gender or self._gender(resolution.entity, resolution.made)
                found.append(Antecedent(head, resolution.entity, number, gender))
        return Antecedents(self._parse, found)

    def _number(self, head: int, entity: str) -> Number:
        if entity.startswith(("country/", "organization/", "place/")):
            return "thing"
        if entity.startswith("group/") and self._is_body(head):
            return "thing"
        one = self._parse.tag[head] in ("NN", "NNP") and not entity.startswith("group/")
        return "person" if entity.startswith("person/") or one else "group"

    def _is_body(self, head: int) -> bool:
        # "the rebel group … its demands"; the police are "they".
        noun = nominal_nouns().get(self._parse.lemma[head])
        return self._parse.tag[head] == "NN" and noun is not None and noun.kind == "body"

    def _named(self, link: Link) -> Antecedent:
        number: Number = "person" if link.entity.startswith("person/") else "thing"
        return Antecedent(link.end - 1, link.entity, number, self._gender(link.entity))

    def _gender(self, entity: str, made: Entity | None = None) -> Gender:
        facts = self._linking.people.get(entity)
        if facts is None and made is not None and is_named(made.id):
            return given_names().get(made.label.lower().split(" ")[0], "")
        return facts.gender if facts else ""


def _is_kind(entity: str, gender: Gender, pronoun: str) -> bool:
    """Tell whether a pronoun may mean an entity: no "he" is a body or a woman, no "it" a person."""
    person = entity.startswith(("person/", "anonymous/"))
    if pronoun in PLURAL:
        return not entity.startswith("person/")
    if pronoun in THING:
        return not person
    return person and gender != ("f" if pronoun in SINGULAR_HE else "m")


def _again(parse: Parse, head: int, person: str) -> Resolution:
    start, end = phrase_range(parse, head)
    span = parse.span(start, end)
    return Resolution(person, Mention(span, person, "nominal", "", "", "described before", 0.75))
