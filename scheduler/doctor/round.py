"""Every reader's visit, one after another, and what comes of them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from config.settings import Limits
from feeds.collect.fetch.plain import Heard, Question, ask
from feeds.polling.answers import hold
from feeds.publish.manifest import Manifest
from scheduler.doctor import judging
from scheduler.doctor.answers import Answer, read
from scheduler.doctor.documents import Expected
from scheduler.doctor.judging import Broken
from scheduler.doctor.readers import BROWSER, READERS, Reader
from scheduler.doctor.remedies import between, remedy

_UNKNOWN: Final = "?utm_source=doctor&_=1"

Asking = Callable[[Question], Heard]


@dataclass(slots=True, kw_only=True)
class Visit:
    """What one reader was given at `url`: the status of its first and of its second visit, and what they break."""

    reader: str
    url: str
    status: int
    again: int | None = None
    coding: str = ""
    broken: list[Broken] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is broken, for which `readers`, and what to do about it."""

    kind: str
    what: str
    remedy: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the round found; `between` is who says that it stands in between, or ""."""

    visits: tuple[Visit, ...]
    findings: tuple[Finding, ...]
    between: str


def plainly(limits: Limits) -> Asking:
    """Ask over the network; the operator named the address, so that it may be of an intranet."""
    return partial(ask, limits=limits, allow_private=True)


def go(asking: Asking, address: str, manifest: Manifest, now: datetime, only: str | None = None) -> Report:
    """Let every reader, or `only` one, ask for the feed at its `address` without extension, and a browser for its page.

    `manifest` is what should arrive. Raises KeyError where it lacks one of the documents.
    """
    visits, who = [], ""
    path = address[address.rindex("/feeds/") :]
    for reader in (*READERS, BROWSER):
        if only not in {None, reader.name}:
            continue
        if reader is BROWSER:
            visit, answer = _page(asking, address)
        else:
            expected = Expected(held=hold(manifest.documents[path + reader.format]), now=now)
            visit, answer = _visit(asking, reader, address + reader.format, expected)
        visits.append(visit)
        who = who or between(answer)
        if not answer.status:  # the host says nothing: the others would wait for the same
            break
    return _report(visits, who)


def _visit(asking: Asking, reader: Reader, url: str, expected: Expected) -> tuple[Visit, Answer]:
    question = Question(url=url, fields=reader.fields(), old=reader.old)
    answer = read(url, asking(question))
    visit = Visit(reader=reader.name, url=url, status=answer.status, coding=answer.coding)
    visit.broken += judging.first(reader, answer, expected)
    if answer.status != 200 or answer.trouble or any(one.kind == "challenge" for one in visit.broken):
        return visit, answer
    if held := reader.again(answer.tag, answer.get("Last-Modified")):
        second = read(url, asking(Question(url=url, fields=(*question.fields, *held), old=reader.old)))
        visit.again = second.status
        visit.broken += judging.again(reader, answer, second, expected.stored)
    visit.broken += _asides(asking, question, answer)
    return visit, answer


def _asides(asking: Asking, question: Question, answer: Answer) -> Iterator[Broken]:
    head = Question(url=question.url, fields=question.fields, head=True, old=question.old)
    yield from judging.headed(answer, read(question.url, asking(head)))
    url = question.url + _UNKNOWN
    yield from judging.queried(answer, read(url, asking(Question(url=url, fields=question.fields, old=question.old))))


def _page(asking: Asking, url: str) -> tuple[Visit, Answer]:
    answer = read(url, asking(Question(url=url, fields=BROWSER.fields())))
    broken = list(judging.page(answer))
    visit = Visit(reader=BROWSER.name, url=url, status=answer.status, coding=answer.coding, broken=broken)
    return visit, answer


def _report(visits: list[Visit], who: str) -> Report:
    """Gather what several readers met with into one finding each."""
    met: dict[Broken, list[str]] = {}
    for visit in visits:
        for one in dict.fromkeys(visit.broken):
            met.setdefault(one, []).append(visit.reader)
    findings = tuple(
        Finding(kind=one.kind, what=one.what, remedy=remedy(one.kind, who), readers=tuple(readers))
        for one, readers in met.items()
    )
    return Report(visits=tuple(visits), findings=findings, between=who)
