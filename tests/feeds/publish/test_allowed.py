"""No document ever holds more than its sources and its feed allow: whatever the articles, whatever the settings."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from config.feeds import Beat
from config.rights import Conditions
from config.settings import Publishing, Settings, Source
from feeds.article import Article
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.store import Store, migrate
from feeds.web import create_app
from tests.feeds.publish import grants
from tests.feeds.publish.pressroom import table
from tests.feeds.publish.test_with_store import keep
from tests.world import NOW, make_settings

HOURS = st.integers(0, 72).map(lambda hours: timedelta(hours=hours))


def declared(source: Source, feed: Conditions, data: Path, *, others: bool = True) -> Settings:
    return make_settings(
        data=data,
        sources=(source,),
        beat=Beat(**feed.model_dump(exclude_unset=True)),
        publishing=Publishing(countries=others, sources=others),
    )


def breaches(site: Site, made: Settings, articles: tuple[Article, ...], after: timedelta) -> list[str]:
    """Read every document that is served, in every format, and say what is too much in it."""
    source, by_id = made.sources[0], {article.id: article for article in articles}
    found: list[str] = []
    for path, stored in table(site).documents.items():
        read = grants.READERS.get(Path(path).suffix)
        for held in read(site.read(stored)) if read and path.startswith("/feeds/") else ():
            article = by_id[held.id]
            said = grants.breaches(held, grants.allowed(article, source, made.beat))
            over = any(grants.is_over(article, terms, after) for terms in (source, made.beat))
            found += [f"{path}: {one}" for one in said + ["an article whose time is over"] * over]
    return found


def on_pages(made: Settings, articles: tuple[Article, ...], after: timedelta) -> list[str]:
    """Ask for every page, as a browser does, and say what is too much on it."""
    client, found = create_app(made).test_client(), list[str]()
    for article, below in product(articles, ("", "/explain")):
        answer = client.get(f"/articles/{article.id.removeprefix('urn:uuid:')}{below}")
        if grants.is_over(article, made.sources[0], after):
            found += (
                [] if answer.status_code == 410 and grants.BODY not in answer.text else ["a page that should be gone"]
            )
            continue
        may = grants.allowed(article, made.sources[0], made.beat)
        held = grants.Held(id=article.id, everything=answer.text, summary="", reserved=may.reserved)
        found += [f"article page{below}: {one}" for one in grants.breaches(held, may)]
    feed = client.get("/feeds/china-asia-pacific").text + client.get("/").text
    most = [grants.allowed(one, made.sources[0], made.beat) for one in articles]
    # One that has no title is named by how it begins.
    named = any(may.content and not one.title.strip() for one, may in zip(articles, most, strict=True))
    found += ["feed page: content"] if grants.BODY in feed and not named else []
    if not any(may.images for may in most):
        found += ["feed page: a picture"] if grants.PICTURES in feed else []
    if all(may.summary < 60 for may in most):
        found += ["feed page: all of a summary"] if "more words than any" in feed else []
    return found


@settings(deadline=None, max_examples=15)
@given(
    articles=grants.articles(),
    first=st.tuples(grants.SOURCES, grants.CONDITIONS, HOURS),
    second=st.tuples(grants.SOURCES, grants.CONDITIONS, HOURS),
    others=st.booleans(),
)
def test_no_document_and_no_page_ever_holds_more_than_is_allowed(
    articles: tuple[Article, ...],
    first: tuple[Source, Conditions, timedelta],
    second: tuple[Source, Conditions, timedelta],
    *,
    others: bool,
) -> None:
    """Publish under one operator's settings, then, some hours later, under others: what is narrower binds at once."""
    with TemporaryDirectory() as folder:
        made = declared(first[0], first[1], Path(folder))
        migrate(made.database, None)
        site = Site(made.published)
        with Store.open(made.database) as store:
            keep(store, articles)
            after = timedelta(0)
            for source, feed, hours in (first, second):
                made = declared(source, feed, Path(folder), others=others or after == timedelta(0))
                after += hours
                store.bound(made.lasting, made.horizons)
                store.release(NOW + after)
                publish(store, made, site, NOW + after)
                if site.manifest() is not None:
                    assert breaches(site, made, articles, after) == []
                    assert on_pages(made, articles, after) == []
                # What is over stays over, though the next settings allow more.
                gone = {article.id for article in articles if store.gone(article.id)}
                articles = tuple(one for one in articles if one.id not in gone)
