"""A small WebSub hub on loopback (W3C Recommendation, 5 to 7): it verifies subscribers, fetches topics, distributes.

It is a subscriber as well: what reaches its own callback is kept, byte for byte.
"""

import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from tests.fakeweb import Answer, Asked, FakeWeb, Step, page

HUB: Final = "/hub"
CALLBACK: Final = "/callback"


@dataclass
class Hub:
    """A hub and one subscriber; a context manager. `received` are (topic by the Link header, body) as delivered."""

    web: FakeWeb = field(default_factory=FakeWeb)
    subscribers: dict[str, list[str]] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    answer: Answer | None = None
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.web.__enter__()
        self.web.answers |= {HUB: self._asked, CALLBACK: self._delivered}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for thread in self._threads:
            thread.join()
        self.web.__exit__(kind, error, trace)

    @property
    def address(self) -> str:
        """The address that publishers and subscribers speak to."""
        return self.web.url(HUB)

    def subscribe(self, topic: str) -> None:
        """Ask the hub, as a subscriber does, to be sent `topic`."""
        form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": self.web.url(CALLBACK)}
        with urlopen(Request(self.address, urlencode(form).encode())) as answer:  # noqa: S310 - loopback
            assert answer.status == 202

    def _asked(self, asked: Asked) -> tuple[Step, ...]:
        said = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if said.get("hub.mode") == "subscribe":
            self._verify(said["hub.topic"], said["hub.callback"])
        elif said.get("hub.mode") == "publish":
            assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
            assert said["hub.url"] == said["hub.topic"]
            self.published.append(said["hub.topic"])
            if self.answer is not None:
                return tuple(self.answer(asked))
            self._threads.append(threading.Thread(target=self._distribute, args=(said["hub.topic"],)))
            self._threads[-1].start()
        else:
            return tuple(page(b"what?", status=400)(asked))
        return tuple(page(status=202)(asked))

    def _verify(self, topic: str, callback: str) -> None:
        query = urlencode({"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "c-1", "hub.lease_seconds": 9})
        with urlopen(f"{callback}?{query}") as answer:  # noqa: S310
            assert answer.read() == b"c-1"
        self.subscribers.setdefault(topic, []).append(callback)

    def _distribute(self, topic: str) -> None:
        with urlopen(topic) as fetched:  # noqa: S310
            body, kind = fetched.read(), fetched.headers["Content-Type"]
        links = f'<{self.address}>; rel="hub", <{topic}>; rel="self"'
        for callback in self.subscribers.get(topic, []):
            with urlopen(Request(callback, body, {"Link": links, "Content-Type": kind})):  # noqa: S310
                pass

    def _delivered(self, asked: Asked) -> tuple[Step, ...]:
        if asked.method == "GET":
            challenge = parse_qs(urlsplit(asked.path).query)["hub.challenge"][0]
            return tuple(page(challenge.encode())(asked))
        topic = next(part for part in asked.headers["link"].split(", ") if 'rel="self"' in part)
        self.received.append((topic[1 : topic.index(">")], asked.body))
        return tuple(page(status=204)(asked))
