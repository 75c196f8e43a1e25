"""The schema's history, as Alembic keeps it: `env.py` and one file a revision in `versions/`."""
