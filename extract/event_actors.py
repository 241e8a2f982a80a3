"""Who did it, to whom, and where: the participants of one event, from its clause."""

from collections.abc import Iterator
from typing import NamedTuple

from politigraph.extract.event_candidates import Candidate
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import OF_NAME, WHERE, Parties, Resolver
from politigraph.extract.parse import Parse

_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_VERBAL = frozenset({"VERB", "AUX"})
_RELATIVE = frozenset({"who", "which", "that"})
_RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
# Who says or does something on the occasion of these takes part in them.
_JOINED = frozenset({"CONSULT", "COOPERATE", "PROTEST"})
_OTHER_SIDE = (
    "with",
    "against",
    "on",
    "upon",
    "at",
    "to",
    "for",
    "from",
    "over",
    "toward",
    "towards",
)
_OCCASION = frozenset({"at", "during", "in", "for", "after", "before", "following", "on", "to"})
# "an arrest of", "the release of": what follows "of" undergoes the act; with others it acts.
_OF_AGENT = frozenset({"RETREAT", "PROTEST"})
_OF_TARGET = frozenset({"release", "evacuation", "repatriation", "disarmament"})
# "criticism from Oslo", "aid from Oslo"; but "withdrawal from the valley".
_FROM_AGENT = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SUPPORT", "AID", "REJECT"})
# "imposed a curfew in the town", "arrived in Amman": the place undergoes the act.
_DONE_TO_PLACES = frozenset(
    {
        "ASSAULT",
        "COERCE",
        "MOBILIZE",
        "CONSULT",
        "AID",
        "RETREAT",
        "PROTEST",
        "AGREE",
        "CONCEDE",
        "SANCTION",
    }
)


_AIMING = frozenset(
    {"demand", "target", "call", "urge", "press", "protest", "kill", "wound", "hit"}
)


class Participants(NamedTuple):
    """Entity ids; the place is empty when the clause names none."""

    agents: tuple[str, ...]
    targets: tuple[str, ...]
    place: str


