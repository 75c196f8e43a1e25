"""Readers of pages that misbehave as the page says, for the processes that `feeds.collect.extract` starts."""

import os
import signal
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.article import Entry, Page
from feeds.collect.pages.extract import Extract


def read(page: Page, zone: ZoneInfo, now: datetime) -> Extract:
    """Do what the body of the page says, then tell which process did it and what it has imported."""
    match page.body:
        case b"sleep":
            time.sleep(600)
        case b"spin":
            while True:
                pass
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"raise":
            raise ValueError(page.address)
        case b"bloat":
            bytearray(4 * 2**30)
        case b"grow":
            bytearray(os.urandom(2**20) * 450)
    imported = ("flask", "scheduler", "apscheduler", "pycurl", "sqlalchemy")
    loaded = ",".join(name for name in imported if name in sys.modules)
    return Extract(entry=Entry(link=page.address, title=str(os.getpid()), summary=loaded))
