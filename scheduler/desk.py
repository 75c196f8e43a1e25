"""One desk: the store, the client for the web and the published folder, opened together and closed in order."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from config.errors import BeatwireError, ConfigError
from config.settings import Settings
from feeds.collect.extract import Extractor
from feeds.collect.fetch import Fetcher
from feeds.collect.robots import Robots
from feeds.pipeline import Means
from feeds.publish.catalogue import kept
from feeds.publish.site import Site
from feeds.store import Store, migrate


class DeskTakenError(BeatwireError):
    """Another process collects into this data folder."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the jobs work with; `namespace` is the root of every id minted here."""

    settings: Settings
    store: Store
    means: Means
    site: Site
    namespace: UUID


def agent(settings: Settings) -> str:
    """Give the User-Agent: who we are, and where a publisher can complain."""
    return f"beatwire/{version('beatwire')} (+{settings.site.contact})"


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Take the data folder, migrate and open the store; everything is closed again, in the opposite order.

    Raises DeskTakenError, ConfigError (a folder that cannot be written) and StoreError.
    """
    with taken(settings.data):
        migrate(settings.database, settings.data / "backups")
        with Store.open(settings.database) as store, trying(settings) as means:
            yield Desk(settings, store, means, Site(settings.published), _prepared(store, settings))


def renewed(desk: Desk, settings: Settings) -> Desk:
    """Give the desk with other settings, over the same store and folder; it has a client for the web of its own.

    Raises StoreError.
    """
    namespace = _prepared(desk.store, settings)
    fetcher = Fetcher(settings.limits, agent(settings))
    means = replace(desk.means, fetcher=fetcher, settings=settings, codes=kept(settings))
    return replace(desk, settings=settings, means=means, namespace=namespace)


def _prepared(store: Store, settings: Settings) -> UUID:
    """Hold what is kept to the settings; give the namespace of our ids."""
    namespace = store.namespace(settings.site.id)
    store.bound(settings.lasting, settings.horizons)
    store.rename(settings.publishing.renamed)
    return namespace


@contextmanager
def trying(settings: Settings) -> Iterator[Means]:
    """Open what collecting works with, but no store: for sources that are only tried."""
    with Extractor() as reader, Fetcher(settings.limits, agent(settings)) as fetcher:
        yield Means(fetcher, settings, reader, Robots(), kept(settings))


@contextmanager
def taken(data: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go of it however the process ends."""
    lock = _lock_file(data)
    with os.fdopen(lock, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = file.read().strip() or "unknown"
            raise DeskTakenError(
                f"another beatwire (process {holder}) works in {data}; stop it, or name another folder with --data"
            ) from error
        _sign(lock, data)
        yield


def busy(data: Path) -> bool:
    """Say whether another process works in the data folder, and leave no trace of having asked."""
    try:
        with (data / "beatwire.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no folder, or none that we may read: nobody we know of
        return False
    return False


def _sign(lock: int, data: Path) -> None:
    """Say in the lock file which process holds it."""
    try:
        os.ftruncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
    except OSError as error:
        raise _unwritable(data, error) from error


def _unwritable(data: Path, error: OSError) -> ConfigError:
    said = f"this folder cannot be written ({error.strerror}); name another with --data"
    return ConfigError(said, path=data, key="data")


def _lock_file(data: Path) -> int:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return os.open(data / "beatwire.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _unwritable(data, error) from error
