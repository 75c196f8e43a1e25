"""Lists of feeds: each file of `data/opml` carries what is read of it, or why nothing can be."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from feeds.collect.opml import MOST, NotAListError, read
from tests.cost import units

CASES = sorted((Path(__file__).parent / "data" / "opml").glob("*.opml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_list_is_read_as_its_case_says(path: Path) -> None:
    expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))
    if isinstance(expected, str):
        with pytest.raises(NotAListError) as caught:
            read(path.read_bytes())
        assert str(caught.value) == expected
    else:
        assert [[one.url, one.title, one.page] for one in read(path.read_bytes())] == expected


OUTLINE = b'<outline text="x" xmlUrl="https://x.example/"/>'
HOSTILE = {
    "deep": b"<opml>" + b"<outline>" * 200_000 + OUTLINE,
    "open": b"<opml>" + b"<outline " * 200_000,
    "quoted": b"<opml><outline text='" + b'"' * 1_000_000,
    "many": b"<opml>" + OUTLINE * 20_000 + b"</opml>",
    "attributes": b"<opml><outline " + b"".join(b'a%d="" ' % number for number in range(50_000)) + b"/></opml>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_list_costs_more_than_its_length(name: str) -> None:
    def attempt() -> None:
        with suppress(NotAListError):
            read(HOSTILE[name])

    assert units(attempt) < 600


def test_there_is_a_most_that_is_told() -> None:
    assert len(read(b"<opml>" + OUTLINE * MOST)) == MOST
    with pytest.raises(NotAListError, match="split it"):
        read(b"<opml>" + OUTLINE * (MOST + 1))


def test_what_is_too_long_to_be_an_address_is_none() -> None:
    assert read(b"<opml><outline xmlUrl='https://x.example/" + b"x" * 5000 + b"'/></opml>") == ()
