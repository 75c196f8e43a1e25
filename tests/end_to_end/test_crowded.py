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
