"""Reading articles: every format, and every way in which an input can be bad."""

import io
import json
from pathlib import Path

import pytest

from politigraph.extract.records import Article, Skipped
from politigraph.extract.sources import Defaults, read_sources

PAGE = """<!doctype html><html lang="en"><head><title>Ferry talks resume - Harbour Post</title>
<meta property="og:title" content="Ferry talks resume">
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2022-05-03T08:00:00Z">
<link rel="canonical" href="https://harbour.example/ferry"></head><body><nav>Home News</nav>
<article><h1>Ferry talks resume</h1>
<p>Turkey and Ukraine resumed talks on the ferry line on Monday, two officials said.</p>
<p>“We are close to an agreement,” said Mara Lindqvist, who leads the port authority.</p>
<p>The line was closed in February, when shelling damaged the terminal in Odesa.</p>
</article><footer>Imprint</footer></body></html>"""


def articles(path: Path) -> list[Article]:
    found = list(read_sources([path]))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def skipped(path: Path) -> Skipped:
    [item] = read_sources([path])
    assert isinstance(item, Skipped)
    return item


def test_a_text_file_is_taken_unchanged(tmp_path: Path) -> None:
    text = "Kyiv said no.\r\n\r\nMoscow “denied” it.  \n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    [article] = articles(tmp_path / "a.txt")
    assert (article.id, article.text, article.title) == ("a", text, "")


def test_defaults_fill_only_what_the_source_leaves_open(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "One."}\n{"text": "Two.", "publisher": "Harbour Post"}\n')
    defaults = Defaults(publisher="Black Sea Wire", published="2022-04-26")
    found = [item for item in read_sources([file], defaults) if isinstance(item, Article)]
    assert [a.publisher for a in found] == ["Black Sea Wire", "Harbour Post"]
    assert {a.published for a in found} == {"2022-04-26"}


def test_a_page_gives_its_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(PAGE)
    [article] = articles(tmp_path / "ferry.html")
    assert article.title == "Ferry talks resume"
    assert article.publisher == "Harbour Post"
    assert article.published == "2022-05-03"
    assert article.url == "https://harbour.example/ferry"
    assert article.reader.startswith("trafilatura ")
    assert article.text.startswith("Ferry talks resume\n\nTurkey and Ukraine")
    assert "Imprint" not in article.text


def test_lines_keep_their_fields_and_the_title_stands_before_the_text(tmp_path: Path) -> None:
    fields = {"id": 7, "title": "Talks", "text": "They met.", "published": "2022-04-26T08:00:00Z"}
    file = tmp_path / "feed.jsonl"
    file.write_text(json.dumps(fields) + "\n\n" + json.dumps({**fields, "text": "Talks go on."}))
    first, second = articles(file)
    assert (first.id, first.text, first.published) == ("7", "Talks\n\nThey met.", "2022-04-26")
    assert second.text == "Talks go on."
    assert second.source == f"{file}:3"


