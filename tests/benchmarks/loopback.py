"""`beatwire serve` and nginx on loopback, one after the other under the same load, and the CPU that each spent."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from socket import socket
from tempfile import NamedTemporaryFile
from typing import Final

from feeds.publish.manifest import Stored
from tests.benchmarks.timing import Row

_NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; gzip_static on; etag on; keepalive_requests 1000000;
  types {{ application/rss+xml rss; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; add_header Cache-Control "public, max-age=300"; }}
}}
"""

_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_LUA = """
local asked, tag, polls, packed, connection = 0, '%s', %d, %d, %s
request = function()
  local at = asked %% 50
  asked = asked + 1
  local headers = { Connection = connection }
  if at < packed then headers["Accept-Encoding"] = "gzip" end
  if at < polls then headers["If-None-Match"] = tag end
  return wrk.format("GET", nil, headers)
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked: of 50 requests so many by condition, so many for gzip, the rest for identity; `close` each time."""

    what: str
    polls: int = 0
    packed: int = 0
    close: bool = False


LOADS: Final = (
    Load(what="304", polls=50),
    Load(what="200, gzip", packed=50),
    Load(what="200, identity"),
    Load(what="the mix of polls", polls=40, packed=9),
    Load(what="the mix, new connections", polls=40, packed=9, close=True),
)
SITE: Final = (LOADS[3], LOADS[4])
"""What is asked of the nginx site that we ship, too."""


def against_nginx(data: Path, stored: Stored, seconds: int, loads: Sequence[Load] = LOADS) -> list[Row]:
    """Ask both, and the shipped site in front of ours, for the same bytes, `seconds` each; nginx is the yardstick.

    The mix is 80 % If-None-Match, 18 % gzip, 2 % identity.
    """
    ours, theirs = _beatwire(data), nginx(data, stored)
    front = _front(data, ours[1])
    with running(ours) as mine, running(theirs) as its, running(front) as site:
        rows = []
        for load in loads:
            costs = [cost((server,), stored.path, load, seconds) for server in (mine, its)]
            rows.append(_row(f"{load.what}, over loopback", *costs))
            if load in SITE:
                both = cost((site, mine), stored.path, load, seconds)
                rows.append(_row(f"{load.what}, behind the shipped site", both, costs[1]))
    return rows


def _row(what: str, ours: "Cost", theirs: "Cost") -> Row:
    return Row(
        what=what,
        ratio=theirs.cpu / ours.cpu,
        ours=f"{ours.cpu * 1e6:.0f} µs",
        yardstick=f"nginx, {theirs.cpu * 1e6:.0f} µs a request; p50 {ours.p50} to {theirs.p50}, p99 {ours.p99} to {theirs.p99}",
    )


def _beatwire(data: Path) -> tuple[list[str], int]:
    port = free_port()
    command = [str(Path(sys.executable).with_name("beatwire")), "serve", "--data", str(data)]
    return [*command, "--bind", f"127.0.0.1:{port}"], port


def _front(data: Path, upstream: int) -> tuple[list[str], int]:
    """Make the site that `beatwire deploy` prints stand in front of ours, but for its limit: we are one client."""
    folder, port = data / "front", free_port()
    folder.mkdir()
    site = files("config.deploy").joinpath("nginx.conf").read_text(encoding="utf-8")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    site = re.sub(r"/var/(cache|log)/nginx/", f"{folder}/", site)
    site = re.sub(r" *(limit_req|access_log) [^;]*;", "", site)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in _KINDS)
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "conf").write_text(
        f"{user}daemon off; pid {folder}/pid; events {{}}\nhttp {{ access_log off; keepalive_requests 1000000; {temporary}\n{site}}}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "conf"), "-e", str(folder / "error.log")], port


def nginx(data: Path, stored: Stored) -> tuple[list[str], int]:
    """Lay the same files out as nginx wants them: the identity, and its gzip beside it."""
    folder, port = data / "nginx", free_port()
    identity = folder / stored.path.lstrip("/")
    identity.parent.mkdir(parents=True)
    documents = data / "published" / "documents"
    os.link(documents / stored.files["identity"], identity)
    os.link(documents / stored.files["gzip"], f"{identity}.gz")
    (folder / "conf").write_text(_NGINX.format(folder=folder, port=port))
    return ["nginx", "-p", str(folder), "-c", str(folder / "conf"), "-e", str(folder / "error.log")], port


@contextmanager
def running(server: tuple[list[str], int]) -> Iterator[tuple[int, int]]:
    command, port = server
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(process, port)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _answer(f"http://127.0.0.1:{port}/", "identity")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU seconds of a request, all processes together, and how long it took, as wrk writes it."""

    cpu: float
    p50: str
    p99: str


def cost(servers: tuple[tuple[int, int], ...], path: str, load: Load, seconds: int) -> Cost:
    """Load the first of `servers`, (process, port), and give what a request costs them all."""
    url = f"http://127.0.0.1:{servers[0][1]}{path}"
    tag = _answer(url, "gzip")[1]
    assert _answer(url, "gzip", tag)[0] == 304
    _answer(url, "identity")  # a cache in front has seen all that will be asked
    before = sum(_spent(process) for process, _ in servers)
    with NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA % (tag, load.polls, load.polls + load.packed, '"close"' if load.close else "nil"))
        script.flush()
        command = ["wrk", "-t1", "-c16", "--latency", f"-d{seconds}s", "-s", script.name, url]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    spent = sum(_spent(process) for process, _ in servers) - before
    found = re.search(r"(\d+) requests in", said)
    if found is None or "Non-2xx" in said or not spent:
        raise RuntimeError(f"wrk measured nothing: {said}")
    p50, p99 = (re.search(rf"^ +{share}% +(\S+)$", said, re.MULTILINE) for share in (50, 99))
    return Cost(cpu=spent / int(found[1]), p50=p50[1] if p50 else "?", p99=p99[1] if p99 else "?")


def _spent(process: int) -> float:
    """Give the CPU seconds of a process and its children, from /proc."""
    root = Path(f"/proc/{process}")
    fields = (root / "stat").read_text().rpartition(")")[2].split()
    children = " ".join(path.read_text() for path in root.glob("task/*/children")).split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(_spent(int(one)) for one in children)


def _answer(url: str, coding: str, etag: str = "") -> tuple[int, str]:
    fields = {"Accept-Encoding": coding} | ({"If-None-Match": etag} if etag else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=fields), timeout=5) as answer:  # noqa: S310 - loopback
            return answer.status, answer.headers.get("ETag", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("ETag", "")


def free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
