"""Settle whom the noun phrases of an article mean that have no name, in the order of the text.

"the Russian leader" is the holder of that office, "the ministry" the one named before,
"the Turkish army" the same body in every article, "two officials" somebody who belongs
to this article alone. What stays open is left out.
"""

from bisect import bisect_left
from dataclasses import replace

from politigraph.extract.inner_records import inner_record
from politigraph.extract.linking import Linking, entity_of_known
from politigraph.extract.nominals import GONE, Nominal, is_people, read_nominal
from politigraph.extract.offices import complement, office_sector
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article, Entity, EntityType, Mention, is_named
from politigraph.extract.word_lists import acting_words, nominal_nouns
from politigraph.ontology.authority import Authority, slug

_LEADERS = ("president", "prime minister", "monarch")
_OWNERS = frozenset({"its", "his", "her", "their", "our", "my"})
_ARTICLES = frozenset({"the", "a", "an", "these", "those"}) | _OWNERS
_IN_CONFIDENCE = frozenset({"familiar", "close", "briefed", "knowledge", "anonymity"})
_OF_A_COUNTRY = frozenset({"GOV", "MIL", "JUD", "COP", "ELI", "OPP", "PTY"})
_REBELS = frozenset({"rebel", "guerrilla", "guerilla", "insurgent", "separatist"})
_DESCRIBES = frozenset({"amod", "compound", "nmod", "poss"})
_NEARBY = 6  # sentences


@inner_record
class Resolution:
    """What one phrase refers to, its mention, and the entity where the phrase makes one."""

    entity: str
    mention: Mention
    made: Entity | None = None


