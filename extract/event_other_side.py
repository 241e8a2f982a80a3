"""The other side of an act: which phrases below a trigger may name it, in which order."""

from collections.abc import Iterator
from typing import NamedTuple

from politigraph.extract.event_candidates import Candidate
from politigraph.extract.event_lexicon import load_event_lexicon
from politigraph.extract.event_parties import ABOUT, NEAR, OF_NAME, WHERE, Parties
from politigraph.extract.event_subjects import SUBJECT
from politigraph.extract.parse import Parse
from politigraph.extract.records import is_named
from politigraph.extract.word_lists import people_nouns

_AIMING = frozenset(
    {"demand", "target", "call", "urge", "press", "protest", "kill", "wound", "hit"}
)


# What follows tells when, why or as what: "criticised the law during a stop in Riga".
_CIRCUMSTANCE = frozenset(
    {"during", "after", "before", "since", "despite", "amid", "as", "while", "until", "because"}
)


# "crimes committed by the army", "a bill signed by the mayor"; but "a race won by the mayor".
_MAKING = frozenset(
    ["commit", "sign", "propose", "draft", "issue", "launch", "stage", "carry", "run", "own",
     "file", "lodge", "make", "seek", "lay", "submit", "present", "offer", "set", "bring"]
)  # fmt: skip
# Acts in words, and what stands a clause away from them, where only names are told to.
_TELLING = frozenset({"AGREE", "ACCUSE"})
_FARTHER = frozenset({"governed object", "governed side", "aim"})
# Whose object is an act of somebody, and which nouns tell whose: "the withdrawal of the troops".
_DEMANDING = frozenset({"demand", "seek", "request", "want"})
_FROM = frozenset({"from", "by"})
# Who is asked stands with these: "called on Oslo for help"; not "called for help at a rally".
_ASKED = frozenset({"obj", "dative", "on", "upon", "to", "with", "from", "of"})
_JOINT = frozenset(
    {"talks", "talk", "meeting", "dialogue", "summit", "deal", "agreement", "treaty", "pact"}
    | {"accord"}
)
_TOPICS = frozenset({"on", "over", "about"})
_TOPIC_DEPTH = 4
_OWN_ACTS = frozenset({"withdrawal", "resignation", "departure", "retreat", "surrender", "exit"})
_UNDERGONE = frozenset(
    {"release", "extradition", "deportation", "arrest", "trial", "prosecution", "protection"}
    | {"removal", "dismissal", "ouster", "rescue", "repatriation", "liberation", "freedom"}
)
# Where a case is heard.
_COURTS = frozenset({"court", "tribunal"})
_BEFORE_COURT = frozenset({"with", "in", "at", "to", "before"})
# What is agreed or said in a town is not told to it.
_MUTUAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "REQUEST"})
_NO_PART = ABOUT | _CIRCUMSTANCE
_REACHED = WHERE | {"into"}  # "the roads leading into Riga"


class Act(NamedTuple):
    """The type of an event and the token that names it."""

    kind: str
    trigger: int


