"""Taking a data folder, and what stands in the way."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.errors import ConfigError
from scheduler.desk import DeskTakenError, taken


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_folder_is_taken_once_and_says_by_whom(tmp_path: Path) -> None:
    with taken(tmp_path):
        with pytest.raises(DeskTakenError, match=f"process {os.getpid()}"), taken(tmp_path):
            pass
        assert (tmp_path / "beatwire.lock").read_text() == str(os.getpid())
    with taken(tmp_path):
        pass


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(ConfigError, match="cannot be written"), taken(tmp_path):
        pass
