"""Pages read in a process of their own, so that none can hang, crash or bloat ours."""

import queue
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from feeds.article import Page, Skipped
from feeds.collect.pages.extract import Extract
from feeds.collect.worker import OUT_OF_MEMORY

READER: Final = "feeds.collect.pages.reader:read"
MOST_BYTES: Final = 4 * 2**20
_PATIENCE: Final = 5  # times the processor time that a page may take, on a busy machine
_START: Final = 60.0  # seconds until a new process is ready
_MEMORY: Final = 1024  # megabytes of address space
_BLOATED: Final = 400  # megabytes held, after which a process is replaced


class Extractor:
    """Reads pages of articles in child processes: started when first needed, replaced after `pages` pages.

    Thread-safe: callers queue for one of `workers` processes. `seconds` is the processor time that one page may take;
    a page that takes more, or more memory than a process may have, or that ends the process, is skipped.
    """

    def __init__(self, *, workers: int = 1, seconds: float = 2.0, pages: int = 250, reader: str = READER) -> None:
        self._seconds = seconds
        self._pages = pages
        self._reader = reader
        self._closed = False
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._places = workers
        for _ in range(workers):
            self._idle.put(None)

    def read(self, page: Page, zone: ZoneInfo, now: datetime) -> Extract | Skipped:
        """Read one page (`feeds.collect.pages.reader.read`), or say in a sentence why it could not be. Never raises."""
        if len(page.body) > MOST_BYTES:
            return Skipped(what=page.address, reason=f"the page is larger than {MOST_BYTES // 2**20} MB")
        child = self._idle.get()
        kept: _Child | None = None
        try:
            if self._closed:
                return Skipped(what=page.address, reason="reading was stopped")
            child = child or _Child(self._reader, self._seconds)
            result = child.read(page, zone, now)
            kept = child if child.alive and child.count < self._pages and child.held < _BLOATED else None
        except OSError as error:
            return Skipped(what=page.address, reason=f"no process to read the page could be started ({error.strerror})")
        finally:
            if child is not None and kept is None:
                child.end()
            self._idle.put(kept)
        return Skipped(what=page.address, reason=result) if isinstance(result, str) else result

    def close(self) -> None:
        """End the processes, once the pages being read are done; what is read after is skipped."""
        self._closed = True
        children = [self._idle.get() for _ in range(self._places)]
        for child in children:
            if child is not None:
                child.end()
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Child:
    """One process, its end of the pipe, how many pages it has read and the most memory it held, in megabytes."""

    def __init__(self, reader: str, seconds: float) -> None:
        self.count = 0
        self.held = 0
        self.alive = True
        self._seconds = seconds
        self._pipe: Connection[Any, Any]
        self._pipe, theirs = Pipe()
        with theirs:
            arguments = (str(theirs.fileno()), reader, str(seconds), str(_MEMORY))
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "feeds.collect.worker", *arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._started = False

    def read(self, page: Page, zone: ZoneInfo, now: datetime) -> Extract | str:
        """Give what the process makes of `page`, or one sentence where it makes nothing of it."""
        self.count += 1
        try:
            if not self._started:
                if not self._pipe.poll(_START):
                    return self._over("the process that reads pages did not start")
                self._pipe.recv()
                self._started = True
            self._pipe.send((page, zone, now))
            if not self._pipe.poll(_PATIENCE * self._seconds):
                return self._over(f"reading the page took longer than {self._seconds:g} s")
            result, self.held = self._pipe.recv()
        except (EOFError, OSError):
            return self._over(None)
        return result  # type: ignore[no-any-return]  # the worker's word

    def end(self) -> None:
        """Close the pipe, which ends the process; kill it where it is at work."""
        self.alive = False
        self._pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5 if self._started else 0)
        self._process.kill()
        self._process.wait()

    def _over(self, reason: str | None) -> str:
        """Say why the process is of no more use; `reason` is why it is to be killed."""
        self.alive = False
        if reason is not None:
            return reason
        status = self._process.wait()
        if status == -signal.SIGPROF:
            return f"reading the page took longer than {self._seconds:g} s"
        if status == OUT_OF_MEMORY:
            return f"reading the page took more than {_MEMORY} MB of memory"
        return "the page broke the process that read it"
