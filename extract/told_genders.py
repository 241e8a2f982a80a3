"""Learn from an article's own pronouns whether a person is a man or a woman.

Lists know few given names of most countries: Hillary, Recep and Volodymyr are in none. But a
sentence that names one person and goes on with "she" or "her" tells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from politigraph.extract.parse import Parse
from politigraph.extract.pronouns import Gender
from politigraph.extract.quoted import Quoted

_PRONOUNS: Final[Mapping[str, Gender]] = {
    "he": "m", "his": "m", "him": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_LEAST, _SHARE = 2, 0.8


def told_genders(
    parse: Parse, named: Iterable[tuple[int, str]], quoted: Quoted
) -> dict[str, Gender]:
    """Return the gender of each person of whom the article tells it twice, and hardly otherwise.

    ``named`` are the last tokens of names and the person of each. Nothing is learned from
    quotations: who speaks in one speaks of others.
    """
    people: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for token, person in named:
        people[parse.sentence_of[token]].append((token, person))
    told: defaultdict[str, Counter[Gender]] = defaultdict(Counter)
    for sentence, found in people.items():
        if len({person for _, person in found}) > 1:
            continue
        first, person = min(found)
        for i in range(first, parse.sentences[sentence][1]):
            gender = _PRONOUNS.get(parse.lower[i])
            if gender and quoted.number(i) < 0:
                told[person][gender] += 1
    return {
        person: gender
        for person, counts in told.items()
        for gender, count in counts.most_common(1)
        if count >= max(_LEAST, _SHARE * counts.total())
    }
