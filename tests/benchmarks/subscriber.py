"""A subscriber who forgets nothing: polls a feed as a good reader does, and notes whatever no reader should see."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from config.settings import Settings
from feeds.publish.site import Site
from feeds.web import create_app
from tests.publishers import NUMBER

BEAT: Final = "/feeds/china-asia-pacific"
_SHRINKING: Final = 2


@dataclass(eq=False)
class Subscriber:
    """Polls what is published in the data folder of `settings`.

    `seen` are the newest versions by story, `ids` the ids by story, `wrong` what was wrong, in words.
    """

    settings: Settings
    seen: dict[str, int] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    polls: int = 0
    unchanged: int = 0

    def __post_init__(self) -> None:
        self._client = create_app(self.settings).test_client()
        self._site = Site(self.settings.published)
        self._etag = ""
        self._counts: dict[str, int] = {}

    def poll(self) -> None:
        """Ask for the beat's JSON feed, conditionally, and read it."""
        answer = self._client.get(f"{BEAT}.json", headers={"If-None-Match": self._etag} if self._etag else {})
        self.polls += 1
        if answer.status_code == 304:
            self.unchanged += 1
        elif answer.status_code == 200:
            self._etag = answer.headers["ETag"]
            self._read(json.loads(answer.data)["items"])
        elif self._etag:
            self.wrong.append(f"{BEAT}.json answered {answer.status_code}")

    def audit(self) -> None:
        """Read every document there is: it is whole, it says nothing twice, it has not lost half of what it had."""
        manifest = self._site.manifest()
        for path in manifest.documents if manifest else ():
            answer = self._client.get(path)
            try:
                ids = _ids(path, answer.data) if answer.status_code == 200 else None
            except (ValueError, LookupError, etree.XMLSyntaxError) as error:
                self.wrong.append(f"{path} cannot be read: {error}")
                continue
            if ids is None:
                self.wrong.append(f"{path} answered {answer.status_code}")
            elif len(set(ids)) != len(ids):
                self.wrong.append(f"{path} lists an article twice")
            elif len(ids) * _SHRINKING < self._counts.get(path, 0):
                self.wrong.append(f"{path} fell from {self._counts[path]} articles to {len(ids)}")
            self._counts[path] = len(ids or ())

    def _read(self, items: list[dict[str, Any]]) -> None:
        found = [(NUMBER.search(item["title"]), item["id"]) for item in items]
        keys = [number[1] for number, _ in found if number]
        if len(set(keys)) != len(items):
            self.wrong.append("the feed lists a story twice, or one that nobody wrote")
        for number, article in found:
            if number is None:
                continue
            key, version = number[1], int(number[2] or 0)
            if self.ids.setdefault(key, article) != article:
                self.wrong.append(f"{key} changed its id")
            if version < self.seen.get(key, 0):
                self.wrong.append(f"{key} fell back from correction {self.seen[key]} to {version}")
            self.seen[key] = max(version, self.seen.get(key, 0))


def _ids(path: str, body: bytes) -> list[str]:
    if path.endswith(".json"):
        said = json.loads(body)
        return [item["id"] for item in said["items"]] if "items" in said else []
    root = etree.fromstring(body)
    return [
        str(text) for text in root.xpath("//item/guid/text() | //*[local-name()='entry']/*[local-name()='id']/text()")
    ]
