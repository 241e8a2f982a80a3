"""What the learned trust looks at: the named properties of an act with its participants.

A name is ``property=value``; two properties together are joined with ``+`` and their values
with ``|``. ``sides`` says which sides are known: ``AT`` agent and target, ``AA`` several
agents, ``A-`` and ``-T`` one side, ``--`` none. No feature holds a name of anybody.
"""

from collections.abc import Iterator
from typing import NamedTuple

from politigraph.extract.event_actors import Participants
from politigraph.extract.event_readings import Found
from politigraph.extract.event_subjects import clause_of
from politigraph.extract.parse import Parse

NAMED = frozenset({"GPE", "PERSON", "NORP", "ORG", "LOC", "FAC"})
"""The labels of names, which features hold in place of them."""
_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_OF_NOUN = frozenset({"amod", "compound", "poss", "nummod"})
_FIXED = frozenset({"det", "poss"})
_IN_PERSON = frozenset({"i", "we", "you", "my", "our", "your"})
_CENTURIES = frozenset({"18", "19", "20"})
_CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_AGES = (-1, 0, 4, 15, 45)
_LENGTHS = (12, 20, 30, 40, 50)
_SENTENCES = (1, 3, 6, 12, 25)


class Judged(NamedTuple):
    """What is known of an act besides its words.

    ``ruled`` is how far the rules trust it, up to 1 (`event_trust`); ``age`` how many days
    before the article's publication it took place, None where the text gives it no date.
    """

    ruled: float
    age: int | None


def trust_features(parse: Parse, found: Found, cast: Participants, judged: Judged) -> list[str]:
    """Return the properties of an act, its words, its sentence and who takes part, each once."""
    age = "none" if judged.age is None else str(_step(judged.age, _AGES))
    names = ["bias", f"ruled={_step(judged.ruled, _CHANCES)}", f"age={age}"]
    names += _of_reading(parse, found, sides_of(cast))
    names += _of_sides(found, cast)
    if found.candidate.kind == "noun":
        names += _of_noun(parse, found)
    else:
        names += _of_verb(parse, found)
    names += _of_time(parse, found)
    names += _of_sentence(parse, found)
    # "in May in Riga" is no more with "in" than "in May": learned from what is there or not.
    return list(dict.fromkeys(names))


def sides_of(cast: Participants) -> str:
    """Return which sides of an act are known.

    >>> sides_of(Participants(("country/LVA",), (), ""))
    'A-'
    """
    if len(cast.agents) > 1 and not cast.targets:
        return "AA"
    return ("A" if cast.agents else "-") + ("T" if cast.targets else "-")


def kind_of(entity: str) -> str:
    """Return the kind of an entity: known to the authority, named, or described alone.

    >>> kind_of("person/Q7747"), kind_of("person/Mara_Lindqvist"), kind_of("group/a1/20")
    ('known person', 'person', 'described group')
    """
    kind, _, rest = entity.partition("/")
    if "/" in rest:
        return f"described {kind}"
    return f"known {kind}" if rest[:1] == "Q" and rest[1:].isdecimal() else kind


def norm(parse: Parse, i: int) -> str:
    """Return the lemma of a word, and the label of a name in place of it."""
    if parse.ner[i] in NAMED:
        return f"<{parse.ner[i]}>"
    return "<name>" if parse.pos[i] == "PROPN" else parse.lemma[i]


def _of_reading(parse: Parse, found: Found, sides: str) -> Iterator[str]:
    c, kind, rule = found.candidate, found.reading.type, found.reading.rule
    depth = min(sum(1 for _ in parse.ancestors(c.head)), 5)
    yield f"type={kind}"
    yield f"rule={rule}"
    yield f"type+rule={kind}|{rule}"
    yield f"sides={sides}"
    yield f"type+sides={kind}|{sides}"
    yield f"rule+sides={rule}|{sides}"
    yield f"read={_step(found.confidence, _CHANCES)}"
    yield f"depth={depth}"
    yield f"word={c.lemma}"
    yield f"word+type={c.lemma}|{kind}"
    if found.trigger != c.head:
        yield f"trigger={parse.lemma[found.trigger]}"
    if c.passive:
        yield f"passive={sides}"
    for word in sorted(c.auxiliaries):
        yield f"aux={word}"