class OtherSide:
    """Finds the other participant of the acts of one text."""

    def __init__(self, parse: Parse, parties: Parties) -> None:
        self._parse = parse
        self._parties = parties

    def of(
        self, c: Candidate, act: Act, agents: tuple[str, ...], places: bool = True
    ) -> tuple[tuple[str, ...], str]:
        """Return the first other participant that stands below the trigger, and how it stands.

        Objects before prepositions before what modifies them; a clause that the
        trigger governs ("threatened to attack X") after its own objects.
        """
        if (
            act.kind == "REQUEST"
            and c.complement is None
            and (asked := self._demanded(c)) is not None
        ):
            return tuple(x for x in self._parties.all(asked) if x not in agents), "demanded"
        for token, how in self._below(c, act, places):
            found = tuple(x for x in self._parties.all([token]) if x not in agents)
            found = tuple(x for x in found if self._may_be(x, c, act, (token, how)))
            if found:
                return found, how
        return (), ""

    def _may_be(self, side: str, c: Candidate, act: Act, stands: tuple[int, str]) -> bool:
        """Tell whether what is named there is a side of the act, or only where or what it is of."""
        parse, (token, how) = self._parse, stands
        where = parse.lower[parse.head[token]]
        if where in WHERE and side.startswith("place/") and act.kind in _MUTUAL:
            how = "place"  # "agreed to open talks in Riga"
        if how in _FARTHER and act.kind in _TELLING:
            # "pledged to bolster its army", but "agreed to let the crew leave".
            return is_named(side) or parse.dep[token] in SUBJECT
        if act.kind == "PROTEST" and side.startswith("place/"):
            # "rallied in Liberty Park", "blocked the road", but "against Riga".
            return where == "against"
        if act.kind == "ACCUSE" and parse.lemma[token] in _COURTS:
            return where not in _BEFORE_COURT  # "filed a suit with"
        if c.lemma == "complain" and where == "to":
            return False  # who hears it
        if act.kind == "REJECT" and how == "inside":
            return False  # "rejected objections to the treaty with Riga"
        if self._is_topic(token, act.trigger):
            return False  # "reached agreement on an interim cabinet", "signed a pact on Libya"
        if where in NEAR and side.startswith("place/") and act.kind != "MOBILIZE":
            return False  # "bombed a camp near Riga"
        if act.kind == "AGREE" and how == "object" and c.complement is None:
            return is_named(side)  # "promised a committee"
        if how == "place" and act.kind in _MUTUAL:
            lexicon = load_event_lexicon()
            known = lexicon.nouns if c.kind == "noun" or act.trigger != c.head else lexicon.verbs
            word = c.lemma if act.trigger == c.head else parse.lemma[act.trigger]
            sense = known.get(word)
            return sense is not None and sense.mode == "visit"  # no talks with Vienna
        return True

    def _is_topic(self, token: int, trigger: int) -> bool:
        """Tell what a deal is about: "an agreement on a cabinet", "a pact to form a government"."""
        parse, at = self._parse, token
        if parse.lower[parse.head[token]] in _TOPICS and parse.lemma[trigger] in _JOINT:
            return True  # "signed a pact with Riga on the border"
        for _ in range(_TOPIC_DEPTH):
            above = parse.head[at]
            on = parse.dep[at] == "prep" and parse.lower[at] in _TOPICS
            if parse.lemma[above] in _JOINT and (on or parse.dep[at] in {"acl", "relcl"}):
                return True
            at = above
        return False

    def _demanded(self, c: Candidate) -> list[int] | None:
        """Return whose act is demanded: "called for Oslo's help", "demanded a halt to it".

        "called for tariffs on goods from Oslo", "demanded the release of prisoners": those who
        undergo what is demanded are not asked for it; who is to withdraw or to resign, is. None
        where something else is asked.
        """
        parse = self._parse
        relation = "obj" if c.lemma in _DEMANDING else "for"
        whats = [t for r, t in c.objects if r == relation]
        named = any(parse.ner[t] or self._is_somebody(t) for t in whats)
        if not whats or named:
            return None
        if relation == "obj" and (asked := [t for r, t in c.objects if r == "from"]):
            return asked  # "demanded money for Riga from Oslo"
        if any(r in _ASKED for r, _ in c.objects if r != relation):
            return None
        asked = [
            x
            for t in whats
            if parse.lemma[t] not in _UNDERGONE  # "demanded their release"
            for x in parse.children[t]
            if parse.dep[x] in OF_NAME
        ]
        for what in whats:
            # "an apology from Oslo", but "tariffs on goods from Oslo".
            first = next((x for x in parse.children[what] if parse.dep[x] == "prep"), what)
            own = parse.lemma[what] in _OWN_ACTS and parse.lower[first] == "of"
            joint = parse.lower[first] == "with" and parse.lemma[what] in _JOINT
            if parse.lower[first] in _FROM or joint or own:
                asked += (x for x in parse.children[first] if parse.dep[x] == "pobj")
        return asked

    def _below(self, c: Candidate, act: Act, where: bool) -> Iterator[tuple[int, str]]:
        """Yield the tokens that may name the other side, each with how it stands to the act."""
        parse, (kind, trigger) = self._parse, act
        places: list[int] = []
        found: list[int] = []
        for head in self._governed(c):
            objects, sides = self._around(head, c, kind, places)
            # The army that Oslo sends is no other side: the act goes where it is sent.
            if kind == "MOBILIZE" and head == trigger:
                objects = [x for x in objects if parse.dep[x] != "dobj"]
            if "ask" in c.families and head == c.head:
                asked = [x for x in (*objects, *sides) if parse.dep[x] in {"dobj", "pobj"}]
                if c.complement is not None and any(map(self._is_somebody, asked)):
                    yield from ((x, "asked") for x in asked)
                    return  # who is asked, known or not
            # "gave Oslo a loan", "gave a loan to Oslo": who gets it before what is given;
            # "called on Oslo to save Riga": who is asked before what.
            if trigger != c.head or (c.complement is not None and "ask" in c.families):
                yield from ((x, "side") for x in sides)
            for noun in objects:
                if noun != trigger:
                    yield noun, "object" if head == c.head else "governed object"
                    if head == trigger and self._is_somebody(noun):
                        return
                else:  # of "held talks in Riga" only "Russian talks", not the place
                    owners = (x for x in parse.children[noun] if parse.dep[x] in OF_NAME)
                    yield from ((x, "owner") for x in owners)
            yield from ((x, "side" if head == c.head else "governed side") for x in sides)
            found += objects
            found += sides
        for noun in (*found, *places):
            yield from ((x, "inside") for x in self._inside(noun, places))
        yield from ((x, "condition") for x in self._conditions(c))
        if where:
            yield from ((x, "place") for x in places)
        yield from ((x, "aim") for x in self._aims(c.head))

    def _around(
        self, head: int, c: Candidate, kind: str, places: list[int]
    ) -> tuple[list[int], list[int]]:
        """Return the objects of a verb and what its prepositions govern, places set aside."""
        parse = self._parse
        objects: list[int] = []
        sides: list[int] = []
        for child in parse.children[head]:
            dep = parse.dep[child]
            if dep in {"prep", "agent"} or (dep == "dative" and parse.pos[child] == "ADP"):
                if parse.lower[child] in _CIRCUMSTANCE and kind != "CONSULT":
                    continue  # "talked during a call with Oslo" tells with whom
                inner = [x for x in parse.children[child] if parse.dep[x] == "pobj"]
                (places if parse.lower[child] in WHERE else sides).extend(inner)
            elif dep == "prt":  # "kidnapped up to 16 engineers", "called on them"
                amounts = (x for x in parse.children[child] if parse.lower[x] in {"to", "of"})
                objects += (x for to in amounts for x in parse.children[to])
                sides += (x for x in parse.children[child] if parse.dep[x] == "pobj")
            elif dep == "dative":  # whom before what, but after who is to give it
                first = 1 if objects and parse.dep[objects[0]] in SUBJECT else 0
                objects.insert(first, child)
            elif dep in SUBJECT and head != c.head:
                # "demanded that its citizens be protected": of nobody that is named.
                if kind != "REQUEST" or dep != "nsubjpass":
                    objects.append(child)
            elif dep in {"dobj", "attr", "oprd"}:
                objects.append(child)
        return objects, sides

    def _is_somebody(self, noun: int) -> bool:
        # "accused him of helping Oslo": him, whoever he is, and not Oslo.
        parse = self._parse
        if parse.pos[noun] == "PRON":
            return parse.lower[noun] in {"him", "her", "them", "me", "us", "you", "whom"}
        if parse.pos[noun] == "PROPN":
            return True
        return parse.ner[noun] in {"PERSON", "NORP"} or parse.lemma[noun] in people_nouns()

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
                        yield from (x for x in inner if parse.dep[x] in SUBJECT)

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
            # "an invitation to attend a meeting of the factions", "refugees fleeing Chad".
            if parse.dep[child] == "acl" and depth:
                for inner in parse.children[child]:
                    if parse.dep[inner] in {"dobj", "nsubj"}:
                        yield inner
                        yield from self._inside(inner, places, depth - 1)
                    elif (parse.dep[inner] == "agent" and parse.lemma[child] in _MAKING) or (
                        parse.dep[inner] == "prep" and parse.lower[inner] in {"on", "against"}
                    ):  # "sanctions imposed on Oslo"
                        yield from (x for x in parse.children[inner] if parse.dep[x] == "pobj")
                    elif parse.dep[inner] == "prep" and parse.lower[inner] in _REACHED:
                        places += (x for x in parse.children[inner] if parse.dep[x] == "pobj")
            if parse.dep[child] == "prep" and parse.lower[child] not in _NO_PART:
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
                        yield from (x for x in parse.children[child] if parse.dep[x] in SUBJECT)
