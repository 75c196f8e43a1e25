"""The fingerprint of everything a feed is made of: an equal one need not be built again."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from config.settings import Settings
from feeds.article import Feed


def sign(feed: Feed, settings: Settings) -> str:
    """Give the SHA-256 of a feed with all its articles, the settings, and the code that renders it."""
    made_of = (feed, declared(settings), code())
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def declared(settings: Settings) -> str:
    """Give what of the settings may change a document, as JSON."""
    return settings.model_dump_json(exclude={"data", "bind", "log", "store"})


@cache
def code() -> str:
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
