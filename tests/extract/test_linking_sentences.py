"""A table of sentences: what each name, phrase or pronoun refers to."""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.entities import link_entities
from politigraph.extract.parse import Parse
from politigraph.extract.records import Article
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority

TABLE = Path(__file__).parent / "linking_sentences.tsv"


class Case(NamedTuple):
    kind: str
    date: str
    text: str
    phrase: str
    entity: str
    miss: str = ""


def read_cases() -> list[Case]:
    lines = [x for x in TABLE.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    rows = csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Case(*row) for row in rows]


def head_of(parse: Parse, phrase: str) -> int:
    """The token of a phrase whose head lies outside it."""
    phrase, _, nth = phrase.partition("#")
    start = -1
    for _ in range(int(nth or 1)):
        start = parse.text.index(phrase, start + 1)
    tokens = [
        i
        for i in range(parse.length)
        if parse.start[i] >= start and parse.end[i] <= start + len(phrase)
    ]
    assert tokens, f"{phrase!r} is not made of whole tokens"
    return next(i for i in tokens if parse.head[i] not in tokens or parse.head[i] == i)


def as_parameter(case: Case) -> object:
    name = f"{case.kind}: {case.phrase} | {case.text}"
    if case.miss:
        return pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case.miss), id=name)
    return pytest.param(case, id=name)


@pytest.mark.parametrize("case", [as_parameter(c) for c in read_cases()])
def test_the_phrase_refers_to(case: Case, nlp: Language) -> None:
    parse = parse_text(nlp, case.text)
    article = Article("a1", case.text, published=case.date)
    authority = load_authority()
    linking = link_entities(parse, article, authority)
    references = References(parse, article, linking, authority)
    found = references.entity_of(head_of(parse, case.phrase))
    if case.entity.endswith("*"):
        assert found.startswith(case.entity[:-1])
    else:
        assert found == case.entity


def test_the_table_is_long_and_even() -> None:
    cases = read_cases()
    assert len(cases) >= 120
    assert len({(c.date, c.text, c.phrase) for c in cases}) == len(cases)
