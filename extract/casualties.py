"""How many were killed or injured in an event, where the text states it for that event.

A count belongs to the event that the same clause tells of: its own verb ("killed
three people"), what it results from ("shelled the town, killing three"), its subject
or occasion ("the strike left two dead", "died in a raid"), or the one act of the sentence
before ("No one was hurt."). What names another occasion belongs to none of these.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from politigraph.extract.counts import casualty_words
from politigraph.extract.harms import Harm, clause_of, find_harms
from politigraph.extract.parse import Parse
from politigraph.extract.records import Event, Span

_OCCASION: Final = frozenset({"in", "by", "during", "after", "from", "following", "amid"})
_WHEN: Final = frozenset({"when", "as", "after", "while"})
_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_CLIMBED: Final = frozenset(
    {"advcl", "xcomp", "conj", "acl", "pcomp", "prep", "pobj", "dobj", "oprd", "acomp"}
    | {"parataxis", "attr", "appos", "relcl", "ccomp", "nsubj", "nsubjpass", "dep", "amod"}
)
_STEPS: Final = 8


@dataclass(frozen=True, slots=True)
class _Link:
    """Which event a harm belongs to; ``elsewhere``: to an occasion that is none of them."""

    event: int | None = None
    elsewhere: bool = False
    same: bool = False
    """It happened in "the attack", which is the one told of before."""


def with_casualties(parse: Parse, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events, each with the number of killed and injured that the text states.

    Only events told as having happened have any. ``casualties`` are the words of the
    counts, which may stand in the sentence after the event's.
    """
    carriers = {
        _token(parse, event.trigger): number
        for number, event in enumerate(events)
        if event.type in casualty_words("carrier")
    }
    if not carriers:
        return tuple(events)
    tolls: dict[int, dict[str, Harm]] = {}
    others = {_token(parse, event.trigger) for event in events} - carriers.keys()
    for harm in find_harms(parse):
        owner = _owner(parse, harm, carriers, others)
        if owner is not None:
            for kind in harm.kinds:
                tolls.setdefault(owner, {}).setdefault(kind, harm)
    return tuple(
        _with_toll(parse, event, tolls[number]) if number in tolls else event
        for number, event in enumerate(events)
    )


def _with_toll(parse: Parse, event: Event, toll: dict[str, Harm]) -> Event:
    if event.polarity == "negative" or event.realis not in {"actual", "historical"}:
        return event
    spans = {parse.span(harm.people.start, harm.people.end) for harm in toll.values()}
    numbers = {kind: harm.people.number for kind, harm in toll.items()}
    return replace(
        event,
        killed=numbers.get("killed"),
        injured=numbers.get("injured"),
        casualties=tuple(sorted(spans)),
    )


def _token(parse: Parse, trigger: Span) -> int:
    return parse.start.index(trigger.start)


def _owner(parse: Parse, harm: Harm, carriers: dict[int, int], others: set[int]) -> int | None:
    """Return the number of the event that a harm belongs to."""
    below = (_below(parse, anchor, carriers) for anchor in harm.joined)
    link = next((link for link in below if link != _Link()), _Link())
    if link.event is not None:
        return link.event
    above = _above(parse, harm, carriers, others)
    if above is not None and (link == _Link() or above in harm.joined):
        return carriers[above]
    return None if link.elsewhere else _sentence_before(parse, harm, carriers)


# -- the occasion that the clause of a harm names


def _below(parse: Parse, anchor: int, carriers: dict[int, int]) -> _Link:
    """Look for the act that a clause names: its subject, "in the raid", "when they shelled"."""
    for noun in _occasions(parse, anchor):
        if noun in carriers:
            return _Link(carriers[noun])
        kind = casualty_words("occasion").get(parse.lemma[noun])
        if kind:
            same = any(parse.lower[c] in casualty_words("same") for c in parse.children[noun])
            told = same and kind == "act" and _is_bare(parse, noun)
            return _Link(same=True) if told else _Link(elsewhere=True)
    return _Link()


def _is_bare(parse: Parse, noun: int) -> bool:
    # "the attack", and neither "the attack on Oslo" nor "the 2014 attack".
    return all(parse.dep[child] in {"det", "punct"} for child in parse.children[noun])


