"""Organisations that the tagger finds and no authority knows: ministries, armies, firms, papers."""

from politigraph.extract.headlines import Headlines
from politigraph.extract.linking import Link
from politigraph.extract.parse import Parse
from politigraph.extract.people import HONORIFICS, is_leader, name_text, tagged_surnames
from politigraph.extract.records import Article, Entity
from politigraph.extract.short_names import short_outlets, with_full_names
from politigraph.extract.word_lists import acting_words, nominal_nouns, sector_words, titles
from politigraph.ontology.authority import Authority, slug

# Names that every country has one of: which one they mean, only the context says.
_GENERIC = frozenset(
    [
        "ministry",
        "parliament",
        "government",
        "cabinet",
        "senate",
        "congress",
        "court",
        "army",
        "navy",
        "police",
        "treasury",
        "presidency",
        "military",
        "forces",
        "office",
        "department",
        "council",
        "assembly",
        "bank",
        "house",
        "legislature",
        "commission",
        "committee",
        "board",
    ]
)

_DASHES = frozenset({"-", "–", "—", "--"})

_LOCAL = frozenset({"COP", "EDU", "JUD", "MED"})
_POLICE = frozenset({"police", "sheriff's", "sheriff’s"})

# Last words of bodies' names that nobody is called.
_NO_SURNAMES = frozenset(
    ["foundation", "institute", "university", "college", "ministry", "department", "commission",
     "council", "committee", "association", "society", "company", "corporation", "party", "police",
     "campaign", "administration", "center", "centre", "museum", "hospital", "trust", "fund"]
)  # fmt: skip


def find_organizations(
    parse: Parse,
    links: list[Link],
    entities: dict[str, Entity],
    article: Article,
    authority: Authority,
) -> list[tuple[Link, Entity]]:
    """Return the tagger's organisations that no link covers, each with its entity.

    ``entities`` are those of the links, by id. An acronym in brackets after a name stands
    for that name in the whole article, and so do its last words ("the Committee").
    """
    at_token = {i: link for link in links for i in range(link.start, link.end)}
    surnames = tagged_surnames(parse)
    headlines = Headlines(parse)
    found: list[tuple[Link, Entity]] = []
    acronyms: dict[str, Entity] = {}
    owned: dict[str, Entity] = {}
    tagged = [
        (start, end)
        for start, end, label in parse.names
        if label == "ORG" or (label == "PERSON" and is_body_name(parse, start, end))
    ]
    for start, end in sorted([*tagged, *_untagged(parse, at_token)]):
        span = _trim(parse, start, end)
        if span is None:
            continue
        start, end = span
        name = name_text(parse, start, end)
        if end - start == 1 and parse.lower[start] in surnames:
            continue
        if end - start == 1 and is_leader(parse, start, authority, article.published):
            continue
        if _is_field(parse, start, end):
            continue
        if headlines.hold(start) and not headlines.named_below(start, end):
            continue
        if _is_family(parse, start, end, surnames) or parse.lower[start] in HONORIFICS:
            continue
        if _follows_title(parse, start) and not _sector(name_text(parse, start, end)):
            continue
        if name in acronyms:
            found.append((_link(start, end, acronyms[name]), acronyms[name]))
            continue
        covered = sum(i in at_token for i in range(start, end))
        if covered == end - start or _is_no_body(parse, start, end, at_token):
            continue
        entity = _entity(parse, (start, end), at_token, article, authority)
        if entity is None or _names_a_title(parse, start, end):
            continue
        if entity.id == _own_id(article, parse, start):
            # "the Defence Ministry" after "Russia's Defence Ministry" is that one.
            entity = owned.get(name, entity)
        owned[name] = entity
        found.append((_link(start, end, entity), entity))
        if short := _acronym_after(parse, end, name):
            acronyms[short] = entity
    found = with_full_names(parse, found, _known_bodies(links, entities))
    named = {i for link, _ in found for i in range(link.start, link.end)}
    return [*found, *short_outlets(parse, found, named | at_token.keys())]


