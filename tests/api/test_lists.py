"""Claims, events, entities and articles over HTTP."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from tests.api.corpus import COURIER, HERALD


def items(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize(
    "speaker",
    [
        "Mara Lindqvist",
        "person/Mara_Lindqvist",
        "https://w3id.org/politigraph/id/entity/person/Mara_Lindqvist",
    ],
)
def test_claims_of_a_speaker_about_a_place_by_name_id_or_iri(
    client: httpx.Client, speaker: str
) -> None:
    found = items(client, f"/claims?speaker={quote(speaker)}&about=Crimea")
    contents = [claim["content"] for claim in found]
    assert len(contents) == 2
    assert "Crimea is a matter for the United Nations" in contents[0]
    assert "Crimea will be on the table" in contents[1]
    assert {claim["edge"] for claim in found} == {"said"}


def test_a_claim_opens_to_its_sentence_and_offsets(client: httpx.Client) -> None:
    [claim, _] = items(client, "/claims?speaker=Mara+Lindqvist&about=Crimea")
    text = client.get(f"/articles/{claim['article']['id']}").json()["text"]
    evidence = claim["evidence"]
    assert text[evidence["start"] : evidence["end"]] == evidence["sentence"]
    assert [text[start:end] for start, end in evidence["spans"]["source"]] == ["Mara Lindqvist"]
    assert [text[start:end] for start, end in evidence["spans"]["cue"]] == ["said"]
    [[start, end]] = evidence["spans"]["content"]
    assert text[start:end] == claim["content"]
    assert claim["article"]["extractor"].startswith("politigraph ")
    assert claim["article"]["publisher"]["label"] == "Baltic Herald"


def test_a_denial_is_no_statement(client: httpx.Client) -> None:
    [denial] = items(client, "/claims?speaker=Tomas+Brandt&edge=denied")
    assert denial["speech_act"] == "deny"
    assert not items(client, "/claims?speaker=Tomas+Brandt&edge=said")


def test_hearsay_names_the_claim_that_holds_it(client: httpx.Client) -> None:
    [hearsay] = items(client, "/claims?speaker=Mara+Lindqvist&edge=reportedlySaid")
    outer = client.get(f"/claims/{hearsay['embedded_in']}").json()
    assert outer["speaker"]["label"] == "Anders Velin"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("publisher=Coast+Courier&about=Crimea", 1),
        ("since=2022-04&about=Crimea", 1),
        ("until=2022-03-04&about=Crimea&speaker=Mara+Lindqvist", 1),
        ("since=2022-05", 0),
        ("cue=deny", 1),
        ("speech_act=deny", 1),
        ("q=TABLE", 1),
        ("article=courier/7", 1),
        ("polarity=negative&about=Crimea", 0),
        ("cue=deny&confidence=0.9", 1),
        ("cue=deny&confidence=0.91", 0),
    ],
)
def test_filters_of_claims(client: httpx.Client, query: str, count: int) -> None:
    assert len(items(client, f"/claims?{query}")) == count


def test_events_with_who_did_what_to_whom(client: httpx.Client) -> None:
    [event] = items(client, "/events?type=CONSULT&agent=Mara+Lindqvist&place=Vienna")
    assert event["trigger"] == "met"
    assert [target["label"] for target in event["targets"]] == ["Tomas Brandt"]
    assert event["date"] == "2022-04-09"


def test_entities_and_articles(client: httpx.Client) -> None:
    [person] = items(client, "/entities?q=MARA&kind=person")
    assert person["claims_by"] == 3
    assert person["articles"] == 2
    assert person.items() <= client.get("/entities/person/Mara_Lindqvist").json().items()
    assert [a["id"] for a in items(client, "/articles")] == [HERALD.id, COURIER.id]
    assert [a["id"] for a in items(client, "/articles?q=warns")] == [HERALD.id]


@pytest.mark.parametrize("list_of", ["claims", "events", "entities", "articles"])
def test_pages_put_together_are_the_whole_list(client: httpx.Client, list_of: str) -> None:
    asked = {"polarity": "any", "realis": "any"} if list_of == "events" else {}
    whole = items(client, f"/{list_of}?{urlencode({'limit': 500, **asked})}")
    assert len(whole) > 1
    pages: list[dict[str, Any]] = []
    cursor = ""
    while not pages or cursor:
        answer = client.get(f"/{list_of}", params={"limit": 1, "cursor": cursor, **asked}).json()
        cursor = answer["cursor"]
        pages += answer["items"]
    assert pages == whole


@pytest.mark.parametrize("list_of", ["claims", "events", "entities", "articles"])
@pytest.mark.parametrize("encoded", [True, False])
def test_each_item_is_at_its_address(client: httpx.Client, list_of: str, encoded: bool) -> None:
    for item in items(client, f"/{list_of}"):
        key = quote(item["id"]) if encoded else item["id"]
        found = client.get(f"/{list_of}/{key}").json()
        assert item.items() <= found.items()


def test_an_ambiguous_name_lists_whom_it_may_mean(client: httpx.Client) -> None:
    answer = client.get("/claims?speaker=Lindqvist")
    assert answer.status_code == 400
    choices = {choice["id"]: choice["label"] for choice in answer.json()["choices"]}
    assert choices["person/Erik_Lindqvist"] == "Erik Lindqvist"
    assert choices["person/Mara_Lindqvist"] == "Mara Lindqvist"


def test_health_counts_the_graph(client: httpx.Client) -> None:
    answer = client.get("/health").json()
    assert answer["status"] == "ok"
    assert answer["graph"]["articles"] == 2
    assert answer["graph"]["first_published"] == "2022-03-04"


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/claims?speaker=Nobody", 404, "Nobody"),
        ("/claims/herald-1/claim/c0-1", 404, "herald-1/claim/c0-1"),
        ("/events/herald-1/claim/c0-1", 404, "herald-1"),
        ("/entities/person/Nobody", 404, "Nobody"),
        ("/articles/none", 404, "none"),
        ("/nothing", 404, "Not Found"),
        ("/claims?speakr=Mara", 400, "speakr"),
        ("/claims?limit=0", 400, "limit"),
        ("/claims?limit=501", 400, "limit"),
        ("/claims?since=March", 400, "since is not a date: 'March'"),
        ("/claims?since=", 400, "since is not a date"),
        ("/events?since=2022-13", 400, "since is not a date: '2022-13'"),
        ("/articles?until=2022-02-30", 400, "until is not a date"),
        ("/analysis/centrality?since=2022-13", 400, "since is not a date"),
        ("/analysis/timeline?since=2022-13", 400, "since is not a date"),
        ("/analysis/outlets?since=2022-13", 400, "since is not a date"),
        ("/relations?since=2022-13", 400, "since is not a date"),
        ("/query?q=%3Fwho+said+%3Fc+since+2022-13", 400, "expected a date, but found '2022-13'"),
        ("/events?type=BOMB", 400, "type is never 'BOMB'"),
        ("/events?type=CONSULT&mode=meet", 400, "mode is never 'CONSULT-meet'"),
        ("/claims?speech_act=denied", 400, "speech act is never 'denied'"),
        ("/entities?sector=GVT", 400, "sector is never 'GVT'"),
        ("/claims?polarity=neutral", 400, "polarity"),
        ("/claims?cursor=%21", 400, "cursor"),
        ("/events?realis=maybe", 400, "realis: Input should be 'actual', "),
        ("/events?polarity=no", 400, "polarity: Input should be 'positive', 'negative' or 'any'"),
        ("/events?confidence=1.5", 400, "confidence"),
        ("/claims?confidence=sure", 400, "confidence"),
    ],
)
def test_an_error_is_a_problem_with_a_hint(
    client: httpx.Client, address: str, status: int, detail: str
) -> None:
    answer = client.get(address)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == problem["status"] == status
    assert detail in problem["detail"]
    assert problem["hint"]


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("/claims?speakr=Mara", "use limit, cursor, publisher, since, until, speaker, about, cue"),
        ("/events?agnt=Ukraine&limit=5", "agent, target"),
        ("/analysis/centrality?kindd=speech", "measure"),
    ],
)
def test_an_unknown_parameter_names_the_known_ones(
    client: httpx.Client, address: str, known: str
) -> None:
    problem = client.get(address).json()
    assert problem["status"] == 400
    assert problem["detail"].endswith(": there is no such parameter")
    assert known in problem["hint"]


@pytest.mark.parametrize(
    ("query", "accept", "said"),
    [
        ("ASK {}", "image/png", "an answer is not written as image/png"),
        ("ASK {}", "text/turtle", "an answer to ASK is not written as text/turtle"),
    ],
)
def test_what_cannot_be_sent_is_said_in_plain_words(
    client: httpx.Client, query: str, accept: str, said: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert (answer.status_code, answer.json()["detail"]) == (406, said)


def test_an_unknown_parameter_of_head_is_an_error_too(client: httpx.Client) -> None:
    assert client.head("/claims?speakr=Mara").status_code == 400


@pytest.mark.parametrize("text", ["%00", "%FF", "%25", "%3Cx%3E", "urn:%25", "x%20y", "%ED%A0%80"])
def test_hostile_text_is_never_an_internal_error(client: httpx.Client, text: str) -> None:
    long_number = base64.urlsafe_b64encode(json.dumps(["2022", "9" * 5000]).encode()).decode()
    addresses = [
        *(f"/{kind}/{text}" for kind in ("claims", "events", "entities", "articles")),
        *(f"/claims?{name}={text}" for name in ("speaker", "speech_act", "q", "article", "cursor")),
        *(f"/events?{name}={text}" for name in ("type", "place", "publisher")),
        f"/claims?cursor={long_number}",
        f"/sparql?query=ASK%7B%7D&default-graph-uri={text}",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert answer.status_code == 200 or answer.json()["status"] == answer.status_code


def test_another_method_is_a_problem_that_says_which_are_allowed(client: httpx.Client) -> None:
    answer = client.delete("/claims")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == "GET, HEAD"
    assert client.put("/sparql").headers["allow"] == "GET, HEAD, POST"
    assert client.patch("/graphs").headers["allow"] == "DELETE, GET, HEAD, POST, PUT"
