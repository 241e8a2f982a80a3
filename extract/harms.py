"""Where a text counts people killed or injured, whatever they were killed in."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from politigraph.extract.counts import Count, casualty_words, people_in, stated_number
from politigraph.extract.parse import Parse

_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})
_VERBAL: Final = frozenset({"VERB", "AUX"})
_BOTH: Final = ("killed", "injured")


class Harm(NamedTuple):
    """A count of people killed, injured, or both (zero of both: "no casualties").

    ``anchor`` is the token that says what befell them, ``joined`` that and the verbs
    it is coordinated with: the occasion may stand with any of them.
    """

    anchor: int
    kinds: tuple[str, ...]
    people: Count
    joined: tuple[int, ...]


def find_harms(parse: Parse) -> Iterator[Harm]:
    """Yield the counts of killed and injured in a text, in its order."""
    words = {w for kind in ("harm", "die", "state", "loss") for w in casualty_words(kind)}
    words |= {"life", "toll"}
    for i in range(parse.length):
        if parse.lemma[i] not in words and parse.lower[i] not in words:
            continue
        found = _at(parse, i)
        if found is not None:
            kinds, count = found
            yield Harm(i, kinds, count, _joined(parse, i))


def clause_of(parse: Parse, anchor: int) -> int:
    """Return the verb whose clause a token stands in, or the token itself."""
    at = anchor
    while parse.pos[at] not in _VERBAL and parse.head[at] != at:
        if parse.dep[at] == "pobj" and parse.lower[parse.head[at]] in {"with", "without", "of"}:
            return anchor
        at = parse.head[at]
    return at if parse.pos[at] in _VERBAL else anchor


def _joined(parse: Parse, anchor: int) -> tuple[int, ...]:
    first = clause_of(parse, anchor)
    while parse.dep[first] == "conj":
        first = parse.head[first]
    found = [first]
    for at in found:
        found += (c for c in parse.children[at] if parse.dep[c] == "conj")
    harmful = (t for t in found if parse.lemma[t] in _harmful())
    return tuple(dict.fromkeys((anchor, *harmful)))


def _harmful() -> set[str]:
    return {*casualty_words("harm"), *casualty_words("die"), *casualty_words("state")}


def _at(parse: Parse, i: int) -> tuple[tuple[str, ...], Count] | None:
    """Return what a word says befell how many, if it says that of people."""
    lemma, lower = parse.lemma[i], parse.lower[i]
    if parse.dep[i] == "amod" and parse.head[i] == i - 1 and lower in casualty_words("state"):
        # "two soldiers dead and five injured"
        return _one(casualty_words("state")[lower], people_in(parse, i - 1))
    if parse.pos[i] in _VERBAL and lemma in casualty_words("harm"):
        return _of_verb(parse, i, casualty_words("harm")[lemma])
    if parse.pos[i] in _VERBAL and lemma in casualty_words("die"):
        return _one(casualty_words("die")[lemma], _people(parse, _subject(parse, i)))
    if lower in casualty_words("state"):
        return _one(casualty_words("state")[lower], _of_state(parse, i))
    if lemma in casualty_words("loss"):
        return _of_loss(parse, i, casualty_words("loss")[lemma])
    if lemma == "life" and parse.dep[i] == "dobj":
        taking = parse.lemma[parse.head[i]] in casualty_words("taking")
        return _one("killed", _lives(parse, i)) if taking else None
    if lemma == "toll" and _is_death_toll(parse, i):
        return _one("killed", _toll(parse, i))
    return None


def _one(kind: str, count: Count | None) -> tuple[tuple[str, ...], Count] | None:
    return ((kind,), count) if count is not None else None


def _people(parse: Parse, head: int | None) -> Count | None:
    return people_in(parse, head) if head is not None else None


def _subject(parse: Parse, verb: int) -> int | None:
    return next((c for c in parse.children[verb] if parse.dep[c] in _SUBJECT), None)


def _of_verb(parse: Parse, i: int, kind: str) -> tuple[tuple[str, ...], Count] | None:
    children = parse.children[i]
    objects = [c for c in children if parse.dep[c] in {"dobj", "oprd"}]
    patient = objects[0] if objects else None
    passive = parse.tag[i] in {"VBN", "VBD"} and not objects
    if passive:
        patient = _subject(parse, i)
        if patient is None and parse.dep[i] == "acl":
            patient = parse.head[i]  # "the 12 people killed in the raid"
        if patient is None and parse.dep[i] == "xcomp":
            patient = _subject(parse, parse.head[i])  # "were reported killed"
    if patient is None or _shares_count(parse, i):
        return None
    if any(parse.dep[c] == "neg" and parse.lower[c] != "no" for c in children):
        nobody = parse.lower[patient] in {"anyone", "anybody"}
        return ((kind,), Count(0, patient, patient + 1)) if nobody else None
    return _one(kind, people_in(parse, patient))


def _shares_count(parse: Parse, i: int) -> bool:
    """Tell whether one number counts killed and injured: "killed or wounded 30"."""
    joined = [c for c in parse.children[i] if parse.dep[c] == "conj"]
    if parse.dep[i] == "conj":
        joined.append(parse.head[i])
    verbs = casualty_words("harm")
    bare = (j for j in joined if parse.lemma[j] in verbs and not _has_patient(parse, j))
    return any(verbs[parse.lemma[j]] != verbs[parse.lemma[i]] for j in bare)


def _has_patient(parse: Parse, i: int) -> bool:
    if any(parse.dep[c] in {"dobj", "oprd", "nsubjpass"} for c in parse.children[i]):
        return True
    # "three killed and 12 wounded": the subject of a participle
    return parse.tag[i] in {"VBN", "VBD"} and any(
        people_in(parse, c) for c in parse.children[i] if parse.dep[c] in _SUBJECT
    )


def _of_state(parse: Parse, i: int) -> Count | None:
    """Read "two soldiers dead", "12 people were dead", "with 12 dead and 30 wounded"."""
    for child in parse.children[i]:
        if parse.dep[child] == "nummod":
            return stated_number(parse, child, i + 1)
        if parse.dep[child] in _SUBJECT:
            return people_in(parse, child)
    above, dep = parse.head[i], parse.dep[i]
    if dep in {"acomp", "oprd", "ccomp", "xcomp", "conj"} and above != i:
        objects = [c for c in parse.children[above] if parse.dep[c] == "dobj"]
        if objects:
            return people_in(parse, objects[0])
        if parse.lemma[above] == "be":
            return _people(parse, _subject(parse, above))
    return None


def _of_loss(parse: Parse, i: int, kind: str) -> tuple[tuple[str, ...], Count] | None:
    """Read "12 deaths", "no casualties" and "without casualties"."""
    kinds = _BOTH if kind == "both" else (kind,)
    if parse.lower[parse.head[i]] == "without":
        return kinds, Count(0, parse.head[i], i + 1)
    for child in parse.children[i]:
        if parse.lower[child] == "no" and parse.dep[child] in {"det", "neg"}:
            return kinds, Count(0, child, i + 1)
        if parse.dep[child] == "nummod" and kind != "both":
            return _one(kind, stated_number(parse, child, i + 1))
    return None


def _lives(parse: Parse, i: int) -> Count | None:
    for child in parse.children[i]:
        if parse.dep[child] == "nummod":
            return stated_number(parse, child, i + 1)
        if parse.lower[child] == "of":
            return _people(parse, next(iter(parse.children[child]), None))
    if parse.lemma[parse.head[i]] == "lose":  # "12 people lost their lives"
        return _people(parse, _subject(parse, parse.head[i]))
    return None


def _is_death_toll(parse: Parse, i: int) -> bool:
    return any(parse.lower[c] == "death" for c in parse.children[i])


def _toll(parse: Parse, i: int) -> Count | None:
    """Read "the death toll rose to 40", "reached 40", "a death toll of 40"."""
    verb = parse.head[i]
    for at in (i, verb) if parse.dep[i] in _SUBJECT else (i,):
        for child in parse.children[at]:
            inner = child
            if parse.lower[child] in {"of", "to", "at"}:
                inner = next(iter(parse.children[child]), child)
            elif parse.dep[child] not in {"dobj", "attr"}:
                continue
            number = stated_number(parse, inner, inner + 1)
            if number is not None:
                return number
    return None
