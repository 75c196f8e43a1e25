"""A picture's first bytes say what it is; no bytes at all make them raise, or take long, or lie of a size."""

import json
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.imaging import Shape, shape
from tests.cost import units
from tests.feeds.collect.imaging.boxing import avif, box, ispe

DATA = Path(__file__).parent / "data"
PICTURES = sorted(path for path in DATA.iterdir() if path.suffix != ".json")
TEXTS: list[dict[str, Any]] = json.loads((DATA / "texts.json").read_text("utf-8"))
TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".heic": "image/heic",
    ".bmp": "image/bmp",
}
BODIES = [path.read_bytes() for path in PICTURES]


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_pictures(path: Path) -> None:
    width, height = map(int, path.suffixes[0][1:].split("x"))
    assert shape(path.read_bytes()) == Shape(TYPES[path.suffix], width, height)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["name"])
def test_texts(case: dict[str, Any]) -> None:
    head = case["text"].encode("latin-1" if case.get("latin") else "utf-8")
    assert shape(head) == (Shape(*case["expected"]) if case["expected"] else None)


@pytest.mark.parametrize(
    ("head", "sides"),
    [
        pytest.param(avif(ispe(9, 9), ispe(30, 20)), (30, 20), id="the largest where nobody says whose"),
        pytest.param(
            avif(ispe(300, 200), ispe(30, 20), primary=pack(">IH", 0, 2), places=pack(">IIHBBHBB", 0, 2, 1, 1, 1, 2, 1, 0x82)),
            (30, 20),
            id="the primary item's own",
        ),
        pytest.param(
            avif(
                ispe(300, 200), box(b"irot", b"\x03"), primary=pack(">II", 1 << 24, 70000), places=pack(">IIIBHH", (1 << 24) + 1, 1, 70000, 2, 1, 0x8002), wide=True
            ),
            (200, 300),
            id="wide numbers, and turned",
        ),
        pytest.param(
            avif(ispe(64, 64), box(b"clap", pack(">IIIIIIII", 120, 2, 48, 1, 0, 1, 0, 1)), primary=pack(">IH", 0, 1), places=pack(">IIHBBB", 0, 1, 1, 2, 1, 2)),
            (60, 48),
            id="cut to its clean aperture",
        ),
        pytest.param(
            avif(ispe(64, 64), box(b"clap", bytes(32)), primary=pack(">IH", 0, 1), places=pack(">IIHBBB", 0, 1, 1, 2, 1, 2)), (64, 64), id="a clean aperture of nothing"
        ),
        pytest.param(avif(box(b"ispe", b"\0\0")), (None, None), id="a size that is cut off"),
        pytest.param(avif(ispe(30, 20))[:-40], (None, None), id="cut off before the size"),
    ],
)  # fmt: skip
def test_boxes(head: bytes, sides: tuple[int | None, int | None]) -> None:
    assert shape(head) == Shape("image/avif", *sides)


@given(st.sampled_from(BODIES), st.data())
def test_a_picture_cut_anywhere_is_that_picture_or_unknown(body: bytes, data: st.DataObject) -> None:
    whole = shape(body)
    assert whole is not None
    cut = shape(body[: data.draw(st.integers(0, len(body)))])
    assert (
        cut is None
        or cut == whole
        or (cut.type == whole.type and None in {cut.width, cut.height})
        or cut.type == "image/heif"
    )


@given(
    st.sampled_from([*BODIES, avif(ispe(3, 2), primary=pack(">IH", 0, 1), places=pack(">IIHBB", 0, 1, 1, 1, 1))]),
    st.data(),
)
def test_no_bytes_make_it_raise(body: bytes, data: st.DataObject) -> None:
    changed = bytearray(body)
    for _ in range(data.draw(st.integers(1, 12))):
        changed[data.draw(st.integers(0, min(len(body) - 1, 400)))] = data.draw(st.integers(0, 255))
    _honest(bytes(changed))


@given(
    st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF0000WEBP", b"BM", b"\0\0\0\x14ftypavif", b"<svg"]
    ),
    st.binary(max_size=200),
)
def test_nor_does_soup(begins: bytes, rest: bytes) -> None:
    _honest(begins + rest)


def _honest(head: bytes) -> None:
    found = shape(head)
    if found is not None:
        assert found.type.startswith("image/")
        assert (found.width is None) == (found.height is None)
        assert found.width is None or 0 < found.width <= 100_000


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"\xff\xd8" + b"\xff" * 65_000, id="fill"),
        pytest.param(b"\xff\xd8\xff\xe1\xff\xff" + b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(65_000), id="exif"),
        pytest.param(b"\xff\xd8" + b"\xff\xe1\0\x10Exif\0\0II*\0\0\0\0\0" * 4000, id="many exifs"),
        pytest.param(b"\0\0\0\x14ftypavif\0\0\0\0mif1" + b"\0\0\0\x08free" * 8000, id="boxes"),
        pytest.param(avif(*(ispe(1, 1) for _ in range(3000)), primary=b"\0\0\0\0\0\1", places=b"\0\0\0\0\xff\xff\xff\xff" + bytes(9000)), id="properties"),
        pytest.param(b"<!--" * 16_000, id="comments"),
        pytest.param(b"<?" + b"<? ?" * 16_000, id="instructions"),
        pytest.param(b"<!DOCTYPE a [" * 5000, id="doctypes"),
        pytest.param(b"<svg " + b"width=' " * 8000 + b">", id="attributes"),
        pytest.param(b" " * 64_000, id="blanks"),
    ],
)  # fmt: skip
def test_a_hostile_head_costs_no_more(head: bytes) -> None:
    assert units(lambda: shape(head)) < 40
