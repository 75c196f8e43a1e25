"""The tables, a module for each subject. `migrations/` builds them; a test holds the two together.

`n` counts articles in the order they were kept, and inside a batch in the order they were published, so that it
settles which of two articles seen in the same second is the newer. Foreign keys are on `n`; `id` is for the world.

`shown`, in `places` and `sightings`, is the article's `seen` while it may stand in a feed (listed, not withheld, not
taken back, not expired, not barred by the desk, and for a place: primary) and NULL otherwise: the whole of a window's
choice is then one walk down one narrow index. `barred` says that a hold, an embargo or a block of the desk stands for
all feeds; `expires` when an article must go, `expired` when it went.

`story` is the `n` of the first article of a story that came more than once; of its articles one is not `behind`, and
is the one that feeds show, under the first one's id; `told` says that an article has stood in feeds. `sketches` and
`marks` are what copies are found by, for as long as a story may have more: the bytes to compare, and the articles by
the keys of their texts. Up to `until` an article was published that has left the feeds which show one for `seconds`.
"""

from feeds.store.schema.archives import journal, touched
from feeds.store.schema.base import REVISION, meta, metadata
from feeds.store.schema.collecting import UNKNOWN, pauses, pictures, runs, states, visits
from feeds.store.schema.desk import ENDING, corrections, events, holds, rulings, tombstones
from feeds.store.schema.hubs import pings
from feeds.store.schema.ledgers import appearances, versions
from feeds.store.schema.stories import (
    BODIED,
    EXPIRING,
    NO,
    VISIBLE,
    aliases,
    articles,
    horizons,
    marks,
    places,
    sightings,
    sketches,
)
from feeds.store.schema.tokens import tokens

__all__ = [
    "BODIED",
    "ENDING",
    "EXPIRING",
    "NO",
    "REVISION",
    "UNKNOWN",
    "VISIBLE",
    "aliases",
    "appearances",
    "articles",
    "corrections",
    "events",
    "holds",
    "horizons",
    "journal",
    "marks",
    "meta",
    "metadata",
    "pauses",
    "pictures",
    "pings",
    "places",
    "rulings",
    "runs",
    "sightings",
    "sketches",
    "states",
    "tokens",
    "tombstones",
    "touched",
    "versions",
    "visits",
]
