"""Who did it, to whom, and where: the participants of one event, from its clause."""

from typing import NamedTuple

from politigraph.extract.event_candidates import Candidate, noun_key
from politigraph.extract.event_doers import Doers
from politigraph.extract.event_lexicon import Sense, load_event_lexicon
from politigraph.extract.event_other_side import Act, OtherSide
from politigraph.extract.event_parties import OF_NAME, Parties, Resolver
from politigraph.extract.event_subjects import SUBJECT, VERBAL, clause_of, subject_of
from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import HE_OR_SHE

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
    "into",
)
_OCCASION = frozenset({"at", "during", "in", "for", "after", "before", "following", "on", "to"})
# "an arrest of", "the release of": what follows "of" undergoes the act; with others it acts.
_OF_AGENT = frozenset({"RETREAT", "PROTEST", "REQUEST"})
_LED_AWAY = frozenset({"demobilize", "demobilise", "withdraw", "pull", "deploy"})
_AT_THE_HEAD = frozenset({"lead", "head", "spearhead", "commence"})
_OF_TARGET = frozenset({"release", "evacuation", "repatriation", "disarmament"})
# "criticism from Oslo", "aid from Oslo"; but "withdrawal from the valley".
_FROM_AGENT = frozenset({"ACCUSE", "REQUEST", "THREATEN", "SUPPORT", "AID", "REJECT", "AGREE"})
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


_NO_SENSE = Sense("")


class Participants(NamedTuple):
    """Entity ids; the place is empty when the clause names none.

    ``unknown``: the clause says who or what acts, in a word that stands for nobody we know.
    ``agent_by`` and ``target_by`` name how the sides stand to the act ("subject", "place").
    """

    agents: tuple[str, ...]
    targets: tuple[str, ...]
    place: str
    unknown: bool = False
    agent_by: str = ""
    target_by: str = ""


class _Sides(NamedTuple):
    """Both sides of an act, and how each stands to it."""

    agents: tuple[str, ...]
    targets: tuple[str, ...]
    agent_by: str = ""
    target_by: str = ""


