"""What a store holds follows from its articles alone, whatever came and went before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from politigraph.extract.records import Article, Extraction
from politigraph.graph.mapping import ArticleQuads, article_quads
from politigraph.graph.store import Store
from tests.graph.extractions import extractions

BARE = article_quads(Extraction(Article("bare", "It rained."), (), (), (), (), "hand"))


def content(store: Store) -> list[str]:
    return sorted(map(str, store.oxigraph))


def holding(*articles: ArticleQuads) -> Store:
    store = Store.memory()
    for article in articles:
        store.put(article)
    return store


@st.composite
def two_articles(draw: st.DrawFn) -> tuple[ArticleQuads, ArticleQuads]:
    return (
        article_quads(draw(extractions("a"))),
        article_quads(draw(extractions("b"))),
    )


@given(two_articles())
@settings(max_examples=40, deadline=None)
def test_adding_two_and_deleting_one_is_adding_the_other(
    articles: tuple[ArticleQuads, ArticleQuads],
) -> None:
    first, second = articles
    store = holding(first, second)
    store.delete(second.graph)
    assert content(store) == content(holding(first))


@given(two_articles())
@settings(max_examples=40, deadline=None)
def test_the_order_of_articles_does_not_matter(
    articles: tuple[ArticleQuads, ArticleQuads],
) -> None:
    first, second = articles
    assert content(holding(first, second)) == content(holding(second, first))


@given(two_articles(), st.data())
@settings(max_examples=40, deadline=None)
def test_replacing_is_as_if_the_old_had_never_been(
    articles: tuple[ArticleQuads, ArticleQuads], data: st.DataObject
) -> None:
    first, second = articles
    changed = article_quads(data.draw(extractions("a")))
    store = holding(first, second)
    assert store.put(changed) == ("unchanged" if changed == first else "replaced")
    assert content(store) == content(holding(changed, second))


@given(two_articles())
@settings(max_examples=20, deadline=None)
def test_no_triple_stands_in_two_graphs(articles: tuple[ArticleQuads, ArticleQuads]) -> None:
    store = holding(*articles)
    rows = list(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert rows == [{"n": len({quad.triple for quad in store.oxigraph})}]
