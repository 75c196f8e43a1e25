"""`beatwire add`: an address is pasted, and what it takes to follow it stands in the configuration."""

import fcntl
import json
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from config.settings import Settings
from feeds.article import Entry, Page
from feeds.collect.fetch import Fetcher
from feeds.collect.pages.extract import Extract
from feeds.collect.robots import Robots
from feeds.pipeline import Means
from scheduler.cli import main
from tests.fakeweb import Answer, FakeWeb, page

ITEM = """<item><title>Ferry {0} leaves Karachi for Gwadar</title><link>http://gazette.localhost/{0}</link>
<author>desk@gazette.localhost (Mina Qazi)</author><pubDate>Fri, 20 Nov 2026 0{0}:00:00 GMT</pubDate>
<description>The port of Karachi in Pakistan saw ferry {0} leave on Friday, full of commuters and mangoes.</description></item>"""
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title><link>http://gazette.localhost/</link>'
    f"{''.join(ITEM.format(number) for number in range(1, 8))}</channel></rss>"
).encode()
EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Nothing yet</title></channel></rss>'
CONFIG = """# My desk.   Two spaces stay two.
data = "data"   # where everything is

[[sources]]
name = "old"
kind = "feed"   # a comment
url = "https://old.example/feed"

# What bounds it.
[collecting]
delay = 0
"""
HTML = "<!DOCTYPE html><html><head><title>Front</title>{}</head><body>{}</body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" title="{1}" href="{0}">'
ANCHORS = "".join(f'<a href="/{word}">{word}</a>' for word in ("about", "us", "press", "jobs", "help", "more"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that is also the home, with a configuration."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("COLUMNS", "140")
    (tmp_path / "beatwire.toml").write_bytes(CONFIG.encode())
    return tmp_path


class AnyQuery(dict[str, Answer]):
    """Answers by path, whatever the query."""

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path.partition("?")[0], default)


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Give a web with one good feed of seven stories."""
    with FakeWeb(answers=AnyQuery()) as fake:
        fake.answers["/rss.xml"] = page(FEED, media_type="application/rss+xml")
        yield fake


def add(*words: str) -> Result:
    return CliRunner().invoke(main, ("add", *words), prog_name="beatwire")


def site(web: FakeWeb, path: str = "/") -> str:
    return web.url(path, host="gazette.localhost")


def front(web: FakeWeb, head: str = "", body: str = ANCHORS, path: str = "/") -> None:
    web.answers[path] = page(HTML.format(head, body).encode(), media_type="text/html; charset=utf-8")


def sources() -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = tomllib.loads(Path("beatwire.toml").read_text(encoding="utf-8"))["sources"]
    return declared


def test_a_feed_is_shown_as_it_would_be_published_and_declared(web: FakeWeb) -> None:
    result = add(site(web, "/rss.xml"), "--allow-private")
    assert result.exit_code == 0, result.output
    assert sources()[1:] == [
        {
            "name": "gazette",
            "kind": "feed",
            "url": site(web, "/rss.xml"),
            "title": "The Gazette",
            "language": "en",
            "allow_private": True,
        }
    ]
    shown = [line for line in result.output.splitlines() if "leaves Karachi" in line]
    assert [line.split()[:4] for line in shown] == [
        ["2026-11-20", f"0{n}:00", "Ferry", str(n)] for n in (7, 6, 5, 4, 3)
    ]
    assert "Mina Qazi · PK* · of the beat" in result.output
    assert "http://gazette.localhost/7" in result.output
    assert "Written into" in result.output
    assert "restart" not in result.output


def test_nothing_else_in_the_file_changes(web: FakeWeb, home: Path) -> None:
    file = home / "beatwire.toml"
    file.chmod(0o640)
    add(site(web, "/rss.xml"), "--allow-private")
    assert file.read_bytes().startswith(CONFIG.encode())
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def test_a_link_to_the_file_stays_a_link(web: FakeWeb, home: Path) -> None:
    real = home / "etc" / "desk.toml"
    real.parent.mkdir()
    (home / "beatwire.toml").rename(real)
    (home / "beatwire.toml").symlink_to(real)
    add(site(web, "/rss.xml"), "--allow-private")
    assert (home / "beatwire.toml").is_symlink()
    assert len(sources()) == 2


def test_a_dry_run_writes_nothing(web: FakeWeb) -> None:
    result = add(site(web, "/rss.xml"), "--allow-private", "--dry-run", "--name", "harbour")
    assert result.exit_code == 0
    assert '[[sources]]\nname = "harbour"\n' in result.output
    assert "Nothing was written" in result.output
    assert Path("beatwire.toml").read_text(encoding="utf-8") == CONFIG


def test_a_dry_run_needs_no_file_and_all_else_does(web: FakeWeb) -> None:
    Path("beatwire.toml").unlink()
    assert add(site(web, "/rss.xml"), "--allow-private", "--dry-run").exit_code == 0
    asked = len(web.asked)
    result = add(site(web, "/rss.xml"), "--allow-private")
    assert result.exit_code == 2
    assert "beatwire init" in result.output
    assert len(web.asked) == asked


def test_of_several_feeds_that_a_page_names_the_best_is_taken(web: FakeWeb) -> None:
    front(
        web,
        LINK.format("/comments/feed", "Comments") + LINK.format("sport.xml", "Sport") + LINK.format("rss.xml", "All"),
    )
    result = add(site(web), "--allow-private", "--json")
    said = json.loads(result.stdout)
    assert said["found"]["url"] == site(web, "/rss.xml")
    assert said["found"]["name"] == "gazette"
    assert said["why"] == "named by the page"
    assert [other["title"] for other in said["also"]] == ["Sport", "Comments"]
    assert [one["places"][0]["code"] for one in said["newest"]] == ["PK"] * 5
    assert said["written"].endswith("beatwire.toml")
    assert len(sources()) == 2
    assert web.paths() == ["/", "/robots.txt", "/rss.xml"]


def test_a_feed_that_brings_nothing_is_passed_over(web: FakeWeb) -> None:
    front(web, LINK.format("/empty", "All") + LINK.format("/gone", "Gone"), '<a href="/rss.xml">RSS</a>')
    web.answers["/empty"] = page(EMPTY)
    result = add(site(web), "--allow-private")
    assert result.exit_code == 0, result.output
    assert sources()[1]["url"] == site(web, "/rss.xml")
    assert "holds no articles now" in result.output
    assert "nothing at this address (404)" in result.output


def test_a_section_gives_its_name(web: FakeWeb) -> None:
    front(web, LINK.format("/rss.xml", "Asia"), path="/news/asia/")
    add(site(web, "/news/asia/"), "--allow-private")
    assert sources()[1]["name"] == "gazette-asia"


def test_without_a_scheme_https_is_asked_and_then_http(web: FakeWeb) -> None:
    front(web, LINK.format("/rss.xml", "All"))
    result = add(f"gazette.localhost:{web.port}", "--allow-private")
    assert result.exit_code == 0, result.output
    assert sources()[1]["url"] == site(web, "/rss.xml")


@pytest.mark.parametrize(
    "address", ["https://old.example/feed", "old.example/feed", "http://old.example/feed?utm_source=x"]
)
def test_an_address_that_is_there_is_refused(web: FakeWeb, address: str) -> None:
    result = add(address)
    assert result.exit_code == 2
    assert result.output.endswith(
        f'{address if "//" in address else "https://" + address} is there already, as "old"\n'
    )
    assert web.asked == []


def test_a_feed_that_is_there_is_refused_when_its_page_leads_to_it(web: FakeWeb) -> None:
    front(web, LINK.format("/rss.xml", "All"))
    add(site(web, "/rss.xml"), "--allow-private")
    before = Path("beatwire.toml").read_bytes()
    result = add(site(web), "--allow-private")
    assert result.exit_code == 2
    assert 'is there already, as "gazette"' in result.output
    assert Path("beatwire.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x.example", "--name", "Old"), 'cannot be "Old"; write small letters'),
        (("x.example", "--name", "old"), 'another source is named "old"'),
        (("x.example", "--kind", "folder"), 'cannot be "folder"; write one of'),
        (("x.example", "y.example"), "write one address"),
        (("x.example", "--try"), "--try is for a list"),
        (("opml",), "beatwire add opml FILE"),
        (("opml", "list.opml", "--name", "x"), "beatwire add opml FILE"),
        ((), "Missing argument"),
    ],
)
def test_what_cannot_be_is_said_at_once(words: tuple[str, ...], said: str) -> None:
    result = add(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_private_address_needs_leave(web: FakeWeb) -> None:
    result = add(site(web, "/rss.xml"))
    assert result.exit_code == 1
    assert "--allow-private" in result.output.splitlines()[-1]
    assert web.asked == []


FAILURES = {
    "a page without links": (HTML.format("", "<div id=app></div>"), "shows no links without JavaScript"),
    "a page that leads nowhere": (HTML.format("", ANCHORS), "leads to no feed, no news sitemap and no articles"),
    "an empty feed": (EMPTY.decode(), "holds no articles now"),
    "a broken feed": ("<rss><channel><item><title>cut", "cut off before the end of its first item"),
    "a picture": ("\x89PNG", "neither a feed nor a page"),
    "json of something else": ('{"error": "no"}', "check the address, or try again later"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_is_one_sentence_with_its_remedy(web: FakeWeb, name: str) -> None:
    body, sentence = FAILURES[name]
    web.answers["/x"] = page(body.encode())
    for as_json in ((), ("--json",)):
        result = add(site(web, "/x"), "--allow-private", *as_json)
        assert result.exit_code == 1
        said = json.loads(result.stdout)["error"] if as_json else result.stderr.removeprefix("beatwire: ").strip()
        assert sentence in said
        assert "\n" not in said
    assert Path("beatwire.toml").read_text(encoding="utf-8") == CONFIG


def test_what_the_site_bars_is_named_with_the_way_round(web: FakeWeb) -> None:
    front(web, LINK.format("/rss.xml", "All"))
    web.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /\nAllow: /$\n")
    result = add(site(web), "--allow-private", "--kind", "feed")
    assert result.exit_code == 1
    assert f"robots.txt does not let us fetch {site(web, '/rss.xml')}" in result.output
    assert "/rss.xml" not in web.paths()
    assert add(site(web, "/rss.xml"), "--allow-private").exit_code == 0


def test_a_refusal_is_the_publishers_own_word(web: FakeWeb) -> None:
    web.answers["/"] = page(b"no", status=403)
    result = add(site(web), "--allow-private")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "beatwire: gazette.localhost refuses to serve us (403): ask the publisher"


def test_a_running_beatwire_is_to_be_restarted(web: FakeWeb, home: Path) -> None:
    (home / "data").mkdir()
    with (home / "data" / "beatwire.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = add(site(web, "/rss.xml"), "--allow-private")
    assert "restart it" in result.output


def test_a_new_file_that_would_be_wrong_never_lands(web: FakeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATWIRE_SOURCES", "[]")
    result = add(site(web, "/rss.xml"), "--allow-private")
    assert result.exit_code == 2
    assert "unset BEATWIRE_SOURCES" in result.output
    assert Path("beatwire.toml").read_text(encoding="utf-8") == CONFIG


def test_words_of_a_stranger_reach_no_terminal(web: FakeWeb) -> None:
    odd = FEED.replace(b"The Gazette", b"[red]The\x1b]0;x\x07 &quot;Gazette&quot; [/nothing]")
    web.answers["/odd"] = page(odd)
    result = add(site(web, "/odd"), "--allow-private")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert "[red]" in sources()[1]["title"]
    assert sources()[1]["title"].endswith('"Gazette" [/nothing]')


def posts(web: FakeWeb) -> bytes:
    rows = [
        {
            "id": number,
            "guid": {"rendered": site(web, f"/?p={number}")},
            "link": site(web, f"/2026/11/ferry-{number}/"),
            "date_gmt": f"2026-11-20T0{number}:00:00",
            "modified_gmt": f"2026-11-20T0{number}:00:00",
            "status": "publish",
            "title": {"rendered": f"Ferry {number} leaves Karachi for Gwadar"},
            "excerpt": {"rendered": "<p>The port of Karachi in Pakistan.</p>", "protected": False},
            "content": {"rendered": "<p>The port of Karachi in Pakistan saw a ferry leave.</p>", "protected": False},
        }
        for number in range(7, 0, -1)
    ]
    return json.dumps(rows).encode()


def test_a_wordpress_is_followed_by_its_interface_rather_than_its_feed(web: FakeWeb) -> None:
    web.answers["/feed/"] = page(FEED)
    front(
        web,
        LINK.format("/feed/", "The Gazette » Feed")
        + f'<link rel="https://api.w.org/" href="{site(web, "/wp-json/")}">',
    )
    web.answers["/wp-json/wp/v2/posts"] = page(posts(web), media_type="application/json; charset=utf-8")
    result = add(site(web), "--allow-private")
    assert result.exit_code == 0, result.output
    assert (sources()[1]["kind"], sources()[1]["url"]) == ("wordpress", site(web))
    assert sources()[1]["title"] == "The Gazette"
    assert f"feed      {site(web, '/feed/')}  The Gazette » Feed" in result.output
    assert "Ferry 7 leaves Karachi" in result.output


NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>"""
NEWS_ITEM = """<url><loc>{1}</loc><news:news><news:publication><news:name>The Gazette</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-11-20T0{0}:00:00Z</news:publication_date>
<news:title>Ferry {0} leaves Karachi for Gwadar</news:title></news:news></url>"""
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>Ferry {0} leaves Karachi for Gwadar</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-20T0{0}:00:00Z"></head><body><main><article>
<h1>Ferry {0} leaves Karachi for Gwadar</h1><p>The port of Karachi in Pakistan saw ferry {0} leave on Friday morning, full of commuters and mangoes, for
the harbour of Gwadar.</p><p>The captain said that the sea was calm, that the engine had been mended, and that tea would be served on deck.</p></article></main></body></html>"""


def articles(web: FakeWeb) -> list[str]:
    paths = [f"/2026/11/20/ferry-{number}-leaves-karachi-for-gwadar" for number in range(1, 8)]
    for number, path in enumerate(paths, 1):
        web.answers[path] = page(ARTICLE.format(number).encode(), media_type="text/html")
    return paths


def test_a_news_sitemap_that_robots_txt_names_is_followed(web: FakeWeb) -> None:
    front(web)
    paths = articles(web)
    listed = "".join(NEWS_ITEM.format(number, site(web, path)) for number, path in enumerate(paths, 1))
    web.answers["/maps/news.xml"] = page(NEWS.format(listed).encode(), media_type="application/xml")
    web.answers["/robots.txt"] = page(f"Sitemap: {site(web, '/maps/news.xml')}\n".encode())
    result = add(site(web), "--allow-private")
    assert result.exit_code == 0, result.output
    assert (sources()[1]["kind"], sources()[1]["url"]) == ("sitemap", site(web, "/maps/news.xml"))
    assert "Ferry 7 leaves Karachi" in result.output


class Titles:
    """Reads of an article's page its title and no more."""

    def read(self, page: Page, zone: ZoneInfo, now: datetime) -> Extract:  # noqa: ARG002
        title = page.body.decode().partition("<title>")[2].partition("</title>")[0]
        return Extract(entry=Entry(link=page.address, title=title, published=now))


@contextmanager
def trying(settings: Settings) -> Iterator[Means]:
    with Fetcher(settings.limits, "beatwire/0.1 (+https://desk.example/)") as fetcher:
        yield Means(fetcher, settings, Titles(), Robots())


def test_a_page_of_articles_is_followed_itself(web: FakeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("scheduler.cli.add"), "trying", trying)
    links = "".join(
        f'<h2><a href="{path}">Ferry {n} leaves Karachi for Gwadar</a></h2>' for n, path in enumerate(articles(web), 1)
    )
    front(web, body=f"<main>{links}</main>", path="/asia/")
    result = add(site(web, "/asia/"), "--allow-private")
    assert result.exit_code == 0, result.output
    assert (sources()[1]["kind"], sources()[1]["url"]) == ("page", site(web, "/asia/"))
    assert result.output.count("Ferry") >= 5
    assert sum(path.startswith("/2026/") for path in web.paths()) == 5
    assert web.paths().count("/robots.txt") == 1
