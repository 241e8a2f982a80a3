"""Correct what the tagger takes for a body or a place and the sentence shows to be a person."""

import copy

from politigraph.extract.cue_lexicon import load_lexicon
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import (
    acting_words,
    beside,
    given_names,
    nominal_nouns,
    people_nouns,
    sector_words,
    title_starts,
    titles,
)

_WRONG = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", ""})
_NAMES = frozenset({"name", "surname", "forename", "nickname", "pseudonym"})
_HUMAN_OWNERS = frozenset({"his", "her", "their"})
_LONGEST = 3
# Words that open a sentence, which the tagger takes for names there.
_OPENERS = frozenset(
    ["though", "although", "while", "when", "since", "because", "overall", "unlike", "despite",
     "yet", "still", "even", "once", "meanwhile", "however", "also", "instead", "like"]
)  # fmt: skip
_SPEAKS = frozenset({"say", "tell", "add", "ask", "announce", "write", "explain"})


def correct_people(parse: Parse) -> Parse:
    """Return the parse with people's names labelled PERSON; the same one if none is wrong.

    A name is a person's that bears a title ("spokeswoman Ines Marquand"), that a noun for a
    person, "who" or an age describes ("Ines Marquand, a spokeswoman", "Ines Marquand, 43,"),
    that speaks and no tag says otherwise, whose last word alone speaks or is tagged so
    ("Velin insisted" after "Arkady Velin"), or that is one elsewhere in the article.
    """
    spans = _people(parse)
    if not spans:
        return parse
    found = copy.copy(parse)
    covered = {i for start, end in spans for i in range(start, end)}
    kept = [n for n in parse.names if covered.isdisjoint(range(n[0], n[1]))]
    found.names = sorted([*kept, *((start, end, "PERSON") for start, end in spans)])
    found.ner = ["PERSON" if i in covered else label for i, label in enumerate(parse.ner)]
    return found


def _people(parse: Parse) -> list[tuple[int, int]]:
    known = {
        parse.lower[i]
        for start, end, label in parse.names
        if label == "PERSON" and end - start > 1 and not _is_firm(parse, end)
        for i in range(start, end)
        if parse.word[i][0].isupper() and len(parse.word[i]) > 2
    }
    runs = [run for run in _runs(parse) if not _is_tagged_person(parse, *run)]
    alone = _surnames_alone(parse, runs, known)
    found = [
        (start, end)
        for start, end in runs
        if _is_described(parse, start, end)
        or (_is_two_or_given(parse, start, end) and parse.lower[end - 1] in alone)
    ]
    for start, end in found:
        if end - start > 1:
            known.update(parse.lower[start:end])
    described = set(found)
    for start, end in runs:
        if (start, end) in described:
            continue
        words = [parse.lower[i] for i in range(start, end)]
        if (end - start > 1 and all(w in known for w in words)) or (
            end - start == 1
            and words[0] in known
            and (parse.ner[start] in ("ORG", "NORP", "GPE") or _takes_part(parse, start))
        ):
            found.append((start, end))
    return sorted([*found, *_turns(parse, known)])


def _turns(parse: Parse, known: set[str]) -> list[tuple[int, int]]:
    """Return the names in capitals that open the turns of a transcript: "VELIN: I do."."""
    found = []
    for i in parse.capitals:
        opens = i == parse.sentences[parse.sentence_of[i]][0] or parse.is_space[i - 1]
        if not opens or parse.ner[i] == "PERSON" or not _is_shout(parse.word[i]):
            continue
        end = i
        while end < parse.length and _is_shout(parse.word[end]):
            end += 1
        if end == parse.length or parse.word[end] != ":":
            continue
        full = 1 < end - i <= _LONGEST and parse.lower[i] in given_names()
        if full or (end - i == 1 and parse.lower[i] in known):
            known.update(parse.lower[i:end])
            found.append((i, end))
    return found


