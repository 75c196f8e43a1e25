"""KEEP: articles, aliases, fetch states, runs and feeds in a database; the only SQL.

    upgrade.py   brings a database to the schema of this code, after a backup copy
    archive.py   `Store`: opens the database and hands each verb below one transaction
    engine.py    how SQLite and PostgreSQL are opened · complaints.py  what went wrong, in one sentence
    schema.py    the tables · columns.py  their types · rows.py  Article ↔ row
    intake.py    what a collection brought · lapses.py  embargoes that end, bodies that are let go
    expiries.py  what may be shown for a time only
    retractions.py  stories taken back · visits.py  pages that sources led to
    stories.py  who stands for a story that came more than once · joining.py  which new articles are its copies
    marks.py  what copies are found by · copies.py  reading such stories
    pictures.py  what pictures were found to be, and which are still to be asked
    articles.py  articles by id and by key · windows.py  which articles a feed shows · glances.py  as rules see them
    rulings.py   pins, holds, embargoes, blocks · acting.py  the desk's part of `Store`
    dossiers.py  all that is known of one article
    sources.py   fetch states and runs · events.py  what happened when, feeds held · namespaces.py  the site's id

Modules below `archive` take a Connection and know nothing of transactions.
"""

from feeds.store.archive import Store
from feeds.store.events import Event
from feeds.store.schema import REVISION
from feeds.store.snapshots import snapshot
from feeds.store.upgrade import migrate

__all__ = ["REVISION", "Event", "Store", "migrate", "snapshot"]
