"""Following an address for the first time: walks the ways of `feeds.collect.detect` until one brings articles."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import takewhile
from typing import Final

from config.settings import Source
from feeds.article import FetchState, Page
from feeds.collect import robots
from feeds.collect.detect import ADDRESS, ROBOTS, Answer, Candidate, Look, Steps, is_html, steps, with_scheme
from feeds.collect.fetch import Request, Response
from feeds.collect.signs import signs
from feeds.errors import FetchError
from feeds.pipeline import Collected, Means, collect
from feeds.text.characters import line
from feeds.text.urls import site_of
from scheduler.clock import clock

NAME: Final = "new"
"""What a source is called while it is only tried."""
_PAGES: Final = 5  # articles' pages that are read for a try
_FEW_LINKS: Final = 5
_BARRED: Final = "robots.txt does not let us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One step of the way and what came of it; `what` is a kind, or "" for a page that was only looked at."""

    url: str
    what: str
    result: str
    good: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What brought articles, what it brought, and further ways that the same page shows, untried."""

    candidate: Candidate
    collected: Collected
    also: tuple[Candidate, ...] = ()


Tell = Callable[[Tried], None]


@dataclass(slots=True)
class Search:
    """One search: how to ask, and what came of each step; `page` is what the address itself answered."""

    means: Means
    allow_private: bool
    tell: Tell
    tried: list[Tried] = field(default_factory=list)
    page: Page | None = None
    error: FetchError | None = None
    home: str = ""

    def find(self, address: str, kinds: tuple[str, ...]) -> Found | None:
        """Try the ways to follow `address`, as sources of `kinds`, in order; give the first that brings articles."""
        self.home = site_of(with_scheme(address)[0])
        way, answer = steps(address, kinds, clock()), None
        while (step := _next(way, answer)) is not None:
            answer = None
            if isinstance(step, Look):
                answer = self._look(step)
            elif step.barred:
                self._note(step.url, step.kind, _BARRED, good=False)
            elif (collected := self._try(step)).items:
                return Found(step, collected, _untried(way))
        return None

    def may_be_private(self, url: str) -> bool:
        """Say whether `url` may be of an intranet: the operator spoke for one site, not for its links."""
        return self.allow_private and site_of(url) == self.home

    def _look(self, step: Look) -> Answer:
        answer = self._fetch(step.url)
        if step.why == ROBOTS:
            self.means.robots.learn(step.url, robots.read(answer, None, clock()))
        if isinstance(answer, FetchError):
            self.error = self.error if self.error and self.error.status else answer  # a server's word is worth more
            guess = step.why != ADDRESS and answer.status in {404, 410}
            self._note(step.url, "", "nothing there" if guess else line(str(answer)), good=False)
        elif isinstance(answer, Response):
            self.page = self.page or answer.page
            self._note(step.url, "", step.why, good=True)
        return answer

    def _fetch(self, url: str) -> Answer:
        """Ask at the pace that the site wants."""
        rules = self.means.robots.known(url, clock())
        delay = max(self.means.settings.collecting.delay, rules.delay if rules else timedelta(0))
        request = Request(source=NAME, url=url, allow_private=self.may_be_private(url), delay=delay)
        try:
            return self.means.fetcher.fetch(request)
        except FetchError as error:
            return error

    def _try(self, candidate: Candidate) -> Collected:
        source = Source(
            name=NAME,
            kind=candidate.kind,
            url=candidate.url,
            title=candidate.title,
            allow_private=self.may_be_private(candidate.url),
        )
        collected = attempt(source, self.means)
        self._note(candidate.url, candidate.kind, _outcome(collected), good=bool(collected.items))
        return collected

    def _note(self, url: str, what: str, result: str, *, good: bool) -> None:
        tried = Tried(url=url, what=what, result=result, good=good)
        self.tried.append(tried)
        self.tell(tried)

    def failure(self, address: str) -> str:
        """Say in one sentence why nothing was found, and what to do."""
        ways = [tried for tried in self.tried if tried.what]
        barred = next((tried.url for tried in ways if tried.result == _BARRED), None)
        if self.page is None:
            return _unanswered(self.error) if self.error else f"{address} cannot be asked; check the address"
        if barred:
            return f"robots.txt does not let us fetch {barred}; ask the publisher, or add a feed by its own address"
        if is_html(self.page):
            return _leading_nowhere(address, self.page)
        if ways:
            return f"{address}: {ways[-1].result}; check the address, or try again later"
        return f"{address} is neither a feed nor a page that leads to one; give the address of either"


def attempt(source: Source, means: Means) -> Collected:
    """Collect a source as if for the first time, and keep nothing; of articles' pages only a few are read."""
    limits = means.settings.limits
    modest = limits.model_copy(update={"pages": min(limits.pages, _PAGES)})
    settings = means.settings.model_copy(update={"limits": modest})
    return collect(source, FetchState(source=source.name), replace(means, settings=settings), clock())


def _unanswered(error: FetchError) -> str:
    return line(str(error)).replace("allow_private = true lets a source ask", "--allow-private lets a source ask")


def _leading_nowhere(address: str, page: Page) -> str:
    if signs(page).anchors >= _FEW_LINKS:
        return f"{address} leads to no feed, no news sitemap and no articles; give the address of a section's page"
    return (
        f"{address} shows no links without JavaScript, which beatwire does not run;"
        " give the address of a feed or a sitemap, if the publisher names one"
    )


def _next(way: Steps, answer: Answer | None) -> Look | Candidate | None:
    try:
        return way.send(answer)
    except StopIteration:
        return None


def _untried(way: Steps) -> tuple[Candidate, ...]:
    """Give the candidates up to where one would have to look further."""
    further = takewhile(lambda step: isinstance(step, Candidate), way)
    return tuple(step for step in further if isinstance(step, Candidate) and not step.barred)


def _outcome(collected: Collected) -> str:
    if collected.error:
        return collected.error
    if collected.items:
        return f"{len(collected.items)} articles"
    if collected.skipped:
        return f"no article can be read ({collected.skipped[0].reason})"
    return "holds no articles now"