class Casting:
    """Finds the participants of the events of one text."""

    def __init__(self, parse: Parse, resolver: Resolver) -> None:
        self._parse = parse
        self._parties = Parties(parse, resolver)
        self._other = OtherSide(parse, self._parties)
        self._doers = Doers(parse, self._parties)
        self._lexicon = load_event_lexicon()
        self._light = self._lexicon.members["light"]

    def cast(
        self, c: Candidate, kind: str, trigger: int, is_reported: bool = False
    ) -> Participants:
        """Return the participants of an event of type ``kind``.

        ``trigger`` is the noun that a light verb carries, otherwise the candidate's
        head. ``is_reported``: the act is in the words of who says it ("said that Oslo
        must leave"), so its subject undergoes the act.
        """
        if is_reported:
            sides = self._of_words(c)
        elif c.kind == "noun":
            sides = self._of_noun(c.head, kind)
        else:
            sides = self._of_verb(c, kind, trigger)
        agents = sides.agents
        targets = tuple(t for t in sides.targets if t not in agents)
        if kind in _RECIPROCAL and not agents and len(targets) > 1:
            agents, targets = targets, ()
        place = self._parties.place(trigger) or self._parties.place(c.head)
        if not place and c.kind == "noun":
            verb = clause_of(self._parse, c.head)
            place = self._parties.place(verb) if verb is not None else ""
        if not place and kind == "ASSAULT":
            place = self._place_of_occasion(c.head)
        unknown = not agents and c.kind == "verb" and self._is_other(c)
        return Participants(agents, targets, place, unknown, sides.agent_by, sides.target_by)

    def likeliest(self, c: Candidate, kind: str, cast: Participants) -> Participants:
        """Return the participants with a guess at the agent, where the clause names none.

        That is the subject of the nearest clause around the act, which most sentences are
        about ("insisted on its demands"). For events that are doubtful anyway, and not for
        force: who "died of torture" did not torture. Nor is a country who "he" is in "He
        resigned, Oslo said".
        """
        if cast.agents or cast.unknown or kind in {"ASSAULT", "COERCE"}:
            return cast
        parse, own = self._parse, subject_of(self._parse, c.head)
        if own is not None and self._parties.is_somebody_else(own):
            return cast
        human = own is not None and parse.lower[own] in HE_OR_SHE
        for verb in (c.head, *parse.ancestors(c.head)):
            if parse.pos[verb] in VERBAL and (found := self._subject_ids(verb)):
                if human and not c.passive:
                    found = tuple(x for x in found if x.startswith(("person/", "anonymous/")))
                return cast._replace(agents=tuple(x for x in found if x not in cast.targets))
        return cast

    def _place_of_occasion(self, verb: int) -> str:
        """Return where people were killed "when a bomb went off in Riga"."""
        parse = self._parse
        clauses = (x for x in parse.children[verb] if parse.dep[x] == "advcl")
        for clause in clauses:
            if any(parse.lower[x] == "when" for x in parse.children[clause]):
                return self._parties.place(clause)
        return ""

    def _is_other(self, c: Candidate) -> bool:
        # "the storm closed the port", "was met by strong winds"; a bomb has somebody behind it.
        if c.passive:
            doers = [t for r, t in c.objects if r == "by"]
        else:
            subject = subject_of(self._parse, c.head)
            doers = [subject] if subject is not None else []
        return any(
            self._parse.pos[x] == "NOUN"
            and self._parse.lemma[x] not in {"agent", "gas", "poison"}
            and self._lexicon.nouns.get(noun_key(self._parse, self._lexicon, x), _NO_SENSE).type
            not in {"ASSAULT", "COERCE", "MOBILIZE"}
            for x in doers
        )

    def _of_words(self, c: Candidate) -> _Sides:
        """Return who says "Oslo must leave", and Oslo."""
        parse, subject = self._parse, subject_of(self._parse, c.head)
        for above in parse.ancestors(c.head):
            if parse.pos[above] == "VERB":
                speaker = subject_of(self._parse, above)
                if speaker is not None and speaker != subject:
                    targets = self._parties.all([subject]) if subject is not None else ()
                    return _Sides(self._parties.all([speaker]), targets, "speaker", "subject")
        return _Sides((), self._parties.all([subject]) if subject is not None else ())

    def _of_verb(self, c: Candidate, kind: str, trigger: int) -> _Sides:
        parse = self._parse
        if c.passive and not self._is_attitude(c):
            agents = self._parties.all(t for r, t in c.objects if r == "by")
            patients = [x for x in parse.children[c.head] if parse.dep[x] in SUBJECT]
            if not patients and parse.dep[c.head] in {"acl", "relcl"}:
                patients = [parse.head[c.head]]
            if not patients:
                inherited = subject_of(self._parse, c.head)
                patients = [inherited] if inherited is not None else []
            if trigger != c.head:  # "talks were held between A and B"
                inner = self._of_noun(trigger, kind, climb=False)
                return inner._replace(agents=agents, agent_by="by") if agents else inner
            targets = self._parties.all(patients)
            if (c.lemma in _LED_AWAY or kind == "MOBILIZE") and not agents:
                # "The guerrillas have been demobilized": it is they who go; so do troops
                # that are deployed.
                other, how = self._other.of(c, Act(kind, trigger), targets, True)
                return _Sides(targets, other, "patient", how)
            if patients:  # "a dealer was arrested in Riga": known or not, and not Riga
                if agents:
                    return _Sides(agents, targets, "by", "patient")
                told = self._doers.beside(c) if kind == "ASSAULT" else self._doers.of_state(c)
                agents = tuple(x for x in told if x not in targets)
                return _Sides(agents, targets, "beside", "patient")
            other, how = self._other.of(c, Act(kind, trigger), agents)
            return _Sides(agents, other, "by", how)
        # "won backing from Oslo", "suffered attacks".
        if "receiving" in c.families and trigger != c.head and kind not in _RECIPROCAL:
            givers = self._of_noun(trigger, kind, climb=False).agents
            givers = givers or self._parties.all(t for r, t in c.objects if r == "from")
            return _Sides(givers, self._subject_ids(c.head, acting=False), "giver", "receiver")
        subject = subject_of(parse, c.head)
        agents = self._subject_ids(c.head)
        own = subject is not None and parse.head[subject] == c.head
        agent_by = "subject" if own else "inherited subject"
        if not agents:
            agents, agent_by = self._doers.behind(subject), "behind"
        if trigger != c.head and (between := self._between(trigger)):
            # A mediator holds talks between others; those are the targets.
            if agents:
                return _Sides(agents, between, agent_by, "between")
            return _Sides(between, (), "between")
        # "Oslo and Riga met in Vienna": both sides act, and the place is no third one.
        both = kind in _RECIPROCAL and len(agents) > 1
        placed = kind in _DONE_TO_PLACES and not both
        other, how = self._other.of(c, Act(kind, trigger), agents, placed)
        return _Sides(agents, other, agent_by, how)

    def _is_attitude(self, c: Candidate) -> bool:
        # "is opposed to mediation", "is committed to peace": no passive in meaning.
        relations = {relation for relation, _ in c.objects}
        return "by" not in relations and bool(
            c.families & {"commit", "refuse"} or (c.lemma == "oppose" and "to" in relations)
        )

    def _of_noun(self, noun: int, kind: str, climb: bool = True) -> _Sides:
        parse = self._parse
        between = self._between(noun)
        if between:
            return _Sides(between, (), "between")
        by, others, owner, of = [], [], [], []
        for child in parse.children[noun]:
            dep = parse.dep[child]
            if dep in OF_NAME and self._parties.entity(child) and not self._is_place(child):
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
        agents, agent_by = self._parties.all(by), "by"
        if not agents:
            agents, agent_by = self._parties.all(owner), "owner"
        if not agents:
            agents, agent_by = self._doers.behind(noun), "behind"
        targets, target_by = self._parties.all(of), "of"
        if not targets:
            targets, target_by = self._parties.all(others), "side"
        if not targets and kind == "REQUEST":
            # "its demand that Oslo leave": whose act is asked for.
            clauses = (x for x in parse.children[noun] if parse.dep[x] in {"acl", "ccomp"})
            asked = [x for v in clauses for x in parse.children[v] if parse.dep[x] == "nsubj"]
            targets, target_by = self._parties.all(asked), "asked"
        if not agents and climb:
            agents, agent_by = self._from_clause(noun, kind), "clause"
        return _Sides(agents, targets, agent_by, target_by)

    def _is_place(self, modifier: int) -> bool:
        # "the Istanbul talks", "a London rally"; but "a US strike", "Israeli raids".
        parse = self._parse
        return (
            parse.dep[modifier] == "compound"
            and parse.ner[modifier] in {"GPE", "LOC", "FAC"}
            and not parse.word[modifier].isupper()
        )

    def _from_clause(self, noun: int, kind: str) -> tuple[str, ...]:
        """Return the subject of the clause in which an event noun is the occasion.

        "He said at a meeting with the envoy", "arrived for talks with".
        """
        parse = self._parse
        above = parse.head[noun]
        if parse.dep[noun] == "pobj" and parse.lower[above] in _OCCASION:
            verb = parse.head[above]
            if kind in _JOINED and parse.pos[verb] in VERBAL:
                return self._subject_ids(verb)
            if kind in _RECIPROCAL and parse.dep[verb] == "dobj":
                return self._from_clause(verb, kind) or self._subject_ids(parse.head[verb])
        elif parse.dep[noun] == "dobj" and (
            parse.lemma[above] in self._light or parse.lemma[above] in _AT_THE_HEAD
        ):
            # "staged an attack", "heads an inquiry"; who "condemned the attack" did not make it.
            return self._subject_ids(above)
        return ()

    def _subject_ids(self, verb: int, acting: bool = True) -> tuple[str, ...]:
        subject = subject_of(self._parse, verb)
        if subject is not None and self._parse.dep[subject] == "csubj":
            # "said that lifting the ban is out of the question": who says so rules it out.
            above = clause_of(self._parse, verb)
            subject = subject_of(self._parse, above) if above is not None else None
        return self._parties.all([subject], acting) if subject is not None else ()

    def _between(self, noun: int) -> tuple[str, ...]:
        parse = self._parse
        for child in parse.children[noun]:
            if parse.dep[child] == "prep" and parse.lower[child] in {"between", "among"}:
                return self._parties.all(x for x in parse.children[child] if parse.dep[x] == "pobj")
        return ()
