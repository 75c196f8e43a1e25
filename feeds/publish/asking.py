"""The archive as pages and tokens ask it: to be read, and opened only when something is asked of it."""

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from feeds.store import Store


def archive(settings: Settings) -> "Store":
    """Open the archive for reading; close it, or use `with`. StoreError where it cannot be read.

    SQL is loaded by the first who comes: a worker that was asked for documents alone does without.
    """
    from feeds.store import Store  # noqa: PLC0415 - that is the point

    return Store.open(settings.database, read_only=True)