def test_an_article_without_an_id_is_known_by_its_text(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text('{"text": "One."}\n{"text": "Two."}\n{"text": "One."}\n')
    ids = [a.id for a in articles(file)]
    assert ids[0] == ids[2] != ids[1]


def test_a_file_is_known_by_its_path_below_the_folder_whatever_else_is_there(
    tmp_path: Path,
) -> None:
    for folder in ("b", "a/deep"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1.txt").write_text(f"The {folder} text.")
    assert [a.id for a in articles(tmp_path)] == ["a/deep/1", "b/1"]
    assert [a.id for a in articles(tmp_path / "b" / "1.txt")] == ["1"]


def test_files_that_would_have_one_id_are_two_articles(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("1.txt", "b/1.txt"):
        (tmp_path / name).write_text("They met.")
    (tmp_path / "1.html").write_text(PAGE)
    paths = [tmp_path / name for name in ("1.html", "1.txt", "b/1.txt", "1.txt")]
    ids = [item.id for item in read_sources(paths) if isinstance(item, Article)]
    assert ids == ["1", "1.txt", "b/1.txt", "1.txt"]


def test_a_folder_is_read_in_order_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "notes.md", "c.TXT"):
        (tmp_path / name).write_text("They met.")
    assert [a.id for a in articles(tmp_path)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (b'\n{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'\xef\xbb\xbf{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        ("Kyiv said “no”.\nMoscow did not.\n".encode(), ["Kyiv said “no”.\nMoscow did not.\n"]),
    ],
)
def test_standard_input_is_lines_or_one_text(
    given: bytes, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    found = [item for item in read_sources(["-"]) if isinstance(item, Article)]
    assert [a.text for a in found] == texts


def test_lines_of_standard_input_are_counted_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = b'\n\n{"text": "One."}\n{"text": \n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert [item.source for item in read_sources(["-"])] == [
        "standard input:3",
        "standard input:4",
    ]


def test_an_array_on_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'[{"text": "One."}]')))
    [item] = read_sources(["-"])
    assert isinstance(item, Skipped)
    assert item.reason == "a JSON array is not read"


def test_a_folder_that_is_called_like_a_page_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "news.html").mkdir()
    (tmp_path / "news.html" / "a.txt").write_text("They met.")
    assert [a.id for a in articles(tmp_path)] == ["news.html/a"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\t\n", "the text is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text at byte 0"),
        ("a.txt", b"PK\x03\x04 and more", "not text: control character U+0003 at 2"),
        ("a.txt", "Café".encode("latin-1"), "not UTF-8 text at byte 3"),
        ("a.txt", b"Kyiv said no. " * 400_000, "5,600,000 characters are more than"),
        ("a.pdf", b"%PDF", "cannot read .pdf"),
        ("a.html", b"<html><body></body></html>", "no article found in the page"),
        ("a.jsonl", b'{"text": "One."', "not JSON at column"),
        ("a.jsonl", b'["One."]', "not a JSON object"),
        ("a.jsonl", b'{"id": "x"}', "no text"),
        ("a.jsonl", b'{"text": ""}', "the text is empty"),
        ("a.jsonl", b'{"text": 5}', "text is not a string but int"),
        ("a.jsonl", b'{"text": "A \\ud800 B"}', "text holds characters that are no text"),
        ("a.jsonl", b'{"text": "A.", "published": "in spring"}', "published is not a date"),
        ("a.jsonl", b'{"text": "A.", "published": "2022-04-26 or so"}', "not a date"),
        ("a.html", PAGE.replace('lang="en"', 'lang="de-AT"').encode(), "the language is 'de-AT'"),
        ("a.jsonl", b'{"text": "A.", "url": "harbour post"}', "url is not a web address"),
        ("a.jsonl", b'{"text": "A.", "language": "ru"}', "the language is 'ru'"),
        ("a.jsonl", b"[" * 100_000, "nested too deeply"),
    ],
)
def test_bad_input_is_named_with_a_reason_and_a_hint(
    name: str, data: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    item = skipped(tmp_path / name)
    assert item.source.startswith(str(tmp_path / name))
    assert reason in item.reason
    assert item.hint


def test_a_missing_path_and_a_folder_without_articles(tmp_path: Path) -> None:
    assert skipped(tmp_path / "gone").reason == "no such file or folder"
    assert skipped(tmp_path).reason == "no articles in this folder"


def test_a_bad_line_is_named_by_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(b'{"text": "One."}\n{"text": \n{"text": "Caf\xe9"}\n{"text": "Four."}\n')
    found = list(read_sources([file]))
    assert [type(item) for item in found] == [Article, Skipped, Skipped, Article]
    assert [item.source for item in found] == [f"{file}:{n}" for n in (1, 2, 3, 4)]


def test_characters_that_no_iri_may_hold_are_encoded(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text('{"text": "One.", "url": "https://Harbour.example/a b?q=ü"}')
    assert articles(file)[0].url == "https://Harbour.example/a%20b?q=ü"
