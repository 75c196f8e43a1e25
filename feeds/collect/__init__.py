"""IN: from the outside world to entries; `fetch` is the only HTTP client, `sources/` the kinds of source."""
