"""What must hold of the names linked in any article, and what decides between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from politigraph.extract.annotate import load_pipeline, parse_text
from politigraph.extract.entities import link_entities
from politigraph.extract.linking import Linking
from politigraph.extract.records import Article, Entity
from politigraph.extract.toponyms import toponym_weights
from politigraph.ontology.authority import load_authority

WORDS = (
    "Moscow Kyiv Kremlin Russia Russian Putin Mr President Foreign Minister Ministry Crimea said"
    " denied in of and the with he Georgia Paris Texas , . “ ” 's NATO (BTC) Lindqvist Mara U.S."
)


def link(nlp: Language, text: str, published: str = "2022-04-26") -> Linking:
    parse = parse_text(nlp, text)
    return link_entities(parse, Article("a1", text, published=published), load_authority())


def by_label(linking: Linking) -> dict[str, Entity]:
    return {entity.label: entity for entity in linking.entities}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=25).map(" ".join))
def test_mentions_stand_in_order_and_apart_and_name_entities(text: str) -> None:
    linking = link(load_pipeline(), text)
    known = {entity.id for entity in linking.entities}
    end = 0
    for mention in linking.mentions:
        assert mention.span.start >= end
        end = mention.span.end
        assert end <= len(text)
        assert mention.entity in known
        assert 0 < mention.score <= 1
        assert mention.rule
    assert known == {m.entity for m in (*linking.mentions, *linking.nested)}
    for nested in linking.nested:
        assert any(nested.span in m.span and nested.span != m.span for m in linking.mentions)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "12 34", "a"])
def test_a_text_without_names_has_no_entities(nlp: Language, text: str) -> None:
    assert link(nlp, text).entities == ()


def test_an_entity_of_the_authority_is_the_same_in_every_article(nlp: Language) -> None:
    one = link(nlp, "Officials in Kiev spoke of Crimea and of Donbas. Russia denied it.")
    two = link(nlp, "Ukraine lost Crimea. Russian ships left Kyiv for Donbass, in Russia's view.")
    shared = {e.id: e for e in one.entities}
    found = [e for e in two.entities if e.id in shared]
    assert len(found) >= 3
    for entity in found:
        assert entity == shared[entity.id]


def test_the_same_text_gives_the_same_links(nlp: Language) -> None:
    text = "Turkish President Recep Tayyip Erdogan met Mr Putin in Sochi. Ankara was pleased."
    assert link(nlp, text) == link(nlp, text)


def test_a_link_says_why(nlp: Language) -> None:
    linking = link(nlp, "President Putin spoke in Perm. Moscow denied the report of Finnish radio.")
    rules = {linking.mentions[n].entity: linking.mentions[n].rule for n in range(4)}
    assert rules["person/Q7747"].startswith("office holder, surname: in office, title")
    assert rules["country/RUS"] == "capital that acts"
    assert rules["country/FIN"] == "authority: adjective"


def test_an_acronym_in_brackets_stands_for_the_name(nlp: Language) -> None:
    text = "The Baltic Trade Council (BTC) met on Monday. The BTC will meet again in May."
    linking = link(nlp, text)
    assert [e.id for e in linking.entities] == ["organization/Baltic_Trade_Council"]
    assert len(linking.mentions) >= 2


def test_titles_give_the_country_and_the_sector_of_people_no_authority_knows(
    nlp: Language,
) -> None:
    text = (
        "Russian Deputy Energy Minister Roman Chubarin met Kemal Ardaoglu, the Turkish deputy"
        " foreign minister. General Ostap Rudchenko of Ukraine was absent."
    )
    found = by_label(link(nlp, text))
    assert (found["Roman Chubarin"].iso3, found["Roman Chubarin"].sector) == ("RUS", "GOV")
    assert (found["Kemal Ardaoglu"].iso3, found["Kemal Ardaoglu"].sector) == ("TUR", "GOV")
    assert found["Ostap Rudchenko"].sector == "MIL"


def test_a_minister_without_a_country_is_the_datelines(nlp: Language) -> None:
    text = "MOSCOW, March 14 - Deputy Foreign Minister Arkady Velin read a statement on Monday."
    assert by_label(link(nlp, text))["Arkady Velin"].iso3 == "RUS"


def test_a_former_office_holder_is_not_in_government(nlp: Language) -> None:
    text = "Former Finnish Foreign Minister Aino Salmela visited Oslo."
    assert by_label(link(nlp, text))["Aino Salmela"].sector == "ELI"


def test_whose_ministry_it_is_follows_its_owner(nlp: Language) -> None:
    text = "Russia's Defence Ministry denied it. A source in the Defence Ministry confirmed it."
    bodies = [e for e in link(nlp, text).entities if e.type == "organization"]
    assert [(e.id, e.iso3, e.sector) for e in bodies] == [
        ("organization/Russian_Defence_Ministry", "RUS", "GOV")
    ]


def test_the_date_decides_who_a_surname_is(nlp: Language) -> None:
    text = "British Prime Minister Johnson left the hall."
    assert by_label(link(nlp, text, "2021-05-01")).keys() >= {"Boris Johnson"}
    assert "Boris Johnson" not in by_label(link(nlp, text, "1995-05-01"))


def test_a_namesake_of_another_country_is_not_the_office_holder(nlp: Language) -> None:
    text = "Kenyan goalkeeper Vladimir Putin saved two penalties in Nairobi."
    assert by_label(link(nlp, text))["Vladimir Putin"].id == "person/Vladimir_Putin"


def test_the_weights_set_by_hand_find_the_plain_cases(nlp: Language) -> None:
    parse = parse_text(nlp, "Shelling was reported near Kharkiv. A bakery in Paris, Texas, burned.")
    linking = link_entities(
        parse, Article("a1", parse.text), load_authority(), toponym_weights(learned=False)
    )
    assert {"place/706483", "place/4717560"} <= {e.id for e in linking.entities}


def test_a_place_inside_a_name_is_kept_beside_it(nlp: Language) -> None:
    linking = link(nlp, "The Kentucky State Police closed the bridge near Louisville, Kentucky.")
    assert "organization/Kentucky_State_Police" in {e.id for e in linking.entities}
    assert [m.span.of("The Kentucky State Police") for m in linking.nested] == ["Kentucky"]
    assert [m.country for m in linking.nested] == ["US"]


def test_each_is_one_entity_whatever_it_is_called(nlp: Language) -> None:
    text = (
        "President Vladimir Putin met UN Secretary-General Antonio Guterres in Moscow. Russia's "
        "leader had called Kiev twice. Kyiv denied that; officials in Kiev and in Kyiv were silent."
        " The Kremlin said Mr. Putin would travel. Moscow and the Russian army know the Ukrainian "
        "position, said Vladimir V. Putin's aide, and Ukraine's."
    )
    found = link(nlp, text)
    people = {e.id: (e.label, e.sector) for e in found.entities if e.type == "person"}
    assert people == {
        "person/Q7747": ("Vladimir Putin", "GOV"),
        "person/Q311440": ("António Guterres", "IGO"),
    }
    countries = [e.label for e in found.entities if e.type == "country"]
    assert sorted(countries) == ["Russia", "Ukraine"]
    towns = [e.label for e in found.entities if e.type == "place"]
    assert sorted(towns) == ["Kyiv", "Moscow"]
