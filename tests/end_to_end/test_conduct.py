"""How a feed's address behaves, line by line, on the wire: by itself, behind the site we ship, behind one of anybody's."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from tests.end_to_end.conduct import ARCHIVED, HUB, LICENCE, LINES, OURS, SLUG
from tests.end_to_end.service import BEATWIRE, clean_environment, eventually, running
from tests.end_to_end.test_behind_nginx import free_port, nginx
from tests.end_to_end.wire import ask

pytestmark = pytest.mark.slow

STORIES, WINDOW = (
    110,
    57,
)  # so few more than half stay in the window that a page of archives is sealed and no alarm given
DESK = f"""
data = "data"
base_url = "{OURS}"
[collecting]
settle = 0
[limits]
window_age = 0
[[sources]]
name = "desk"
kind = "folder"
path = "drop"
[selecting]
copies = false
[site]
license = "{LICENCE}"
[[feeds]]
slug = "full"
title = "All of it"
private = true
[publishing]
hubs = ["{HUB}"]
regions = false
countries = false
sources = false
languages = false
[publishing.renamed]
quay = "{SLUG}"
[publishing.retired]
pier = "{SLUG}"
dock = ""
"""
ANYBODYS = """
proxy_cache_path /var/cache/nginx/anybodys keys_zone=anybodys:1m;
gzip on;
gzip_types *;
access_log off;
server {
    listen 80;
    location / {
        proxy_pass http://127.0.0.1:8000;
        proxy_cache anybodys;
    }
}
"""
HUNG_ON: Final = "nginx compares tags letter for letter, and sees through no other proxy's suffix"
TAGGED: Final = "nginx knows the tag of what it keeps in the coding that is asked for, and no other"
BOTH: Final = "nginx wants both conditions to hold"
LOST_BY_NGINX: Final = {
    "If-None-Match: -gzip hung on by a proxy -> 304 under that tag": HUNG_ON,
    "If-None-Match: ;gzip hung on by a proxy -> 304 under that tag": HUNG_ON,
    "If-None-Match: --gzip hung on by a proxy -> 304 under that tag": HUNG_ON,
    "If-None-Match: :br hung on by a proxy -> 304 under that tag": HUNG_ON,
    "If-None-Match: another coding of the same build -> 304 under the tag that is held": TAGGED,
    "If-None-Match matches, If-Modified-Since is older -> 304": BOTH,
}
"""What no nginx that keeps answers can hold, by the name of the line, and why."""
SHIPPED_LOSES: Final = LOST_BY_NGINX | {
    "If-Modified-Since: unparsable or absurd -> 200": "to nginx a date in the far future is a date like any other",
    "Accept-Encoding: br;q=0.5, gzip;q=0.9 -> gzip": "a map of nginx sees what is accepted, and not how much",
}
ANYBODYS_LOSES: Final = LOST_BY_NGINX | {
    "Accept-Ranges: none": "nginx never passes this on from what it keeps",
    "Accept names text/html -> the same bytes and tag as text/xml; no Vary on Accept": "nginx keeps one answer for readers "
    "and browsers, of the type that was asked for first; that does no harm",
    "If-Modified-Since: a second after Last-Modified -> 304": "nginx by itself takes the very date alone",
    "HEAD -> status and headers of GET, no body": "nginx compresses pages as they pass, and tells of no length then",
    "Range -> ignored: 200, whole": "nginx cuts parts out of what it keeps",
    "Range: several -> ignored: 200, whole": "nginx cuts parts out of what it keeps",
    "Range beyond the end -> ignored: 200, whole": "nginx cuts parts out of what it keeps",
    "never existed -> 404, short text, max-age=60": "nginx compresses the short text, and tells of no length then",
}


def window(count: int) -> dict[str, str]:
    return {"BEATWIRE_LIMITS__WINDOW_COUNT": str(count), "BEATWIRE_LIMITS__WINDOW_MOST": str(count)}


def lay_out(home: Path) -> None:
    """Publish a desk whose feed held all its stories once, of which fewer are in the window from then on."""
    (home / "drop").mkdir()
    (home / "beatwire.toml").write_text(DESK, encoding="utf-8")
    for number in range(STORIES):
        story = {
            "title": f"Ferry {number} leaves Shanghai",
            "url": f"https://desk.example/stories/{number}",
            "date_published": f"2026-11-{20 + number // 24}T{number % 24:02}:00:00Z",
            "content_text": f"Ferry {number} left Shanghai on Friday, said the harbour office of China.",
        }
        (home / "drop" / f"{number:04}.json").write_text(json.dumps(story), encoding="utf-8")
    environment = clean_environment(home) | window(STORIES)
    for command in (("collect",), ("retract", "https://desk.example/stories/0", "--reason", "never left")):
        subprocess.run([BEATWIRE, *command], cwd=home, env=environment, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conduct")


@pytest.fixture(scope="module")
def addresses(home: Path) -> Iterator[dict[str, str]]:
    """Give where the desk is met: by itself and, where there is nginx, behind the two sites."""
    lay_out(home)
    with ExitStack() as running_ones:
        bind = f"127.0.0.1:{free_port()}"
        running_ones.enter_context(running(home, "--bind", bind, environment=window(WINDOW)))
        met = {"directly": f"http://{bind}"}
        eventually(lambda: ask(met["directly"], ARCHIVED[0]).status == 200)
        if shutil.which("nginx"):
            for name, site in (("shipped", None), ("anybodys", ANYBODYS)):
                (home / name).mkdir()
                met[name] = running_ones.enter_context(nginx(home / name, met["directly"], site))
        yield met


@pytest.fixture(scope="module")
def token(home: Path, addresses: dict[str, str]) -> str:
    """Give a key to the private feed."""
    command = [str(BEATWIRE), "token", "add", "quay", "--feeds", "full", "--who", "mara", "--json"]
    said = subprocess.run(command, cwd=home, env=clean_environment(home), check=True, capture_output=True, timeout=60)
    return str(json.loads(said.stdout)["token"])


@pytest.mark.parametrize("name", LINES)
def test_directly(addresses: dict[str, str], name: str) -> None:
    LINES[name](addresses["directly"])


@pytest.mark.skipif(shutil.which("nginx") is None, reason="there is no nginx; .ci/run installs it")
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("site", ["shipped", "anybodys"])
def test_behind(addresses: dict[str, str], name: str, site: str) -> None:
    if name in (SHIPPED_LOSES if site == "shipped" else ANYBODYS_LOSES):
        with pytest.raises(AssertionError):
            LINES[name](addresses[site])
    else:
        LINES[name](addresses[site])


@pytest.mark.parametrize("site", ["directly", "shipped", "anybodys"])
def test_a_private_feed_is_for_tokens(addresses: dict[str, str], token: str, site: str) -> None:
    if site not in addresses:
        pytest.skip("there is no nginx; .ci/run installs it")
    base, path = addresses[site], "/feeds/full.rss"
    right, wrong = (
        ("Authorization", "Basic " + base64.b64encode(f"x:{secret}".encode()).decode()) for secret in (token, "bw_no")
    )
    whole = ask(base, path, right)
    assert (whole.status, whole["Cache-Control"]) == (200, "private, max-age=300")
    assert (whole["Referrer-Policy"], whole["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert HUB not in whole["Link"]
    assert ask(base, f"/t/{token}{path}").body == whole.body
    again = ask(base, path, right, ("If-None-Match", whole["ETag"]))
    assert again.status == (
        200 if site == "anybodys" else 304
    )  # which passes no condition on, and keeps nothing private
    assert ask(base, path, wrong).status == 404
    bare = ask(base, path)
    assert (bare.status, bare["WWW-Authenticate"]) == (401, 'Basic realm="beatwire", charset="UTF-8"')


def test_only_lines_that_there_are_can_be_lost() -> None:
    assert {*SHIPPED_LOSES, *ANYBODYS_LOSES} <= set(LINES)


def test_nothing_built_yet_503_with_retry_after_and_no_store(tmp_path: Path) -> None:
    with running(tmp_path, command="serve") as service:
        eventually(lambda: service.get("/healthz").status == 200)
        for path in ("/feeds/china-asia-pacific.rss", "/feeds.opml", "/news-sitemap.xml", "/", "/feeds/china"):
            for method in ("GET", "HEAD"):
                said = ask(service.base, path, ("If-None-Match", "*"), method=method)
                assert (said.status, said["Cache-Control"]) == (503, "no-store")
                assert int(said["Retry-After"]) > 0
        assert [ask(service.base, path).status for path in ("/healthz", "/readyz")] == [200, 503]
