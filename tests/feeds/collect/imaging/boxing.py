"""Pictures in boxes as test data cannot hold them: put together box by box."""

from struct import pack


def box(kind: bytes, *inside: bytes, wide: bool = False) -> bytes:
    """Give a box; with `wide`, its length is written in eight bytes."""
    body = b"".join(inside)
    if wide:
        return pack(">I4sQ", 1, kind, len(body) + 16) + body
    return pack(">I4s", len(body) + 8, kind) + body


def avif(*properties: bytes, primary: bytes = b"", places: bytes = b"", wide: bool = False) -> bytes:
    """Give the head of an AVIF of these `properties`; `primary` is its pitm, `places` its ipma, without versions."""
    begins = box(b"ftyp", b"avif\0\0\0\0mif1")
    bound = box(b"iprp", box(b"ipco", *properties), box(b"ipma", places))
    return begins + box(b"meta", b"\0\0\0\0", box(b"pitm", primary), bound, wide=wide)


def ispe(width: int, height: int) -> bytes:
    """Give the property that tells a size."""
    return box(b"ispe", pack(">III", 0, width, height))
