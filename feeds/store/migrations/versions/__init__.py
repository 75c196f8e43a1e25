"""One file a revision; the newest is named in `feeds.store.schema.REVISION`."""
