"""Crowds that ask nothing: idle connections, and ones that never end their request, take nothing from whoever asks."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.benchmarks.vitals import Vitals
from tests.end_to_end.service import Service, eventually, running
from tests.end_to_end.test_service import children

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific.atom"
IDLE, HALF = 2000, 500
MEMORY = 100  # MB that they may take, all together


@pytest.fixture
def files() -> Iterator[None]:
    """Let this process, and those it starts, open so many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = IDLE + HALF + 500
    if soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted:
            pytest.skip(f"needs {wanted} open files; the limit is {hard} (ulimit -Hn)")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def greeted(service: Service, crowd: ExitStack, said: bytes) -> socket.socket:
    """Open a connection, say something on it and leave it open."""
    host, port = service.base.removeprefix("http://").split(":")
    connection = crowd.enter_context(socket.create_connection((host, int(port)), timeout=20))
    connection.sendall(said)
    return connection


def worker(service: Service) -> int:
    """Give the process that serves: of the service's children the one that took most memory."""
    return max(children(service.process.pid), key=memory)


def memory(pid: int) -> float:
    vitals = Vitals(pid)
    vitals.sample()
    return vitals.samples[0].memory


@pytest.mark.usefixtures("files")
def test_idle_and_half_open_connections_do_no_harm(tmp_path: Path) -> None:
    with running(tmp_path) as service, ExitStack() as crowd:
        eventually(lambda: service.get(BEAT).status == 200)
        first, alone = service.get(BEAT), memory(worker(service))
        whole = f"GET {BEAT} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {first.headers['ETag']}\r\n\r\n".encode()
        idle = [greeted(service, crowd, whole) for _ in range(IDLE)]
        for connection in idle:
            assert connection.recv(65536).startswith(b"HTTP/1.1 304")
        for number in range(HALF):
            greeted(service, crowd, whole[: 5 + number % 40])
        for _ in range(200):
            answer = service.get(BEAT)
            assert (answer.status, answer.body) == (200, first.body)
        assert memory(worker(service)) <= alone + MEMORY
        for connection in idle[::100]:  # those that were idle may go on
            connection.sendall(whole)
            assert connection.recv(65536).startswith(b"HTTP/1.1 304")
        crowd.close()
        assert service.get(BEAT).body == first.body


def test_requests_that_are_none_are_refused_and_the_next_is_answered(tmp_path: Path) -> None:
    hostile = (
        b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 5000,
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"GET /%ff%fe%00 HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 5000 + b"\r\n", b"GET /" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"c" * 2**20 + b"\r\n\r\n", b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n Folded: y\r\n\r\n", b"GET /?q=\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    )  # fmt: skip
    with running(tmp_path) as service, ExitStack() as crowd:
        eventually(lambda: service.get(BEAT).status == 200)
        for said in hostile:
            status = _status(service, crowd, said)
            assert status is None or status < 500, said[:80]
            assert service.get(BEAT).status == 200, said[:80]
        pipelined = (
            f"GET {BEAT} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 3
            + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        connection = greeted(service, crowd, pipelined)
        answers = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answers.count(b"HTTP/1.1 200") == 4
        assert answers.endswith(b"alive\n")
        assert len(children(service.process.pid)) == 1
    assert "Traceback" not in (tmp_path / "log").read_text()


def _status(service: Service, crowd: ExitStack, said: bytes) -> int | None:
    """Give the status of what is answered within two seconds; None where nothing is, or the connection ends."""
    try:
        connection = greeted(service, crowd, said)
        connection.settimeout(2)
        answer = connection.recv(65536)
    except (TimeoutError, ConnectionError):
        return None
    return int(answer[9:12]) if answer.startswith(b"HTTP/1") else None
