"""What is published of all feeds together: the catalogue for readers and programs, and what is reserved."""

from collections.abc import Mapping

from feeds.publish import index, newsmap, opml, tdmrep
from feeds.publish.build import Build, document
from feeds.publish.documents import Draft
from feeds.publish.manifest import Listed, Stored


def lists(build: Build, feeds: tuple[Listed, ...]) -> list[Stored]:
    """Give the lists of all public `feeds`, and of each group."""
    settings, feeds = build.settings, tuple(feed for feed in feeds if not feed.private)
    made = {opml.PATH: opml.render(feeds, settings), index.PATH: index.render(feeds, settings)}
    made |= {path: opml.render(group, settings) for path, group in sorted(opml.groups(feeds).items())}
    made |= {path: opml.render((), settings) for path in build.before.documents if _is_emptied(path, made)}
    if settings.own:
        proof = build.proofs.of(newsmap.plan(settings), build.store, settings)
        made[newsmap.PATH] = newsmap.render(proof.edition.feed, settings)
    return [_list(build, path, body) for path, body in made.items()]


def _is_emptied(path: str, made: Mapping[str, bytes]) -> bool:
    """Say whether `path` is the list of a group that has no feed any more: its address still answers."""
    return path.startswith("/feeds/") and path.endswith(".opml") and path not in made


def _list(build: Build, path: str, body: bytes) -> Stored:
    kind = {index.PATH: index.MEDIA_TYPE, newsmap.PATH: newsmap.MEDIA_TYPE}.get(path, opml.MEDIA_TYPE)
    age = build.settings.serving.max_age
    return document(build, Draft(path=path, media_type=kind, identity=body, max_age=age))


def mining(build: Build, table: Mapping[str, Stored]) -> dict[str, Stored]:
    """Give the list of what is reserved, once anything is."""
    if tdmrep.PATH not in table and not any(stored.headers for stored in table.values()):
        return {}
    body, age = (
        tdmrep.render(table[path] for path in sorted(table) if not table[path].private),
        build.settings.serving.max_age,
    )
    draft = Draft(path=tdmrep.PATH, media_type=tdmrep.MEDIA_TYPE, identity=body, max_age=age)
    return {tdmrep.PATH: document(build, draft)}
