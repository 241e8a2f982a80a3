"""Whose country and which sector a person is given, and when none."""

import pytest
from spacy.language import Language

from politigraph.extract.annotate import parse_text
from politigraph.extract.entities import link_entities
from politigraph.extract.records import Article
from politigraph.extract.references import References
from politigraph.ontology.authority import load_authority


def affiliation(nlp: Language, text: str, name: str) -> tuple[str, str]:
    parse = parse_text(nlp, text)
    article = Article("a1", text, published="2022-04-26")
    linking = link_entities(parse, article, load_authority())
    references = References(parse, article, linking, load_authority())
    [entity] = [e for e in references.entities if e.label == name]
    return entity.iso3, entity.sector


@pytest.mark.parametrize(
    ("text", "name", "iso3", "sector"),
    [
        # Any body has a president, a head, a spokeswoman.
        ("Kevin Orsolak, president of Veldon Air, said fares would rise.", "Kevin Orsolak", "", ""),
        ("Kevin Orsolak, president of the Polish republic, spoke.", "Kevin Orsolak", "POL", "GOV"),
        ("Polish President Kevin Orsolak spoke on Monday.", "Kevin Orsolak", "POL", "GOV"),
        ("A hospital spokeswoman, Maria Orsolak, said ten had left.", "Maria Orsolak", "", ""),
        ("County spokesman Kevin Orsolak said the road was shut.", "Kevin Orsolak", "", "GOV"),
        ("Police Chief Kevin Orsolak said the road was shut.", "Kevin Orsolak", "", "COP"),
        ("Kevin Orsolak, a financial adviser, said rates would rise.", "Kevin Orsolak", "", ""),
        ("Kevin Orsolak, a presidential adviser, said no.", "Kevin Orsolak", "", "GOV"),
        # New Jersey is not Jersey.
        ("New Jersey Gov. Kevin Orsolak signed the bill.", "Kevin Orsolak", "USA", "GOV"),
        # What somebody speaks about, or where they once went, is not theirs.
        ("Kevin Orsolak, an expert on Iran, said no.", "Kevin Orsolak", "", "EDU"),
        ("Kevin Orsolak, a professor who went to Burma, left.", "Kevin Orsolak", "", "EDU"),
        # What is said of somebody else, or of a thing, is not theirs.
        (
            "Norway fears that the Syrian refugees President Kevin Orsolak let in will stay.",
            "Kevin Orsolak",
            "",
            "GOV",
        ),
        (
            "The Veldon Post's anti-Orsolak editorial angered Kevin Orsolak.",
            "Kevin Orsolak",
            "",
            "",
        ),
        (
            "France's Eva Lund Backs Orsolak. U.S. candidate Kevin Orsolak thanked her.",
            "Kevin Orsolak",
            "USA",
            "",
        ),
        ("Kevin Orsolak: Time for a new Islamic State strategy.", "Kevin Orsolak", "", ""),
        ("Kevin Orsolak, founder of Iraq and Yemen Veterans, said no.", "Kevin Orsolak", "", ""),
        ("Kevin Orsolak, head of Public Policy at Veldon Air, said no.", "Kevin Orsolak", "", ""),
        ("Rep. Kevin Orsolak (R-TX) agreed.", "Kevin Orsolak", "USA", "GOV"),
        ("Senate leader Kevin Orsolak, R-Ky., agreed.", "Kevin Orsolak", "USA", "GOV"),
        # Who only runs for an office does not hold it; a candidate's spokesman is of no state.
        ("Republican president candidate Kevin Orsolak spoke.", "Kevin Orsolak", "", ""),
        ("Ann Lund was late, Lund spokesman Kevin Orsolak said.", "Kevin Orsolak", "", ""),
        ("Ann Lund was late. Kevin Orsolak, her aide, left.", "Kevin Orsolak", "", ""),
        (
            "Kevin Orsolak, vice president and principal of Veldon Air, spoke.",
            "Kevin Orsolak",
            "",
            "",
        ),
        ("Kevin Orsolak, the president-general of the group, spoke.", "Kevin Orsolak", "", ""),
        ("Kevin Orsolak, rodeo queen/princess coordinator, spoke.", "Kevin Orsolak", "", ""),
        ("The American Israel Committee met in Oslo.", "American Israel Committee", "", ""),
        # A town in the name of a body: of its police, and not of a commission.
        ("The Tulsa Police Department found him.", "Tulsa Police Department", "USA", "COP"),
        (
            "The Venice Commission said the law was flawed. Poland agreed.",
            "Venice Commission",
            "",
            "GOV",
        ),
        (
            "The Venice Commission said the law was flawed. The U.S. agreed.",
            "Venice Commission",
            "",
            "GOV",
        ),
        ("Ann Orsolak, president of Springfield Arts Corp., said no.", "Ann Orsolak", "", "BUS"),
        # A head of a firm, and a mayor of a town.
        ("Kevin Orsolak, General Manager, said the plant was safe.", "Kevin Orsolak", "", "BUS"),
        ("Officer Ann Lund left. Detective Kevin Orsolak stayed.", "Kevin Orsolak", "", "COP"),
        # An office before a comma, which the parser leaves without a role.
        (
            "Latvia's emir, Sheikh Karim bin Velin launched a mediation effort on Monday.",
            "Karim bin Velin",
            "LVA",
            "GOV",
        ),
        # Where no country is named, its bodies tell which one it is about.
        ("President Kevin Orsolak met the leaders of UNITA.", "Kevin Orsolak", "AGO", "GOV"),
        # A guest of the one country that an article is about.
        (
            "Kenya welcomed its guest. Kenya was ready. Nairobi was decked with flags. All in Kenya"
            " sang. Kenya will pay. Kenya and Mombasa hope for trade. Kenya is a friend of trade."
            " The Saudi army watched as Crown Prince Faisal Orsolak left Kenya.",
            "Faisal Orsolak",
            "",
            "GOV",
        ),
    ],
)
def test_the_affiliation(nlp: Language, text: str, name: str, iso3: str, sector: str) -> None:
    assert affiliation(nlp, text, name) == (iso3, sector)


@pytest.mark.parametrize(
    "text", ["I speak as a Christian, she said.", "Amber Veldon-Alexander won."]
)
def test_a_word_is_no_leaders_surname(nlp: Language, text: str) -> None:
    parse = parse_text(nlp, text)
    article = Article("a1", text, published="2016-09-12")
    linking = link_entities(parse, article, load_authority())
    assert not any(entity.id.startswith("person/Q") for entity in linking.entities)


def test_a_title_is_no_person(nlp: Language) -> None:
    text = "Spokesperson for the Department Maria Orsolak said no. The Legislature adjourned."
    parse = parse_text(nlp, text)
    linking = link_entities(parse, Article("a1", text), load_authority())
    assert not any(e.id == "person/Spokesperson" for e in linking.entities)
    # One of many of that name: it belongs to its article.
    assert not any(e.id == "organization/Legislature" for e in linking.entities)
