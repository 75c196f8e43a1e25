"""A rendered feed as a document to be published: its path, and what HTTP says of it."""

from feeds.article import Feed
from feeds.publish import items
from feeds.publish.documents import Draft
from feeds.publish.formats import formats


def drafted(feed: Feed, name: str, body: bytes) -> Draft:
    """Give the document of `feed` in the format `name`; hubs, licences and a reservation stand in its header."""
    kind = formats()[name]
    links = [f'<{address}>; rel="{rel}"' for rel, address in items.links(feed, kind.EXTENSION)]
    links += [f'<{hub}>; rel="hub"' for hub in feed.hubs if feed.archive.page is None]
    if licence := items.licence(feed.license):
        links.append(f'<{licence}>; rel="license"')
    policy = items.licence(feed.policy)
    if policy and items.is_rsl(policy):
        links.append(f'<{policy}>; rel="license"; type="application/rsl+xml"')
    return Draft(
        path=items.stem(feed, feed.archive.page).removeprefix(items.base(feed)) + kind.EXTENSION,
        media_type=kind.MEDIA_TYPE,
        identity=body,
        max_age=feed.max_age,
        links=tuple(links),
        headers=_reservation(feed.reserved, policy),
        private=feed.private,
    )


def _reservation(reserved: bool, policy: str | None) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - a fact, no option
    """Give the header fields of TDMRep for a document that is reserved."""
    if not reserved:
        return ()
    terms = (("tdm-policy", policy),) if policy and policy.isascii() and policy.isprintable() else ()
    return (("tdm-reservation", "1"), *terms)
