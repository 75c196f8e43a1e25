"""What the log says of a collection and of a build."""

from collections.abc import Collection
from typing import Final

import structlog

from feeds.article import FetchState, Run
from feeds.collect import state
from feeds.publish.build import Built

log: Final = structlog.get_logger("beatwire")


def collected(run: Run) -> None:
    """Say what a collection brought, or why it failed; nothing of one that found its source as it was."""
    if run.outcome == "failed":
        log.warning("source.failed", source=run.source, error=run.error)
    elif run.new or run.changed or run.skipped or run.remarks:
        log.info(
            "source.collected",
            source=run.source,
            new=run.new,
            changed=run.changed,
            duplicate=run.duplicate,
            skipped=len(run.skipped),
            remarks=len(run.remarks),
        )


def turned(before: FetchState, after: FetchState) -> None:
    """Say that the alarm of a source began, or ended."""
    turn = state.turned(before, after)
    if turn == "began":
        log.warning("source.alarm", source=after.source, reason=after.alarm)
    elif turn == "ended":
        log.info("source.alarm-ended", source=after.source)


def published(built: Collection[Built]) -> None:
    """Say how many feeds were written, which were not and why, and which articles stand in none."""
    for one in built:
        if one.outcome in {"held", "failed"}:
            log.warning("feed.alarm", feed=one.slug, outcome=one.outcome, reason=one.reason)
        for skipped in one.skipped:
            log.warning("article.unpublishable", feed=one.slug, article=skipped.what, reason=skipped.reason)
    written = [one.slug for one in built if one.outcome == "written"]
    if written:
        log.info("feeds.published", written=len(written), of=len(built))
