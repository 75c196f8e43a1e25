"""What is published of all feeds together: the catalogue for readers and programs, and what is reserved."""

from collections.abc import Mapping

from feeds.publish import index, opml, tdmrep
from feeds.publish.build import Build, document
from feeds.publish.documents import Draft
from feeds.publish.manifest import Listed, Stored


def lists(build: Build, feeds: tuple[Listed, ...]) -> list[Stored]:
    """Give the lists of all `feeds`."""
    return [
        document(
            build,
            Draft(
                path=module.PATH,
                media_type=module.MEDIA_TYPE,
                identity=module.render(feeds, build.settings),
                max_age=build.settings.serving.max_age,
            ),
        )
        for module in (opml, index)
    ]


def mining(build: Build, table: Mapping[str, Stored]) -> dict[str, Stored]:
    """Give the list of what is reserved, once anything is."""
    if tdmrep.PATH not in table and not any(stored.headers for stored in table.values()):
        return {}
    body, age = tdmrep.render(table[path] for path in sorted(table)), build.settings.serving.max_age
    draft = Draft(path=tdmrep.PATH, media_type=tdmrep.MEDIA_TYPE, identity=body, max_age=age)
    return {tdmrep.PATH: document(build, draft)}
