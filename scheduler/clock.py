"""The one clock; whatever lies below the scheduler is told the time."""

from datetime import UTC, datetime


def clock() -> datetime:
    """Give the time as all rooms take it: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
