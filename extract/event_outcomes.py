"""What came of an attack, which is no act beside it: "shelled the port, killing three"."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from politigraph.extract.parse import Parse
from politigraph.extract.records import Event, is_named

# Not "executing", "assassinating": acts of their own.
_HARMS = frozenset({"kill", "wound", "injure", "hurt", "maim"})

Numbered = tuple[int, Event]
"""An event with the number of its sentence."""


def without_outcomes(parse: Parse, numbered: Sequence[Numbered]) -> list[Numbered]:
    """Return numbered events without the attacks that are what came of another one of them.

    "struck the port, wounding three": a participle that says whom an attack hurt, by the same
    agents or by none that are known. The attack takes the sides and the mode that it lacks, and
    whom it hurt by name or nation rather than the place that it hit.
    """
    attacks = {
        bisect_left(parse.start, event.trigger.start): at
        for at, (_, event) in enumerate(numbered)
        if event.type == "ASSAULT"
    }
    found = list(numbered)
    dropped: set[int] = set()
    for token, at in attacks.items():
        above = _attack_of(parse, token, attacks)
        if above is None:
            continue
        attack, outcome = found[above][1], found[at][1]
        told_alike = (attack.polarity, attack.realis) == (outcome.polarity, outcome.realis)
        if told_alike and _may_be_of(outcome.agents, attack.agents):
            found[above] = found[above][0], _with_outcome(attack, outcome)
            dropped.add(at)
    return [one for at, one in enumerate(found) if at not in dropped]


def _with_outcome(attack: Event, outcome: Event) -> Event:
    known = [x for x in outcome.targets if is_named(x) and not x.startswith("place/")]
    targets = attack.targets or outcome.targets
    place = attack.place
    if known and attack.targets:
        hit = [x for x in attack.targets if x.startswith("place/")]
        place = place or next(iter(hit), "")
        targets = tuple(dict.fromkeys(x for x in (*attack.targets, *known) if x not in hit))
    return replace(
        attack,
        mode=attack.mode or outcome.mode,
        agents=attack.agents or outcome.agents,
        targets=targets,
        place=place,
        confidence=max(attack.confidence, outcome.confidence),
        doubtful=attack.doubtful and outcome.doubtful,
    )


def _attack_of(parse: Parse, token: int, attacks: dict[int, int]) -> int | None:
    """Return the attack whose outcome a trigger tells, if it tells one."""
    at = token
    while parse.dep[at] == "conj" and parse.tag[parse.head[at]] == "VBG":
        at = parse.head[at]  # "killing two and wounding five"
    is_outcome = parse.tag[at] == "VBG" and parse.dep[at] in {"advcl", "xcomp"}
    if not is_outcome or parse.lemma[token] not in _HARMS:
        return None
    if any(parse.dep[x] in {"mark", "nsubj", "aux"} for x in parse.children[at]):
        return None
    verb = parse.head[at]
    # "opened fire, killing three": the act is named by the object.
    names = (verb, *(x for x in parse.children[verb] if parse.dep[x] == "dobj"))
    return next((attacks[name] for name in names if name in attacks), None)


def _may_be_of(agents: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return not agents or not known or agents == known