def is_body_name(parse: Parse, start: int, end: int) -> bool:
    """Tell whether what the tagger takes for a person is a body, by its last word.

    "The Coast Gazette", and "the Ann Velin Foundation".
    """
    last = parse.lower[end - 1].rstrip(".")
    if end - start > 2 and last in _NO_SURNAMES:
        return True
    if end - start > 1 and sector_words().get(last) == "BUS" and last != "bank":
        return True  # "Velin Oyj"
    if any(
        parse.dep[c] == "appos" and parse.lemma[c] in acting_words("class")
        for c in parse.children[end - 1]
    ):
        return True  # "Oreze Ndi, the culture group"
    if parse.lower[start] == "the":
        start += 1
    elif not start or parse.lower[start - 1] != "the":
        return False
    return end - start > 1 and sector_words().get(parse.lower[end - 1]) == "MED"


def _known_bodies(links: list[Link], entities: dict[str, Entity]) -> list[tuple[Link, Entity]]:
    """Return the bodies that the authority has."""
    return [
        (link, entities[link.entity])
        for link in links
        if link.kind == "name" and link.entity.startswith("organization/")
    ]


def _untagged(parse: Parse, at_token: dict[int, Link]) -> list[tuple[int, int]]:
    """Return the names that the tagger missed and end like a body's: "the Steppe Tribune"."""
    found = []
    known = sector_words()
    for i, tag in enumerate(parse.tag):
        if tag != "NNP" or parse.lower[i] not in known:
            continue
        if i == 0 or parse.ner[i] or parse.word[i].isupper():
            continue
        start = i
        while start > 0 and parse.tag[start - 1] == "NNP" and not parse.ner[start - 1]:
            start -= 1
        if start < i and not any(j in at_token for j in range(start, i + 1)):
            following = parse.tag[i + 1] if i + 1 < parse.length else ""
            if following not in ("NNP", "NNPS"):
                found.append((start, i + 1))
    return found


def _link(start: int, end: int, entity: Entity) -> Link:
    return Link(start, end, entity.id, "name", "tagger: organisation", 0.7)


def _trim(parse: Parse, start: int, end: int) -> tuple[int, int] | None:
    for i in range(start + 1, end - 1):
        if parse.word[i] in _DASHES and parse.start[i] > parse.end[i - 1]:
            start = i + 1  # "1941 - Congress"
    while start < end and (
        parse.lower[start] in ("the", "a", "an") or not parse.word[start][0].isalnum()
    ):
        start += 1
    while end > start and (
        parse.tag[end - 1] in ("POS", "IN", "CC", "DT")
        or not parse.word[end - 1][-1].isalnum()
        or parse.is_space[end - 1]
    ):
        end -= 1
    if start >= end or any("\n" in parse.word[i] for i in range(start, end)):
        return None
    if not any(parse.word[i][0].isupper() for i in range(start, end)):
        return None
    return start, end


def _is_no_body(parse: Parse, start: int, end: int, at_token: dict[int, Link]) -> bool:
    """Tell whether a tagged name is a known one with words around it that are no name."""
    own = [i for i in range(start, end) if i not in at_token]
    if len(own) < end - start and not any(parse.word[i][0].isupper() for i in own):
        return True
    # "Putin, Lavrov and Shoigu" is tagged as one body now and then.
    return any(parse.word[i] in (",", ";", ":") for i in range(start, end))


def _entity(
    parse: Parse,
    span: tuple[int, int],
    at_token: dict[int, Link],
    article: Article,
    authority: Authority,
) -> Entity | None:
    start, end = span
    name = name_text(parse, start, end)
    words = name.lower().split(" ")
    sector = _sector(name)
    for i in range(start, end):
        if i in at_token and at_token[i].entity.startswith("organization/"):
            known = authority.entity(at_token[i].entity)
            sector = known.sector if known is not None else sector
    inside = [i for i in range(start, end) if i in at_token and at_token[i].country]
    lands = {at_token[i].country for i in inside if _is_home(span, at_token, i, sector)}
    # "the American Israel Committee" is of neither for sure
    iso3 = authority.iso3.get(lands.pop(), "") if len(lands) == 1 else ""
    if end - start == 1 and len(name) < 3 and not name.isupper():
        return None
    if (sector or len(words) == 1) and _is_generic(words) and not iso3:
        iso3 = _owner(parse, start, at_token)
        label = name
        if not iso3:
            # Whose ministry it is, nobody says: it belongs to this article.
            return Entity(_own_id(article, parse, start), label, "organization", "", sector)
        label = f"{authority.adjective(iso3)} {name}"
        return Entity(f"organization/{slug(label)}", label, "organization", iso3, sector)
    return Entity(f"organization/{slug(name)}", name, "organization", iso3, sector)