def _occasions(parse: Parse, anchor: int) -> Iterator[int]:
    verb = clause_of(parse, anchor)
    for at in dict.fromkeys((verb, anchor)):
        for child in parse.children[at]:
            dep = parse.dep[child]
            if dep in _SUBJECT:
                yield from _inside(parse, child)
            elif dep in {"prep", "agent"} and parse.lower[child] in _OCCASION:
                for inner in parse.children[child]:
                    yield from _inside(parse, inner)
            elif dep == "advcl" and any(parse.lower[c] in _WHEN for c in parse.children[child]):
                if parse.dep[at] == "advcl":
                    continue  # of "shelled Riga, killing three, after …" it says when they shelled
                yield child
                yield from _inside(parse, child, ("nsubj",))
            elif dep in {"ccomp", "parataxis"} and child < at:
                yield child  # "Rebels attacked a convoy; 12 people died."


def _inside(parse: Parse, head: int, deps: tuple[str, ...] = ("prep", "pobj")) -> Iterator[int]:
    """Yield a noun and what it is of: "a wave of attacks", "12 people in an attack"."""
    yield head
    for child in parse.children[head]:
        if parse.dep[child] in deps and parse.lower[child] not in {"before", "since"}:
            yield from _inside(parse, child, deps)


# -- the act that a harm results from


def _above(parse: Parse, harm: Harm, carriers: dict[int, int], others: set[int]) -> int | None:
    """Return the token of the act that a harm results from: "shelled the town, killing three"."""
    at = harm.anchor
    found = at if at in carriers else None
    for _ in range(_STEPS):
        above = parse.head[at]
        leaving = parse.lemma[above] in casualty_words("leaving")
        if above == at or (above in others and not leaving) or parse.dep[at] not in _CLIMBED:
            return found
        if not _may_climb(parse, at, harm.anchor):
            return found
        act = _act_of(parse, above, carriers)
        if act is not None:
            # The result of an act is counted with the act: "shelled, killing and wounding".
            found = act
            if act not in harm.joined:
                return found
        at = above
    return found


def _act_of(parse: Parse, token: int, carriers: dict[int, int]) -> int | None:
    """Return the trigger of a clause: its verb, or what that carries ("opened fire")."""
    if token in carriers:
        return token
    if parse.pos[token] not in {"VERB", "AUX"}:
        return None
    parts = (c for c in parse.children[token] if parse.dep[c] in {"dobj", "nsubj"})
    return next((c for c in parts if c in carriers), None)


def _may_climb(parse: Parse, at: int, anchor: int) -> bool:
    dep, above = parse.dep[at], parse.head[at]
    subjects = [c for c in parse.children[at] if parse.dep[c] in _SUBJECT]
    marks = {parse.lower[c] for c in parse.children[at] if parse.dep[c] in {"mark", "advmod"}}
    if dep in {"advcl", "ccomp"}:
        leaving = parse.lemma[above] in casualty_words("leaving")
        return (dep == "advcl" or leaving) and not marks & (_WHEN | {"since", "before", "where"})
    if dep == "conj":
        # "Oslo shelled the port and Riga killed three": another's act.
        acting = any(parse.dep[c] == "dobj" for c in parse.children[at])
        return not (subjects and acting and parse.pos[at] in {"VERB", "AUX"})
    if dep == "relcl":
        # "the attack, which killed three" and "clashes in which three died".
        return parse.tag[above].startswith("NN") and any(
            parse.lower[c] in {"which", "that"}
            for part in (at, *parse.children[at])
            for c in parse.children[part]
        )
    if dep in {"nsubj", "nsubjpass"}:
        return at == anchor and parse.lemma[above] in casualty_words("leaving")
    return True


# -- the sentence after


def _sentence_before(parse: Parse, harm: Harm, carriers: dict[int, int]) -> int | None:
    """Return the one act of the sentence before, where a sentence of its own counts its toll."""
    number = parse.sentence_of[harm.anchor]
    here = range(*parse.sentences[number])
    if not number or any(token in carriers for token in here) or not _is_main(parse, harm.anchor):
        return None
    before = range(*parse.sentences[number - 1])
    told = [carriers[token] for token in before if token in carriers]
    known = {parse.lower[token] for token in before}
    new = (t for t in here if parse.ner[t] in {"GPE", "LOC", "FAC"} or _is_year(parse.word[t]))
    if len(told) != 1 or any(parse.lower[token] not in known for token in new):
        return None
    return told[0]


def _is_main(parse: Parse, anchor: int) -> bool:
    """Tell whether a harm is what its sentence says, be it in somebody's words."""
    at = anchor
    while parse.head[at] != at:
        marked = any(
            parse.dep[c] == "mark" and parse.lower[c] != "that" for c in parse.children[at]
        )
        if parse.dep[at] in {"relcl", "acl", "advcl", "pcomp", "pobj"} or marked:
            return False
        at = parse.head[at]
    return True


def _is_year(word: str) -> bool:
    return len(word) == 4 and word[:2] in {"18", "19", "20"} and word.isdecimal()
