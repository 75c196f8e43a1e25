"""What tests of the press share: its settings, and what stands in the folder."""

from datetime import datetime, timedelta
from pathlib import Path

from config.settings import Publishing
from feeds.article import Article
from feeds.publish.build import Built
from feeds.publish.manifest import Manifest
from feeds.publish.site import Site
from tests.world import NOW, make_article, make_settings, make_source

SETTINGS = make_settings(sources=(make_source(rights="full"),))
ALONE = make_settings(
    sources=(make_source(rights="full"),),
    publishing=Publishing(regions=False, countries=False, sources=False, languages=False),
)
BEAT = "/feeds/china-asia-pacific"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def articles(count: int) -> list[Article]:
    return [make_article(number) for number in range(1, count + 1)]


def table(site: Site) -> Manifest:
    found = site.manifest()
    assert found is not None, site.problem
    return found


def body(site: Site, path: str = BEAT + ".json") -> bytes:
    return site.read(table(site).documents[path])


def outcomes(built: tuple[Built, ...]) -> dict[str, str]:
    return {one.slug: one.outcome for one in built}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
