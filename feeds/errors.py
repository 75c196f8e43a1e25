"""What can go wrong between a source and a reader; the tree is drawn in `config.errors`."""

from config.errors import BeatwireError


class SourceError(BeatwireError):
    """One source failed; the others go on. Caught in the job and kept in the source's Run."""

    def __init__(self, message: str, *, source: str) -> None:
        """`source` is the name that the settings give it."""
        self.source = source
        super().__init__(message)


class FetchError(SourceError):
    """The bytes did not come: refused, too slow, too large, not allowed, or an error status."""

    def __init__(
        self,
        message: str,
        *,
        source: str,
        status: int | None = None,
        transient: bool = True,
        retry_after: int | None = None,
    ) -> None:
        """`status` is HTTP's, where there was one; `retry_after` is in seconds, as the server asked."""
        self.status = status
        self.transient = transient
        self.retry_after = retry_after
        super().__init__(message, source=source)


class ParseError(SourceError):
    """The bytes came, and are not what this kind of source promises."""


class StoreError(BeatwireError):
    """The archive failed (locked, full, broken, unreadable)."""


class PublishError(BeatwireError):
    """A document could not be built or is not fit to replace the last good one."""

    def __init__(self, message: str, *, feed: str, format: str | None = None) -> None:  # noqa: A002 - the field's word
        """`feed` is a slug, `format` is `rss`, `atom` or `json`."""
        self.feed = feed
        self.format = format
        super().__init__(message)
