"""An answer as values: its fields, the way it took, and what its bytes are once decoded. Pure."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import brotli
import zstandard

from feeds.collect.fetch.plain import Heard

_MOST: Final = 2**26  # decoded bytes: what is ours is far below, and a bomb stops there
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came for `asked`: `way` are the addresses that redirects led to, `fields` in lower case, `body` undecoded.

    Where nothing came, `trouble` says why in a sentence, and `code` is libcurl's.
    """

    asked: str
    status: int = 0
    fields: Mapping[str, str]
    way: tuple[str, ...] = ()
    body: bytes = b""
    trouble: str | None = None
    code: int = 0

    def get(self, name: str) -> str:
        """Give a field, or ""."""
        return self.fields.get(name.lower(), "")

    @property
    def coding(self) -> str:
        """What the body says that it is encoded in."""
        return self.get("Content-Encoding").lower() or "identity"

    @property
    def is_html(self) -> bool:
        """Whether the body is an HTML page, whatever its Content-Type says."""
        start = (decoded(self.body, self.coding) or b"").lstrip()[:64].lower()
        return start.startswith((b"<!doctype html", b"<html"))

    @property
    def tag(self) -> str:
        """The ETag."""
        return self.get("ETag")


def read(asked: str, heard: Heard) -> Answer:
    """Make an answer of what was heard."""
    heads = [head for head in heard.heads if not head[0].split()[1].startswith(b"1")]
    way, here = [], asked
    for head in heads[:-1] if heard.trouble is None else heads:
        location = fields(head[1:]).get("location")
        if location:
            here = urljoin(here, location)
            way.append(here)
    last = heads[-1] if heads else ()
    return Answer(
        asked=asked,
        status=int(last[0].split()[1]) if last else 0,
        fields=fields(last[1:]),
        way=tuple(way),
        body=heard.body,
        trouble=heard.trouble,
        code=heard.code,
    )


def fields(lines: Iterable[bytes]) -> Mapping[str, str]:
    """Give the fields of a header section by lower-case name, those of one name joined by commas (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            key, text = name.strip().lower(), value.strip()
            found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def decoded(body: bytes, coding: str) -> bytes | None:
    """Undo one coding; None where that fails or the name is none that we know."""
    try:
        if coding in {"gzip", "x-gzip"}:
            return zlib.decompressobj(31).decompress(body, _MOST)
        if coding == "deflate":
            return zlib.decompressobj().decompress(body, _MOST)
        if coding == "br":
            return _unbrotlied(body)
        if coding == "zstd":
            return zstandard.ZstdDecompressor(max_window_size=_MOST).stream_reader(body).read(_MOST)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return None
    return body if coding == "identity" else None


def _unbrotlied(body: bytes) -> bytes | None:
    """Undo brotli, up to _MOST bytes; None where it ends too early."""
    reader, found = brotli.Decompressor(), bytearray()
    part = reader.process(body, output_buffer_limit=_MOST)
    while part and len(found) < _MOST:
        found += part
        part = b"" if reader.is_finished() else reader.process(b"", output_buffer_limit=_MOST)
    return bytes(found[:_MOST]) if reader.is_finished() or len(found) >= _MOST else None


def compressed_again(body: bytes) -> bool:
    """Say whether decoded bytes are still compressed, as no feed begins."""
    return body.startswith((_GZIP, _ZSTD)) or (not body.isascii() and bool(decoded(body, "br")))


def digest(body: bytes) -> str:
    """Name bytes as the published folder does: what a document's tag begins with."""
    return hashlib.sha256(body).hexdigest()[:32]
