"""The fingerprint of everything a feed is made of: an equal one need not be built again."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from config.settings import Settings
from feeds.article import Feed


def sign(feed: Feed, digests: Iterable[str], maker: str) -> str:
    """Give the SHA-256 of a feed, of its articles by their `digests`, and of its `maker`."""
    made_of = (replace(feed, articles=()), tuple(digests), maker)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def maker(settings: Settings) -> str:
    """Give the SHA-256 of what makes documents of articles: the settings that may change one, and the code."""
    said = settings.model_dump_json(exclude={"data", "bind", "log", "store"})
    return hashlib.sha256(repr((said, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    """Give the SHA-256 of this package's own modules, so that a new version renders everything anew."""
    total = hashlib.sha256()
    for module in sorted(_modules(files("feeds.publish")), key=str):
        total.update(module.read_bytes())
    return total.hexdigest()


def _modules(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _modules(each)
        elif each.name.endswith(".py"):
            found.append(each)
    return found
