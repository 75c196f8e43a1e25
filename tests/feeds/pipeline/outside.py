"""The outside world of a collection as a table: what each address answers, in memory, and what was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from config.settings import Settings, Source
from feeds.article import FetchState, Page, Skipped
from feeds.collect.fetch import Fetcher, NotModified, Request, Response
from feeds.collect.pages.extract import Extract
from feeds.collect.robots import Robots
from feeds.errors import FetchError
from feeds.pipeline import Collected, Means, Shelf, collect
from tests.feeds.pipeline.shelf import Shelf as Memory
from tests.world import NOW, make_settings

Answer = Response | NotModified | FetchError


@dataclass
class Outside:
    """Answers by address, extracts by address; what is not in the tables is a 404, or no article."""

    answers: dict[str, Answer | Callable[[Request], Answer]] = field(default_factory=dict)
    extracts: dict[str, Extract | Skipped] = field(default_factory=dict)
    settings: Settings = field(default_factory=make_settings)
    robots: Robots = field(default_factory=Robots)
    shelf: Shelf = field(default_factory=Memory)
    asked: list[Request] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Give the addresses that were asked, without the robots.txt files."""
        return [request.url for request in self.asked if not request.url.endswith("/robots.txt")]

    def collect(self, source: Source, before: FetchState | None = None, now: datetime = NOW) -> Collected:
        """Drive one collection of `source` to its end."""
        means = Means(cast("Fetcher", self), self.settings, self, self.robots)
        return collect(source, before or FetchState(source=source.name), means, now, self.shelf)

    def fetch(self, request: Request) -> Response | NotModified:
        """Answer from the table."""
        self.asked.append(request)
        found = self.answers.get(request.url, missing(request.source))
        answer = found(request) if callable(found) else found
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def read(self, page: Page, zone: ZoneInfo, now: datetime) -> Extract | Skipped:  # noqa: ARG002
        """Give the extract of the table."""
        return self.extracts.get(page.address, Skipped(what=page.address, reason="nothing could be read"))


def came(url: str, body: bytes = b"", **changes: Any) -> Response:
    """Give the answer that `body` came from `url`; `changes` are fields of the Response, or of its Page."""
    of_page = {name: changes.pop(name) for name in ("media_type", "charset", "status", "link") if name in changes}
    return Response(page=Page(address=url, body=body, **of_page), **changes)


def missing(source: str = "gazette") -> FetchError:
    """Give a 404."""
    return FetchError("gazette.example has nothing at this address (404)", source=source, status=404, transient=False)


def ill(source: str = "gazette", retry_after: int | None = None) -> FetchError:
    """Give a 503."""
    return FetchError("gazette.example is ill (503)", source=source, status=503, retry_after=retry_after)
