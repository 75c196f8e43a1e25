"""SERVE: hands out what was published; the only Flask, read-only."""
