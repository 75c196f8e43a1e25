"""`beatwire serve` and nginx on loopback, one after the other under the same load, and the CPU that each spent."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

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


def against_nginx(data: Path, stored: Stored, seconds: int) -> list[Row]:
    """Ask both for the same bytes, `seconds` each, once as a poll (304) and once whole (200, gzip)."""
    ours, theirs = _beatwire(data), _nginx(data, stored)
    with _running(ours) as (mine, my_port), _running(theirs) as (its, its_port):
        urls = [f"http://127.0.0.1:{port}{stored.path}" for port in (my_port, its_port)]
        tags = [_answer(url, "gzip")[1] for url in urls]
        rows = []
        for what, conditional in (("304", True), ("200, gzip", False)):
            costs = []
            for process, url, tag in zip((mine, its), urls, tags, strict=True):
                etag = tag if conditional else ""
                assert _answer(url, "gzip", etag)[0] == int(what[:3])
                costs.append(_cost(process, url, etag, seconds))
            rows.append(
                Row(
                    what=f"{what}, over loopback",
                    ratio=costs[1] / costs[0],
                    ours=f"{costs[0] * 1e6:.0f} µs",
                    yardstick=f"nginx, {costs[1] * 1e6:.0f} µs a request",
                )
            )
    return rows


def _beatwire(data: Path) -> tuple[list[str], int]:
    port = _free_port()
    command = [str(Path(sys.executable).with_name("beatwire")), "serve", "--data", str(data)]
    return [*command, "--bind", f"127.0.0.1:{port}"], port


def _nginx(data: Path, stored: Stored) -> tuple[list[str], int]:
    """Lay the same files out as nginx wants them: the identity, and its gzip beside it."""
    folder, port = data / "nginx", _free_port()
    identity = folder / stored.path.lstrip("/")
    identity.parent.mkdir(parents=True)
    documents = data / "published" / "documents"
    os.link(documents / stored.files["identity"], identity)
    os.link(documents / stored.files["gzip"], f"{identity}.gz")
    (folder / "conf").write_text(_NGINX.format(folder=folder, port=port))
    return ["nginx", "-p", str(folder), "-c", str(folder / "conf"), "-e", str(folder / "error.log")], port


@contextmanager
def _running(server: tuple[list[str], int]) -> Iterator[tuple[int, int]]:
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


def _cost(process: int, url: str, etag: str, seconds: int) -> float:
    """Give the CPU seconds that a request costs the server, all its processes together."""
    headers = ["-H", "Accept-Encoding: gzip", *(["-H", f"If-None-Match: {etag}"] if etag else [])]
    before = _spent(process)
    load = ["wrk", "-t1", "-c16", f"-d{seconds}s", *headers, url]
    said = subprocess.run(load, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    spent = _spent(process) - before
    found = re.search(r"(\d+) requests in", said)
    if found is None or "Non-2xx" in said or not spent:
        raise RuntimeError(f"wrk measured nothing: {said}")
    return spent / int(found[1])


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


def _free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