def _is_shout(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper()


def _is_firm(parse: Parse, end: int) -> bool:
    """Tell whether what the tagger takes for a person is a firm: "Velin Oyj"."""
    return sector_words().get(parse.lower[end - 1].rstrip(".")) == "BUS"


def _surnames_alone(parse: Parse, runs: list[tuple[int, int]], known: set[str]) -> set[str]:
    """Return the words, in small letters, that somewhere stand alone as a person's name."""
    tagged = {
        parse.lower[start]
        for start, end, label in parse.names
        if label == "PERSON" and end - start - (parse.tag[end - 1] == "POS") == 1
    }
    alone = [i for i, end in runs if end - i == 1]
    insist = {parse.lower[i] for i in alone if _insists(parse, i)}
    places = {w for w, label in zip(parse.lower, parse.ner, strict=True) if label == "GPE"}
    speak = {
        parse.lower[i] for i in alone if _speaks(parse, i) or _is_joined_to_person(parse, i, known)
    }
    return ((tagged | insist) - places) | speak


def _is_two_or_given(parse: Parse, start: int, end: int) -> bool:
    """Tell whether a name may be a person's by its length: "Arkady Velin", "Keith Emil Velin"."""
    if parse.ner[start] not in ("ORG", ""):
        return False
    if parse.lower[start] in _OPENERS:
        return False  # "Though Velin won"
    return end - start == 2 or (end - start == 3 and parse.lower[start] in given_names())


def _runs(parse: Parse) -> list[tuple[int, int]]:
    """Return the runs of one to three capitalised proper nouns."""
    found = []
    end = 0
    for i in parse.capitals:
        if i < end:
            continue
        end = i
        while (
            end < parse.length
            and parse.tag[end] in ("NNP", "NNPS")
            and (_is_name(parse.word[end]) or (end > i and _is_initial(parse.word[end])))
        ):
            end += 1
        # "Deputy Foreign Minister Arkady Velin", "Orsk Mayor Arkady Velin": the title and
        # what it is of are no part of the name.
        start = i
        for j in range(i, end):
            if parse.lower[j] in titles() or _in_title(parse, j):
                start = j + 1
        if 0 < end - start <= _LONGEST:
            found.append((start, end))
    return found


def _in_title(parse: Parse, i: int) -> bool:
    if i + 1 == parse.length or parse.lower[i] not in title_starts():
        return False
    return f"{parse.lower[i]} {parse.lower[i + 1]}" in titles()


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.isupper() and "." not in word


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _is_tagged_person(parse: Parse, start: int, end: int) -> bool:
    labels = {parse.ner[i] for i in range(start, end)}
    if "PERSON" in labels or not labels <= _WRONG:
        return True
    return parse.lower[end - 1] in sector_words() or parse.lower[start] in sector_words()


def _is_described(parse: Parse, start: int, end: int) -> bool:
    before = parse.lower[start - 1] if start else ""
    head = end - 1
    titled = before in titles() and bool(titles()[before].sector) and parse.tag[start - 1] != "NNS"
    if titled and end - start > 1:
        return True
    if _is_given(parse, start) or _has_age(parse, start, end):
        return True
    for child in parse.children[head]:
        if parse.dep[child] == "appos" and child >= end and _is_human(parse, child):
            return True
        if parse.dep[child] == "relcl" and parse.lower[parse.edges(child)[0]] == "who":
            return True
    governor = parse.head[head]
    if parse.dep[head] == "appos" and governor < start and _is_human(parse, governor):
        return True
    speaks = _speaks(parse, head)
    untagged = parse.ner[head] in ("", "WORK_OF_ART", "PRODUCT", "LOC", "FAC")
    compass = parse.lower[start] in beside("compass")
    given = untagged or parse.lower[start] in given_names()
    return speaks and end - start == 2 and given and not compass and before != "the"


def _is_given(parse: Parse, start: int) -> bool:
    """Tell whether a name is what somebody gave as theirs: "only her first name, Olenka"."""
    before = parse.lower[start - 1] if start else ""
    noun = start - 2 if before in (",", "as", "of") else start - 1
    if noun < 1 or parse.lower[noun] not in _NAMES:
        return False
    return not _HUMAN_OWNERS.isdisjoint(parse.lower[max(0, noun - 3) : noun])


def _has_age(parse: Parse, start: int, end: int) -> bool:
    """Tell whether an age follows a full name: "Keith Velin, 43, was killed"."""
    if end - start < 2 or end + 2 >= parse.length or parse.ner[start] not in ("ORG", ""):
        return False
    commas = parse.word[end] == "," and parse.word[end + 2] == ","
    return commas and parse.word[end + 1].isdigit() and len(parse.word[end + 1]) == 2


def _speaks(parse: Parse, i: int) -> bool:
    return parse.dep[i] == "nsubj" and parse.lemma[parse.head[i]] in _SPEAKS


def _insists(parse: Parse, i: int) -> bool:
    """Tell whether a bare name is the subject of a word of saying: "Velin paused and insisted".

    Not "the Herald insisted", nor a place.
    """
    if parse.dep[i] != "nsubj" or parse.ner[i] not in ("ORG", "") or parse.children[i]:
        return False
    verb = parse.head[i]
    verbs = (verb, *(c for c in parse.children[verb] if parse.dep[c] == "conj"))
    return any(load_lexicon().licenses(parse.lemma[v], "V", "quote") for v in verbs)


def _takes_part(parse: Parse, i: int) -> bool:
    """Tell whether a surname stands where people do: "Velin tweeted", not "in Velin"."""
    return parse.dep[i] in ("nsubj", "nsubjpass", "dobj", "dative")


def _is_joined_to_person(parse: Parse, i: int, known: set[str]) -> bool:
    """Tell whether a name stands in one row with a person's: "Ostrov and Tyshyn"."""
    other = parse.head[i]
    return parse.dep[i] == "conj" and (parse.ner[other] == "PERSON" or parse.lower[other] in known)


def _is_human(parse: Parse, i: int) -> bool:
    """Tell whether a common noun says who somebody is: an office, or a single person."""
    if parse.tag[i] == "NNP":  # "the Emergency Relief Coordinator"
        noun = nominal_nouns().get(parse.lower[i])
        return noun is not None and noun.kind == "office" and parse.lower[i] in titles()
    if parse.tag[i] != "NN":
        return False
    noun = nominal_nouns().get(parse.lemma[i])
    if noun is not None:
        return noun.kind in ("office", "source", "group")
    # "the moderator", and not "the carmaker", as firms are called too
    lemma = parse.lemma[i]
    firm = lemma.endswith("maker") or lemma in acting_words("firm")
    return people_nouns().get(lemma) == "person" and not firm
