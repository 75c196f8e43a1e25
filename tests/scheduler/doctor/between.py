"""Who stands between: a real server on loopback that hands on what the app says, but for what a test has it break."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings
from feeds.publish.manifest import Manifest
from feeds.web import create_app
from scheduler.doctor.round import Report, go, plainly
from tests.fakeweb import Asked, FakeWeb, Step, head
from tests.feeds.web.desk import BUILT, Answer, ask, item, later, listed, publish

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SLUG = "china-asia-pacific"
PATHS = tuple(f"/feeds/{SLUG}{extension}" for extension in (".rss", ".atom", ".json", ""))
LATER = later(3600)
Before = Callable[[dict[str, str]], dict[str, str]]
After = Callable[[Asked, Answer], Answer]


def published(folder: Path, items: int = 3, now: datetime = BUILT) -> Manifest:
    """Publish the beat's feed below `folder`."""
    site = publish(Settings(data=folder).published, {listed(SLUG): [item(number) for number in range(items)]}, now)
    manifest = site.manifest()
    assert manifest is not None
    return manifest


class Between:
    """The proxy: `before` changes what it passes on of a request, `after` what it passes on of an answer."""

    def __init__(self, folder: Path, before: Before | None = None, after: After | None = None) -> None:
        self.app: WSGIApplication = create_app(Settings(data=folder)).wsgi_app
        self.before = before or (lambda fields: fields)
        self.after = after or (lambda _asked, answer: answer)

    def __call__(self, asked: Asked) -> Iterator[Step]:
        fields = self.before({name.upper().replace("-", "_"): value for name, value in asked.headers.items()})
        answer = self.after(asked, ask(self.app, asked.path, **fields))
        kept = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        length = {} if answer.status == 304 else {"Content-Length": str(len(answer.body))}
        yield head(answer.status, kept | length)
        if asked.method != "HEAD":
            yield answer.body


@contextmanager
def between(proxy: Callable[[Asked], Iterator[Step]]) -> Iterator[FakeWeb]:
    """Serve what `proxy` makes of the feed."""
    with FakeWeb() as web:
        web.answers |= dict.fromkeys(PATHS, proxy)
        yield web


def report(address: str, manifest: Manifest, now: datetime = LATER, only: str | None = None) -> Report:
    """Make the round at `address`, which stands before "/feeds"."""
    limits = Settings().limits.model_copy(update={"deadline": Settings().limits.deadline / 20})
    return go(plainly(limits), f"{address}/feeds/{SLUG}", manifest, now, only)


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def whole(change: Callable[[Answer], Answer]) -> After:
    """Change every 200 that is a document, no page and no 304."""

    def after(asked: Asked, answer: Answer) -> Answer:
        is_document = "." in asked.path.rpartition("/")[2] and answer.status == 200
        return change(answer) if is_document else answer

    return after


def put(**fields: str | None) -> After:
    """Set header fields of every document, or with None take them away."""
    return whole(lambda answer: with_fields(answer, **fields))


def with_fields(answer: Answer, **fields: str | None) -> Answer:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    lowered = {name.lower() for name in named}
    kept = {name: value for name, value in answer.headers.items() if name.lower() not in lowered}
    return replace(answer, headers=kept | {name: value for name, value in named.items() if value is not None})
