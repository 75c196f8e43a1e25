"""The only HTTP client: any number of requests at once, one thread, one libcurl multi handle.

`fetcher` is the door, `loop` what its thread does, `transfer` one request under way; `plain` sends one word for
word. The pure half is next door: `exchange` (what is asked, what an answer means), `guard` (which addresses may be
asked), `gate` (who may ask when), `headers`, `trouble` (the words for what failed on the way).
"""

from feeds.collect.exchange import NotModified, Outcome, Request, Response
from feeds.collect.fetch.fetcher import Fetcher
from feeds.collect.fetch.transfer import Done

__all__ = ["Done", "Fetcher", "NotModified", "Outcome", "Request", "Response"]
