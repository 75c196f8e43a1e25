"""The service behind nginx, with the site that `beatwire deploy` prints: what a proxy must keep, it keeps."""

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.service import BEATWIRE, Answer, clean_environment, eventually, get, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="there is no nginx; .ci/run installs it"),
]
BEAT = "/feeds/china-asia-pacific"
CODINGS = ("identity", "gzip", "br", "zstd")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def nginx(folder: Path, upstream: str, site: str | None = None) -> Iterator[str]:
    """Run nginx with a site, the printed one unless it is given, in front of `upstream`, and give its address."""
    port = free_port()
    site = site or subprocess.run([BEATWIRE, "deploy", "nginx.conf"], capture_output=True, text=True, check=True).stdout
    site = site.replace("127.0.0.1:8000", upstream.removeprefix("http://"))
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    site = re.sub(r"/var/cache/nginx/\S+", str(folder / "cache"), site)
    site = re.sub(r"/var/log/nginx/\S+", str(folder / "access.log"), site)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # whose folder it is
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{site}}}\n",
        encoding="utf-8",
    )
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True, timeout=20)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proxied")


@pytest.fixture(scope="module")
def both(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the addresses of a desk with a private feed and of nginx in front of it."""
    (folder / "nginx").mkdir()
    drop(folder)
    with running(folder) as service:
        eventually(lambda: service.get(f"{BEAT}.rss").status == 200)
        with nginx(folder / "nginx", service.base) as proxy:
            yield service.base, proxy


def drop(folder: Path) -> None:
    """Write a desk of one drop folder, with stories in it."""
    (folder / "drop").mkdir()
    (folder / "beatwire.toml").write_text(
        'data = "data"\n[collecting]\nsettle = 0\n[[sources]]\nname = "desk"\nkind = "folder"\npath = "drop"\n'
        '[[feeds]]\nslug = "full"\ntitle = "All of it"\nprivate = true\n',
        encoding="utf-8",
    )
    for number in range(12):
        story = {
            "title": f"Ferry {number} leaves Shanghai",
            "url": f"https://desk.example/stories/{number}",
            "date_published": f"2026-11-20T{number:02}:00:00Z",
            "content_text": f"Ferry {number} left for Busan, said the harbour office of China on Friday. " * 20,
        }
        (folder / "drop" / f"{number:04}.json").write_text(json.dumps(story), encoding="utf-8")


def warm(url: str, **headers: str) -> Answer:
    """Ask twice within the two seconds that nginx keeps an answer."""
    get(url, headers)
    return get(url, headers)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("extension", [".rss", ".atom", ".json"])
def test_every_coding_comes_through_to_the_byte_with_its_strong_tag(
    both: tuple[str, str], coding: str, extension: str
) -> None:
    direct, proxied = (get(base + BEAT + extension, {"Accept-Encoding": coding}) for base in both)
    assert direct.status == proxied.status == 200
    assert proxied.body == direct.body
    assert direct.headers.get("Content-Encoding", "identity") == coding
    for name in (
        "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Encoding", "Content-Type", "Link",
        "Access-Control-Allow-Origin", "X-Content-Type-Options",
    ):  # fmt: skip
        assert proxied.headers.get_all(name) == direct.headers.get_all(name), name
    assert not proxied.headers["ETag"].startswith("W/")
    assert proxied.headers["Set-Cookie"] is None


@pytest.mark.parametrize("coding", CODINGS)
def test_a_poll_that_finds_nothing_new_is_answered_from_what_is_kept(both: tuple[str, str], coding: str) -> None:
    url = both[1] + BEAT + ".atom"
    first = warm(url, **{"Accept-Encoding": coding})
    assert first.headers["X-Cache"] == "HIT"
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = get(url, {"Accept-Encoding": coding, **headers})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Vary"] == "Accept-Encoding"


def test_what_a_reader_refuses_it_does_not_get(both: tuple[str, str]) -> None:
    url = both[1] + BEAT + ".rss"
    assert get(url, {"Accept-Encoding": "gzip;q=0, br;q=0, identity"}).headers["Content-Encoding"] is None
    assert get(url, {"Accept-Encoding": "gzip, br;q=0"}).headers["Content-Encoding"] == "gzip"
    assert get(url, {"Accept-Encoding": "GZIP"}).headers["Content-Encoding"] == "gzip"


def test_an_answer_is_kept_for_seconds_and_then_asked_for_anew_however_long_nobody_came(both: tuple[str, str]) -> None:
    url = both[1] + BEAT + ".json"
    assert warm(url).headers["X-Cache"] == "HIT"
    kept = time.monotonic()
    eventually(lambda: time.monotonic() > kept + 3)
    assert get(url).headers["X-Cache"] == "EXPIRED"  # and not STALE: who comes first gets what is published now


def test_pages_errors_and_heads_come_through(both: tuple[str, str]) -> None:
    for path in ("/", BEAT, "/feeds.opml", "/nothing", "/healthz", f"{BEAT}/archive/99.rss"):
        direct, proxied = (get(base + path) for base in both)
        assert (proxied.status, proxied.headers["Content-Type"]) == (direct.status, direct.headers["Content-Type"])
        assert "nginx" not in proxied.body.decode()


def test_a_private_feed_comes_through_for_tokens_alone_and_is_neither_kept_nor_logged(
    both: tuple[str, str], folder: Path
) -> None:
    command = [str(BEATWIRE), "token", "add", "quay", "--feeds", "full", "--who", "mara", "--json"]
    made = subprocess.run(
        command, cwd=folder, env=clean_environment(folder), capture_output=True, text=True, check=True, timeout=60
    )
    token = json.loads(made.stdout)["token"]
    right, wrong = (
        {"Authorization": "Basic " + base64.b64encode(f"x:{one}".encode()).decode()} for one in (token, "bw_wrong")
    )
    url = both[1] + "/feeds/full.atom"
    for _ in range(2):
        assert get(url).status == 401
        assert get(url, wrong).status == 404
        answer = get(url, right)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, max-age=300")
        assert answer.headers["X-Cache"] == "BYPASS"
        keyed = get(f"{both[1]}/t/{token}/feeds/full.atom")
        assert (keyed.status, keyed.body, keyed.headers["X-Cache"]) == (200, answer.body, "MISS")
        assert get(url, {**right, "If-None-Match": answer.headers["ETag"]}).status == 304
    get(both[1] + "/feeds.opml")
    logged = [path.read_bytes() for path in (folder / "nginx").rglob("*") if path.is_file()]
    assert any(b"/feeds.opml" in each for each in logged)
    assert not any(token.encode() in each for each in (*logged, (folder / "log").read_bytes()))


def test_numbers_are_for_this_machine_alone(both: tuple[str, str]) -> None:
    assert [get(base + "/metrics").status for base in both] == [200, 404]


def test_who_asks_for_everything_too_often_is_put_off_but_never_a_reader(both: tuple[str, str], tmp_path: Path) -> None:
    with nginx(tmp_path, both[0]) as proxy:  # one of its own, for it goes on putting off
        url = proxy + BEAT + ".rss"
        tag = get(url).headers["ETag"]
        answers = (get(url) for _ in range(900))
        refused = next(answer for answer in answers if answer.status == 429)
        assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("60", "no-store")
        assert b"ask by If-None-Match" in refused.body
        assert get(url, {"If-None-Match": tag}).status == 304
        assert get(proxy + "/polling").status == 200
