"""The service behind nginx, with the site that `beatwire deploy` prints: what a proxy must keep, it keeps."""

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

from tests.end_to_end.service import BEATWIRE, Answer, eventually, get, running

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
def nginx(folder: Path, upstream: str) -> Iterator[str]:
    """Run nginx with the printed site in front of `upstream`, and give its address."""
    port = free_port()
    site = subprocess.run([str(BEATWIRE), "deploy", "nginx.conf"], capture_output=True, text=True, check=True).stdout
    site = site.replace("127.0.0.1:8000", upstream.removeprefix("http://"))
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    site = re.sub(r"/var/cache/nginx/\S+", str(folder / "cache"), site)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # whose folder it is
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}}}\n",
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
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give the addresses of the sample desk and of nginx in front of it."""
    folder = tmp_path_factory.mktemp("proxied")
    (folder / "nginx").mkdir()
    with running(folder) as service:
        eventually(lambda: service.get(f"{BEAT}.rss").status == 200)
        with nginx(folder / "nginx", service.base) as proxy:
            yield service.base, proxy


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
