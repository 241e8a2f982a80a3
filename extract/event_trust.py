"""How far an event is trusted: by its rule, by learned weights, and by who takes part."""

from politigraph.extract.event_actors import Participants
from politigraph.extract.event_readings import CONFIDENCE, Found
from politigraph.extract.parse import Parse

# Acts that need no other side.
_ONE_SIDED = frozenset({"PROTEST", "RETREAT", "MOBILIZE", "CONSULT"})
_VERBAL_ACTS = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "SUPPORT"})
# Acts of which the news tells who suffered them before it is known who did them.
_SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
NOUN_RULES = frozenset({"noun", "noun of parties"})
"""Rules of nouns that name an event by themselves."""
_LOOSE = frozenset({"weak verb", "light+noun", *NOUN_RULES})
_OF_WORDS = frozenset({"attack", "exchange", "hit_back", "strike_back"})
_UNADDRESSED = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
_STANDS = frozenset({"stand_by", "defend"})
_INCLINED = frozenset({"ready", "willing", "prepared", "committed"})
_OPEN_RULES = frozenset({"weak verb", "weights"})


def trust(found: Found, cast: Participants) -> float:
    """Return how sure an event with these participants is, from 0 to 1.

    Weights learned from one labelled event a sentence think little of every other one; so
    an act that a rule reads is trusted for its participants too.
    """
    confidence = found.confidence
    if _is_told(found, cast):
        blames = found.reading.type == "ACCUSE" and bool(cast.agents and cast.targets)
        rule = CONFIDENCE["verb" if blames else found.reading.rule]
        if found.reading.rule in NOUN_RULES:
            # "at talks in Riga, Oslo and Kyiv agreed": its parties are told beside it.
            confidence = max(confidence, rule, 0.6 if cast.agents else 0.0)
        else:
            share = 0.7 if cast.agents and cast.targets else 0.65
            if blames or _is_plain(found, cast):
                share = 0.85
            confidence = max(confidence, (1 - share) * confidence + share * rule)
    doubt = _doubt(found, cast.agents, cast.targets)
    return confidence - (max(doubt, 0.5) if cast.unknown else doubt)


def centrality(parse: Parse, found: Found) -> float:
    """Return how likely an event is the one that its text is about; to be compared, no chance.

    That is the event of a main clause more often than of a clause below, so each step down the
    tree costs a little. Who takes part does not matter: the text may name nobody that is known.
    """
    return central(found.confidence, sum(1 for _ in parse.ancestors(found.candidate.head)))


def central(confidence: float, depth: int) -> float:
    """Return the centrality of an event that is ``depth`` steps below the root of its sentence.

    >>> central(0.8, 0) > central(0.82, 1)
    True
    """
    return confidence - 0.06 * min(depth, 4)


def _is_told(found: Found, cast: Participants) -> bool:
    """Tell whether the text says enough of who took part in an act that a rule reads."""
    rule, kind = found.reading.rule, found.reading.type
    if rule == "weights":
        return False
    if cast.agents and cast.targets:
        return True
    if rule in NOUN_RULES:
        crowd = bool(cast.agents) and kind == "PROTEST"
        return crowd or bool((cast.agents or cast.targets) and cast.place)
    if rule == "weak verb":
        return False
    if cast.agents:
        # "called for calm", "condemned the raid": words need a speaker, no addressee.
        return kind in _ONE_SIDED or kind in _UNADDRESSED or len(cast.agents) > 1
    return bool(cast.targets) and found.candidate.passive and kind in _SUFFERED


def _is_plain(found: Found, cast: Participants) -> bool:
    """Tell acts of one known side that careful readers kept nearly always.

    "called for a ceasefire", "diplomats expelled from Oslo", "a spy poisoned in Riga"; the
    latter no less where the text tells who did it.
    """
    if found.candidate.passive and found.reading.type in {"ASSAULT", "SANCTION"}:
        return True
    return bool(cast.agents) and found.reading.type == "REQUEST" and found.reading.rule == "verb"


def _doubt(found: Found, agents: tuple[str, ...], targets: tuple[str, ...]) -> float:
    """Return what an event loses because nobody, or only one side, is known.

    An act without a participant tells nobody who did what; a word of many senses is
    trusted only between two parties.
    """
    if not agents and not targets:
        return 0.55
    both = bool(agents and targets) or len(agents) > 1
    if doubt := _doubt_of_words(found, agents, both):
        return doubt
    if found.reading.rule in _OPEN_RULES and not both:
        # "is supported by four pillars": nobody we know does it.
        passive = 0.1 if found.candidate.passive and not agents else 0.0
        # "talked about the weather": with whom?
        alone = found.reading.type in _ONE_SIDED and found.reading.type != "CONSULT"
        return passive if alone else 0.4 + passive
    if found.reading.rule == "weights":
        return 0.25
    # Only somebody can ask, refuse or threaten: "the drought threatens the harvest".
    if found.reading.type in _VERBAL_ACTS and not agents:
        return 0.4
    # A trip without anybody who travels.
    if found.reading.type == "CONSULT" and found.reading.mode == "visit" and not agents:
        return 0.4
    # Single persons protest nowhere; a crowd does: "he told a rally", "aides planned rallies".
    crowd = found.reading.mode not in {"hunger", "boycott"}
    if found.reading.type == "PROTEST" and crowd and agents:
        return 0.4 if all(x.startswith(("person/", "anonymous/")) for x in agents) else 0.0
    # Persons who clash with others, or attack them or their views, mostly do so in words.
    loose = found.reading.rule in _LOOSE or found.candidate.lemma in _OF_WORDS
    words = loose and found.reading.type == "ASSAULT"
    sides = agents or targets
    return 0.4 if words and all(x.startswith("person/") for x in sides) else 0.0


def _doubt_of_words(found: Found, agents: tuple[str, ...], both: bool) -> float:
    """Return what words that often name no act lose where only one side is known."""
    candidate, rule = found.candidate, found.reading.rule
    # "a country at war", "since the war with Oslo": a background, no act of today.
    if candidate.lemma in {"war", "warfare"} and rule in NOUN_RULES:
        return 0.4
    if both:
        return 0.0
    if rule == "commit+X" and (candidate.kind == "noun" or candidate.lemma in _INCLINED):
        return 0.3  # "his promises to narrow the deficit", "is willing to change"
    persons = all(x.startswith("person/") for x in agents)
    if rule in {"refuse+X", "commit+X"} and persons:
        return 0.4  # "the minister refused to give figures", "vowed to stay in the race"
    if candidate.lemma in _STANDS:
        return 0.4  # "she stood by her words", "defended the plan"
    # "he wants his deputy to have experience"
    return 0.3 if candidate.lemma == "want" else 0.0
