"""The page that explains an article: what it says, in which language, and what it keeps to itself."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from config.feeds import Beat, FeedSpec, Terms
from config.settings import Settings
from feeds.article import Article, Author, Batch, Category, FetchState, Origin, Permits, Rights, Run
from feeds.publish.explaining import explained
from feeds.select.region import places
from feeds.store import Store, migrate
from feeds.web import create_app, leaf
from tests.feeds.web.desk import item, listed, publish
from tests.feeds.web.test_pages import kept, tree, words
from tests.world import NOW, make_article, make_settings, make_source

TITLE = "釜山的渡輪今後只要一張票"
TEXT = "韓國釜山與日本福岡的官員週四見面。\n一位來自雷克雅維克的旅客在旁觀看。"
STORY = make_article(
    1,
    title=TITLE,
    summary="他們見面了。",
    content="".join(f"<p>{one}</p>" for one in TEXT.split("\n")),
    language="zh-Hant-TW",
    authors=(Author(name="林怡"),),
    categories=(Category(term="日本 <海運>"),),
    places=places(TITLE, TEXT, ("日本 <海運>",)),
    rights=Rights(permits=Permits.FULL, notice="版權所有。", license="https://licence.example/by"),
)
PATH = "/articles/00000000-0000-5000-8000-000000000001/explain"
BEAT = listed("china-asia-pacific", title="China / Asia Pacific — beatwire")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    trains = FeedSpec(slug="trains", title="Trains", include=Terms(title=("train",)))
    return make_settings(data=tmp_path, sources=(make_source(rights="full"),), feeds=(trains,))


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    publish(settings.published, {BEAT: [item(1), item(2)]})
    return create_app(settings).test_client()


def test_it_says_what_was_decided_by_what_and_why(client: FlaskClient, settings: Settings) -> None:
    kept(settings, STORY)
    answer = client.get(PATH)
    page = tree(answer)
    (decision,) = page.xpath("//section[@class='decision in']")
    assert words(decision).startswith("In the feed “China / Asia Pacific” about South Korea (primary, 0.")
    assert "Rule: regions" in words(decision)
    headings = [words(each) for each in page.xpath("//h2")]
    assert headings == [headings[0], "Places", "Evidence", "Feeds", "Duplicates", "Rights"]
    assert {words(each) for each in page.xpath("//ul[@class='places']//b")} == {"South Korea", "Japan", "Iceland"}
    assert words(page.xpath("//dl/dd")[0]) == "釜山KR的渡輪今後只要一張票"
    assert page.xpath("//mark/small/text()")[0] == "KR"
    assert "日本JP <海運>" in [words(each) for each in page.xpath("//dl/dd")]
    text = words(page)
    assert "China / Asia Pacific shows full text" in text
    assert "South Korea not in its window now (shows full text)" in text
    assert "Trains Not in it, by include: " in text
    assert "No other source showed it." in text
    assert "版權所有。" in text
    assert page.xpath("//a[@rel='license']/@href") == ["https://licence.example/by"]


def test_it_is_of_no_use_to_search_engines_and_leads_back(client: FlaskClient, settings: Settings) -> None:
    kept(settings, STORY)
    answer = client.get(PATH)
    page = tree(answer)
    assert answer.headers["X-Robots-Tag"] == page.xpath("//meta[@name='robots']/@content")[0] == "noindex"
    assert PATH.removesuffix("/explain") in page.xpath("//main//a/@href")
    assert PATH in tree(client.get(PATH.removesuffix("/explain"))).xpath("//aside//a/@href")
    again = client.get(PATH, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_word_of_the_story_is_in_its_language(client: FlaskClient, settings: Settings) -> None:
    kept(settings, STORY)
    page = tree(client.get(PATH))
    for each in page.xpath("//main//*[text()]"):
        said = "".join(each.xpath("text()"))
        if any("\u4e00" <= letter <= "\u9fff" for letter in said):
            assert each.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1:] == ["zh-Hant-TW"], said
    assert set(page.xpath("//mark/small/@lang")) == {"en"}


def test_without_a_language_nothing_is_claimed(client: FlaskClient, settings: Settings) -> None:
    kept(settings, replace(STORY, language=None))
    assert set(tree(client.get(PATH)).xpath("//main//@lang")) == {"en"}


@pytest.mark.parametrize(
    ("declared", "own", "shown"),
    [
        (None, "full", {"SUMMARY"}),
        ("full", "full", {"CONTENT"}),
        ("full", "summary", {"SUMMARY"}),
        ("headline", "full", set()),
        ("full", "headline", set()),
    ],
)
def test_it_shows_no_more_than_rights_allow(tmp_path: Path, declared: str | None, own: str, shown: set[str]) -> None:
    settings = make_settings(data=tmp_path, sources=(make_source(rights=declared),))
    publish(settings.published, {BEAT: [item(1)]})
    text = "CONTENT stands beside Lahore."
    article = make_article(
        1,
        summary="SUMMARY stands beside Lahore.",
        content=f"<p>{text}</p>",
        places=places("Pier opens", text),
        rights=Rights(permits=Permits(own)),
    )
    kept(settings, article)
    page = create_app(settings).test_client().get(PATH).text
    assert {word for word in ("SUMMARY", "CONTENT") if word in page} == shown
    assert "Lahore" in page


def test_it_names_other_sources_and_no_keys(client: FlaskClient, settings: Settings) -> None:
    migrate(settings.database, None)
    with Store.open(settings.database) as store:
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        first = Batch(
            run=run, state=FetchState(source="gazette"), new=(STORY,), aliases=(("guid:gazette:secret", STORY.id),)
        )
        store.keep(first)
        again = replace(run, source="courier")
        store.keep(Batch(run=again, state=FetchState(source="courier"), sightings=(STORY.id,)))
    answer = client.get(PATH)
    assert "Also shown by courier." in words(tree(answer))
    assert "secret" not in answer.text


def hidden(**changes: Any) -> Article:
    return replace(STORY, **changes)


def test_what_nobody_may_see_is_not_explained_to_anybody(client: FlaskClient, settings: Settings) -> None:
    kept(settings, hidden(embargo=NOW + timedelta(days=1)))
    for path in (PATH, PATH.replace("1/", "9/"), "/articles/7/explain", f"{PATH}/"):
        assert client.get(path).status_code == 404


def test_a_store_that_fails_is_told_plainly(client: FlaskClient, settings: Settings) -> None:
    (settings.data / "beatwire.sqlite").write_bytes(b"not a database at all, " * 100)
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert str(settings.data) not in answer.text


def test_before_anything_is_published_it_is_explained_all_the_same(settings: Settings) -> None:
    kept(settings, STORY)
    page = tree(create_app(settings).test_client().get(PATH))
    assert "China / Asia Pacific not in its window now" in words(page)


BAD = "\"'><script>alert(1)</script></style><img src=x onerror=alert(1)>&amp; Lahore"


def test_what_a_story_says_is_text_and_nothing_else(settings: Settings) -> None:
    article = replace(
        STORY,
        title=BAD,
        summary=BAD,
        content="",
        places=places(BAD, BAD, (BAD,)),
        categories=(Category(term=BAD),),
        origin=Origin(title=BAD),
        language='en"><b',
        rights=Rights(permits=Permits.FULL, notice=BAD),
    )
    kept(settings, article)
    served = create_app(settings).test_client().get(PATH).text
    with Store.open(settings.database, read_only=True) as store:
        dossier = store.dossier(article.id)
    assert dossier is not None
    alone = leaf(settings, explained(dossier, settings, lambda _: None, passed_on=True))
    for text in (served, alone):
        page = html.document_fromstring(text)
        assert not page.xpath("//img | //b[not(ancestor::ul)] | //@onerror | //script[not(@src)]")
        assert page.xpath("//h1")[0].text_content() == BAD
        assert page.xpath("//h1/@lang") == ['en"><b']
        assert len(page.xpath("//style")) == (text is alone)


def test_it_tells_what_else_is_narrowed_and_calls_places_as_the_desk_does(tmp_path: Path) -> None:
    source = make_source(
        rights="full", summary_length=40, images=False, reserved=True, policy="https://gazette.example/tdm.json"
    )
    beat = Beat(labels=(("KR", "Republic of Korea"),))
    settings = make_settings(data=tmp_path, sources=(source,), beat=beat)
    publish(settings.published, {BEAT: [item(1)]})
    article = replace(STORY, rights=Rights(permits=Permits.SUMMARY, expires=NOW + timedelta(days=9000)))
    kept(settings, article)
    text = words(tree(create_app(settings).test_client().get(PATH)))
    assert "headline, summary and link: the source permits “full”, the article “summary”." in text
    assert "its summary is cut at 40 letters." in text
    assert "without its pictures." in text
    assert f"until {NOW + timedelta(days=9000):%Y-%m-%d} 08:00 UTC." in text
    assert "text and data mining is reserved, on terms at https://gazette.example/tdm.json." in text
    assert "Republic of Korea KR" in text


def test_what_was_there_once_is_gone(client: FlaskClient, settings: Settings) -> None:
    kept(settings, STORY)
    with Store.open(settings.database) as store:
        run = Run(source="gazette", started=NOW, finished=NOW, outcome="collected")
        store.keep(Batch(run=run, state=FetchState(source="gazette"), retracted=(STORY.id,)))
    assert client.get(PATH).status_code == client.get(PATH.removesuffix("/explain")).status_code == 410
