"""Whether an article speaks of a person as "he" or as "she"."""

from bisect import bisect_left, bisect_right
from collections import Counter

from politigraph.extract.parse import Parse
from politigraph.extract.people import GENDERS, PersonName
from politigraph.extract.pronouns import SINGULAR_HE, SINGULAR_SHE, Gender
from politigraph.extract.word_lists import given_names

_OWN = frozenset({"his", "her", "himself", "herself"})
_MARKS = frozenset({'"', "“", "”", "``", "''"})
_ENOUGH = 2
_FAR = 60  # tokens


def gender_of(parse: Parse, names: list[PersonName], people: list[int]) -> Gender:
    """Return the gender that a person's titles, given names, or else pronouns give.

    ``names`` are the person's mentions, ``people`` the first tokens of all people's, sorted.
    Pronouns count where nobody else stands between, twice as the subject's own ("Velin
    insisted that her mother …"), once where somebody else is named before in the sentence.
    """
    titles = {GENDERS[n.honorific] for n in names if n.honorific in GENDERS}
    if not titles:
        words = (n.name.lower().split(" ") for n in names)
        titles = {given_names()[w[0]] for w in words if len(w) > 1 and w[0] in given_names()}
    if titles:
        return titles.pop() if len(titles) == 1 else ""
    votes: Counter[Gender] = Counter()
    mine = {name.start for name in names}
    for name in names:
        gender, weight = _vote(parse, name, people, mine)
        votes[gender] += weight
    more: Gender = "m" if votes["m"] > votes["f"] else "f"
    less: Gender = "f" if more == "m" else "m"
    return more if votes[more] >= max(_ENOUGH, 3 * votes[less]) else ""


def _vote(parse: Parse, name: PersonName, people: list[int], mine: set[int]) -> tuple[Gender, int]:
    """Return the gender of the pronouns that can only be the person's, and their weight."""
    sentence = parse.sentence_of[name.start]
    begin, end = parse.sentences[sentence]
    alone = mine.issuperset(people[bisect_left(people, begin) : bisect_left(people, name.start)])
    reach = min(end, name.end + _FAR)
    after = people[bisect_right(people, name.start) : bisect_right(people, reach)]
    other = next((start for start in after if start not in mine), parse.length)
    said: list[Gender] = []
    for i in range(name.end, min(reach, other)):
        if parse.word[i] in _MARKS:
            break
        if gender := _said(parse.lower[i]):
            own = parse.lower[i] in _OWN and parse.dep[name.head] == "nsubj"
            said += [gender] * (_ENOUGH if own else 1)
    if said:
        return said[0], min(_ENOUGH if alone else 1, said.count(said[0]))
    if reach == end <= other and sentence + 1 < len(parse.sentences):
        first = parse.sentences[sentence + 1][0]  # "Velin left. She was tired."
        if first < other and first < parse.length:
            return _said(parse.lower[first]), 1
    return "", 0


def _said(word: str) -> Gender:
    return "m" if word in SINGULAR_HE else "f" if word in SINGULAR_SHE else ""
