"""People whom an article names again by what it said of them: "the Republican candidate"."""

from politigraph.extract.linking import Linking
from politigraph.extract.nominals import read_nominal
from politigraph.extract.parse import Parse
from politigraph.extract.word_lists import nominal_nouns, people_nouns, titles
from politigraph.ontology.authority import Authority

_RESTRICTS = frozenset({"poss", "relcl", "acl", "appos", "conj"})
_REFERS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "agent", "dative"})
_SAME = {"gop": "republican", "democrat": "democratic", "ex": "former"}
_NEARBY = 5  # sentences


def described_people(parse: Parse, linking: Linking) -> dict[int, str]:
    """Return the person whom each definite phrase means, by the token index of its head.

    Its head is what the person was called, every other word of it was said beside the name,
    and nobody else named before fits it; "the candidate" alone is moreover the person named
    last.
    """
    said: dict[str, frozenset[str]] = {}
    called: dict[str, list[str]] = {}
    for person, facts in linking.people.items():
        said[person] = frozenset([_SAME.get(word, word) for word in facts.said])
        for noun in facts.called:
            if _is_human(noun):
                called.setdefault(noun, []).append(person)
    if not called:
        return {}
    named = [(k.start, k.entity) for k in linking.links if k.entity.startswith("person/")]
    passed = 0
    latest: dict[str, int] = {}  # by person, the sentence of the latest name so far
    last = ""
    found = {}
    for head, noun in enumerate(parse.lower):
        if noun not in called or head in linking.by_token or not _is_definite(parse, head):
            continue
        while passed < len(named) and named[passed][0] < head:
            start, last = named[passed]
            latest[last] = parse.sentence_of[start]
            passed += 1
        words = _words(parse, head)
        fitting = (p for p in called[noun] if p in latest and words <= said[p])
        person = next(fitting, "")
        near = person and parse.sentence_of[head] - latest[person] <= _NEARBY
        if near and next(fitting, None) is None and (len(words) > 1 or person == last):
            found[head] = person
    return found


def called_people(parse: Parse, linking: Linking) -> dict[int, str]:
    """Return the person that each definite phrase after "is" or "was" means, by its head.

    "Velin was the nation's top diplomat", and not "Velin is a liar".
    """
    found = {}
    for head, dep in enumerate(parse.dep):
        verb = parse.head[head]
        if dep != "attr" or parse.tag[head] != "NN" or parse.lemma[verb] != "be":
            continue
        children = parse.children[verb]
        subject = next((c for c in children if parse.dep[c] == "nsubj"), None)
        if not _is_human(parse.lemma[head]) or any(parse.dep[c] == "neg" for c in children):
            continue
        definite = any(
            parse.lower[c] == "the" or parse.dep[c] == "poss" for c in parse.children[head]
        )
        if definite and subject in linking.by_token:
            person = linking.links[linking.by_token[subject]].entity
            if person.startswith("person/"):
                found[head] = person
    return found


def former_holders(
    parse: Parse, linking: Linking, authority: Authority, date: str
) -> dict[int, str]:
    """Return the one person named whom "the former secretary of state" means, by its head.

    That is who held the office once, and no longer on the article's ``date``.
    """
    if not date or "former" not in parse.lower:
        return {}
    known = {k.entity for k in linking.links if k.entity.startswith("person/")}
    found = {}
    for head, word in enumerate(parse.lower):
        if word not in nominal_nouns() or head in linking.by_token:
            continue
        before = parse.lower[max(0, head - 3) : head]
        if nominal_nouns()[word].kind != "office" or "former" not in before:
            continue
        nominal = read_nominal(parse, head, linking)
        if nominal is None or not nominal.definite or nominal.plural:
            continue
        country = nominal.country.partition("/")[2]
        held = {
            person
            for person in known
            for term in authority.terms_of(person)
            if term.role == nominal.role
            and term.valid_to
            and term.valid_to < date
            and country in ("", term.of)
        }
        if len(held) == 1:
            found[head] = held.pop()
    return found


def _is_human(word: str) -> bool:
    noun = nominal_nouns().get(word)
    if noun is not None:
        return noun.kind in ("office", "source", "group")
    return word in titles() or people_nouns().get(word) == "person"


def _is_definite(parse: Parse, head: int) -> bool:
    """Tell whether a noun is the head of "the …", one person, and nothing tells which one."""
    if parse.tag[head] != "NN" or parse.dep[head] not in _REFERS:
        return False
    children = parse.children[head]
    if any(parse.dep[c] in _RESTRICTS or parse.lower[c] in ("of", "for") for c in children):
        return False
    return any(parse.lower[c] == "the" for c in children)


def _words(parse: Parse, head: int) -> set[str]:
    low, _ = parse.edges(head)
    return {
        _SAME.get(parse.lower[i], parse.lower[i])
        for i in range(low, head + 1)
        if parse.word[i].isalpha() and parse.lower[i] != "the"
    }
