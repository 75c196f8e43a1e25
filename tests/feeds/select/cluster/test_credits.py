"""Whom an article names as its origin, and what of bylines and agency lines is left out where texts are compared."""

from pathlib import Path

import pytest

from feeds.article import Author, Origin
from feeds.select import cluster
from feeds.select.cluster.credits import credited, stripped
from tests.world import make_article, make_source

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("credits.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
KNOWN = cluster.publishers([
    make_source(name="reuters", url="https://www.reuters.com/arc/feed"),
    make_source(name="ap", url="https://apnews.com/feed"),
    make_source(name="afp", url="https://www.afp.com/en/rss"),
    make_source(name="xinhua", url="http://www.news.cn/english/rss.xml"),
    make_source(name="cna", url="https://www.cna.com.tw/rss"),
    make_source(name="kyodo", url="https://english.kyodonews.net/rss"),
    make_source(name="yonhap", url="https://www.yna.co.kr/rss"),
    make_source(name="courier", url="https://courier.example/feed", title="The Harbour Courier"),
    make_source(name="far", url="https://far.example/feed", known_as=("먼통신", "遠通")),
    make_source(name="desk", kind="folder", url=None, path="/desk"),
])  # fmt: skip


@pytest.mark.parametrize(("why", "text", "byline", "named"), CASES, ids=[case[0] for case in CASES])
def test_whom_an_article_names_as_its_origin(why: str, text: str, byline: str, named: str) -> None:
    authors = (Author(name=byline),) if byline else ()
    article = make_article(authors=authors, link="https://paper.example/1", origin=Origin(title="The Paper"))
    found = credited(article, text.replace(" / ", "\n"), KNOWN)
    assert found == tuple(named.replace("-", "").split())


def test_an_address_on_the_site_of_its_origin_names_that() -> None:
    plain = make_article(link="https://paper.example/1", origin=Origin(title="The Paper"))
    linked = make_article(link="https://courier.example/1", origin=plain.origin)
    of_feed = make_article(link=plain.link, origin=Origin(title="A paper", id="https://courier.example/feed"))
    of_site = make_article(link=plain.link, origin=Origin(title="A paper", link="https://www.courier.example/"))
    assert [credited(each, "", KNOWN) for each in (plain, linked, of_feed, of_site)] == [(), *[("courier",)] * 3]


def test_what_a_source_says_of_itself_is_no_evidence_but_for_an_agency() -> None:
    text = "TOROKI, Nov 20 (The Harbour Courier) - The ferry sailed. / Source: The Harbour Courier".replace(" / ", "\n")
    origin = Origin(title="The Harbour Courier", id="https://courier.example/feed")
    itself = make_article(source="courier", link="https://courier.example/1", origin=origin)
    assert credited(itself, text, KNOWN) == ()
    agency = make_article(
        source="ap", link="https://apnews.com/1", origin=Origin(title="AP", link="https://apnews.com/")
    )
    assert credited(agency, "The ferry sailed.", KNOWN) == ()
    assert credited(agency, "TOROKI (AP) — The ferry sailed.", KNOWN) == ("ap",)


def test_the_own_desk_is_its_folders_and_what_the_settings_say() -> None:
    known = cluster.publishers([
        make_source(name="desk", kind="folder", url=None, path="/desk"),
        make_source(name="guests", kind="folder", url=None, path="/guests", own=False),
        make_source(name="sister", url="https://sister.example/feed", own=True),
        make_source(name="gazette"),
    ])  # fmt: skip
    assert known.own == {"desk", "sister"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("TOROKI, Nov 20 (Reuters) - The ferry sailed.", "The ferry sailed."),
        ("TOROKI — The ferry sailed.", "The ferry sailed."),
        ("新华社青石镇11月20日电（记者林小舟）老木桥开放。（完）", "老木桥开放。"),
        ("【波越＝共同】灯台守が着任した。（了）", "灯台守が着任した。"),
        ("(달골=연합뉴스) 한가람 기자 = 오일장이 돌아왔다. (끝)", "오일장이 돌아왔다."),
        ("By Tessa Grell\nThe ferry sailed.\nReporting by Tessa Grell; Editing by Hew Lorn", "The ferry sailed."),
        ("The ferry sailed.\n(Reporting by Tessa Grell; Editing by Hew Lorn)", "The ferry sailed."),
        ("记者 林小舟\n老木桥开放。", "老木桥开放。"),
        ("The ferry sailed. It carried 312.", "The ferry sailed. It carried 312."),
        ("", ""),
    ],
)
def test_what_of_a_text_is_compared(said: str, left: str) -> None:
    assert stripped(said).strip() == left


@pytest.mark.parametrize(
    "noise", ["(" * 20_000, "(a" * 10_000, " " * 20_000, "\n(" * 10_000, "【=" * 9000, "1," * 10_000, "社1日" * 6000]
)
def test_no_text_takes_long(noise: str) -> None:
    from tests.cost import units

    article = make_article(content=f"<p>{noise}</p>", title=noise[:400])
    assert units(lambda: cluster.fingerprint(article, KNOWN)) < 40
