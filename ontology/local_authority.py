"""The packaged authority with actors of somebody's own added to it.

Their names go first: what a file of local actors calls somebody is that actor, whoever
else the packaged tables know by the name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from politigraph.ontology.authority import Authority, Known, Sense, Term
from politigraph.ontology.names import fold_name


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which an actor belongs to a country (``term.of``, or empty) and a sector.

    ``term.role`` is the office held, empty for none; ``alone`` tells that the country has
    one such office ("foreign minister"), not many ("governor of Vesna").
    """

    term: Term
    sector: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """One local actor, the names it goes by, and its times in the order of the file."""

    known: Known
    names: tuple[str, ...]
    spells: tuple[Spell, ...] = ()


class LocalAuthority(Authority):
    """An authority that knows some more actors. The one it is made from stays as it was.

    >>> from politigraph.ontology.authority import load_authority
    >>> term = Term("UKR", "", "person/Mara_Lindqvist", "2019", "", "9997")
    >>> known = Known("person/Mara_Lindqvist", "Mara Lindqvist", "person")
    >>> mara = Actor(known, ("Mara Lindqvist",), (Spell(term, "OPP"),))
    >>> authority = LocalAuthority(load_authority(), [mara])
    >>> authority.senses["mara lindqvist"][0].entity
    'person/Mara_Lindqvist'
    >>> authority.affiliation("person/Mara_Lindqvist", "2022-04-26")
    ('UKR', 'OPP')
    """

    def __init__(self, base: Authority, actors: Iterable[Actor]) -> None:
        vars(self).update(vars(base))  # shared, but for what the actors change
        self.known = dict(base.known)
        self.senses = dict(base.senses)
        self.longest = dict(base.longest)
        self.pairs = set(base.pairs)
        self._spells: dict[str, tuple[Spell, ...]] = {}
        for actor in actors:
            identifier = actor.known.id
            self.known.setdefault(identifier, actor.known)
            self._spells[identifier] = actor.spells
            for name in actor.names:
                self.senses.pop(fold_name(name), None)
                self._add_sense(Sense(identifier, "name", name))

    def affiliation(self, identifier: str, date: str) -> tuple[str, str] | None:
        """Return the country and the sector of a local actor on a day; None for others.

        Of several times the first of the file counts; on a day in none of them, the
        country of the last one.
        """
        spells = self._spells.get(identifier)
        if spells is None:
            return None
        for spell in spells:
            if spell.term.covers(date):
                return spell.term.of, spell.sector
        return (spells[-1].term.of if spells else ""), ""

    def terms_of(self, person: str) -> Sequence[Term]:
        """Return a person's terms of office, the local ones first."""
        own = [s.term for s in self._spells.get(person, ()) if s.term.role]
        return (*own, *super().terms_of(person))

    def holders(self, of: str, role: str, date: str) -> tuple[str, ...]:
        """Return who held an office on a day, those of the local actors first."""
        own = [
            spell.term.person
            for spells in self._spells.values()
            for spell in spells
            if spell.alone and (spell.term.of, spell.term.role) == (of, role)
            if spell.term.covers(date)
        ]
        return tuple(dict.fromkeys((*own, *super().holders(of, role, date))))