def _is_home(span: tuple[int, int], at_token: dict[int, Link], i: int, sector: str) -> bool:
    """Tell whether a body is of the country of a place in its name.

    The police and the papers of a town are; "the Venice Commission" is of none unless
    the article names another place there.
    """
    place = at_token[i].place
    if place is None or place.kind != "city" or sector in _LOCAL:
        return True
    elsewhere = (k for k in at_token.values() if not span[0] <= k.start < span[1])
    towns = (k for k in elsewhere if not k.entity.startswith("country/"))
    return any(k.country == at_token[i].country for k in towns)


def _is_generic(words: list[str]) -> bool:
    """Tell whether every country has a body of that name: "the Supreme Court"."""
    portfolio = acting_words("portfolio") | {"of", "and", "for", "the"}
    return words[-1] in _GENERIC and all(w in portfolio for w in words[:-1])


def _sector(name: str) -> str:
    words = name.lower().split(" ")
    sector = sector_words().get(words[-1].rstrip(".")) or sector_words().get(words[0], "")
    police = not _POLICE.isdisjoint(words) and words[-1] not in ("association", "foundation")
    return "COP" if police and sector in ("", "GOV", "MIL") else sector


def _is_family(parse: Parse, start: int, end: int, surnames: frozenset[str]) -> bool:
    """Tell whether a name is a family's: "the Boons", after "Arlene Boon"."""
    return end - start == 1 and parse.lower[start].removesuffix("s") in surnames


def _is_field(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a name is an office's field: "head of Public Policy at Veldon Air"."""
    if start < 2 or end >= parse.length or parse.lower[end] not in ("at", "with"):
        return False
    noun = nominal_nouns().get(parse.lower[start - 2])
    office = parse.lower[start - 2] in titles() or (noun is not None and noun.kind == "office")
    return office and parse.lower[start - 1] in ("of", "for")


def _follows_title(parse: Parse, start: int) -> bool:
    """Tell whether a name is a person's by the title before it: "President Awori"."""
    title = titles().get(parse.lower[start - 1]) if start else None
    return title is not None and bool(title.role) and parse.word[start - 1][0].isupper()


def _own_id(article: Article, parse: Parse, start: int) -> str:
    return f"organization/{article.id}/{parse.start[start]}"


def _names_a_title(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a tagged name is an office, or its field: "Vice Foreign Minister"."""
    word = parse.lower[end - 1]
    office = nominal_nouns().get(word)
    # But "Burger King", "Dollar General".
    if office and office.kind == "office" and office.sector in ("GOV", "IGO") and word in titles():
        return office.role != "monarch"
    following = parse.lower[end] if end < parse.length else ""
    return end - start == 1 and following in ("minister", "secretary", "ministry", "chief")


def _owner(parse: Parse, start: int, at_token: dict[int, Link]) -> str:
    """Return the country that stands before a body's name: "Russia's Foreign Ministry"."""
    for i in range(start - 1, max(-1, start - 4), -1):
        if i in at_token and at_token[i].entity.startswith("country/"):
            return at_token[i].entity.partition("/")[2]
        if not (parse.tag[i] == "POS" or parse.pos[i] in ("ADJ", "PROPN")):
            break
    return ""


def _acronym_after(parse: Parse, end: int, name: str) -> str:
    """Return the acronym in brackets after a name, if its letters begin the name's words.

    "the Baltic Trade Council (BTC)".
    """
    if end + 2 >= parse.length or parse.word[end] != "(" or parse.word[end + 2] != ")":
        return ""
    short = parse.word[end + 1]
    if not short.isupper() or not 2 <= len(short) <= 7:
        return ""
    initials = "".join(w[0] for w in name.replace("-", " ").split() if w[0].isupper())
    return short if initials.startswith(short[0]) and set(short) <= set(name.upper()) else ""
