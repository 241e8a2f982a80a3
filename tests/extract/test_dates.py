"""Dates against an article of Tuesday, 26 April 2022."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.date_patterns import DATE, date_matches
from politigraph.extract.dates import find_dates

PUBLISHED = "2022-04-26"

ABSOLUTE = [
    ("The two sides met on 14 March 2021.", "2021-03-14"),
    ("The two sides met on March 14, 2021.", "2021-03-14"),
    ("The two sides met on the 14th of March 2021.", "2021-03-14"),
    ("The treaty was signed on 2019-06-30.", "2019-06-30"),
    ("The treaty was signed in June 2019.", "2019-06-01/2019-06-30"),
    ("The treaty was signed in 2014.", "2014-01-01/2014-12-31"),
    ("He governed from 2014 to 2016.", "2014-01-01/2016-12-31"),
    ("Tensions grew in the 1990s.", "1990-01-01/1999-12-31"),
    ("They met on Feb. 3, 2020.", "2020-02-03"),
    ("The exercise ran from May 3 to May 7, 2021.", "2021-05-03/2021-05-07"),
    ("The exercise ran from 3 to 7 May 2021.", "2021-05-03/2021-05-07"),
]

RELATIVE = [
    ("The minister met the envoy on Tuesday.", "2022-04-26"),
    ("The minister met the envoy on Wednesday.", "2022-04-20"),
    ("The minister met the envoy last Tuesday.", "2022-04-19"),
    ("The minister will meet the envoy on Friday.", "2022-04-29"),
    ("The talks are scheduled for Friday.", "2022-04-29"),
    ("The minister resigned yesterday.", "2022-04-25"),
    ("The minister resigned today.", "2022-04-26"),
    ("The court will decide tomorrow.", "2022-04-27"),
    ("Protesters marched last week.", "2022-04-18/2022-04-24"),
    ("The court will sit next week.", "2022-05-02/2022-05-08"),
    ("Shells hit the port over the weekend.", "2022-04-23/2022-04-24"),
    ("Forty people died in the past three days.", "2022-04-23/2022-04-26"),
    ("She resigned two weeks ago.", "2022-04-12"),
    ("She resigned a month ago.", "2022-03-01/2022-03-31"),
    ("She resigned three years ago.", "2019-01-01/2019-12-31"),
    ("The two countries signed a pact in March.", "2022-03-01/2022-03-31"),
    ("The two countries signed a pact in June.", "2021-06-01/2021-06-30"),
    ("The two countries will sign a pact in June.", "2022-06-01/2022-06-30"),
    ("The pact was signed on 30 December.", "2021-12-30"),
    ("The pact was signed on Tuesday, March 1.", "2022-03-01"),
    ("The parade will be held on Monday, the 9th of May.", "2022-05-09"),
    ("The parade will be held on 9 May.", "2022-05-09"),
    ("Troops arrived last month.", "2022-03-01/2022-03-31"),
    ("Exports fell last year.", "2021-01-01/2021-12-31"),
    ("The dam burst last summer.", "2021-06-01/2021-08-31"),
]

NOT_DATES = [
    "Some 2000 people marched through the capital.",
    "The firm paid $2014 for the licence.",
    "Prime Minister Anna May resigned.",
    "The protesters march and may return.",
    "The prize went to room 1984b.",
]


@pytest.mark.parametrize(("text", "value"), ABSOLUTE)
def test_an_absolute_date_needs_no_article_date(nlp: Language, text: str, value: str) -> None:
    for published in ("", PUBLISHED):
        assert [m.value for m in find_dates(parse_text(nlp, text), published).mentions] == [value]


@pytest.mark.parametrize(("text", "value"), RELATIVE)
def test_a_relative_date_is_read_against_the_article(nlp: Language, text: str, value: str) -> None:
    parse = parse_text(nlp, text)
    assert [m.value for m in find_dates(parse, PUBLISHED).mentions] == [value]
    assert find_dates(parse, "").mentions == ()


@pytest.mark.parametrize("text", NOT_DATES)
def test_a_number_or_a_name_is_no_date(nlp: Language, text: str) -> None:
    assert find_dates(parse_text(nlp, text), PUBLISHED).mentions == ()


def test_a_day_that_no_calendar_has_is_left_out(nlp: Language) -> None:
    assert find_dates(parse_text(nlp, "It began on 31 April 2021."), PUBLISHED).mentions == ()


AT_THE_EDGE = [
    ("0001-01-01", "He left yesterday and said on Monday that she had left three weeks ago.",
     ["0001-01-01"]),
    ("0001-01-01", "It rained last weekend, last winter, last year, and ten months ago.", []),
    ("0001-01-01", "It rained over the past three years. He leaves tomorrow.", ["0001-01-02"]),
    ("9999-12-31", "He will leave tomorrow, next Monday, next month or next decade.", []),
    ("9999-12-31", "She leaves next weekend and came back yesterday.", ["9999-12-30"]),
]  # fmt: skip


@pytest.mark.parametrize(("published", "text", "values"), AT_THE_EDGE)
def test_days_before_the_first_and_after_the_last_are_left_out(
    nlp: Language, published: str, text: str, values: list[str]
) -> None:
    assert [m.value for m in find_dates(parse_text(nlp, text), published).mentions] == values


CLAUSES = [
    ("Norway's minister met the envoy on Monday and resigned on Tuesday.", "met", "2022-04-25"),
    ("Norway's minister met the envoy on Monday and resigned on Tuesday.", "resigned", PUBLISHED),
    ("Police arrested and charged the man on Monday.", "arrested", "2022-04-25"),
    ("Officials said on Tuesday that troops had entered the town in March.", "entered",
     "2022-03-01/2022-03-31"),
    ("He spoke at a meeting with the envoy in Riga on Monday.", "meeting", "2022-04-25"),
    ("The envoys held talks in Riga on Monday.", "talks", "2022-04-25"),
    ("He agreed on Monday to visit Riga.", "visit", "2022-04-25"),
    ("He recalled the 1967 war on Monday.", "war", "1967-01-01/1967-12-31"),
    ("He recalled the 1967 war on Monday.", "recalled", "2022-04-25"),
    ("The court met, officials said on Monday.", "met", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "value"), CLAUSES)
def test_a_date_belongs_to_its_clause(nlp: Language, text: str, word: str, value: str) -> None:
    parse = parse_text(nlp, text)
    assert find_dates(parse, PUBLISHED).of(parse.word.index(word)) == value


def test_a_mention_covers_the_words_of_the_date(nlp: Language) -> None:
    parse = parse_text(nlp, "The two sides met on March 14, 2021 in Riga.")
    [mention] = find_dates(parse, "").mentions
    assert mention.span.of(parse.text) == "March 14, 2021"
    assert mention.kind == "date"
    assert mention.entity == ""


words = st.sampled_from(
    """March Mar. Sept May 3 3rd 14 2014 1990s 2014-03-01 06/2014 March/April mid-March a an two
    couple of few the at over last next This weekend Tuesday's Mon today year years ago earlier
    (2014) summer "Tuesday $1900 – to - , people percent Twenty past in by early""".split()  # noqa: SIM905
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(words, st.sampled_from([" ", " ", " ", "", ", "])), max_size=12))
@example([("06/2014", " "), ("March/April", " "), ("2014", "")])
def test_a_date_is_missed_nowhere_for_being_tried_in_few_places(
    nlp: Language, parts: list[tuple[str, str]]
) -> None:
    parse = parse_text(nlp, "".join(word + gap for word, gap in parts))
    everywhere = [match.span() for match in DATE.finditer(parse.text)]
    assert [match.span() for match in date_matches(parse)] == everywhere
