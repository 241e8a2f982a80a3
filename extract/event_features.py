"""What learned weights look at: the named properties of one event candidate.

A name is ``property=value``; two properties together are joined with ``+`` and their
values with ``|``.
"""

from functools import lru_cache

from politigraph.extract.event_candidates import Candidate, noun_key
from politigraph.extract.event_lexicon import EventLexicon, Sense
from politigraph.extract.event_rules import Composer, Reading
from politigraph.extract.parse import Parse

_ASIDE = frozenset({"punct", "relcl", "advcl", "parataxis", "det"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_NAMED = frozenset({"GPE", "PERSON", "NORP", "ORG", "LOC", "MONEY", "FAC"})
_OF_NAME = frozenset({"amod", "compound", "nmod", "poss"})
_NOTHING = Sense("")


def features_of(
    parse: Parse, lexicon: EventLexicon, composer: Composer, c: Candidate, reading: Reading
) -> list[str]:
    """Return the properties of a candidate, most of them of its own clause."""
    kind = reading.type or "-"
    lemma = c.lemma
    table = lexicon.verbs if c.kind == "verb" else lexicon.nouns
    listed = table.get(lemma, _NOTHING).type or "-"
    names = [*_common(kind, reading.rule, c.kind, _depth(parse, c.head), listed)]
    names.append(f"word={lemma}")
    if c.passive:
        names += ("passive", f"word+passive={lemma}")
    _of_mood(names, c, kind)
    _of_government(names, parse, lexicon, composer, c)
    _of_objects(names, parse, lexicon, composer, c)
    if c.kind == "noun":
        names.append(f"noun dep={parse.dep[c.head]}")
        names += (f"mod={_norm(parse, m)}" for m in parse.children[c.head]
                  if parse.dep[m] in _OF_NAME)  # fmt: skip
    else:
        _of_subject(names, parse, c)
    names += {f"near={word}" for word in _clause(parse, c.head)}
    return names


@lru_cache(4096)
def _common(kind: str, rule: str, part: str, depth: int, listed: str) -> tuple[str, ...]:
    """Return the `COMMON` features, which are of closed classes."""
    return (
        "bias",
        f"rule={kind}",
        f"how={rule}",
        f"rule+how={kind}|{rule}",
        f"kind={part}",
        f"depth={depth}",
        f"rule+depth={kind}|{depth}",
        f"lexicon={listed}",
    )


def _of_mood(names: list[str], c: Candidate, kind: str) -> None:
    if c.negated:
        names += ("not", f"rule+not={kind}")
    for word in sorted(c.auxiliaries):
        names += (f"aux={word}", f"rule+aux={kind}|{word}")


def _of_government(
    names: list[str], parse: Parse, lexicon: EventLexicon, composer: Composer, c: Candidate
) -> None:
    inner = composer.inner_type(c)
    for family in c.families:
        names.append(f"family={family}")
        if inner:
            names.append(f"family+inner={family}|{inner}")
    if inner:
        names += (f"inner={inner}", f"word+inner={c.lemma}|{inner}")
    if c.governor is not None:
        for family in lexicon.families.get(parse.lemma[c.governor], ()):
            names += (f"under={family}", f"under+rule={family}|{parse.dep[c.head]}")


def _of_objects(
    names: list[str], parse: Parse, lexicon: EventLexicon, composer: Composer, c: Candidate
) -> None:
    for relation, token in c.objects:
        word = _norm(parse, token)
        names.append(f"{relation}={word}")
        names.append(f"word+rel={c.lemma}|{relation}")
        if relation in {"obj", "dative"}:
            names.append(f"word+obj={c.lemma}|{word}")
            kind = composer.senses.noun(token).type if parse.pos[token] == "NOUN" else ""
            if kind:
                names += (f"objtype={kind}", f"word+objtype={c.lemma}|{kind}")
            names += (f"objmod={_norm(parse, m)}" for m in parse.children[token]
                      if parse.dep[m] in _OF_NAME)  # fmt: skip
        elif noun_key(parse, lexicon, token) in lexicon.nouns:
            names.append(f"{relation} type={lexicon.nouns[noun_key(parse, lexicon, token)].type}")


def _of_subject(names: list[str], parse: Parse, c: Candidate) -> None:
    for child in parse.children[c.head]:
        if parse.dep[child] in {"nsubj", "nsubjpass"}:
            word = _norm(parse, child)
            names += (f"subj={word}", f"word+subj={c.lemma}|{word}")
            names += (f"subjmod={_norm(parse, m)}" for m in parse.children[child]
                      if parse.dep[m] in _OF_NAME)  # fmt: skip


def _norm(parse: Parse, i: int) -> str:
    return f"<{parse.ner[i]}>" if parse.ner[i] in _NAMED else parse.lemma[i]


def _depth(parse: Parse, i: int) -> int:
    depth = 0
    for depth, _ in enumerate(parse.ancestors(i), 1):
        if depth == 4:
            break
    return depth


def _clause(parse: Parse, head: int) -> set[str]:
    """Return the content words under a trigger, without the clauses set aside in it."""
    found: set[str] = set()
    waiting = [head]
    for at in waiting:
        for child in parse.children[at]:
            dep = parse.dep[child]
            if dep not in _ASIDE and not (dep == "conj" and parse.pos[child] == "VERB"):
                waiting.append(child)
                if parse.pos[child] in _CONTENT:
                    found.add(_norm(parse, child))
        if len(waiting) > 40:
            break
    return found
