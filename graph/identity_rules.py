"""Rules that hold two names for one person, or one name for two: from names and company.

They err to one side. To merge two people is the worst that a graph can do to its reader,
so a rule needs the name and something besides the name, and a rival stops it. Names are
compared without accents and whatever the romanisation (``fold_person``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import combinations
from typing import Final

from politigraph.graph.identity import Identity, rank
from politigraph.graph.identity_evidence import Sighting
from politigraph.graph.identity_judgements import Judgement
from politigraph.ontology.names import fold_name, fold_person

WINDOW: Final = timedelta(days=90)
"""How far apart two articles may be whose company tells that they mean one person."""

_MANY: Final = 2
"""So many in common tell who is meant even where country and office are not said."""


_SPHERES: Final = dict.fromkeys(("OPP", "PTY", "ELI", "IGO", "JUD", "SPY", "COP"), "GOV")
"""Sectors that one person passes through: who was in office is an elder statesman later."""

_ANYBODY: Final = frozenset({"", "CVL"})
"""Sectors that tell nobody from anybody else."""


@dataclass
class Figure:
    """Everything that is seen of one node so far: a name and its sightings.

    ``labels`` are the names of the entities that are this node as wholes.
    """

    node: str
    label: str
    seen: list[Sighting] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, folded; an initial is one letter.

        >>> Figure("person/M._Vael", "M. Vael").words
        ('m', 'vael')
        """
        return self._words(self.label)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The words of each of its names: a user may have merged two into one node."""
        return tuple(sorted({self.words, *map(self._words, self.labels)}))

    def _words(self, label: str) -> tuple[str, ...]:
        fold = fold_person if self.node.startswith("person/") else fold_name
        spaced = label.replace(".", ". ")
        return tuple(word for part in spaced.split() for word in fold(part).split())

    @property
    def countries(self) -> set[str]:
        """Where its articles put it."""
        return {sighting.country for sighting in self.seen} - {""}

    @property
    def sectors(self) -> set[str]:
        """Its sectors in its articles."""
        return {sighting.sector for sighting in self.seen} - {""}

    @property
    def company(self) -> set[str]:
        """Whom and what its articles name beside it, and not everybody's do."""
        return set[str]().union(*(sighting.telling for sighting in self.seen))

    def near(self, sighting: Sighting) -> set[str]:
        """Return the company of its sightings within the window around another."""
        day = sighting.day
        close = (s for s in self.seen if day and s.day and abs(s.day - day) <= WINDOW)
        return set[str]().union(*(s.telling for s in close))


def figures(
    seen: Iterable[Sighting], identity: Identity, labels: Mapping[str, str]
) -> dict[str, Figure]:
    """Return who is seen, by node; people and bodies that belong to one article are left out."""
    found: dict[str, Figure] = {}
    for sighting in seen:
        node = identity.node(sighting.entity, sighting.article)
        if sighting.entity in labels:
            label = labels.get(node) or node.partition("/")[2].partition("~")[0].replace("_", " ")
            figure = found.setdefault(node, Figure(node, label))
            figure.seen.append(sighting)
            # What it is called in some articles alone is no name for others.
            if identity.node(sighting.entity) == node:
                figure.labels.add(labels[sighting.entity])
    return found


# -- whole entities


def same_names(found: Mapping[str, Figure], apart: frozenset[frozenset[str]]) -> list[Judgement]:
    """Merge those whose whole names are spelt alike, but for accents and romanisation."""
    by_name: dict[tuple[str, ...], list[Figure]] = {}
    for figure in found.values():
        for words in figure.names:
            if len(words) > 1 and len(words[0]) > 1:
                kind = figure.node.partition("/")[0]
                by_name.setdefault((kind, *words), []).append(figure)
    return _once(j for group in by_name.values() for j in _merged(group, apart, "same-name"))


