"""Cases as rows: one line a case, in the files of `data/`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("data")


class Case(NamedTuple):
    """A story and the codes of all its primary places."""

    name: str
    title: str
    text: str
    primary: frozenset[str]


def cases(path: Path) -> Iterator[Case]:
    """Read a file of cases: title, text, primary codes ("-" for none), parted by tabs."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            title, text, primary = line.split("\t")
            yield Case(f"{path.stem}:{number}", title, text, frozenset(primary.split()) - {"-"})


def all_cases() -> Iterator[Case]:
    """Read every file of `data/`."""
    for path in sorted(DATA.glob("*.tsv")):
        yield from cases(path)
