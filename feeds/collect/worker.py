"""The process that reads pages for `feeds.collect.extract`: one after the other, until its parent is gone.

It is started as `python -m feeds.collect.worker DESCRIPTOR READER SECONDS MEGABYTES` and imports neither the web app
nor the scheduler. Whatever a page does to it, its parent only sees it end.
"""

import re
import resource
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

READY: Final = "ready"
OUT_OF_MEMORY: Final = 77  # exit status


def main() -> None:
    """Answer each (page, zone, now) with what the reader makes of it and the most memory held so far, in megabytes.

    A page that takes more than the seconds of processor time ends the process by SIGPROF, code in C too.
    """
    descriptor, reader, seconds, megabytes = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it closes the pipe
    module, _, name = reader.partition(":")
    read = getattr(import_module(module), name)
    with Connection(int(descriptor)) as parent:
        try:
            parent.send(READY)
            while True:
                _answer(parent, read, float(seconds))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)


def _answer(parent: "Connection[Any, Any]", read: Callable[..., Any], seconds: float) -> None:
    page, zone, now = parent.recv()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    result = read(page, zone, now)
    signal.setitimer(signal.ITIMER_PROF, 0)
    parent.send((result, _held()))


def _held() -> int:
    """Give the most memory that this program held, in megabytes; ru_maxrss counts our parent at the fork too."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    peak = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(peak[1]) // 1024 if peak else 0


if __name__ == "__main__":
    main()
