"""A PostgreSQL for tests: the one that BEATWIRE_TEST_POSTGRESQL names, or a private one of Debian's, ended with them.

The variable is an address such as postgresql://user:password@host/database, whose user may create schemas. The
private server listens on a socket in a folder of its own, and nowhere else.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

VARIABLE: Final = "BEATWIRE_TEST_POSTGRESQL"
_QUICK: Final = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
_numbers = count(1)


class Unavailable(Exception):  # noqa: N818 - a reason, not a failure
    """There is no PostgreSQL here; the message says why, and how to get one."""


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a database in which `schema` may work. Raises Unavailable."""
    declared = os.environ.get(VARIABLE)
    if declared:
        yield declared
        return
    tools = _tools()
    folder = Path(tempfile.mkdtemp(prefix="beatwire-pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user="postgres")
        _run(tools / "initdb", "-D", folder / "data", "-U", "beatwire", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        _run(
            tools / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", f"-k {folder} {_QUICK}", "-w", "start"
        )
        try:
            yield f"postgresql://beatwire@/postgres?host={folder}"
        finally:
            _run(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def schema(address: str) -> Iterator[str]:
    """Give the address of an empty schema of the database `address`, dropped afterwards."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    name = f"beatwire_test_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def _tools() -> Path:
    """Give the folder of the newest server's programs. Raises Unavailable."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders.sort(key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0)
    if not folders:
        raise Unavailable(f"no PostgreSQL: install Debian's package postgresql, or set {VARIABLE}")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            raise Unavailable(f"PostgreSQL runs as no root, and there is no user postgres; set {VARIABLE}") from None
    return folders[-1]


def _run(*command: str | Path) -> None:
    """Run a program of the server's, as its own user where we are root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(
        words,
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise Unavailable(f"PostgreSQL does not start: {' '.join(words)}: {done.stderr.strip()[-500:]}")
