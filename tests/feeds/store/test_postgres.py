"""The server that the other tests run on."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from tests import postgres


def test_a_declared_server_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(postgres.VARIABLE, "postgresql://desk@db.example/test")
    with postgres.server() as address:
        assert address == "postgresql://desk@db.example/test"


def test_no_server_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(postgres.VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: [])
    with pytest.raises(postgres.Unavailable, match="install Debian's package postgresql, or set BEATWIRE_TEST"):
        postgres.server().__enter__()


@pytest.mark.postgresql
def test_a_private_server_is_ended_and_leaves_nothing(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get(postgres.VARIABLE):
        pytest.skip(f"{postgres.VARIABLE} names the server")
    with postgres.server() as address:
        folder = Path(address.partition("?host=")[2])
        number = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        with psycopg.connect(f"host={folder} user=beatwire dbname=postgres") as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not folder.exists()
    assert not runs(number)


def runs(number: int) -> bool:
    """Say whether process `number` is there and more than a zombie that nobody has asked after."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False