class Casting:
    """Finds the participants of the events of one text."""

    def __init__(self, parse: Parse, resolver: Resolver) -> None:
        self._parse = parse
        self._parties = Parties(parse, resolver)
        self._light = load_event_lexicon().members["light"]

    def cast(
        self, c: Candidate, kind: str, trigger: int, is_reported: bool = False
    ) -> Participants:
        """Return the participants of an event of type ``kind``.

        ``trigger`` is the noun that a light verb carries, otherwise the candidate's
        head. ``is_reported``: the act is in the words of who says it ("said that Oslo
        must leave"), so its subject undergoes the act.
        """
        if is_reported:
            agents, targets = self._of_words(c)
        elif c.kind == "noun":
            agents, targets = self._of_noun(c.head, kind)
        else:
            agents, targets = self._of_verb(c, kind, trigger)
        targets = tuple(t for t in targets if t not in agents)
        if kind in _RECIPROCAL and not agents and len(targets) > 1:
            agents, targets = targets, ()
        place = self._parties.place(trigger) or self._parties.place(c.head)
        if not place and c.kind == "noun":
            verb = self._clause_of(c.head)
            place = self._parties.place(verb) if verb is not None else ""
        return Participants(agents, targets, place)

    def _of_words(self, c: Candidate) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who says "Oslo must leave", and Oslo."""
        parse, subject = self._parse, self.subject_of(c.head)
        for above in parse.ancestors(c.head):
            if parse.pos[above] == "VERB":
                speaker = self.subject_of(above)
                if speaker is not None and speaker != subject:
                    targets = self._parties.all([subject]) if subject is not None else ()
                    return self._parties.all([speaker]), targets
        return (), self._parties.all([subject]) if subject is not None else ()

    def _of_verb(
        self, c: Candidate, kind: str, trigger: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        parse = self._parse
        if c.passive and not self._is_attitude(c):
            agents = self._parties.all(t for r, t in c.objects if r == "by")
            patients = [x for x in parse.children[c.head] if parse.dep[x] in _SUBJECT]
            if not patients and parse.dep[c.head] in {"acl", "relcl"}:
                patients = [parse.head[c.head]]
            if not patients:
                inherited = self.subject_of(c.head)
                patients = [inherited] if inherited is not None else []
            if trigger != c.head:  # "talks were held between A and B"
                inner_agents, inner_targets = self._of_noun(trigger, kind, climb=False)
                return agents or inner_agents, inner_targets
            targets = self._parties.all(patients)
            return agents, targets or self._search(c, trigger, agents)
        # "won backing from Oslo", "suffered attacks".
        if "receiving" in c.families and trigger != c.head and kind not in _RECIPROCAL:
            givers, _ = self._of_noun(trigger, kind, climb=False)
            givers = givers or self._parties.all(t for r, t in c.objects if r == "from")
            return givers, self._subject_ids(c.head, acting=False)
        agents = self._subject_ids(c.head)
        if trigger != c.head and (between := self._between(trigger)):
            # A mediator holds talks between others; those are the targets.
            return (agents, between) if agents else (between, ())
        # "Oslo and Riga met in Vienna": both sides act, and the place is no third one.
        both = kind in _RECIPROCAL and len(agents) > 1
        placed = kind in _DONE_TO_PLACES and not both
        return agents, self._search(c, trigger, agents, placed)

    def _is_attitude(self, c: Candidate) -> bool:
        # "is opposed to mediation", "is committed to peace": no passive in meaning.
        relations = {relation for relation, _ in c.objects}
        return "by" not in relations and bool(
            c.families & {"commit", "refuse"} or (c.lemma == "oppose" and "to" in relations)
        )

    def subject_of(self, verb: int) -> int | None:
        """Return the subject of a verb, its own or inherited from the clause around it.

        Through relative clauses, participles, joined verbs, and control: the
        object controls after verbs of asking ("urged Oslo to leave").
        """
        parse, at = self._parse, verb
        if parse.pos[at] == "ADJ" and parse.pos[parse.head[at]] in _VERBAL:
            at = parse.head[at]
        for _ in range(8):
            for child in parse.children[at]:
                if parse.dep[child] in _SUBJECT:
                    if parse.lower[child] in _RELATIVE and parse.dep[at] == "relcl":
                        return parse.head[at]
                    return child
            above = parse.head[at]
            if above == at:
                return None
            if parse.dep[at] in {"acl", "relcl"}:
                return above if parse.tag[at] != "VB" else self._owner(above)
            # "accused Oslo of breaking it", "kept Oslo from leaving": the object acts.
            if parse.dep[at] == "pcomp" and parse.lower[above] in {"of", "from"}:
                objects = [x for x in parse.children[parse.head[above]] if parse.dep[x] == "dobj"]
                if objects:
                    return objects[0]
            if parse.dep[at] == "xcomp":
                objects = [x for x in parse.children[above] if parse.dep[x] in {"dobj", "dative"}]
                if objects and parse.pos[above] == "VERB":
                    return objects[0]
            at = above
        return None

    def _owner(self, noun: int) -> int | None:
        # "Russia's refusal to X", "X's plan to Y": the possessor acts.
        parse = self._parse
        for child in parse.children[noun]:
            if parse.dep[child] == "poss":
                return child
        verb = self._clause_of(noun)
        return self.subject_of(verb) if verb is not None else None

    def _clause_of(self, token: int) -> int | None:
        for above in self._parse.ancestors(token):
            if self._parse.pos[above] in _VERBAL:
                return above
        return None

    def _of_noun(
        self, noun: int, kind: str, climb: bool = True
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        parse = self._parse
        between = self._between(noun)
        if between:
            return between, ()
        by, others, owner, of = [], [], [], []
        for child in parse.children[noun]:
            dep = parse.dep[child]
            if dep in OF_NAME and self._parties.entity(child):
                owner.append(child)
            elif dep in {"prep", "agent"}:
                word = parse.lower[child]
                heads = [x for x in parse.children[child] if parse.dep[x] == "pobj"]
                if word == "by" or (word == "from" and kind in _FROM_AGENT):
                    by += heads
                elif word == "of":
                    of += heads
                elif word in _OTHER_SIDE and word not in {"for", "over"}:
                    others += heads
        acting = kind in _OF_AGENT and parse.lemma[noun] not in _OF_TARGET
        if acting and not by and not owner:
            by, of = of, []
        agents = self._parties.all(by) or self._parties.all(owner)
        targets = self._parties.all(others) or self._parties.all(of)
        if not agents and climb:
            agents = self._from_clause(noun, kind)
        return agents, targets

    def _from_clause(self, noun: int, kind: str) -> tuple[str, ...]:
        """Return the subject of the clause in which an event noun is the occasion.

        "He said at a meeting with the envoy", "arrived for talks with".
        """
        parse = self._parse
        above = parse.head[noun]
        if parse.dep[noun] == "pobj" and parse.lower[above] in _OCCASION:
            verb = parse.head[above]
            if kind in _JOINED and parse.pos[verb] in _VERBAL:
                return self._subject_ids(verb)
            if kind in _RECIPROCAL and parse.dep[verb] == "dobj":
                return self._from_clause(verb, kind) or self._subject_ids(parse.head[verb])
        elif parse.dep[noun] == "dobj" and parse.lemma[above] in self._light:
            # "staged an attack"; who "condemned the attack" did not make it.
            return self._subject_ids(above)
        return ()

    def _subject_ids(self, verb: int, acting: bool = True) -> tuple[str, ...]:
        subject = self.subject_of(verb)
        return self._parties.all([subject], acting) if subject is not None else ()

    def _between(self, noun: int) -> tuple[str, ...]:
        parse = self._parse
        for child in parse.children[noun]:
            if parse.dep[child] == "prep" and parse.lower[child] in {"between", "among"}:
                return self._parties.all(x for x in parse.children[child] if parse.dep[x] == "pobj")
        return ()

    def _search(
        self, c: Candidate, trigger: int, agents: tuple[str, ...], places: bool = True
    ) -> tuple[str, ...]:
        """Return the first other participant that stands below the trigger.

        Objects before prepositions before what modifies them; a clause that the
        trigger governs ("threatened to attack X") after its own objects.
        """
        for token in self._below(c, trigger, places):
            found = tuple(x for x in self._parties.all([token]) if x not in agents)
            if found:
                return found
        return ()

    def _below(self, c: Candidate, trigger: int, where: bool) -> Iterator[int]:
        parse = self._parse
        objects: list[int] = []
        sides: list[int] = []
        places: list[int] = []
        for head in self._governed(c):
            for child in parse.children[head]:
                dep = parse.dep[child]
                if dep in {"prep", "agent"} or (dep == "dative" and parse.pos[child] == "ADP"):
                    inner = [x for x in parse.children[child] if parse.dep[x] == "pobj"]
                    (places if parse.lower[child] in WHERE else sides).extend(inner)
                elif dep == "dative":
                    objects.insert(0, child)
                elif dep in {"dobj", "attr", "oprd"} or (dep in _SUBJECT and head != c.head):
                    objects.append(child)
        # "gave Oslo a loan", "gave a loan to Oslo": who gets it before what is given.
        if trigger != c.head:
            yield from sides
        for noun in objects:
            if noun != trigger:
                yield noun
            else:  # of "held talks in Riga" only "Russian talks", not the place
                yield from (x for x in parse.children[noun] if parse.dep[x] in OF_NAME)
        yield from sides
        for noun in (*objects, *sides, *places):
            yield from self._inside(noun, places)
        yield from self._conditions(c)
        if where:
            yield from places
        yield from self._aims(c.head)

    def _conditions(self, c: Candidate) -> Iterator[int]:
        """Yield whom a threat names in its condition: "threatened to leave unless Oslo paid"."""
        parse = self._parse
        if "threat" not in c.families:
            return
        for head in self._governed(c):
            for clause in parse.children[head]:
                if parse.dep[clause] == "advcl":
                    inner = parse.children[clause]
                    if any(parse.lower[x] in {"if", "unless"} for x in inner):
                        yield from (x for x in inner if parse.dep[x] in _SUBJECT)

    def _governed(self, c: Candidate) -> list[int]:
        """Return a trigger and the clauses it governs: "decided to allow Oslo to …"."""
        parse = self._parse
        heads = [c.head]
        if c.complement is not None:
            heads.append(c.complement)
            for clause in heads[1:3]:
                heads += (
                    x
                    for x in parse.children[clause]
                    if parse.dep[x] == "xcomp"
                    or (parse.dep[x] == "ccomp" and parse.tag[x] in {"VB", "VBG"})
                )
        return heads[:3]

    def _inside(self, noun: int, places: list[int], depth: int = 3) -> Iterator[int]:
        """Yield what the prepositions after a noun govern, places set aside."""
        parse = self._parse
        for child in parse.children[noun]:
            # "an invitation to attend a meeting of the factions".
            if parse.dep[child] == "acl" and parse.tag[child] == "VB" and depth:
                for inner in parse.children[child]:
                    if parse.dep[inner] in {"dobj", "nsubj"}:
                        yield inner
                        yield from self._inside(inner, places, depth - 1)
            if parse.dep[child] == "prep":
                for inner in parse.children[child]:
                    if parse.dep[inner] != "pobj":
                        continue
                    if parse.lower[child] in WHERE:
                        places.append(inner)
                    else:
                        yield inner
                    if depth:
                        yield from self._inside(inner, places, depth - 1)

    def _aims(self, head: int) -> Iterator[int]:
        """Yield whom a purpose names: "opened fire to disperse …", "demanding that Oslo …"."""
        parse = self._parse
        for clause in parse.children[head]:
            aims = parse.tag[clause] == "VB" or (
                parse.tag[clause] == "VBG" and parse.lemma[clause] in _AIMING
            )
            if parse.dep[clause] == "advcl" and aims:
                for child in parse.children[clause]:
                    if parse.dep[child] == "dobj":
                        yield child
                        yield from self._inside(child, [])
                    elif parse.dep[child] == "prep":
                        yield from (x for x in parse.children[child] if parse.dep[x] == "pobj")
                    elif parse.dep[child] == "ccomp":
                        yield from (x for x in parse.children[child] if parse.dep[x] in _SUBJECT)