class NominalLinks:
    """The resolved phrases of one article, by the token index of their head."""

    def __init__(
        self, parse: Parse, article: Article, linking: Linking, authority: Authority
    ) -> None:
        self._parse = parse
        self._article = article
        self._linking = linking
        self._authority = authority
        self._people = sorted(
            (k.start, k.entity) for k in linking.links if k.entity.startswith("person/")
        )
        self._known: dict[str, Entity] = {e.id: e for e in linking.entities}
        self._sectors = {
            i: self._known[k.entity].sector if k.entity.startswith("organization/") else None
            for k in linking.links
            if not k.entity.startswith("person/")
            for i in range(k.start, k.end)
        }
        self._groups: dict[str, Entity] = {}
        self._group_heads: list[tuple[str, str]] = []
        self._said_of: dict[str, set[str]] = {}
        self.resolved: dict[int, Resolution] = {}
        """In the order of the text."""
        self.affiliations: dict[str, Entity] = {}
        """People of whom an apposition says more than their titles do."""
        known = nominal_nouns()
        for head in range(parse.length):
            if head in linking.by_token:
                continue
            named = parse.lemma[head] in known or parse.lower[head] in known
            if not (named or is_people(parse, head)):
                continue
            nominal = read_nominal(parse, head, linking)
            if nominal is None:
                continue
            if found := self._apposed(nominal) or self._resolve(nominal):
                self.resolved[head] = found
                if found.made:
                    self._known.setdefault(found.entity, found.made)

    def unnamed(self, nominal: Nominal, speaks: bool = False) -> Resolution:
        """Return an entity of this article for people known by description alone.

        Somebody who ``speaks`` is an anonymous source.
        """
        parse = self._parse
        iso3, sector = self._owner(nominal)
        hidden = any(parse.lower[i] in _IN_CONFIDENCE for i in range(nominal.head + 1, nominal.end))
        if nominal.noun.kind == "source":
            hidden = hidden or speaks or self._may_speak(nominal.head)
        plural = nominal.plural or nominal.noun.kind in ("group", "body")
        alone = parse.tag[nominal.head] == "NN" and nominal.noun.kind in ("group", "source")
        kind: EntityType = "anonymous" if hidden else "group" if plural and not alone else "person"
        if not hidden and (nominal.noun.kind == "unit" or parse.lower[nominal.head] == "people"):
            kind = "group"
        start = nominal.start
        while parse.lower[start] in _ARTICLES and start < nominal.head:
            start += 1
        span = parse.span(start, nominal.end)
        label = " ".join(span.of(parse.text).split())
        owner = parse.lower[start - 1] if start > nominal.start else ""  # "her", "his supporters"
        key = f"{kind} {owner if owner in _OWNERS else ''} {label.lower()}"
        if nominal.definite and kind == "group" and not iso3:
            key = self._earlier_group(nominal) or key
        entity = self._groups.get(key)
        if entity is None or (kind == "anonymous" and not nominal.definite):
            identifier = f"{kind}/{self._article.id}/{span.start}"
            # "opposition leaders", in an article about one country
            home = self._linking.home if self._is_at_home(nominal, sector) else ""
            entity = Entity(identifier, label, kind, iso3 or home, sector)
            self._groups[key] = entity
            if kind == "group":
                self._group_heads.append((parse.lower[nominal.head], key))
        rule = "anonymous source" if kind == "anonymous" else "described group"
        return self._resolution(nominal, entity.id, rule, 0.8, entity)

    def _is_at_home(self, nominal: Nominal, sector: str) -> bool:
        # Rebels fight in the country that an article is set in; terrorists may come from abroad.
        words = self._parse.lemma[nominal.start : nominal.head + 1]
        return sector in _OF_A_COUNTRY or (sector == "REB" and not _REBELS.isdisjoint(words))

    def _may_speak(self, head: int) -> bool:
        """Tell whether a phrase is a subject or "according to" it: not "sent two officers"."""
        dep, governor = self._parse.dep[head], self._parse.head[head]
        return dep in ("nsubj", "conj", "ROOT", "appos") or self._parse.lower[governor] == "to"

    def _resolve(self, nominal: Nominal) -> Resolution | None:
        kind = nominal.noun.kind
        owned = bool(nominal.country or nominal.body)
        if kind == "office" and not nominal.plural and nominal.definite:
            found = None if nominal.former else self._office(nominal)
            if not found and not owned and not nominal.former:
                found = self._again(nominal)
            return found or (self.unnamed(nominal) if owned else None)
        if kind == "land":
            return self._land(nominal)
        if kind == "body" and not nominal.plural:
            return self._body(nominal)
        if kind == "source" and nominal.definite and not nominal.plural and not owned:
            return self._again(nominal) or self.unnamed(nominal)
        return self.unnamed(nominal)

    def _apposed(self, nominal: Nominal) -> Resolution | None:
        """Of "Henrik Solvang, the UN envoy", "the UN envoy, Henrik Solvang": the named one."""
        parse, by_token = self._parse, self._linking.by_token
        if nominal.plural:
            return None  # "the refugees President Lund admitted" are not the president
        near = [c for c in parse.children[nominal.head] if parse.dep[c] == "appos"]
        if parse.dep[nominal.head] == "appos":
            near.append(parse.head[nominal.head])
        for other in near:
            if other not in by_token:
                continue
            person = self._linking.links[by_token[other]].entity
            if not person.startswith("person/"):
                continue
            entity = self.affiliations.get(person) or self._known[person]
            self._said_of.setdefault(person, set()).add(parse.lemma[nominal.head])
            iso3, sector = self._owner(nominal)
            if (iso3 and not entity.iso3) or (sector and not entity.sector):
                entity = replace(entity, iso3=entity.iso3 or iso3, sector=entity.sector or sector)
                self.affiliations[person] = self._known[person] = entity
            return self._resolution(nominal, person, "apposition", 0.9)
        return None

    def _owner(self, nominal: Nominal) -> tuple[str, str]:
        """Return the country (ISO 3166 alpha-3) and the sector of whoever a phrase means."""
        body = self._known.get(nominal.body)
        if body is None:
            owner = next(
                (
                    self.resolved[c]
                    for c in self._parse.children[nominal.head]
                    if self._parse.dep[c] == "poss" and c in self.resolved
                ),
                None,
            )
            body = self._known.get(owner.entity) if owner else None
        iso3 = self._country(nominal) or (body.iso3 if body else "")
        title = (nominal.head, nominal.head + 1)
        sector = office_sector(self._parse, title, nominal.sector, self._sectors)
        if body is not None and (not sector or body.sector == "IGO"):
            sector = body.sector
        return iso3, sector

    def _country(self, nominal: Nominal) -> str:
        if nominal.country.startswith("@"):
            # "a trader in Vienna" may be anybody's; "officials in Kyiv" are Ukraine's.
            official = self._parse.lemma[nominal.head] in ("official", "officer", "resident")
            if nominal.noun.kind == "source" and not official:
                return ""
            return self._authority.iso3.get(nominal.country[1:], "")
        return nominal.country.partition("/")[2]

    def _office(self, nominal: Nominal) -> Resolution | None:
        """Of "the Russian leader": its holder; of "the president": who was called so before."""
        country = self._country(nominal)
        date = self._article.published
        roles: tuple[str, ...] = _LEADERS if nominal.role == "leader" else (nominal.role,)
        if nominal.role == "leader" and self._leads_no_state(nominal):
            return None
        if named := self._last_holder(nominal, roles, country):
            return self._resolution(nominal, named, "office and recency", 0.8)
        body = self._known.get(nominal.body)
        of = country or (body.label if body else "")
        if nominal.role == "leader" and not country:
            roles = ("secretary-general", "director-general")
        for role in roles if of else ():
            for person in self._authority.holders(of, role, date)[:1]:
                known = self._authority.entity(person)
                if known is not None:
                    sector = "GOV" if country else "IGO"
                    made = entity_of_known(known, country, sector)
                    return self._resolution(
                        nominal, person, "office holder at the date", 0.85, made
                    )
        return None

    def _leads_no_state(self, nominal: Nominal) -> bool:
        """Tell whether "the head of the fire brigade in Oslo" leads something else."""
        after = complement(self._parse, nominal.head + 1)
        lemma = self._parse.lemma[after]
        return after >= 0 and after not in self._sectors and lemma not in acting_words("public")

    def _last_holder(self, nominal: Nominal, roles: tuple[str, ...], country: str) -> str:
        """Return the person named last before a phrase whose office fits it.

        Of two in one sentence it is the subject: "Orsolak met Awori. The president said …".
        """
        last = bisect_left(self._people, (nominal.head, ""))
        rejected: set[str] = set()
        first, sentence = "", -1
        for at, person in reversed(self._people[:last]):
            here = self._parse.sentence_of[at]
            if first and here != sentence:
                break
            if person in rejected:
                continue
            entity = self._known[person]
            if (country and entity.iso3 != country) or not self._holds(person, roles):
                rejected.add(person)
                continue
            first, sentence = first or person, here
            if self._is_subject(at):
                return person
        return first

    def _is_subject(self, start: int) -> bool:
        link = self._linking.links[self._linking.by_token[start]]
        return any(self._parse.dep[i] == "nsubj" for i in range(link.start, link.end))

    def _holds(self, person: str, roles: tuple[str, ...]) -> bool:
        role = self._role(person)
        any_minister = "minister" in roles
        if role in roles or (any_minister and role.endswith("minister")):
            return True
        return any(
            (term.role in roles or (any_minister and term.role.endswith("minister")))
            and term.covers(self._article.published)
            for term in self._authority.terms_of(person)
        )

    def _role(self, person: str) -> str:
        facts = self._linking.people.get(person)
        return facts.role if facts else ""

    def _land(self, nominal: Nominal) -> Resolution | None:
        """Of "the country": the last one named, in this sentence or the one before."""
        if not nominal.definite or nominal.end - nominal.start > 2:
            return None
        sentence = self._parse.sentence_of
        links = self._linking.links
        for link in reversed(links[: bisect_left(links, nominal.head, key=lambda k: k.start)]):
            if link.entity.startswith("country/"):
                if sentence[nominal.head] - sentence[link.start] > 1:
                    return None
                return self._resolution(nominal, link.entity, "country before", 0.6)
        return None

    def _body(self, nominal: Nominal) -> Resolution | None:
        """Of "the Russian army": one for the country; of "the ministry": the one before."""
        iso3 = "" if nominal.country.startswith("@") else self._country(nominal)
        office = any(
            self._parse.dep[c] == "poss" and c not in self._linking.by_token
            for c in self._parse.children[nominal.head]
        )  # "the U.S. attorney's office"
        if iso3 and not office and (nominal.definite or nominal.noun.sector in ("GOV", "MIL")):
            label = f"{self._authority.adjective(iso3)} {self._body_label(nominal)}"
            made = Entity(
                f"organization/{slug(label)}", label, "organization", iso3, nominal.sector
            )
            return self._resolution(nominal, made.id, "body of a country", 0.85, made)
        if nominal.country or nominal.body or not nominal.definite:
            return self.unnamed(nominal)
        if again := self._again(nominal):
            return again
        return self.unnamed(nominal) if nominal.sector else None

    def _body_label(self, nominal: Nominal) -> str:
        parse = self._parse
        words = [
            parse.lower[i]
            for i in range(nominal.start, nominal.head)
            if parse.dep[i] in ("compound", "amod")
            and parse.head[i] == nominal.head
            and i not in self._linking.by_token
        ]
        return " ".join([*words, parse.lower[nominal.head]])

    def _again(self, nominal: Nominal) -> Resolution | None:
        """Return the last entity before that the noun can be said of: "the ministry"."""
        word = self._parse.lemma[nominal.head]
        sentence = self._parse.sentence_of
        for head in range(nominal.head - 1, -1, -1):
            if sentence[nominal.head] - sentence[head] > _NEARBY:
                return None
            if head in self.resolved:
                entity = self.resolved[head].entity
            elif head in self._linking.by_token:
                entity = self._linking.links[self._linking.by_token[head]].entity
            else:
                continue
            found = self._known.get(entity)
            gone = any(self._parse.lower[x] in GONE for x in self._parse.children[head])
            if found is None or (gone and not nominal.former):
                continue  # "the ousted president" is not "the president"
            # Of "supporters of the president": supporters.
            named = is_named(entity)
            called = found.label.lower().split(" ")[-1] if named else self._parse.lemma[head]
            said = called == word
            if said or word in self._said_of.get(entity, ()) or word == self._role(entity):
                return self._resolution(nominal, entity, "same noun before", 0.7)
        return None

    def _earlier_group(self, nominal: Nominal) -> str:
        """Return the key of a group of the same noun: "the negotiators" after "Ukrainian …".

        Not of one that is described otherwise: "the young farmers" are no others before.
        """
        if any(self._parse.dep[i] in _DESCRIBES for i in self._parse.children[nominal.head]):
            return ""
        heads = (r for r in reversed(self._group_heads) if r[0] == self._parse.lower[nominal.head])
        return next((key for _, key in heads), "")

    def _resolution(
        self, nominal: Nominal, entity: str, rule: str, score: float, made: Entity | None = None
    ) -> Resolution:
        span = self._parse.span(nominal.start, nominal.end)
        return Resolution(entity, Mention(span, entity, "nominal", "", "", rule, score), made)
