"""KEEP: articles, aliases, fetch states, runs and feeds in a database; the only SQL."""
