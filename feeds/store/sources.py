"""Fetch states (one row a source) and runs (one row a collection)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Executable, Row, delete, func, insert, select

from feeds.article import FetchState, Run
from feeds.store.inserts import inserting, parts
from feeds.store.schema import runs, states

_STATE: Final = tuple(field.name for field in fields(FetchState))
_COLUMNS: Final = tuple(column.name for column in states.c)
_RUN: Final = tuple(field.name for field in fields(Run))


def read_states(connection: Connection) -> dict[str, FetchState]:
    """Give every source's state by its name."""
    return {row.source: _state(row) for row in connection.execute(select(states))}


def read_some(connection: Connection, names: Collection[str]) -> dict[str, FetchState]:
    """Give the states of those of the sources `names` that were ever collected."""
    return {
        row.source: _state(row)
        for part in parts(names)
        for row in connection.execute(select(states).where(states.c.source.in_(part)))
    }


def read_state(connection: Connection, source: str) -> FetchState:
    """Give the state of `source`; a source never collected has an empty one."""
    row = connection.execute(select(states).where(states.c.source == source)).first()
    return FetchState(source=source) if row is None else _state(row)


def write(connection: Connection, quiet: Sequence[tuple[Run, FetchState]]) -> None:
    """Add the runs, at least one, and put each source's state in the place of its last."""
    rows = {state.source: _row(state, _STATE) for _, state in quiet}  # the last word on a source wins
    connection.execute(_putting(connection.dialect.name), list(rows.values()))
    connection.execute(insert(runs), [_row(run, _RUN) for run, _ in quiet])


@cache
def _putting(dialect: str) -> Executable:
    statement = inserting(dialect, states)
    fresh = {name: statement.excluded[name] for name in _STATE if name != "source"}
    return statement.on_conflict_do_update(index_elements=["source"], set_=fresh)


def _state(row: Row[Any]) -> FetchState:
    return FetchState(**dict(zip(_COLUMNS, row, strict=True)))


def _row(value: FetchState | Run, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _run(row: Mapping[Any, Any]) -> Run:
    return Run(**{name: row[name] for name in _RUN})


def read_runs(connection: Connection, limit: int) -> tuple[Run, ...]:
    """Give the newest `limit` runs, newest first."""
    found = connection.execute(select(runs).order_by(runs.c.n.desc()).limit(limit)).mappings()
    return tuple(_run(row) for row in found)


def last_runs(connection: Connection) -> dict[str, Run]:
    """Give each source's newest run: one index seek a source, however many runs there are."""
    newest = select(func.max(runs.c.n)).where(runs.c.source == states.c.source).scalar_subquery()
    found = connection.execute(select(runs).where(runs.c.n.in_(select(newest).select_from(states)))).mappings()
    return {row["source"]: _run(row) for row in found}


def prune(connection: Connection, before: datetime, quiet_before: datetime) -> None:
    """Forget the runs that finished before `before`, and before `quiet_before` those that found nothing changed.

    Each source's newest run stays, whatever it was: it is what `status` shows.
    """
    newest = select(func.max(runs.c.n)).group_by(runs.c.source)
    quiet = (runs.c.finished < quiet_before) & (runs.c.outcome == "not-modified") & runs.c.n.not_in(newest)
    connection.execute(delete(runs).where(quiet))
    connection.execute(delete(runs).where(runs.c.finished < before))
