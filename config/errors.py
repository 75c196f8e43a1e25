"""The root of the error tree, and the errors an operator can fix.

BeatwireError
├── ConfigError(path, key)       the operator can fix it      → CLI: one clear message, exit 2, no traceback
├── SourceError(source)          one source failed            → caught in the job, kept in the Run, back-off
│   ├── FetchError(status, transient)
│   └── ParseError
├── StoreError                   the archive failed           → the job fails, health goes red, feeds stay served
└── PublishError(feed, format)   a build failed               → the last good document stays served
"""

from pathlib import Path


class BeatwireError(Exception):
    """Anything that beatwire raises on purpose."""


class ConfigError(BeatwireError):
    """What the operator declared cannot be used; the message names the file, the key and the remedy."""

    def __init__(self, message: str, *, path: Path | str | None = None, key: str | None = None) -> None:
        """`path` is the file (or the environment variable) that said it, `key` the dotted setting."""
        self.path = path
        self.key = key
        where = ": ".join(str(part) for part in (path, key) if part)
        super().__init__(f"{where}: {message}" if where else message)
