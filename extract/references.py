"""Resolve the phrases that speak or act: names, offices, groups, pronouns, anonymous sources."""

import bisect

from politigraph.extract.linking import Link, Linking, entity_of_known
from politigraph.extract.nominals import Nominal, nominal_nouns, read_nominal
from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import PRONOUNS, Antecedent, Gender, Number, resolve_pronoun
from politigraph.extract.records import (
    Article,
    Attribution,
    Entity,
    EntityType,
    Mention,
    MentionKind,
    Span,
)
from politigraph.ontology.authority import Authority, slug

_LEADERS = ("president", "prime minister", "monarch")
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
_GENDERS: dict[str, Gender] = {
    "mr": "m", "mr.": "m", "sir": "m", "lord": "m", "king": "m", "spokesman": "m",
    "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "lady": "f", "dame": "f",
    "queen": "f", "spokeswoman": "f", "chairwoman": "f", "princess": "f", "prince": "m",
}  # fmt: skip


class References:
    """What the noun phrases and pronouns of one article refer to, worked out on demand.

    The same questions in any order give the same answers.
    """

    def __init__(
        self, parse: Parse, article: Article, linking: Linking, authority: Authority
    ) -> None:
        self._parse = parse
        self._article = article
        self._linking = linking
        self._authority = authority
        self._entities: dict[str, Entity] = {e.id: e for e in linking.entities}
        self._extra: dict[Span, Mention] = {}
        self._memo: dict[int, str] = {}
        self._groups: dict[str, str] = {}
        self._antecedents: list[Antecedent] | None = None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the linking, and those made since."""
        return tuple(self._entities.values())

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of the linking, and the phrases resolved since, in text order."""
        both = [*self._linking.mentions, *self._extra.values()]
        return tuple(sorted(both, key=lambda m: (m.span, m.entity, m.kind)))

    def speaker_of(self, attribution: Attribution) -> str:
        """Return the id of the entity that an attribution's source refers to, or empty."""
        if attribution.source_head is not None:
            return self.entity_of(attribution.source_head)
        for span in attribution.source:
            first = bisect.bisect_left(self._parse.start, span.start)
            tokens = [i for i in range(first, self._parse.length) if self._parse.end[i] <= span.end]
            inside = set(tokens)
            heads = [
                i for i in tokens if self._parse.head[i] not in inside or self._parse.head[i] == i
            ]
            for head in heads:
                if found := self.entity_of(head):
                    return found
        return ""

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
            return self._linking.links[self._linking.by_token[head]].entity
        word = parse.lower[head]
        if word in PRONOUNS and parse.pos[head] in ("PRON", "DET"):
            return self._pronoun(head)
        if word in _RELATIVE and parse.head[head] != head:
            return self._relative(head)
        if parse.tag[head] in ("NNP", "NN", "NNS", "NNPS", "JJ", "CD", "DT", "NOUN", "VBG", "VBN"):
            nominal = read_nominal(parse, head, self._linking)
            if nominal is not None:
                return self._nominal(nominal)
        return ""

    def _relative(self, head: int) -> str:
        """Of "officials who asked not to be named": the noun that the clause describes."""
        for i in self._parse.ancestors(head):
            if self._parse.dep[i] == "relcl":
                return self.entity_of(self._parse.head[i])
        return ""

    def _pronoun(self, head: int) -> str:
        entity, score = resolve_pronoun(self._parse, head, self.antecedents())
        if entity:
            self._add_mention(head, head + 1, entity, "pronoun", "pronoun", score)
        return entity

    def _nominal(self, nominal: Nominal) -> str:
        kind = nominal.noun.kind
        if kind == "office" and not nominal.plural and not nominal.former and nominal.definite:
            if entity := self._office(nominal):
                return entity
            if not self._country(nominal) and not nominal.body:
                return ""
        if kind == "land":
            return self._land(nominal)
        if kind == "body" and not nominal.plural:
            return self._body(nominal)
        if kind == "source" and nominal.definite and not nominal.plural:
            # "the spokesman", "the official": somebody already mentioned.
            unowned = not nominal.country and not nominal.body
            if unowned and (again := self._again(nominal)):
                return again
        return self._unnamed(nominal)

    def _country(self, nominal: Nominal) -> str:
        """Return ISO 3166 alpha-3 of the country that a phrase's own words give."""
        if nominal.country.startswith("@"):
            return self._authority.iso3.get(nominal.country[1:], "")
        return nominal.country.partition("/")[2]

    def _office(self, nominal: Nominal) -> str:
        """Of "the Russian leader": its holder; "the president": who was called so before."""
        country = self._country(nominal)
        roles = _LEADERS if nominal.role == "leader" else (nominal.role,)
        named = self._named_holders(nominal, roles, country)
        rule, score = "office and recency", 0.8
        entity = named[-1] if named else ""
        if not entity and country:
            for role in roles:
                holders = self._authority.holders(country, role, self._article.published)
                if holders:
                    entity, rule, score = holders[0], "office holder at the date", 0.85
                    break
        if not entity and nominal.body:
            label = self._entities[nominal.body].label
            holders = self._authority.holders(label, nominal.role, self._article.published)
            entity, rule, score = (holders[0] if holders else ""), "office holder at the date", 0.85
        if not entity:
            return ""
        self._add_known_person(entity, country)
        self._add_mention(nominal.start, nominal.end, entity, "nominal", rule, score)
        return entity

    def _named_holders(self, nominal: Nominal, roles: tuple[str, ...], country: str) -> list[str]:
        """Return the people named before a phrase whose office fits it, the last one last."""
        found = []
        for link in self._linking.links:
            if link.start >= nominal.head:
                break
            if not link.entity.startswith("person/"):
                continue
            entity = self._entities[link.entity]
            if country and entity.iso3 != country:
                continue
            if self._holds(link.entity, roles):
                found.append(link.entity)
        return found

    def _role(self, person: str) -> str:
        facts = self._linking.people.get(person)
        return facts.role if facts else ""

    def _holds(self, person: str, roles: tuple[str, ...]) -> bool:
        if self._role(person) in roles:
            return True
        for term in self._authority.terms_of(person):
            fits = term.role in roles or ("minister" in roles and "minister" in term.role)
            if fits and term.covers(self._article.published):
                return True
        return "minister" in roles and self._role(person).endswith("minister")

    def _land(self, nominal: Nominal) -> str:
        """Of "the country": the last one named before."""
        if not nominal.definite or nominal.end - nominal.start > 2:
            return ""
        for link in reversed(self._linking.links):
            near = self._parse.sentence_of[nominal.head] - self._parse.sentence_of[link.start] <= 1
            if link.start < nominal.head and near and link.entity.startswith("country/"):
                self._add_mention(
                    nominal.start, nominal.end, link.entity, "nominal", "country before", 0.6
                )
                return link.entity
        return ""

    def _body(self, nominal: Nominal) -> str:
        """Of "the Russian army": one for the country; "the ministry": the one named before."""
        iso3 = self._country(nominal)
        if iso3:
            label = f"{self._authority.adjective(iso3)} {self._body_label(nominal)}"
            identifier = f"organization/{slug(label)}"
            entity = Entity(identifier, label, "organization", iso3, nominal.sector)
            self._entities.setdefault(identifier, entity)
            self._add_mention(
                nominal.start, nominal.end, identifier, "nominal", "body of a country", 0.85
            )
            return identifier
        if nominal.body or not nominal.definite:
            return self._unnamed(nominal)
        if again := self._again(nominal):
            return again
        return self._unnamed(nominal) if nominal.sector else ""

    def _body_label(self, nominal: Nominal) -> str:
        words = [
            self._parse.word[i]
            for i in range(nominal.start, nominal.head + 1)
            if i == nominal.head
            or (
                self._parse.dep[i] in ("compound", "amod")
                and self._parse.head[i] == nominal.head
                and i not in self._linking.by_token
            )
        ]
        return " ".join(words).lower()

    def _again(self, nominal: Nominal) -> str:
        """Return the last entity before that the noun can be said of: "the ministry"."""
        word = self._parse.lemma[nominal.head]
        for head in range(nominal.head - 1, -1, -1):
            entity = self._memo.get(head) or ""
            if not entity and head in self._linking.by_token:
                entity = self._linking.links[self._linking.by_token[head]].entity
            if not entity or entity not in self._entities:
                continue
            found = self._entities[entity]
            said = found.label.lower().split(" ")[-1] == word
            role = self._role(entity)
            if said or (nominal.noun.role and nominal.noun.role == role):
                self._add_mention(
                    nominal.start, nominal.end, entity, "nominal", "same noun before", 0.7
                )
                return entity
        return ""

    def _unnamed(self, nominal: Nominal) -> str:
        """Return an entity of this article for people known by description alone."""
        iso3 = self._country(nominal)
        body = self._entities.get(nominal.body)
        if not iso3 and body is not None:
            iso3 = body.iso3
        sector = nominal.sector or (body.sector if body is not None else "")
        plural = nominal.plural or nominal.noun.kind in ("group", "body")
        hidden = nominal.noun.kind == "source" or self._is_told_in_confidence(nominal)
        kind: EntityType = "anonymous" if hidden else "group" if plural else "person"
        parse = self._parse
        start = nominal.start
        while (
            parse.lower[start] in ("the", "a", "an", "these", "those", "its")
            and start < nominal.head
        ):
            start += 1
        span = parse.span(start, nominal.end)
        label = " ".join(span.of(parse.text).split())
        key = f"{kind} {label.lower()}"
        if nominal.definite and kind == "group" and not iso3:
            key = self._earlier_group(nominal) or key
        identifier = self._groups.get(key)
        if identifier is None or (kind == "anonymous" and not nominal.definite):
            identifier = f"{kind}/{self._article.id}/{span.start}"
            self._groups[key] = identifier
            self._entities[identifier] = Entity(identifier, label, kind, iso3, sector)
        rule = "anonymous source" if kind == "anonymous" else "described group"
        self._add_mention(nominal.start, nominal.end, identifier, "nominal", rule, 0.8)
        return identifier

    def _is_told_in_confidence(self, nominal: Nominal) -> bool:
        """Of "people familiar with the matter": a source without a name."""
        return any(
            self._parse.lower[i] in ("familiar", "close", "briefed", "knowledge", "anonymity")
            for i in range(nominal.head + 1, nominal.end)
        )

    def _earlier_group(self, nominal: Nominal) -> str:
        """Return the key of a group with the same noun: "the negotiators" after "Ukrainian …"."""
        word = self._parse.lower[nominal.head]
        return next(
            (k for k in reversed(self._groups) if k.startswith("group ") and word in k.split(" ")),
            "",
        )

    def antecedents(self) -> list[Antecedent]:
        """Return what pronouns may refer to: names, offices and groups, in text order."""
        if self._antecedents is not None:
            return self._antecedents
        self._antecedents = []
        found = [self._named(link) for link in self._linking.links if link.kind != "demonym"]
        for head in range(self._parse.length):
            if head in self._linking.by_token or self._parse.pos[head] != "NOUN":
                continue
            noun = nominal_nouns().get(self._parse.lemma[head])
            if noun is None or self._parse.dep[head] in ("compound", "nmod"):
                continue
            if entity := self.entity_of(head):
                number: Number = "thing" if entity.startswith("country/") else "group"
                if entity.startswith("person/") or (
                    entity.startswith("anonymous/") and self._parse.tag[head] == "NN"
                ):
                    number = "person"
                found.append(
                    Antecedent(head, entity, number, _GENDERS.get(self._parse.lower[head], ""))
                )
        self._antecedents = sorted(found, key=lambda a: a.head)
        return self._antecedents

    def _named(self, link: Link) -> Antecedent:
        entity = self._entities[link.entity]
        number: Number = "person" if entity.type == "person" else "thing"
        facts = self._linking.people.get(link.entity)
        gender: Gender = (
            "m" if facts and facts.gender == "m" else "f" if facts and facts.gender == "f" else ""
        )
        return Antecedent(link.end - 1, link.entity, number, gender)

    def _add_known_person(self, entity: str, country: str) -> None:
        if entity in self._entities:
            return
        known = self._authority.entity(entity)
        if known is not None:
            sector = "GOV" if country else "IGO"
            self._entities[entity] = entity_of_known(known, country, sector)

    def _add_mention(
        self, start: int, end: int, entity: str, kind: MentionKind, rule: str, score: float
    ) -> None:
        span = self._parse.span(start, end)
        self._extra.setdefault(span, Mention(span, entity, kind, "", "", rule, score))