def middle_names(found: Mapping[str, Figure], apart: frozenset[frozenset[str]]) -> list[Judgement]:
    """Merge «Mara Lindqvist» with «Mara K. Lindqvist», unless there is a «Mara B. Lindqvist»."""
    by_ends: dict[tuple[str, str], list[tuple[Figure, tuple[str, ...]]]] = {}
    for figure in found.values():
        for words in figure.names:
            if figure.node.startswith("person/") and len(words) > 1 and len(words[0]) > 1:
                by_ends.setdefault((words[0], words[-1]), []).append((figure, words[1:-1]))
    judgements: list[Judgement] = []
    for group in by_ends.values():
        middles = {middle for _, middle in group} - {()}
        if _one_name(middles) and any(not middle for _, middle in group):
            related = [one for one in group if all(_related(one, other) for other in group)]
            each = {figure.node: figure for figure, _ in related}
            judgements += _merged(list(each.values()), apart, "middle-name")
    return _once(judgements)


def _once(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return each judgement once: two nodes may have two names in common."""
    return list({judgement.id: judgement for judgement in judgements}.values())


def _one_name(middles: set[tuple[str, ...]]) -> bool:
    """Tell whether middle names may all be one: «K.» and «Karin», not «K.» and «B.»."""
    return bool(middles) and all(
        one[0].startswith(other[0]) or other[0].startswith(one[0])
        for one, other in combinations(middles, 2)
    )


def _merged(
    group: Sequence[Figure], apart: frozenset[frozenset[str]], method: str
) -> Iterator[Judgement]:
    ordered = sorted(group, key=lambda f: rank(f.node))
    for other in ordered[1:]:
        best = ordered[0]
        if not _conflict(best, other) and frozenset((best.node, other.node)) not in apart:
            shared = sorted(best.countries & other.countries) + sorted(best.sectors & other.sectors)
            score = 0.95 if shared else 0.85
            reason = f"«{other.label}» and «{best.label}»"
            reason += f", both {', '.join(shared)}" if shared else ""
            yield Judgement("merge", other.node, best.node, (), method, score, reason, other.label)


def _conflict(one: Figure, other: Figure) -> bool:
    return bool(one.countries and other.countries and not one.countries & other.countries)


def _related(mine: tuple[Figure, tuple[str, ...]], its: tuple[Figure, tuple[str, ...]]) -> bool:
    """Tell whether something besides the name speaks for two being one, given middle names.

    A middle name that is spelt out asks for more: fathers and sons differ in it.
    """
    one, other = mine[0], its[0]
    if one is other:
        return True
    office = one.countries & other.countries and (one.sectors & other.sectors) - _ANYBODY
    company = one.company & other.company
    spelt_out = any(len(word) > 1 for word in (*mine[1], *its[1]))
    if spelt_out:
        company = {c for c in company if c.startswith("person/")}
    return bool(office) or len(company) >= (_MANY if spelt_out else 1)


# -- one name in some articles


def homonyms(found: Iterable[Figure]) -> list[Judgement]:
    """Split a name of two people: of other countries, in other sectors, in other company.

    Who has most articles keeps the node, and with it the articles that say neither.
    """
    judgements: list[Judgement] = []
    for figure in found:
        known = figure.node.startswith("person/Q") or len(figure.words) < 2
        if not known and len(figure.countries) > 1 and len(figure.sectors) > 1:
            judgements += _split(figure)
    return judgements


def _split(figure: Figure) -> Iterator[Judgement]:
    people = _people(figure)
    for number, person in enumerate(people):
        if number:
            country = min(s.country for s in person)
            into = f"{figure.node.partition('~')[0]}~{country}"
            articles = tuple(sorted(s.article for s in person))
            who = [
                f"{min(s.country for s in p)} {min(s.sector for s in p)}"
                for p in (people[0], person)
            ]
            reason = f"two of one name: {who[0]}, and {who[1]}, with nobody in common"
            for entity in sorted({s.entity for s in person}):
                yield Judgement(
                    "split", entity, into, articles, "homonyms", 0.8, reason, figure.label
                )


def _people(figure: Figure) -> list[list[Sighting]]:
    """Return the sightings that tell country and sector, one list a person, the most seen first."""
    people: list[list[Sighting]] = []
    for sighting in figure.seen:
        if sighting.country and sighting.sector not in _ANYBODY:
            same = [p for p in people if any(_may_be_one(sighting, other) for other in p)]
            people = [p for p in people if p not in same]
            people.append([s for p in same for s in p] + [sighting])
    return sorted(people, key=lambda p: (-len(p), min(s.country for s in p)))


def _may_be_one(one: Sighting, other: Sighting) -> bool:
    spheres = _SPHERES.get(one.sector, one.sector), _SPHERES.get(other.sector, other.sector)
    company = any(c.startswith("person/") for c in one.company & other.company)
    return one.country == other.country or spheres[0] == spheres[1] or company


def short_names(found: Mapping[str, Figure], apart: frozenset[frozenset[str]]) -> list[Judgement]:
    """Tell whom an article means that has a surname or «M. Lindqvist» alone.

    One person whose name fits, in the same company within the window, of the same country or
    sector; nobody else whose name fits, unless of another country.
    """
    by_surname: dict[tuple[str, ...], list[Figure]] = {}
    for figure in found.values():
        if figure.node.startswith("person/"):
            for surname in {words[-1:] for words in figure.names if not _is_short(words)}:
                by_surname.setdefault(surname, []).append(figure)
    meant: dict[tuple[str, str], list[tuple[float, Sighting, str]]] = {}
    for figure in found.values():
        if figure.node.startswith("person/") and all(map(_is_short, figure.names)):
            fitting = [f for f in by_surname.get(figure.words[-1:], ()) if _fits(figure, f)]
            for sighting in figure.seen:
                for person, score, why in _meant(sighting, fitting, apart):
                    key = (sighting.entity, person.node)
                    meant.setdefault(key, []).append((score, sighting, why))
    return [_said_of(found, key, cases) for key, cases in meant.items()]


def _said_of(
    found: Mapping[str, Figure],
    key: tuple[str, str],
    cases: Sequence[tuple[float, Sighting, str]],
) -> Judgement:
    entity, node = key
    method = "initial" if "." in entity else "surname"
    articles = tuple(sorted({sighting.article for _, sighting, _ in cases}))
    reason = f"{found[node].label}: {'; '.join(sorted({why for *_, why in cases}))}"
    score = min(score for score, *_ in cases)
    name = entity.partition("/")[2].replace("_", " ")
    return Judgement("merge", entity, node, articles, method, score, reason, name)


def _is_short(words: Sequence[str]) -> bool:
    return len(words) < 2 or all(len(word) == 1 for word in words[:-1])


def _fits(short: Figure, full: Figure) -> bool:
    """Tell whether each of somebody's short names is one for a full name of another."""
    return all(any(_shortens(words, whole) for whole in full.names) for words in short.names)


def _shortens(short: Sequence[str], full: Sequence[str]) -> bool:
    initials = zip(short[:-1], full, strict=False)
    named = not _is_short(full) and short[-1:] == full[-1:]
    return named and all(word.startswith(initial) for initial, word in initials)


def _meant(
    sighting: Sighting, fitting: Sequence[Figure], apart: frozenset[frozenset[str]]
) -> Iterator[tuple[Figure, float, str]]:
    possible = [f for f in fitting if not _elsewhere(sighting, f)]
    if len(possible) != 1:
        return
    [person] = possible
    here = any(s.article == sighting.article for s in person.seen)
    if here or frozenset((sighting.entity, person.node)) in apart:
        return  # The article itself tells the two apart, or a user does.
    company = sorted(sighting.telling & person.near(sighting) - {person.node}, key=_people_first)
    people = sum(c.startswith("person/") for c in company)
    office = sorted({sighting.country, sighting.sector} & (person.countries | person.sectors))
    # A surname alone is shared by many; an initial makes it rare.
    known = people if sighting.entity.count(".") == 0 else len(company)
    if known >= _MANY or (office and (people or len(company) >= _MANY)):
        score = min(0.75 + 0.05 * len(office) + 0.05 * len(company), 0.95)
        yield person, score, ", ".join((*office, *(f"with {c}" for c in company[:_MANY])))


def _people_first(entity: str) -> tuple[bool, str]:
    return not entity.startswith("person/"), entity


def _elsewhere(sighting: Sighting, figure: Figure) -> bool:
    countries = figure.countries
    return bool(sighting.country and countries and sighting.country not in countries)
