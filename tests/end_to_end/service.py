"""The real service, as an operator starts it: a process, a port, a data folder."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
BEATWIRE = Path(sys.executable).with_name("beatwire")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Service:
    """A running `beatwire run`."""

    process: subprocess.Popen[str]
    base: str
    printed: list[str] = field(default_factory=list)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Give the answer to one request, whatever its status."""
        return get(self.base + path, headers)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and give the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Give the answer to one request, whatever its status."""
    request = urllib.request.Request(url, headers=dict(headers or {}))  # noqa: S310 - our own loopback address
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def clean_environment(home: Path) -> dict[str, str]:
    """Give an environment in which only `home` can configure us."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BEATWIRE_", "COV_", "COVERAGE_"))}
    return kept | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "share")}


@contextmanager
def running(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None, command: str = "run"
) -> Iterator[Service]:
    """Run the service in `home` on a free port until the block ends; it is killed where it does not stop."""
    process = start(home, *arguments, environment=environment, command=command)
    try:
        printed: list[str] = []
        yield Service(process, _address(process, printed), printed)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        assert process.stdout is not None
        process.stdout.close()


def start(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None, command: str = "run"
) -> subprocess.Popen[str]:
    """Start `beatwire run`, or another command that serves, in `home` on a free port; its log goes to `home`/log."""
    with (home / "log").open("a") as log:
        return subprocess.Popen(
            [BEATWIRE, command, "--bind", "127.0.0.1:0", *arguments],
            cwd=home,
            env=clean_environment(home) | dict(environment or {}),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def _address(process: subprocess.Popen[str], printed: list[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        printed.append(line)
        found = re.search(r"open\s+(https?://\S+)/", line)
        if found:
            return found[1]
    raise AssertionError(f"it printed no address and ended with {process.wait()}: {''.join(printed)}")


def eventually(look: Callable[[], T | None], seconds: float = 20) -> T:
    """Give the first true answer of `look`, asked again and again for at most `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = look()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            answer = None
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {look}")
        time.sleep(0.1)