def _of_sides(found: Found, cast: Participants) -> Iterator[str]:
    kind = found.reading.type
    agents = sorted(set(map(kind_of, cast.agents))) or ["-"]
    targets = sorted(set(map(kind_of, cast.targets))) or ["-"]
    for agent in agents:
        yield f"agent={agent}"
        yield f"type+agent={kind}|{agent}"
        for target in targets:
            yield f"pair={agent}|{target}"
    for target in targets:
        yield f"target={target}"
        yield f"type+target={kind}|{target}"
    if cast.agents:
        yield f"agent by={cast.agent_by}"
        yield f"type+agent by={kind}|{cast.agent_by}"
    if cast.targets:
        yield f"target by={cast.target_by}"
        yield f"type+target by={kind}|{cast.target_by}"
        yield f"target+target by={targets[0]}|{cast.target_by}"
    if cast.unknown:
        yield "unknown actor"
    if cast.place:
        yield "place"


def _of_verb(parse: Parse, found: Found) -> Iterator[str]:
    head, kind = found.candidate.head, found.reading.type
    yield f"tag={parse.tag[head]}"
    yield f"type+tag={kind}|{parse.tag[head]}"
    yield f"dep={parse.dep[head]}"
    if parse.head[head] != head:
        yield f"governor={norm(parse, parse.head[head])}"
    own = has_object = False
    for x in parse.children[head]:
        dep = parse.dep[x]
        if dep in {"mark", "advmod"}:
            yield f"{dep}={parse.lower[x]}"
        elif dep in {"prep", "agent"}:
            yield f"prep={parse.lower[x]}"
            yield f"type+prep={kind}|{parse.lower[x]}"
        elif dep == "dobj":
            has_object = True
            yield f"object={norm(parse, x)}"
            yield f"object tag={parse.tag[x]}|{_is_fixed(parse, x)}"
        elif dep in _SUBJECT:
            own = True
            yield f"subject={norm(parse, x)}"
            yield f"subject tag={parse.tag[x]}|{_is_fixed(parse, x)}"
    yield f"own subject={own}"
    yield f"has object={has_object}"


def _of_noun(parse: Parse, found: Found) -> Iterator[str]:
    head, kind = found.candidate.head, found.reading.type
    yield "noun"
    yield f"noun tag={parse.tag[head]}|{_is_fixed(parse, head)}"
    yield f"noun dep={parse.dep[head]}"
    if parse.head[head] != head:
        yield f"noun under={norm(parse, parse.head[head])}"
    verb = clause_of(parse, head)
    if verb is not None:
        yield f"clause={parse.lemma[verb]}"
        yield f"clause tag={parse.tag[verb]}"
        yield f"dep+clause={parse.dep[head]}|{parse.lemma[verb]}"
    for x in parse.children[head]:
        if parse.dep[x] in _OF_NOUN:
            yield f"{parse.dep[x]}={norm(parse, x)}"
        elif parse.dep[x] == "prep":
            yield f"prep={parse.lower[x]}"
            yield f"type+prep={kind}|{parse.lower[x]}"


def _of_time(parse: Parse, found: Found) -> Iterator[str]:
    """Yield what tells a single act of today from a habit and from what is long past."""
    head = found.candidate.head
    verb = head if parse.pos[head] in _VERBAL else clause_of(parse, head)
    if verb is not None:
        for x in parse.children[verb]:
            if parse.dep[x] in {"advmod", "npadvmod", "neg"}:
                yield f"adverb={parse.lower[x]}"
    start, end = parse.sentences[parse.sentence_of[head]]
    for i in range(start, end):
        if parse.ner[i] == "DATE":
            word = parse.word[i]
            if not word.isdecimal():
                yield f"date={parse.lemma[i]}"
            elif len(word) == 4 and word[:2] in _CENTURIES:
                yield "date=<year>"


def _of_sentence(parse: Parse, found: Found) -> Iterator[str]:
    head = found.candidate.head
    number = parse.sentence_of[head]
    start, end = parse.sentences[number]
    yield f"length={_step(end - start, _LENGTHS)}"
    yield f"sentence={_step(number, _SENTENCES)}"
    yield f"sentences={_step(len(parse.sentences), _SENTENCES)}"
    if not _IN_PERSON.isdisjoint(parse.lower[start:end]):
        yield "in person"


def _is_fixed(parse: Parse, noun: int) -> bool:
    """Tell whether a phrase means certain ones, as "the" and "his" do, and no plural at large."""
    return any(parse.dep[x] in _FIXED for x in parse.children[noun])


def _step(value: float, edges: tuple[float, ...]) -> int:
    return sum(value >= edge for edge in edges)
