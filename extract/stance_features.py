"""What learned weights look at in a report and one of those whom it is about.

A name is ``property=value``; two properties together are joined with ``+`` and their values
with ``|``. Good and bad words are those of VADER's lexicon, ``data/valence.tsv``.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from politigraph.extract.commitment import cue_is_negated, is_negated
from politigraph.extract.event_trust_features import kind_of, norm
from politigraph.extract.parse import Parse
from politigraph.extract.speech_acts import speech_act
from politigraph.extract.stance_targets import Targeted
from politigraph.extract.word_lists import read_table

_VERBAL = frozenset({"VERB", "AUX"})
_OF_NAME = frozenset({"compound", "nmod", "amod"})
_PART = frozenset({"conj", "appos"})
_DUTY = frozenset({"should", "must", "ought", "need"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
_GOOD = 1.0
_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis"})
_NEGATORS = frozenset({"not", "n't", "no", "never", "nothing", "without"})
_IN_PERSON = frozenset({"i", "we", "you"})


@cache
def valences() -> dict[str, float]:
    """Return how good or bad each rated word is, from -4 to 4, by its form in small letters.

    >>> valences()["liar"] < 0 < valences()["brave"]
    True
    """
    return {word: float(mean) for word, mean in read_table("valence.tsv", 2)}


def stance_features(parse: Parse, targeted: Targeted) -> list[str]:
    """Return the properties of a report and of one of those whom it names."""
    attribution = targeted.attribution
    cue = attribution.cue_head
    negated = cue is not None and cue_is_negated(parse, cue, targeted.content)
    act = speech_act(parse, attribution, negated)
    lemma = attribution.cue_lemma or "-"
    kinds = f"{kind_of(targeted.speaker)}|{kind_of(targeted.target)}"
    whole = _tone(_valence(parse, targeted.content))
    names = [
        "bias",
        f"act={act}",
        f"kinds={kinds}",
        f"quote={attribution.quote_type}",
        f"others={min(targeted.others, 4)}",
        f"tone={whole}",
        f"act+tone={act}|{whole}",
        f"inner={targeted.inner}",
        f"cue={lemma}",
        f"cue+tone={lemma}|{whole}",
        f"rule={attribution.rule.partition('/')[0]}",
    ]
    places: set[str] = set()
    for token in targeted.tokens:
        places.update(_place(parse, token, act, lemma))
    names += sorted(places)
    if _is_question(parse, targeted.content):
        names.append("question")
    return names


def _valence(parse: Parse, tokens: Sequence[int]) -> float:
    """Return the sum of the valences of some words, turned round under a negation before."""
    rated, total = valences(), 0.0
    for at, i in enumerate(tokens):
        value = rated.get(parse.lower[i], 0.0) if parse.pos[i] in _CONTENT else 0.0
        if value:
            before = tokens[max(0, at - 3) : at]
            turned = any(parse.lower[k] in _NEGATORS for k in before)
            total += -0.5 * value if turned else value
    return total


def _tone(valence: float) -> str:
    if valence <= -3:
        return "--"
    if valence <= -_GOOD:
        return "-"
    if valence >= 3:
        return "++"
    return "+" if valence >= _GOOD else "0"


def _place(parse: Parse, token: int, act: str, cue: str) -> Iterator[str]:
    """Yield what stands around one naming of the target: its role and the words of its clause."""
    yield f"by={parse.pos[token]}"
    at = token
    while parse.dep[at] in _PART and parse.head[at] != at:
        at = parse.head[at]
    role, governor = _role(parse, at)
    yield f"role={role}"
    yield f"role+act={role}|{act}"
    yield f"role+cue={role}|{cue}"
    if governor is None:
        return
    yield f"{role}:{norm(parse, governor)}"
    tone = _tone(2 * valences().get(parse.lower[governor], 0.0))
    yield f"role+word tone={role}|{tone}"
    yield f"role+word tone+act={role}|{tone}|{act}"
    verb = governor
    if parse.pos[verb] not in _VERBAL:
        verb = next((x for x in parse.ancestors(verb) if parse.pos[x] in _VERBAL), governor)
        yield f"{role} under={parse.dep[governor]}:{norm(parse, verb)}"
    yield from _clause(parse, role, verb)


def _role(parse: Parse, at: int) -> tuple[str, int | None]:
    """Return the relation of a phrase to the word that it depends on, and that word."""
    above, dep = parse.head[at], parse.dep[at]
    if above == at:
        return "root", None
    if dep == "pobj":
        governor = parse.head[above]
        return f"prep_{parse.lower[above]}", None if governor == above else governor
    return ("of_name" if dep in _OF_NAME else dep), above


def _clause(parse: Parse, role: str, verb: int) -> Iterator[str]:
    """Yield what the clause of a verb says: its tone, its mood, what it says that somebody is."""
    start = [verb]
    for at in start:
        start += (x for x in parse.children[at] if parse.dep[x] not in _CLAUSES)
        if len(start) > 40:
            break
    tokens = sorted(start)
    tone = _tone(_valence(parse, tokens))
    yield f"clause={tone}"
    yield f"role+clause={role}|{tone}"
    negated = is_negated(parse, verb)
    if negated:
        yield f"role+not={role}"
    for child in parse.children[verb]:
        dep = parse.dep[child]
        if dep == "aux":
            yield f"aux={parse.lower[child]}"
            yield f"role+aux={role}|{parse.lower[child]}"
        elif dep in {"attr", "acomp", "oprd"}:
            rated = _tone(2 * valences().get(parse.lower[child], 0.0))
            yield f"is={norm(parse, child)}"
            yield f"role+is tone={role}|{rated}|{negated}"
        elif dep in {"nsubj", "nsubjpass"} and parse.lower[child] in _IN_PERSON:
            yield f"role+subject={role}|{parse.lower[child]}"
    if parse.lemma[verb] in _DUTY:
        yield f"role+duty={role}"
    if parse.dep[verb] == "ROOT" and parse.tag[verb] == "VB":
        yield f"role+imperative={role}"
    yield f"verb={norm(parse, verb)}"


def _is_question(parse: Parse, content: tuple[int, ...]) -> bool:
    return any(parse.word[i] == "?" for i in content[-2:])
