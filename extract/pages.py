"""The article in a web page, by trafilatura."""

from importlib.metadata import version

from politigraph.extract.errors import InvalidArticle


def read_page(html: bytes) -> dict[str, object]:
    """Return the fields of the article in a page, as `article_from_fields` reads them.

    Paragraphs are separated by a blank line. The extractor's version is kept in
    ``reader``, because another version may find another text, and so move
    offsets. Raises `InvalidArticle` when there is no article in the page.
    """
    # trafilatura takes half a second to import, and most inputs are no pages.
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(html)
    language = "" if tree is None else tree.get("lang") or ""
    # deduplicate=True would drop what an earlier page of the same run had said.
    page = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = getattr(page, "text", None) or ""
    if page is None or isinstance(page, dict) or not text.strip():
        raise InvalidArticle(
            "no article found in the page", hint="save its text as .txt, or pass it as .jsonl"
        )
    paragraphs = (line.strip() for line in text.splitlines())
    return {
        "text": "\n\n".join(p for p in paragraphs if p),
        "title": page.title,
        "publisher": page.sitename,
        "published": page.date,
        "url": page.url,
        "language": language,
        "reader": f"trafilatura {version('trafilatura')}",
    }
