"""Migrations: a copy first, all or nothing, one at a time, and never backwards."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from feeds.errors import StoreError
from feeds.store import Store, migrate, schema
from feeds.store.engine import for_writing, opened, parsed
from feeds.store.upgrade import SCRIPTS
from tests.feeds.store.batches import make_batch
from tests.world import make_article

LATER = '''
"""Say who read an article."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{schema.REVISION}"


def upgrade() -> None:
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("articles", recreate=rebuilt) as table:
        table.add_column(sa.Column("reader", sa.Text(), nullable=False, server_default="nobody"))
    {more}
'''


def later(folder: Path, more: str = "pass") -> Path:
    """Give a copy of our migrations with one more, which rebuilds the table of articles."""
    scripts = folder / "migrations 100% later"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "r9999_later.py").write_text(LATER.format(more=more, schema=schema))
    return scripts


def values(url: str, query: str) -> list[object]:
    """Give the first column of what `query` finds."""
    engine = opened(parsed(url), "rw")
    with engine.connect() as connection:
        found = list(connection.execute(text(query)).scalars())
    engine.dispose()
    return found


def test_the_migrations_build_the_very_tables_of_the_schema(migrated: str) -> None:
    engine = opened(parsed(migrated), "rw")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_sqlite_tables_are_strict_and_their_indexes_partial_where_the_schema_says(sqlite: str) -> None:
    migrate(sqlite, None)
    listed = values(sqlite, "SELECT name FROM pragma_table_list WHERE strict = 1 AND schema = 'main'")
    assert set(listed) == set(schema.metadata.tables)
    built = {str(sql) for sql in values(sqlite, "SELECT sql FROM sqlite_master WHERE sql LIKE '%WHERE%'")}
    assert {sql.split("WHERE ")[1] for sql in built} == {
        schema.VISIBLE, schema.BODIED, schema.UNKNOWN, schema.ENDING, schema.EXPIRING, "embargo IS NOT NULL",
        "shown IS NOT NULL", "story IS NOT NULL",
    }  # fmt: skip


def test_the_schema_names_the_newest_revision() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [schema.REVISION]


def test_migrating_twice_changes_nothing(migrated: str, tmp_path: Path) -> None:
    with Store.open(migrated) as store:
        store.keep(make_batch(make_article()))
        migrate(migrated, tmp_path / "backups")
        assert store.get(make_article().id) == make_article()
    assert not (tmp_path / "backups").exists()


def test_an_old_database_is_brought_up_to_date(migrated: str, tmp_path: Path) -> None:
    with Store.open(migrated) as store:
        store.keep(make_batch(make_article()))
    migrate(migrated, tmp_path / "backups", scripts=later(tmp_path))
    assert values(migrated, "SELECT version_num FROM alembic_version") == ["9999"]
    assert values(migrated, "SELECT reader FROM articles") == ["nobody"]
    assert values(migrated, "SELECT code FROM places JOIN articles USING (n)") == ["CN"]


def test_a_copy_of_the_old_file_is_made_before_and_none_is_overwritten(sqlite: str, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    for number in (1, 2):
        migrate(sqlite, backups)
        with Store.open(sqlite) as store:
            store.keep(make_batch(make_article(number)))
            migrate(sqlite, backups, scripts=later(tmp_path / str(number)))
        for file in tmp_path.glob("beatwire.sqlite*"):
            file.unlink()
    assert sorted(path.name for path in backups.iterdir()) == [
        f"beatwire-{schema.REVISION}-2.sqlite",
        f"beatwire-{schema.REVISION}.sqlite",
    ]
    with Store.open(f"sqlite:///{backups / f'beatwire-{schema.REVISION}-2.sqlite'}") as old:
        assert old.get(make_article(2).id) == make_article(2)


def test_a_migration_that_fails_leaves_everything_as_it_was(migrated: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^the database .* failed: .*no_such_table"):
        migrate(migrated, tmp_path / "backups", scripts=later(tmp_path, 'op.execute("DELETE FROM no_such_table")'))
    with Store.open(migrated) as store:
        store.keep(make_batch(make_article()))


def test_a_migration_that_would_orphan_rows_is_undone(sqlite: str, tmp_path: Path) -> None:
    migrate(sqlite, None)
    with Store.open(sqlite) as store:
        store.keep(make_batch(make_article()))
        with pytest.raises(StoreError, match="would orphan rows"):
            migrate(sqlite, None, scripts=later(tmp_path, 'op.execute("DELETE FROM articles")'))
        assert store.get(make_article().id) == make_article()


def test_without_a_backup_nothing_is_changed(sqlite: str, tmp_path: Path) -> None:
    migrate(sqlite, None)
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="backups cannot be made: File exists"):
        migrate(sqlite, tmp_path / "backups", scripts=later(tmp_path))
    Store.open(sqlite).close()


def test_a_copy_that_fails_changes_nothing(sqlite: str, tmp_path: Path) -> None:
    migrate(sqlite, None)
    (tmp_path / "backups" / f"beatwire-{schema.REVISION}.sqlite.partial").mkdir(parents=True)
    with pytest.raises(
        StoreError, match=r"no backup could be written to .*/backups/beatwire-\d{4}\.sqlite: .*; nothing was"
    ):
        migrate(sqlite, tmp_path / "backups", scripts=later(tmp_path))
    Store.open(sqlite).close()


def test_an_older_database_asks_to_be_brought_up_to_date(migrated: str) -> None:
    _say(migrated, "0000")
    with pytest.raises(StoreError, match=r"at schema 0000, and this beatwire needs \d{4}; start `beatwire run`"):
        Store.open(migrated)


def test_a_newer_database_is_left_alone(migrated: str, tmp_path: Path) -> None:
    migrate(migrated, None, scripts=later(tmp_path))
    with pytest.raises(StoreError, match=r"at schema 9999, newer than this beatwire's \d{4}; install the newer"):
        migrate(migrated, tmp_path)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"at schema 9999, and this beatwire needs \d{4}; install the newer"):
            Store.open(migrated, read_only=read_only)


def _say(url: str, revision: str) -> None:
    engine = opened(parsed(url), "rw")
    with for_writing(engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    engine.dispose()


def test_a_database_without_tables_is_not_set_up(empty: str, tmp_path: Path) -> None:
    if empty.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "beatwire.sqlite")) as connection:
            connection.execute("CREATE TABLE other (x)")
    with pytest.raises(StoreError, match="is not set up yet; start `beatwire run` once"):
        Store.open(empty)


def test_processes_that_come_at_once_wait_for_each_other(empty: str) -> None:
    program = "import sys; from feeds.store import migrate, Store; migrate(sys.argv[1], None); Store.open(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", program, empty], stderr=subprocess.PIPE) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 3


def test_opening_a_store_loads_no_alembic(url: str) -> None:
    program = "import sys; from feeds.store import Store; Store.open(sys.argv[1], read_only=True); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program, url], check=False).returncode == 0
